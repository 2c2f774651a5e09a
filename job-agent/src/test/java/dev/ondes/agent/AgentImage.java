package dev.ondes.agent;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/** The agent's part of its image, as build-root.sh makes it, with this machine's runtime and the classes under test. */
final class AgentImage {
    private static final Path SOURCE = Path.of("src/main/image");

    private AgentImage() {}

    /** Fills a folder that isn't there yet, and returns the launcher in it. */
    static Path fill(Path folder) throws IOException {
        Files.createDirectory(folder);
        Files.createSymbolicLink(folder.resolve("runtime"), Path.of(System.getProperty("java.home")));
        for (String file : new String[] {"agent", "agent.options"}) {
            Files.copy(SOURCE.resolve(file), folder.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        new JarOutputStream(Files.newOutputStream(folder.resolve("job-agent.jar")), manifest()).close();
        return folder.resolve("agent");
    }

    private static Manifest manifest() {
        var manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, AgentMain.class.getName());
        attributes.put(
                Attributes.Name.CLASS_PATH,
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .map(entry -> Path.of(entry).toUri().toString())
                        .collect(Collectors.joining(" ")));
        return manifest;
    }
}
