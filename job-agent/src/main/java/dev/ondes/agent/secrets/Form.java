package dev.ondes.agent.secrets;

/** The body of a form. */
final class Form {
    static final String TYPE = "application/x-www-form-urlencoded";

    private Form() {}

    /** Names and values in turn. */
    static String of(String... fields) {
        var form = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(Addresses.encode(fields[i]))
                    .append('=')
                    .append(Addresses.encode(fields[i + 1]));
        }
        return form.toString();
    }
}
