package dev.ondes.agent.script;

import dev.ondes.contracts.pod.PodLayout;
import dev.ondes.gitlab.JobVariables;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what the build container runs into the directory that it shares with the agent. Only the job's two containers see
 * that directory; its files are readable by any user, since the build image may run as any.
 */
public final class ScriptFiles {
    private static final String VARIABLES = "variables.sh";

    private final Path directory;
    private final Path project;
    private final boolean trace;

    public ScriptFiles(Path directory, JobVariables variables) {
        this.directory = directory;
        this.project = Path.of(variables.get("CI_PROJECT_DIR", "/"));
        this.trace = variables.flag("CI_DEBUG_TRACE", false);
    }

    /**
     * Writes the variables for all of the job's commands.
     *
     * @param gitSettings settings for git in the user's commands; those that the job itself makes stay before them
     */
    public void writeVariables(JobVariables variables, Map<String, String> gitSettings) throws IOException {
        Map<String, String> exported = new LinkedHashMap<>(variables.shown());
        exported.remove("CI_JOB_STATUS");
        int count = number(exported.getOrDefault("GIT_CONFIG_COUNT", "0"));
        for (Map.Entry<String, String> setting : gitSettings.entrySet()) {
            exported.put("GIT_CONFIG_KEY_" + count, setting.getKey());
            exported.put("GIT_CONFIG_VALUE_" + count, setting.getValue());
            count++;
        }
        exported.put("GIT_CONFIG_COUNT", Integer.toString(count));
        Files.writeString(directory.resolve(VARIABLES), CommandScript.variables(exported));
    }

    /** Writes commands that the agent itself runs, and returns where. */
    public Path writeHook(String name, List<String> commands) throws IOException {
        Path file = directory.resolve(name + ".sh");
        Files.writeString(file, CommandScript.of(commands, directory.resolve(VARIABLES), project, "", trace));
        return file;
    }

    /** Writes the phases, and the program of the build container that runs them. */
    public void writePhases(List<Phase> phases) throws IOException {
        String processIdFile = directory.resolve("pid").toString();
        var list = new StringBuilder();
        for (Phase phase : phases) {
            list.append(phase.line());
            Files.writeString(
                    directory.resolve("phase." + phase.number()),
                    CommandScript.of(phase.commands(), directory.resolve(VARIABLES), project, processIdFile, trace));
        }
        Files.writeString(directory.resolve("phases"), list);
        try (InputStream program = ScriptFiles.class.getResourceAsStream("run.sh")) {
            if (program == null) {
                throw new IllegalStateException("run.sh is missing in the agent's jar");
            }
            Files.copy(program, directory.resolve(PodLayout.SCRIPT), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
