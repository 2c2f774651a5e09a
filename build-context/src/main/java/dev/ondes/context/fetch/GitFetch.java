package dev.ondes.context.fetch;

import dev.ondes.context.check.Names;
import dev.ondes.context.pack.ContextTree;
import dev.ondes.context.pack.FileState;
import dev.ondes.context.pack.TreeVisitor;
import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.build.GitSource;
import dev.ondes.contracts.retry.Backoff;
import dev.ondes.contracts.retry.Pause;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Checks out one commit of a repository and moves from it what belongs to the context: the ignore file is obeyed here, since builders
 * obey it for local folders alone, or otherwise. Used by one thread.
 */
final class GitFetch {
    private static final int ATTEMPTS = 4;
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(20));

    private final GitProgram git;
    private final Pause pause;
    private final RandomGenerator random;

    GitFetch(GitProgram git, Pause pause, RandomGenerator random) {
        this.git = git;
        this.pause = pause;
        this.random = random;
    }

    /**
     * Brings the context.
     *
     * @param checkout an empty folder in the same file system as the target
     * @return the commit
     */
    String fetch(GitSource source, String dockerfile, Path checkout, Path target) throws IOException {
        String ref = source.ref();
        if (ref.startsWith("-") || ref.contains(":") || ref.startsWith("+") || ref.contains("*")) {
            throw new FetchFailedException(BuildReason.GIT_REFUSED, "this is no name of a branch, tag or commit");
        }
        git.run(checkout, "init", "--quiet");
        fetchInTries(checkout, source.url().toString(), ref);
        git.run(checkout, "checkout", "--quiet", "--detach", "FETCH_HEAD");
        String commit = git.run(checkout, "rev-parse", "HEAD");
        Folders.clear(checkout.resolve(".git"));
        Files.delete(checkout.resolve(".git"));
        ContextTree.of(subFolder(checkout, source), dockerfile).walk(checkout.resolve(".git"), new Move(target));
        return commit;
    }

    private void fetchInTries(Path checkout, String url, String ref) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                git.run(checkout, "fetch", "--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules", url, ref);
                return;
            } catch (FetchFailedException e) {
                if (e.reason() != BuildReason.GIT_UNAVAILABLE || attempt == ATTEMPTS) {
                    throw e;
                }
                pause(attempt);
            }
        }
    }

    private void pause(int failures) throws IOException {
        try {
            pause.of(BACKOFF.after(failures, random));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while fetching");
        }
    }

    private static Path subFolder(Path checkout, GitSource source) throws IOException {
        String name = source.subFolder();
        if (name == null || name.isEmpty()) {
            return checkout;
        }
        Path folder = checkout.resolve(name);
        if (Names.problem(name) != null || !Files.isDirectory(folder)) {
            throw new FetchFailedException(
                    BuildReason.CONTEXT_MISSING, "the repository has no folder " + name + " at this ref");
        }
        if (!folder.toRealPath().startsWith(checkout.toRealPath())) {
            throw new FetchFailedException(BuildReason.CONTEXT_INVALID, name + " leads out of the repository");
        }
        return folder;
    }

    /** Files change their place, not their content. */
    private record Move(Path target) implements TreeVisitor {
        @Override
        public void folder(String path) throws IOException {
            Files.createDirectories(target.resolve(path));
        }

        @Override
        public void file(String path, Path file, FileState seen) throws IOException {
            Files.move(file, target.resolve(path));
        }

        @Override
        public void link(String path, String to) throws IOException {
            Files.createSymbolicLink(target.resolve(path), Path.of(to));
        }
    }
}
