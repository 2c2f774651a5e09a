package dev.ondes.images.outside;

import dev.ondes.contracts.build.BuildReason;
import dev.ondes.images.port.LogArchive;
import dev.ondes.images.port.RefusedException;
import dev.ondes.images.store.LogStore;
import dev.ondes.images.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Logs in S3. */
public final class KeptLogs implements LogArchive {
    private final LogStore store;

    public KeptLogs(LogStore store) {
        this.store = store;
    }

    @Override
    public void keep(String name, InputStream log) throws IOException {
        try {
            store.keep(name, log);
        } catch (StoreException e) {
            throw new RefusedException(BuildReason.CONTEXT_UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Optional<InputStream> read(String name, long from) {
        try {
            return store.read(name, from);
        } catch (StoreException e) {
            throw new RefusedException(BuildReason.CONTEXT_UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }
}
