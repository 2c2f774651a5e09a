package dev.ondes.images.telemetry;

import dev.ondes.contracts.build.BuiltImage;
import dev.ondes.images.port.Contexts;
import dev.ondes.images.port.LogArchive;
import dev.ondes.images.port.RefusedException;
import dev.ondes.images.port.Registries;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Stores and registries whose troubles are counted: those that may pass, not what a user did wrong. Thread-safe as they are. */
public final class Counted {
    private static final String REGISTRY = "registry";
    private static final String STORE = "store";

    private Counted() {}

    public static Registries of(Registries registries, Meters meters) {
        return new CountedRegistries(registries, meters);
    }

    public static Contexts of(Contexts contexts, Meters meters) {
        return new CountedContexts(contexts, meters);
    }

    public static LogArchive of(LogArchive logs, Meters meters) {
        return new CountedLogs(logs, meters);
    }

    private static <T> T counted(String with, Meters meters, Supplier<T> question) {
        try {
            return question.get();
        } catch (RefusedException e) {
            throw noted(with, meters, e);
        }
    }

    private static RefusedException noted(String with, Meters meters, RefusedException refusal) {
        if (refusal.reason().retryable()) {
            meters.trouble(with, refusal.reason());
        }
        return refusal;
    }

    private record CountedRegistries(Registries registries, Meters meters) implements Registries {
        @Override
        public BuiltImage verify(String name, String digest, String dockerConfig) {
            return counted(REGISTRY, meters, () -> registries.verify(name, digest, dockerConfig));
        }

        @Override
        public List<BuiltImage> index(List<String> names, List<PlatformImage> images, String dockerConfig) {
            return counted(REGISTRY, meters, () -> registries.index(names, images, dockerConfig));
        }
    }

    private record CountedContexts(Contexts contexts, Meters meters) implements Contexts {
        @Override
        public void require(long project, String tarSha256, String dockerfile) {
            try {
                contexts.require(project, tarSha256, dockerfile);
            } catch (RefusedException e) {
                throw noted(STORE, meters, e);
            }
        }

        @Override
        public Download download(long project, String tarSha256) {
            return counted(STORE, meters, () -> contexts.download(project, tarSha256));
        }
    }

    private record CountedLogs(LogArchive logs, Meters meters) implements LogArchive {
        @Override
        public void keep(String name, InputStream log) throws IOException {
            try {
                logs.keep(name, log);
            } catch (RefusedException e) {
                throw noted(STORE, meters, e);
            }
        }

        @Override
        public Optional<InputStream> read(String name, long from) {
            return counted(STORE, meters, () -> logs.read(name, from));
        }
    }
}
