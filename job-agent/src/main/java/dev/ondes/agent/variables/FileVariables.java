package dev.ondes.agent.variables;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * File variables as files beside the checkout, one per key. The directory is on the pod's own volume, which only the job's
 * containers see; the files are readable by all of them, since the build image may run as any user.
 */
public final class FileVariables {
    private FileVariables() {}

    public static void write(Path directory, Map<String, String> contentByKey) throws IOException {
        Files.createDirectories(directory);
        for (Map.Entry<String, String> file : contentByKey.entrySet()) {
            Path path = directory.resolve(file.getKey());
            if (!directory.equals(path.normalize().getParent())) {
                throw new UnusableVariableException("the variable's name can't be a file's name: " + file.getKey());
            }
            Files.writeString(path, file.getValue());
        }
    }
}
