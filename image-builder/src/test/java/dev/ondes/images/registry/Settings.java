package dev.ondes.images.registry;

import dev.ondes.authorities.Authorities;
import dev.ondes.contracts.retry.Pause;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** A client whose registry is reached by plain HTTP, and which does not wait between tries. */
public final class Settings {
    private Settings() {}

    static RegistrySettings of(String plainHost, Map<String, String> more) {
        Map<String, String> values = new HashMap<>(more);
        if (!plainHost.isEmpty()) {
            values.put("ondes.registry.plain-http", plainHost);
        }
        RegistrySettings settings = new SmallRyeConfigBuilder()
                .withMapping(RegistrySettings.class)
                .withDefaultValues(values)
                .build()
                .getConfigMapping(RegistrySettings.class);
        settings.check();
        return settings;
    }

    static Registry client(String plainHost, Map<String, String> more, Pause pause) {
        return new Registry(of(plainHost, more), Authorities.USUAL, pause, new Random(1), Clock.systemUTC());
    }

    public static Registry client(String plainHost) {
        return client(plainHost, Map.of(), _ -> {});
    }
}
