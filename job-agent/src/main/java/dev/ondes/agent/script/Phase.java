package dev.ondes.agent.script;

import dev.ondes.gitlab.JobPayload;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of the job's script that runs in a shell of its own.
 *
 * @param number place among the phases, from 0
 * @param section name of its part of the log
 * @param title what the user reads above it
 * @param mayFail whether its failure doesn't fail the job
 */
public record Phase(int number, String section, String title, PhaseKind kind, boolean mayFail, List<String> commands) {
    private static final String AFTER_SCRIPT = "after_script";

    /** The phases of a job in the order in which they run; steps without commands are left out. */
    public static List<Phase> of(JobPayload payload) {
        List<Phase> phases = new ArrayList<>();
        for (JobPayload.Step step : payload.steps()) {
            if (!step.name().equals(AFTER_SCRIPT) && !step.script().isEmpty()) {
                String section = "step_" + step.name();
                phases.add(new Phase(
                        phases.size(),
                        section,
                        "Executing \"" + section + "\" stage of the job script",
                        PhaseKind.of(step.when()),
                        step.allowFailure(),
                        step.script()));
            }
        }
        for (JobPayload.Step step : payload.steps()) {
            if (step.name().equals(AFTER_SCRIPT) && !step.script().isEmpty()) {
                phases.add(new Phase(
                        phases.size(), AFTER_SCRIPT, "Running after_script", PhaseKind.AFTER, true, step.script()));
            }
        }
        return List.copyOf(phases);
    }

    boolean isAfterScript() {
        return kind == PhaseKind.AFTER;
    }

    /** The line of this phase in run.sh's list. */
    String line() {
        return number + " " + section + " " + kind.word() + " " + (mayFail ? "yes" : "no") + "\n";
    }
}
