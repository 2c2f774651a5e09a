package dev.ondes.agent.script;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The shells of this machine that build images come with. */
public final class Shells {
    private Shells() {}

    public static List<List<String>> ofThisMachine() {
        return List.of(List.of("/bin/dash"), List.of("/bin/bash"), List.of("/bin/busybox", "sh")).stream()
                .filter(shell -> Files.isExecutable(Path.of(shell.getFirst())))
                .toList();
    }
}
