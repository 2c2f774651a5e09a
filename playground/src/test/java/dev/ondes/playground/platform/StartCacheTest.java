package dev.ondes.playground.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartCacheTest {
    private static final List<String> JVM = List.of("25.0.3+9", "-Xmx128m");

    @TempDir
    private Path folder;

    private Path program;
    private Path caches;

    @BeforeEach
    void program() throws IOException {
        program = Files.createDirectories(folder.resolve("app"));
        caches = folder.resolve("starts");
        Files.writeString(program.resolve("quarkus-run.jar"), "classes");
    }

    @Test
    void theFirstProcessMakesTheCacheAndTheOthersOfThatTimeStartWithout() {
        var cache = cache(JVM);

        var first = cache.next();
        var second = cache.next();

        assertThat(first.making()).isTrue();
        assertThat(first.options()).singleElement().asString().startsWith("-XX:AOTCacheOutput=" + caches);
        assertThat(second).isEqualTo(new StartCache.Start(List.of(), false));
    }

    @Test
    void laterProcessesUseWhatOneThatEndedInPeaceLeft() throws IOException {
        var cache = cache(JVM);
        make(cache);

        var next = cache.next();

        assertThat(next.making()).isFalse();
        assertThat(next.options()).containsExactly("-XX:AOTCache=" + only());
        assertThat(only()).hasContent("cache");
    }

    @Test
    void aKilledProcessLeavesNothingAndTheNextOneMakesTheCache() throws IOException {
        var cache = cache(JVM);
        Path output = output(cache.next());
        Files.writeString(output, "half a cache");
        Files.writeString(output.resolveSibling(output.getFileName() + ".config"), "the JVM's notes");

        cache.ended(false);

        assertThat(Files.list(caches)).isEmpty();
        assertThat(cache.next().making()).isTrue();
    }

    @Test
    void aJvmThatWroteNoCacheIsNoFault() throws IOException {
        var cache = cache(JVM);
        cache.next();

        cache.ended(true);

        assertThat(Files.list(caches)).isEmpty();
    }

    @Test
    void anotherJdkOrOtherOptionsDoNotFindTheCache() throws IOException {
        make(cache(JVM));

        assertThat(cache(List.of("25.0.4+1", "-Xmx128m")).next().making()).isTrue();
        assertThat(cache(List.of("25.0.3+9", "-Xmx256m")).next().making()).isTrue();
    }

    @Test
    void aProgramBuiltAnewTakesThePlaceOfTheOldOnesCache() throws IOException {
        make(cache(JVM));
        Path old = only();
        Files.writeString(program.resolve("quarkus-run.jar"), "other classes");

        make(cache(JVM));

        assertThat(only()).isNotEqualTo(old);
    }

    @Test
    void anotherServicesCacheStays() throws IOException {
        make(new StartCache(caches, "job-dispatcher", program, JVM));

        make(cache(JVM));

        try (Stream<Path> all = Files.list(caches)) {
            assertThat(all.map(file -> file.getFileName().toString().replaceAll("-\\w+\\.aot$", "")))
                    .containsExactlyInAnyOrder("job-dispatcher", "pod-scheduler");
        }
    }

    @Test
    void aRehearsalMakesTheCacheBeforeAnybodyNeedsIt() {
        var rehearsals = new AtomicInteger();
        StartCache cache = cache(JVM);
        Runnable rehearsal = () -> {
            rehearsals.incrementAndGet();
            try {
                make(cache);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };

        cache.rehearse(rehearsal);
        assertThat(rehearsals).as("nobody asked for one").hasValue(0);

        System.setProperty(StartCache.PROPERTY, "rehearsed");
        try {
            cache.rehearse(rehearsal);
            cache.rehearse(rehearsal);
            cache(JVM).rehearse(rehearsal);
        } finally {
            System.clearProperty(StartCache.PROPERTY);
        }

        assertThat(rehearsals).hasValue(1);
        assertThat(cache.next().making()).isFalse();
    }

    @Test
    void aRehearsalThatLeavesNothingIsNotRepeated() {
        var rehearsals = new AtomicInteger();
        StartCache cache = cache(JVM);

        System.setProperty(StartCache.PROPERTY, "rehearsed");
        try {
            cache.rehearse(rehearsals::incrementAndGet);
            cache.rehearse(rehearsals::incrementAndGet);
        } finally {
            System.clearProperty(StartCache.PROPERTY);
        }

        assertThat(rehearsals).hasValue(1);
        assertThat(cache.next().making())
                .as("a process that ends in peace may still leave one")
                .isTrue();
    }

    private StartCache cache(List<String> jvm) {
        return new StartCache(caches, "pod-scheduler", program, jvm);
    }

    private static void make(StartCache cache) throws IOException {
        Files.writeString(output(cache.next()), "cache");
        cache.ended(true);
    }

    private static Path output(StartCache.Start start) {
        return Path.of(start.options().getFirst().replace("-XX:AOTCacheOutput=", ""));
    }

    private Path only() throws IOException {
        try (Stream<Path> all = Files.list(caches)) {
            return all.reduce((_, _) -> {
                        throw new AssertionError("more than one cache");
                    })
                    .orElseThrow();
        }
    }
}
