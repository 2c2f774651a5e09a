package dev.ondes.agent.archive;

import dev.ondes.agent.process.Child;
import dev.ondes.agent.process.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Files that git doesn't know. */
public final class Untracked {
    private static final Map<String, String> ANY_OWNER =
            Map.of("GIT_CONFIG_COUNT", "1", "GIT_CONFIG_KEY_0", "safe.directory", "GIT_CONFIG_VALUE_0", "*");

    private Untracked() {}

    /**
     * Adds them all; as in gitlab-runner, ignored files are untracked too.
     *
     * @param child that may be ended while git is at work
     */
    public static void add(Path project, FileSelection selection, Child child) throws IOException {
        int code = child.run(
                List.of("git", "ls-files", "--others", "-z"),
                project,
                ANY_OWNER,
                Output.ofNames(path -> add(path, selection)));
        if (code != 0) {
            throw new IOException("git could not tell which files are untracked");
        }
    }

    private static void add(String path, FileSelection selection) {
        try {
            selection.addFile(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
