package dev.ondes.agent.sources;

import java.util.List;
import java.util.Locale;

/** What git's failure means for trying again, from its own words: git has one exit code for nearly all of them. */
enum GitTrouble {
    /** It will fail the same way again: no such thing, no right to it, no room for it. */
    LASTING,
    /** The server was not there, or not well. */
    PASSING,
    /** Neither is known; a command that talks to no server. */
    UNCLEAR;

    private static final int USAGE = 129;

    private static final String NO_SSH = "cannot run ssh";

    private static final List<String> LASTING_WORDS = List.of(
            "error: 401",
            "error: 403",
            "error: 404",
            "access denied",
            "authentication failed",
            "authentication required",
            "could not read username",
            "could not read password",
            "could not be found",
            "repository not found",
            "' not found",
            "couldn't find remote ref",
            "not our ref",
            "unadvertised object",
            "invalid refspec",
            "not a valid ref",
            "no url found for submodule",
            "certificate problem",
            "certificate verif",
            "certificate signer not trusted",
            "transport '",
            "no space left on device",
            "quota exceeded",
            "permission denied",
            NO_SSH,
            "host key verification failed");

    private static final List<String> PASSING_WORDS = List.of(
            "could not resolve host",
            "failed to connect",
            "couldn't connect",
            "connection ",
            "timed out",
            "early eof",
            "hung up unexpectedly",
            "rpc failed",
            "batch response",
            "batch request",
            "error: 408",
            "error: 429",
            "error: 5");

    /**
     * Reads git's words.
     *
     * @param command such as {@code fetch} or {@code submodule update}
     * @param said the end of what it said, at least
     */
    static GitTrouble of(String command, int code, String said) {
        String words = said.toLowerCase(Locale.ROOT);
        if (code == USAGE || contains(words, LASTING_WORDS)) {
            return LASTING;
        }
        if (code > USAGE || words.contains("out of memory")) {
            return UNCLEAR; // killed by a signal, most likely for the memory that it took
        }
        boolean talksToServer = command.equals("fetch") || command.equals("submodule update");
        return talksToServer || contains(words, PASSING_WORDS) ? PASSING : UNCLEAR;
    }

    /** Whether git wanted to fetch by SSH, for which the agent has neither a program nor keys. */
    static boolean wantsSsh(String said) {
        return said.contains(NO_SSH);
    }

    private static boolean contains(String words, List<String> signs) {
        return signs.stream().anyMatch(words::contains);
    }
}
