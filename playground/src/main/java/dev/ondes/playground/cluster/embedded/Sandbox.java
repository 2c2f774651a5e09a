package dev.ondes.playground.cluster.embedded;

import dev.ondes.contracts.pod.PodLayout;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a container's command is run as a local process, such that it finds its volumes. */
sealed interface Sandbox permits Bubblewrap, Sandbox.Bare {

    /** bubblewrap where it works here. */
    static Sandbox best() {
        return Bubblewrap.find().map(Sandbox.class::cast).orElseGet(Bare::new);
    }

    String description();

    /** The command line to start, for a command as the pod says it. */
    List<String> command(ContainerPlace place, List<String> command);

    /** Variables that tell a container of ours where its files are. */
    Map<String, String> environment(ContainerPlace place);

    /** Where the process starts. */
    Path folder(ContainerPlace place);

    /** Whether a container's names of hosts can be its own. */
    boolean knowsHosts();

    /** Whether the started process is a mere parent of the container's first. */
    boolean hasKeeper();

    /**
     * Nothing between the container and this machine: only containers that read the variables of {@link PodLayout}
     * find their files, and all see this machine's.
     */
    record Bare() implements Sandbox {
        @Override
        public String description() {
            return "bare processes (bubblewrap is missing or can't work here)";
        }

        @Override
        public List<String> command(ContainerPlace place, List<String> command) {
            String first = command.getFirst();
            return place.content().entrySet().stream()
                    .filter(content -> first.startsWith(content.getKey() + "/"))
                    .findFirst()
                    .map(content -> replacedFirst(
                            command,
                            content.getValue()
                                    + first.substring(content.getKey().length())))
                    .orElse(command);
        }

        private static List<String> replacedFirst(List<String> command, String first) {
            var changed = new java.util.ArrayList<>(command);
            changed.set(0, first);
            return changed;
        }

        @Override
        public Map<String, String> environment(ContainerPlace place) {
            Map<String, String> variables = new LinkedHashMap<>();
            place.mounts().forEach((path, folder) -> {
                switch (path) {
                    case PodLayout.DIR -> variables.put(PodLayout.DIR_VARIABLE, folder.toString());
                    case PodLayout.BUILDS -> variables.put(PodLayout.BUILDS_VARIABLE, folder.toString());
                    case PodLayout.JOB_DIR ->
                        variables.put(
                                PodLayout.JOB_FILE_VARIABLE,
                                folder.resolve(PodLayout.JOB_KEY).toString());
                    default -> {}
                }
            });
            variables.put(
                    PodLayout.TERMINATION_VARIABLE, place.terminationFile().toString());
            return variables;
        }

        @Override
        public Path folder(ContainerPlace place) {
            return place.mounts().getOrDefault(place.workingDir(), place.scratch());
        }

        @Override
        public boolean knowsHosts() {
            return false;
        }

        @Override
        public boolean hasKeeper() {
            return false;
        }
    }
}
