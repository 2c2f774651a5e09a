package dev.ondes.images.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ondes.contracts.build.BuildReason;
import dev.ondes.images.port.RefusedException;
import dev.ondes.images.registry.CredentialSource;
import dev.ondes.images.registry.RegistryException;
import dev.ondes.images.registry.RegistryReason;
import dev.ondes.images.registry.Settings;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Before any registry is asked. */
class PushedImagesTest {
    private static final String DIGEST = "sha256:" + "0a".repeat(32);

    private static void verify(CredentialSource own, String dockerConfig) {
        try (var registry = Settings.client("")) {
            new PushedImages(registry, own).verify("registry.example/acme/app:1", DIGEST, dockerConfig);
        }
    }

    private static void assertRefused(ThrowingCallable call, String why) {
        var refused = catchThrowableOfType(RefusedException.class, call);

        assertThat(refused.reason()).isEqualTo(BuildReason.REGISTRY_UNAVAILABLE);
        assertThat(refused.detail()).contains("registry.example/acme/app").contains(why);
    }

    @Test
    void credentialsThatOurRoleDoesNotGetAreNoFaultOfThePush() {
        CredentialSource own = _ -> {
            throw new RegistryException(RegistryReason.UNAUTHORIZED, "no role");
        };

        assertRefused(() -> verify(own, "{\"auths\":{}}"), "no role");
    }

    @Test
    void credentialsThatCannotBeReadAreNoFaultOfThePush() {
        assertRefused(
                () -> verify(CredentialSource.NONE, "{\"auths\":{\"other.example\":{\"auth\":\"not base64\"}}}"),
                "an auth of the docker config");
    }
}
