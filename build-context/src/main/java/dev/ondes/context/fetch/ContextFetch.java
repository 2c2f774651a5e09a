package dev.ondes.context.fetch;

import dev.ondes.authorities.Authorities;
import dev.ondes.context.check.CheckedContext;
import dev.ondes.context.check.ContextCheck;
import dev.ondes.context.check.RefusedContextException;
import dev.ondes.context.ignore.IgnoreFileException;
import dev.ondes.context.pack.PackException;
import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.retry.Pause;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Brings a context into a folder. Whatever was there is gone before; whatever is there after a failure is of no use. May be run again.
 *
 * @param target where the builder looks for it
 * @param protocols that git may use, joined by colons
 * @param authorities of stores and git servers
 * @param silence how long a store may say nothing
 */
record ContextFetch(
        Path target, String protocols, Authorities authorities, Duration silence, Pause pause, RandomGenerator random) {
    private static final String NO_SPACE = "no space left on device";

    /** Never throws for what can go wrong outside of this program: the report says it. */
    FetchReport run(FetchOrder order) {
        try {
            Files.createDirectories(target);
            Folders.clear(target);
            return switch (order.source()) {
                case FetchOrder.Archive archive -> fetch(archive, order);
                case FetchOrder.Repository repository -> fetch(repository, order);
            };
        } catch (FetchFailedException e) {
            return FetchReport.failed(e.reason(), message(e));
        } catch (RefusedContextException e) {
            return FetchReport.failed(Reasons.of(e.refusal()), message(e));
        } catch (PackException e) {
            return FetchReport.failed(Reasons.of(e.problem()), message(e));
        } catch (IgnoreFileException e) {
            return FetchReport.failed(BuildReason.CONTEXT_INVALID, message(e));
        } catch (IOException e) {
            return FetchReport.failed(
                    isFull(e) ? BuildReason.OUT_OF_DISK : BuildReason.CONTEXT_UNAVAILABLE, message(e));
        }
    }

    private FetchReport fetch(FetchOrder.Archive archive, FetchOrder order) throws IOException {
        CheckedContext context;
        try (InputStream bytes = new ResumingDownload(archive.url(), authorities, silence, pause, random)) {
            context = new ContextCheck(order.limits()).check(bytes, order.dockerfile(), new Unpacker(target));
        }
        if (!context.tarSha256().equals(archive.tarSha256())) {
            throw new FetchFailedException(
                    BuildReason.CONTEXT_UNAVAILABLE, "the store holds another context than was asked for");
        }
        return FetchReport.fetchedArchive(context.tarSha256());
    }

    private FetchReport fetch(FetchOrder.Repository repository, FetchOrder order) throws IOException {
        Path home = Files.createTempDirectory("ondes-git");
        // Within the target: only there it is sure to be the same file system.
        Path checkout = Files.createDirectory(target.resolve(".ondes-checkout"));
        try {
            var git = new GitProgram(home, repository.git().url(), repository.login(), protocols, authorities);
            String commit =
                    new GitFetch(git, pause, random).fetch(repository.git(), order.dockerfile(), checkout, target);
            return FetchReport.fetchedCommit(commit);
        } finally {
            Folders.clear(checkout);
            Files.delete(checkout);
            Folders.clear(home);
            Files.delete(home);
        }
    }

    private static boolean isFull(IOException e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains(NO_SPACE)
                || (e instanceof FileSystemException file
                        && String.valueOf(file.getReason())
                                .toLowerCase(Locale.ROOT)
                                .contains(NO_SPACE));
    }

    private static String message(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
