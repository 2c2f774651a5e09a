package dev.ondes.agent.cache;

import dev.ondes.agent.archive.FileList;
import dev.ondes.agent.archive.FileSelection;
import dev.ondes.agent.archive.TarReader;
import dev.ondes.agent.archive.TarWriter;
import dev.ondes.agent.archive.Untracked;
import dev.ondes.agent.orders.Orders;
import dev.ondes.agent.orders.StoppedException;
import dev.ondes.agent.process.Child;
import dev.ondes.agent.trace.JobLog;
import dev.ondes.agent.tries.Tries;
import dev.ondes.contracts.pod.CacheAccess;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.gitlab.JobVariables;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A job's caches: restored before its script, saved after it. A cache is a help and no more: whatever goes wrong is a warning, and the
 * job goes on. For the working thread.
 */
public final class Caches {
    /** Left free when a cache is unpacked: the job wants room as well. */
    private static final long RESERVE = 64L << 20;
    /** One that is older is written anew though nothing changed, so that no rule of the bucket takes it for forgotten. */
    private static final Duration FRESH = Duration.ofDays(3);

    private static final String PROTECTED = "-protected";

    private final List<JobPayload.Cache> wanted;
    private final List<CacheAccess> access;
    private final JobVariables variables;
    private final CacheOptions options;
    private final Path project;
    private final Path temporary;
    private final Supplier<SSLContext> tls;
    private final JobLog log;
    private final Orders orders;
    private final Clock clock;
    /** How the files of a cache looked when they had just been restored, by its place in the list. */
    private final Map<Integer, Fingerprint> restored = new HashMap<>();

    /**
     * Of one attempt.
     *
     * @param access one for each of those that the payload wants; empty where there is no store
     * @param temporary directory of the agent's own, for archives
     * @param tls for a store that wants it
     */
    public Caches(
            List<JobPayload.Cache> wanted,
            List<CacheAccess> access,
            JobVariables variables,
            Path temporary,
            Supplier<SSLContext> tls,
            JobLog log,
            Orders orders,
            Clock clock) {
        this.wanted = wanted;
        this.access = access.size() == wanted.size() ? access : List.of();
        this.variables = variables;
        this.options = CacheOptions.of(variables);
        this.project = Path.of(variables.get("CI_PROJECT_DIR", "/"));
        this.temporary = temporary;
        this.tls = tls;
        this.log = log;
        this.orders = orders;
        this.clock = clock;
    }

    /**
     * Brings what earlier jobs left into the project's directory.
     *
     * @param tries of one cache, where its user wants more than one
     * @throws StoppedException when the job shall not go on
     */
    public void restore(Tries tries) {
        if (wanted.isEmpty()) {
            return;
        }
        if (access.isEmpty()) {
            log.warning("The platform has no cache storage: the job runs without its caches, and leaves none");
            return;
        }
        log.sectionStart("restore_cache", "Restoring cache");
        if (variables.get("CACHE_FALLBACK_KEY", "").endsWith(PROTECTED)) {
            log.warning("CACHE_FALLBACK_KEY may not end in " + PROTECTED + " and is not used");
        }
        try (var store = new Store(tls.get(), options.transferLimit())) {
            for (int i = 0; i < access.size(); i++) {
                restore(i, store, tries);
            }
        }
        log.sectionEnd("restore_cache");
    }

    private void restore(int index, Store store, Tries tries) {
        switch (access.get(index)) {
            case CacheAccess.Refused(var key, var why) -> log.warning("No cache for " + key + ": " + why);
            case CacheAccess.Granted granted when granted.restore().isEmpty() -> {}
            case CacheAccess.Granted granted -> {
                try {
                    tries.run(options.restoreTries(), () -> restore(index, granted, store));
                } catch (StoppedException e) {
                    throw e;
                } catch (IOException | RuntimeException e) {
                    log.warning("Failed to restore the cache " + granted.key() + ": " + text(e));
                }
            }
        }
    }

    private void restore(int index, CacheAccess.Granted granted, Store store) throws IOException {
        for (CacheAccess.Source source : granted.restore()) {
            log.note("Checking cache for " + source.key() + "...");
            Store.Found found = restore(source, store);
            if (found != null) {
                log.line("Successfully extracted cache");
                if (source.equals(granted.restore().getFirst()) && isFresh(found)) {
                    remember(index);
                }
                return;
            }
            log.line("There is no cache for " + source.key() + " yet");
        }
    }

    private Store.@Nullable Found restore(CacheAccess.Source source, Store store) throws IOException {
        Guard guard = Guard.whilePreparing(orders);
        Path archive = temporary.resolve("cache");
        try {
            long begin = System.nanoTime();
            Store.Found found = store.get(source.url(), archive, room(temporary), guard);
            if (found != null) {
                log.line("Downloaded cache " + source.key() + " (" + found.size() + " bytes, " + since(begin) + ")");
                Files.createDirectories(project);
                TarReader.extract(archive, project, room(project), guard::check);
            }
            guard.check();
            return found;
        } finally {
            Files.deleteIfExists(archive);
        }
    }

    private static boolean isFresh(Store.Found found) {
        return found.age() != null && found.age().compareTo(FRESH) < 0;
    }

    private void remember(int index) throws IOException {
        JobPayload.Cache cache = wanted.get(index);
        if (((CacheAccess.Granted) access.get(index)).save() != null && !cache.untracked()) {
            try (var files = new FileList(temporary.resolve("cache-files"))) {
                select(cache, files, _ -> {});
                restored.put(index, Fingerprint.of(project, files));
            }
        }
    }

    /** Whether there is anything to save after such a result. */
    public boolean any(boolean succeeded) {
        for (int i = 0; i < access.size(); i++) {
            if (isSaved(i, succeeded)) {
                return true;
            }
        }
        return false;
    }

    private boolean isSaved(int index, boolean succeeded) {
        return access.get(index) instanceof CacheAccess.Granted granted
                && granted.save() != null
                && wanted.get(index).when().appliesTo(succeeded);
    }

    /** Leaves the caches that fit the script's result to later jobs. Ends early and quietly where the job shall not go on. */
    public void save(boolean succeeded) {
        String section = "archive_cache" + (succeeded ? "" : "_on_failure");
        log.sectionStart(section, "Saving cache for " + (succeeded ? "successful" : "failed") + " job");
        Guard guard = Guard.atTheEnd(orders);
        try (var store = new Store(tls.get(), options.transferLimit())) {
            for (int i = 0; i < access.size(); i++) {
                if (isSaved(i, succeeded)) {
                    guard.check();
                    save(i, (CacheAccess.Granted) access.get(i), store, guard);
                }
            }
        } catch (StoppedException e) {
            log.warning("Caches are not saved: there is no time left");
        }
        log.sectionEnd(section);
    }

    private void save(int index, CacheAccess.Granted granted, Store store, Guard guard) {
        URI url = granted.save();
        if (url == null) {
            return;
        }
        log.note("Creating cache " + granted.key() + "...");
        Path archive = temporary.resolve("cache");
        try (var files = new FileList(temporary.resolve("cache-files"))) {
            select(wanted.get(index), files, log::warning);
            if (files.size() == 0) {
                log.warning("No files to cache");
            } else if (isAsRestored(index, files)) {
                log.line("Nothing has changed since it was restored: it is not uploaded");
            } else if (granted.until().isBefore(clock.instant())) {
                log.warning("Failed to save the cache " + granted.key() + ": the right to write it ended at "
                        + granted.until());
            } else {
                log.line("Found " + files.size() + " matching files and directories");
                upload(granted.key(), url, files, archive, store, guard);
            }
        } catch (StoppedException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            log.warning("Failed to save the cache " + granted.key() + ": " + text(e));
        } finally {
            delete(archive);
        }
    }

    /** Looks at files only where there is something to compare them with: there may be very many. */
    private boolean isAsRestored(int index, FileList files) throws IOException {
        Fingerprint before = restored.get(index);
        return before != null && before.equals(Fingerprint.of(project, files));
    }

    private void upload(String key, URI url, FileList files, Path archive, Store store, Guard guard)
            throws IOException {
        long begin = System.nanoTime();
        TarWriter.write(project, files, archive, options.level(), guard::check, log::warning);
        long size = Files.size(archive);
        String packed = "Packed cache " + key + " (" + size + " bytes, " + since(begin) + ")";
        if (size > options.uploadLimit()) {
            log.warning(packed + ", which is more than the " + options.uploadLimit()
                    + " bytes that may be uploaded: it is not saved");
            return;
        }
        log.line(packed);
        begin = System.nanoTime();
        store.put(url, archive, guard);
        log.line("Uploaded cache " + key + " to " + url.getHost() + " (" + since(begin) + ")");
        log.line("Created cache");
    }

    private void select(JobPayload.Cache cache, FileList files, Consumer<String> warnings) throws IOException {
        var selection = new FileSelection(project, List.of(), warnings, files);
        for (String path : variables.expand(cache.paths())) {
            selection.add(path);
        }
        if (cache.untracked()) {
            Untracked.add(project, selection, new Child(orders, orders::checkTime), warnings);
        }
    }

    private static long room(Path directory) throws IOException {
        Path existing = directory;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return Files.getFileStore(existing).getUsableSpace() - RESERVE;
    }

    private static String since(long begin) {
        long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
        return millis / 1000 + "." + millis % 1000 / 100 + " s";
    }

    /** Of what nobody foresaw its kind alone: no text of a library may show a request. */
    private static String text(Exception e) {
        boolean foreseen = e instanceof IOException && e.getMessage() != null;
        return foreseen ? String.valueOf(e.getMessage()) : e.getClass().getSimpleName();
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It goes with the pod.
        }
    }
}
