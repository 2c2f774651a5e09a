package dev.ondes.gitlab;

/** A job's payload lacks what no job can do without, or has it in another shape. Names the field, never its value. */
public final class MalformedPayloadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String field;

    MalformedPayloadException(String field, String problem) {
        super("job payload: " + field + " " + problem);
        this.field = field;
    }

    /** Path of the field, such as {@code steps[0].name}. */
    public String field() {
        return field;
    }
}
