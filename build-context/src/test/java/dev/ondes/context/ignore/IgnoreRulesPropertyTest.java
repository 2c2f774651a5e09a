package dev.ondes.context.ignore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Made-up files and paths of few letters, so that they meet often; seeded by {@code -Dondes.seed}. */
class IgnoreRulesPropertyTest {
    private static final int FILES = 4_000;
    private static final int PATHS = 10;
    private static final String[] PIECES = {"a", "b", ".", "ab", "*", "?", "**", "**/", "/**", "/", "/", "a/b"};

    @Test
    void agreesWithThePlainRuleOnWhateverIsMadeUp() throws IgnoreFileException {
        long seed = Long.getLong("ondes.seed", System.nanoTime());
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int ignored = 0;
        for (int i = 0; i < FILES; i++) {
            List<String> lines = lines(random);
            IgnoreRules rules = IgnoreRules.parse(String.join("\n", lines));
            for (int j = 0; j < PATHS; j++) {
                String path = path(random);
                boolean expected = IgnoreOracle.ignores(lines, path);
                assertThat(rules.ignores(path))
                        .as("seed %d: %s by %s", seed, path, lines)
                        .isEqualTo(expected);
                ignored += expected ? 1 : 0;
            }
        }
        assertThat(ignored).as("seed %d", seed).isBetween(FILES * PATHS / 5, FILES * PATHS * 4 / 5);
    }

    @Test
    void neverSaysThatNothingIsKeptBelowADirectoryWhenSomethingIs() throws IgnoreFileException {
        long seed = Long.getLong("ondes.seed", System.nanoTime());
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < FILES; i++) {
            List<String> lines = lines(random);
            IgnoreRules rules = IgnoreRules.parse(String.join("\n", lines));
            for (int j = 0; j < PATHS; j++) {
                String directory = path(random);
                String below = directory + "/" + path(random);
                if (rules.ignores(directory) && !rules.ignores(below)) {
                    assertThat(rules.mayKeepBelow(directory))
                            .as("seed %d: %s in %s by %s", seed, below, directory, lines)
                            .isTrue();
                }
            }
        }
    }

    /** As they stand in a file, and as they are after cleaning: the oracle doesn't clean. */
    private static List<String> lines(RandomGenerator random) {
        List<String> lines = new ArrayList<>();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            var pattern = new StringBuilder();
            for (int j = random.nextInt(1, 5); j > 0; j--) {
                pattern.append(PIECES[random.nextInt(PIECES.length)]);
            }
            String clean = GoText.clean("/" + pattern).substring(1);
            if (!clean.isEmpty()) {
                lines.add((random.nextInt(3) == 0 ? "!" : "") + clean);
            }
        }
        return lines;
    }

    private static String path(RandomGenerator random) {
        String[] names = {"a", "b", "ab", "ba", "a.b", ".a", "aab"};
        var path = new StringBuilder(names[random.nextInt(names.length)]);
        for (int i = random.nextInt(4); i > 0; i--) {
            path.append('/').append(names[random.nextInt(names.length)]);
        }
        return path.toString();
    }
}
