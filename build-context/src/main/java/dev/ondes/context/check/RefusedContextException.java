package dev.ondes.context.check;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The archive can't be a context; sending it again won't help. The message is for people, and shows no control character. */
public final class RefusedContextException extends IOException {
    private static final int LONGEST_NAME = 200;
    private final Refusal refusal;
    private final @Nullable String entry;

    RefusedContextException(Refusal refusal) {
        super(refusal.sentence());
        this.refusal = refusal;
        this.entry = null;
    }

    RefusedContextException(Refusal refusal, String entry) {
        super(refusal.sentence() + " (" + shown(entry) + ")");
        this.refusal = refusal;
        this.entry = shown(entry);
    }

    public Refusal refusal() {
        return refusal;
    }

    /** The name of what was refused, fit to be shown; null where it was the archive as a whole. */
    public @Nullable String entry() {
        return entry;
    }

    private static String shown(String name) {
        String cut = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "..." : name;
        return cut.codePoints()
                .map(c -> Character.isISOControl(c) ? '\ufffd' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
