package dev.ondes.alerter.trust;

import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/**
 * Refuses settings on whom mail's client should believe that Quarkus doesn't heed: beside a TLS configuration, which {@link QuarkusTrust} is, it
 * looks at none of its mailer's own, and says nothing. Pure.
 */
public final class MailTrust {
    private static final String MAILER = "quarkus.mailer.";
    private static final String TRUST_ALL = MAILER + "trust-all";
    private static final List<String> STORES = Stream.of(
                    "truststore.paths",
                    "truststore.paths[0]",
                    "truststore.password",
                    "truststore.type",
                    "key-store",
                    "key-store-password")
            .map(MAILER::concat)
            .toList();

    private MailTrust() {}

    /**
     * Whoever names no TLS configuration is left alone: then they are heeded.
     *
     * @throws IllegalArgumentException naming key and fix, and no value: one is a password
     */
    public static void check(Config config) {
        if (!isSaid(config, MAILER + "tls-configuration-name")) {
            return;
        }
        if (config.getOptionalValue(TRUST_ALL, Boolean.class).orElse(false)) {
            throw notHeeded(TRUST_ALL);
        }
        STORES.stream().filter(key -> isSaid(config, key)).findFirst().ifPresent(key -> {
            throw notHeeded(key);
        });
    }

    private static boolean isSaid(Config config, String key) {
        return config.getOptionalValue(key, String.class).isPresent();
    }

    private static IllegalArgumentException notHeeded(String key) {
        return new IllegalArgumentException(key + " is not heeded: name the mail server's authority in"
                + " ondes.alerter.ca-file, a PEM file of those that are believed beside the JDK's");
    }
}
