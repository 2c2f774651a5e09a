package dev.ondes.contracts.classes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ruby | ruby | true",
                "ruby | ruby:3 | false",
                "ruby:* | ruby:3.4-slim | true",
                "ruby:* | evil/ruby:3 | false",
                "* | ruby:3 | true",
                "* | library/ruby | false",
                "** | registry.example.com:5000/a/b@sha256:0123 | true",
                "registry.example.com/** | registry.example.com/a/b:1 | true",
                "registry.example.com/** | registry.example.com.evil.test/a | false",
                "registry.example.com/** | registryxexample.com/a | false",
                "registry.example.com/*/app:* | registry.example.com/team/app:1 | true",
                "registry.example.com/*/app:* | registry.example.com/team/sub/app:1 | false",
                "registry.example.com/**/app | registry.example.com/app | true",
                "registry.example.com/**/app | registry.example.com/a/b/app | true",
                "**/ruby:* | ruby:3 | true",
                "my-**:1 | my-a:1 | true",
                "my-**:1 | my-a/b:1 | false",
                "registry.example.com/ci-** | registry.example.com/ci-base:1 | true",
                "registry.example.com/ci-** | registry.example.com/ci-anybody/evil:1 | false",
                "{registry.example.com/**,ruby}:3 | ruby:3 | true",
                "{registry.example.com/**,ruby:*} | registry.example.com/a/b:1 | true",
                "{ruby,python}:* | python:3 | true",
                "{ruby,python}:* | perl:5 | false",
                "node:2[0-4] | node:22 | true",
                "node:2[0-4] | node:25 | false",
                "node:[!2]* | node:18 | true",
                "node:[!2]* | node:22 | false",
                "a[!b]c | a/c | false",
                "node:2? | node:22 | true",
                "a?b | a/b | false",
                "a\\*b | a*b | true",
                "a\\*b | axb | false",
                "a.b+c | axbbc | false",
                "a,b} | a,b} | true",
            })
    void matchesNamesOfImagesAsGitlabRunnerDoes(String glob, String image, boolean matches) {
        assertThat(new Glob(glob).matches(image)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a[b", "a{b", "a\\", "[z-a]"})
    void isRefusedWhereItHasNoEnd(String glob) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Glob(glob))
                .withMessageStartingWith("is no pattern for images: ");
    }
}
