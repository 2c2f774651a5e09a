package dev.ondes.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitLabUrlTest {
    @ParameterizedTest
    @CsvSource({
        "https://gitlab.example.com, https://gitlab.example.com/api/v4",
        "https://gitlab.example.com/, https://gitlab.example.com/api/v4",
        "https://gitlab.example.com/ci, https://gitlab.example.com/api/v4",
        "https://gitlab.example.com/ci/, https://gitlab.example.com/api/v4",
        "HTTP://10.0.0.1:8080/git/lab/, http://10.0.0.1:8080/git/lab/api/v4",
    })
    void findsTheApiFromTheAddressAsPeopleWriteIt(URI url, String api) {
        assertThat(GitLabUrl.api(url)).hasToString(api);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gitlab.example.com", "ftp://gitlab.example.com", "https:///x", "/x"})
    void refusesWhatIsNoAddressOfAServer(URI url) {
        assertThatThrownBy(() -> GitLabUrl.api(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must look like https://gitlab.example.com");
    }

    @Test
    void refusesCredentialsWithoutRepeatingThem() {
        assertThatThrownBy(() -> GitLabUrl.api(URI.create("https://me:s3cret@gitlab.example.com")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "https://a/x, /y?z=1, https://a/y?z=1",
        "https://a/x, https://b/y, https://b/y",
        "http://a/x, https://a/x, https://a/x",
        "http://a/x, //b/y, http://b/y",
        "https://a/x, http://a/x, ",
        "https://a/x, file:///etc/passwd, ",
        "https://a/x, 'not a url', ",
    })
    void followsRedirectsButNotToAnOpenConnection(URI from, String location, URI target) {
        assertThat(GitLabUrl.redirect(from, location)).isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource({
        "https://a/x, https://A:443/y, true",
        "http://a:80, http://a, true",
        "https://a, http://a, false",
        "https://a, https://b, false",
        "https://a, https://a:8443, false",
    })
    void tellsOriginsApart(URI one, URI other, boolean same) {
        assertThat(GitLabUrl.sameOrigin(one, other)).isEqualTo(same);
    }
}
