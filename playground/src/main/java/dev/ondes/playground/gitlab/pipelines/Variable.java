package dev.ondes.playground.gitlab.pipelines;

/**
 * A variable of a project or of one pipeline.
 *
 * @param raw not expanded
 * @param file reaches the job as a file
 */
public record Variable(String key, String value, boolean masked, boolean raw, boolean file) {
    /** May be a secret. */
    @Override
    public String toString() {
        return "Variable[key=" + key + ", value=***]";
    }
}
