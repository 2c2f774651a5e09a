package dev.ondes.agent.archive;

import dev.ondes.agent.process.Child;
import dev.ondes.agent.process.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Files that git doesn't know. */
public final class Untracked {
    private static final Map<String, String> ANY_OWNER =
            Map.of("GIT_CONFIG_COUNT", "1", "GIT_CONFIG_KEY_0", "safe.directory", "GIT_CONFIG_VALUE_0", "*");

    private Untracked() {}

    /**
     * Adds them all; as in gitlab-runner, ignored files are untracked too.
     *
     * @param child that may be ended while git is at work
     * @param warnings where there is no repository: the job may have wanted none
     * @throws IOException where git can't tell, or was killed: some of them would look like all
     */
    public static void add(Path project, FileSelection selection, Child child, Consumer<String> warnings)
            throws IOException {
        if (!Files.exists(project.resolve(".git"))) {
            warnings.accept("untracked: without a repository in " + project
                    + " git can't tell which files it doesn't know; GIT_STRATEGY none and empty make none");
            return;
        }
        int code = list(project, selection, child);
        if (code != 0) {
            throw new IOException("untracked: git could not tell which files it doesn't know (exit code " + code + ")");
        }
    }

    private static int list(Path project, FileSelection selection, Child child) throws IOException {
        return child.run(
                List.of("git", "ls-files", "--others", "-z"),
                project,
                ANY_OWNER,
                Output.ofNames(path -> add(path, selection)));
    }

    private static void add(String path, FileSelection selection) {
        try {
            selection.addFile(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
