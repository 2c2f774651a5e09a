package dev.ondes.agent.script;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Shell text of a list of the user's commands: variables, what earlier phases left in {@code GITLAB_ENV}, then each command
 * after a line that shows it. The first that fails ends it. For bash, dash and busybox alike.
 */
final class CommandScript {
    private static final String SHOWN = "\\033[32;1m%s\\033[0;m\\n";

    private CommandScript() {}

    /**
     * @param processIdFile where the shell leaves its process id for who may have to stop it; empty for nowhere
     * @param trace whether the shell shows each command as it runs it ({@code CI_DEBUG_TRACE})
     */
    static String of(List<String> commands, Path variables, Path directory, String processIdFile, boolean trace) {
        var script = new StringBuilder(1024);
        if (!processIdFile.isEmpty()) {
            script.append("echo $$ >").append(Shell.quote(processIdFile)).append('\n');
        }
        script.append("set +o noclobber\n")
                .append("if (set -o pipefail) 2>/dev/null; then set -o pipefail; fi\n")
                .append("set -o errexit\n")
                .append(". ")
                .append(Shell.quote(variables.toString()))
                .append('\n')
                .append("cd ")
                .append(Shell.quote(directory.toString()))
                .append('\n');
        if (trace) {
            script.append("set -o xtrace\n");
        }
        for (String command : commands) {
            append(script, command.replace("\r\n", "\n").strip());
        }
        return script.toString();
    }

    private static void append(StringBuilder script, String command) {
        if (command.isEmpty()) {
            return;
        }
        int newline = command.indexOf('\n');
        String shown = newline < 0 ? command : command.substring(0, newline) + " # collapsed multi-line command";
        script.append("printf '")
                .append(SHOWN)
                .append("' ")
                .append(Shell.quote("$ " + shown))
                .append('\n')
                .append(command)
                .append('\n');
    }

    /** Shell text that exports variables, and those of {@code GITLAB_ENV}; names that no shell can have are left out. */
    static String variables(Map<String, String> variables) {
        var script = new StringBuilder(4096);
        variables.forEach((key, value) -> {
            if (Shell.isName(key)) {
                script.append("export ")
                        .append(key)
                        .append('=')
                        .append(Shell.quote(value))
                        .append('\n');
            }
        });
        return script.append("""
                        if [ -f "$GITLAB_ENV" ]; then
                          while IFS= read -r ondes_line || [ -n "$ondes_line" ]; do
                            case ${ondes_line%%=*} in
                            "$ondes_line" | '' | [0-9]* | *[!A-Za-z0-9_]*) ;;
                            *) export "$ondes_line" ;;
                            esac
                          done <"$GITLAB_ENV"
                          unset ondes_line
                        fi
                        """).toString();
    }
}
