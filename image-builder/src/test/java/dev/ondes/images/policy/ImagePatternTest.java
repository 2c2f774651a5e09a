package dev.ondes.images.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.images.identity.Caller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagePatternTest {
    private static final Caller CALLER = Callers.protectedRef("Acme/Web.App", "Feature/Über_1");

    @ParameterizedTest
    @CsvSource({
        "registry.example/acme/app, registry.example/acme/app:1, true",
        "registry.example/acme/app, registry.example/acme/app-evil:1, false",
        "registry.example/acme/app, registry.example/acme/app/sub:1, false",
        "registry.example/acme/app, registry.example.evil/acme/app:1, false",
        "registry.example/acme/app, evil.registry.example/acme/app:1, false",
        "registry.example/acme/app, registry.example:5000/acme/app:1, false",
        "registry.example:5000/acme/app, registry.example:5000/acme/app:1, true",
        "registry.example/acme/*, registry.example/acme/app:1, true",
        "registry.example/acme/*, registry.example/acme/a/b:1, false",
        "registry.example/acme/**, registry.example/acme:1, true",
        "registry.example/acme/**, registry.example/acme/a/b:1, true",
        "registry.example/acme/**, registry.example/acmeevil/a:1, false",
        "registry.example/**/app, registry.example/a/b/app:1, true",
        "registry.example/acme/app-*, registry.example/acme/app-web:1, true",
        "registry.example/acme/app:1.*, registry.example/acme/app:1.2, true",
        "registry.example/acme/app:1.*, registry.example/acme/app:2.1, false",
        "registry.example/acme/app:1.*, registry.example/acme/app:1x2, false",
        "registry.example/{project_path}, registry.example/acme/web.app:1, true",
        "registry.example/{project_path}, registry.example/acme/webxapp:1, false",
        "registry.example/{project_path}/**, registry.example/acme/web.app/x:1, true",
        "registry.example/{namespace_path}/*, registry.example/acme/anything:1, true",
        "registry.example/p/{project_id}, registry.example/p/42:1, true",
        "registry.example/p/{project_id}, registry.example/p/421:1, false",
        "registry.example/acme/app:{ref_slug}-*, registry.example/acme/app:feature--ber-1-7, true",
        "registry.example/acme/app:{ref_slug}-*, registry.example/acme/app:feature, false",
        "registry.example/acme/app:{sha}, registry.example/acme/app:0a1b2c, true",
        "registry.example/acme/app:{pipeline_id}-{job_id}, registry.example/acme/app:7-70, true",
    })
    void allowsByPartsAndNeverByBeginnings(String pattern, String name, boolean allowed) {
        assertThat(ImagePattern.parse(pattern).allows(ImageName.parse(name), CALLER))
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({"feature/x, feature-x", "Feature/Über_1, feature--ber-1", "--a--, a", "1.0, 1-0"})
    void slugsAreGitLabs(String ref, String slug) {
        assertThat(RefSlug.of(ref)).isEqualTo(slug);
    }

    @Test
    void aSlugHasAtMost63Characters() {
        assertThat(RefSlug.of("a".repeat(62) + "/b")).isEqualTo("a".repeat(62));
    }

    @ParameterizedTest
    @CsvSource({"../x", "a/../b", "*", "a/**", "a//b"})
    void aClaimBringsNoWildcardAndNoWayUp(String project) {
        Caller caller = Callers.protectedRef("acme/" + project, "main");

        assertThat(ImagePattern.parse("registry.example/{project_path}/**")
                        .allows(ImageName.parse("registry.example/other/app:1"), caller))
                .isFalse();
    }

    @Test
    void aClaimThatIsMissingAllowsNothing() {
        assertThat(ImagePattern.parse("registry.example/x/{ref_slug}")
                        .allows(ImageName.parse("registry.example/x/main:1"), Callers.account("ops/builder")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "acme/app, one whole host",
        "*.example/app, one whole host",
        "registry.example, must be host/repository",
        "https://registry.example/app, must be host/repository",
        "registry.example/{user_login}, names {user_login}",
        "registry.example/a//b, empty segment",
        "registry.example/a/../b, empty segment"
    })
    void refusesPatternsThatMeanNothing(String pattern, String why) {
        assertThatThrownBy(() -> ImagePattern.parse(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
