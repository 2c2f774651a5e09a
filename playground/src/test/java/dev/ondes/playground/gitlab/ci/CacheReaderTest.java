package dev.ondes.playground.gitlab.ci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheReaderTest {
    private static final Map<String, String> FILES = Map.of("one.lock", "1111", "two.lock", "2222");

    private static CiFile read(String text) {
        return CiFile.read(CiFile.NAME, text, path -> Optional.ofNullable(FILES.get(path)));
    }

    private static List<CiCache> caches(String ofTheJob) {
        return read("build:\n  script: echo\n  cache: " + ofTheJob + "\n")
                .jobs()
                .getFirst()
                .caches();
    }

    private static String key(String key) {
        return caches("{key: " + key + ", paths: [x]}").getFirst().key();
    }

    @Test
    void readsOneCacheWithAllThatItKnows() {
        assertThat(caches("{key: $CI_COMMIT_REF_SLUG, paths: [.m2/, '**/*.class'], untracked: true, policy: $POLICY,"
                        + " when: always, fallback_keys: [main, $OTHER], unprotect: true}"))
                .containsExactly(new CiCache(
                        "$CI_COMMIT_REF_SLUG",
                        List.of(".m2/", "**/*.class"),
                        true,
                        "$POLICY",
                        "always",
                        List.of("main", "$OTHER"),
                        true));
    }

    @Test
    void readsSeveralWithWhatGitLabTakesForGranted() {
        assertThat(caches("[{paths: [a]}, {key: b, policy: pull, paths: [b]}]"))
                .containsExactly(
                        new CiCache("default", List.of("a"), false, "pull-push", "on_success", List.of(), false),
                        new CiCache("b", List.of("b"), false, "pull", "on_success", List.of(), false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cache: {key: top, paths: [x]}                                         | top
            default: {cache: {key: usual, paths: [x]}}                            | usual
            """)
    void takesTheFilesCacheForJobsWithoutOne(String top, String key) {
        CiFile file = read(top + """

                with: {script: echo, cache: {key: own, paths: [x]}}
                without: {script: echo, cache: []}
                emptied: {script: echo, cache: {}}
                nulled: {script: echo, cache: }
                usual: {script: echo}
                """);

        assertThat(file.jobs())
                .extracting(
                        CiJob::name,
                        job -> job.caches().stream().map(CiCache::key).toList())
                .containsExactly(
                        tuple("with", List.of("own")),
                        tuple("without", List.of()),
                        tuple("emptied", List.of()),
                        tuple("nulled", List.of()),
                        tuple("usual", List.of(key)));
    }

    @Test
    void makesAKeyOfWhatFilesHold() {
        // SHA-1 of "1111", and of "1111-2222": the order in which they are named is no difference.
        assertThat(key("{files: [one.lock]}")).isEqualTo("011c945f30ce2cbafc452f39840f025693339c42");
        assertThat(key("{files: [two.lock, one.lock], prefix: $CI_JOB_NAME}"))
                .isEqualTo(key("{files: [one.lock, two.lock], prefix: $CI_JOB_NAME}"))
                .matches("\\$CI_JOB_NAME-[0-9a-f]{40}");
        assertThat(key("{files: [no.lock], prefix: jars}")).isEqualTo("jars-default");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            later                            | 'cache' of job 'build' must be a mapping or a list of mappings
            {pathes: [x]}                    | unknown keyword 'pathes' in cache of job 'build'
            {paths: x}                       | 'paths' of cache of job 'build' must be a list
            {key: a/b}                       | 'key' of cache of job 'build' must be without '/' and '%2F', and more than dots
            {key: a%2fb}                     | 'key' of cache of job 'build' must be without '/' and '%2F', and more than dots
            {key: ..}                        | 'key' of cache of job 'build' must be without '/' and '%2F', and more than dots
            {key: {file: x}}                 | unknown keyword 'file' in key of cache of job 'build'
            {key: {prefix: x}}               | 'files' of key of cache of job 'build' must be one or two files
            {key: {files: [a, b, c]}}        | 'files' of key of cache of job 'build' must be one or two files
            {key: [x]}                       | 'key' of cache of job 'build' must be text, or a mapping with 'files'
            {policy: both}                   | 'policy' of cache of job 'build' must be pull-push, pull or push
            {when: later}                    | 'when' of cache of job 'build' must be on_success, on_failure or always
            {fallback_keys: [a, b, c, d, e, f]} | 'fallback_keys' of cache of job 'build' must be at most 5 keys
            [{}, {}, {}, {}, {}]             | 'cache' of job 'build' must be at most 4 caches
            """)
    void refusesWhatGitLabRefuses(String cache, String problem) {
        assertThatThrownBy(() -> caches(cache))
                .isInstanceOf(CiFileException.class)
                .hasMessage(".gitlab-ci.yml:3: " + problem);
    }
}
