package dev.ondes.images.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a registry is shown. Prints no secret. */
public sealed interface Credentials {

    /** Nothing: public images. */
    record Anonymous() implements Credentials {}

    /** A name and a password, or a token in its place. */
    record Basic(String user, String password) implements Credentials {
        String header() {
            byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(pair);
        }

        @Override
        public String toString() {
            return user + ":***";
        }
    }

    /** A token that is exchanged for one of the registry's own ({@code identitytoken} of Docker's configuration). */
    record IdentityToken(String token) implements Credentials {
        @Override
        public String toString() {
            return "identity token ***";
        }
    }

    /** A token that the registry itself takes ({@code registrytoken}). */
    record RegistryToken(String token) implements Credentials {
        @Override
        public String toString() {
            return "registry token ***";
        }
    }
}
