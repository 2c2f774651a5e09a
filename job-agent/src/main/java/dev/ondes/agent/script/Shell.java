package dev.ondes.agent.script;

/** Text for a POSIX shell. */
final class Shell {
    private Shell() {}

    /** One word that the shell takes as it is. */
    static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** Whether a shell can have a variable of this name. */
    static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            boolean digit = c >= '0' && c <= '9';
            if (!letter && (!digit || i == 0)) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
