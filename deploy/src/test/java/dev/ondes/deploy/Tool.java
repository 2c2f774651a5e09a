package dev.ondes.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program of the machine. Where it isn't there the test is skipped, saying so; in CI that is a failure. */
final class Tool {
    private final String name;
    private final String debianPackage;

    Tool(String name, String debianPackage) {
        this.name = name;
        this.debianPackage = debianPackage;
    }

    /** Runs it; what it prints. Fails when it does. */
    String run(Path folder, String... arguments) throws IOException, InterruptedException {
        Needed.isThere(Files.isExecutable(Path.of("/usr/bin", name)), "no " + name + ": install " + debianPackage);
        List<String> command = new ArrayList<>(List.of("/usr/bin/" + name));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(command + "\n" + output).isZero();
        return output;
    }
}
