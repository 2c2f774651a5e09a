package dev.ondes.messaging.connect;

/**
 * The broker has something otherwise than this version needs it.
 *
 * @param object such as {@code queue pod-scheduler.job.queued}
 * @param difference what is otherwise, naming the argument
 * @param fix what an operator can do
 */
public record TopologyProblem(String object, String difference, String fix) {
    /** One line for a person. */
    public String sentence() {
        return object + ": " + difference + ". Fix: " + fix;
    }
}
