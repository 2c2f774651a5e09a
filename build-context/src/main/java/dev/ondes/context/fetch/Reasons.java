package dev.ondes.context.fetch;

import dev.ondes.context.check.Refusal;
import dev.ondes.context.pack.PackProblem;
import dev.ondes.contracts.build.BuildReason;
import java.util.List;
import java.util.Locale;

/** What a build's end is called when its context is to blame. Pure. */
public final class Reasons {
    private static final List<String> REFUSED_BY_GIT = List.of(
            "authentication failed",
            "could not read username",
            "could not read password",
            "access denied",
            "error: 401",
            "error: 403",
            "error: 404",
            "' not found",
            "couldn't find remote ref",
            "not our ref",
            "no such remote ref",
            "not appear to be a git repository");

    private Reasons() {}

    /** Of an archive that was refused. */
    public static BuildReason of(Refusal refusal) {
        return switch (refusal) {
            case DOCKERFILE_MISSING -> BuildReason.DOCKERFILE_MISSING;
            case DOCKERFILE_EMPTY, DOCKERFILE_TOO_LARGE, DOCKERFILE_NOT_A_FILE -> BuildReason.DOCKERFILE_INVALID;
            case CONTEXT_TOO_LARGE, UNPACKED_TOO_LARGE, TOO_MANY_ENTRIES, FILE_TOO_LARGE ->
                BuildReason.CONTEXT_TOO_LARGE;
            case NOT_GZIP,
                    NOT_TAR,
                    TRUNCATED,
                    DATA_AFTER_END,
                    BOMB,
                    TOO_DEEP,
                    HEADER_TOO_LARGE,
                    HEADER_BROKEN,
                    NAME_EMPTY,
                    NAME_ABSOLUTE,
                    NAME_LEAVES_CONTEXT,
                    NAME_TOO_LONG,
                    NAME_UNUSABLE,
                    DUPLICATE,
                    FILE_AS_FOLDER,
                    BELOW_LINK,
                    LINK_EMPTY,
                    LINK_ABSOLUTE,
                    LINK_LEAVES_CONTEXT,
                    HARD_LINK_WITHOUT_FILE,
                    DEVICE,
                    FIFO,
                    SPARSE,
                    TYPE_UNKNOWN -> BuildReason.CONTEXT_INVALID;
        };
    }

    static BuildReason of(PackProblem problem) {
        return switch (problem) {
            case DOCKERFILE_MISSING -> BuildReason.DOCKERFILE_MISSING;
            case DOCKERFILE_NOT_A_FILE, DOCKERFILE_OUTSIDE -> BuildReason.DOCKERFILE_INVALID;
            case NO_FOLDER, UNREADABLE, CHANGED, SOCKET, FIFO, DEVICE, LINK_LEAVES_CONTEXT, NAME_UNUSABLE ->
                BuildReason.CONTEXT_INVALID;
        };
    }

    /** Of what git printed before it failed, in English. */
    static BuildReason ofGit(String output) {
        String text = output.toLowerCase(Locale.ROOT);
        if (text.contains("no space left on device")) {
            return BuildReason.OUT_OF_DISK;
        }
        return REFUSED_BY_GIT.stream().anyMatch(text::contains) ? BuildReason.GIT_REFUSED : BuildReason.GIT_UNAVAILABLE;
    }
}
