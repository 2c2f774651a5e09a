package dev.ondes.cli.build;

import dev.ondes.cli.CommandFailedException;
import dev.ondes.contracts.build.BuildOutcome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is written on a command line, read; an error names the option and what it should look like. */
final class Readings {
    private static final Pattern TIME = Pattern.compile("(\\d{1,6})(s|m|h|d)");

    private Readings() {}

    /** {@code 90s}, {@code 20m}, {@code 2h}, {@code 14d}, or as ISO 8601 writes it. */
    static Duration duration(String option, String text) {
        Matcher time = TIME.matcher(text.toLowerCase(Locale.ROOT));
        try {
            Duration duration =
                    time.matches() ? Duration.parse(iso(time.group(1), time.group(2))) : Duration.parse(text);
            if (duration.isPositive()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // Told below.
        }
        throw invalid(option + ": \"" + text + "\" is no time such as 90s, 20m or 2h");
    }

    private static String iso(String number, String unit) {
        return unit.equals("d") ? "P" + number + "D" : "PT" + number + unit.toUpperCase(Locale.ROOT);
    }

    /** {@code KEY=VALUE}; a bare {@code KEY} takes its value from the environment, and is left out where there is none. */
    static Map<String, String> pairs(String option, List<String> texts, Map<String, String> environment) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            String key = equals < 0 ? text : text.substring(0, equals);
            if (key.isBlank()) {
                throw invalid(option + ": \"" + text + "\" has no name before the =");
            }
            String value = equals < 0 ? environment.get(key) : text.substring(equals + 1);
            if (value != null) {
                pairs.put(key, value);
            }
        }
        return pairs;
    }

    /** {@code id=NAME,src=FILE} or {@code id=NAME,env=VARIABLE}, as Docker's own option. */
    static BuildSecret secret(String text, Map<String, String> environment) {
        Map<String, String> parts = pairs("--secret", List.of(text.split(",", -1)), Map.of());
        String id = parts.getOrDefault("id", "");
        String file = parts.getOrDefault("src", "");
        String variable = parts.getOrDefault("env", "");
        if (id.isEmpty() || file.isEmpty() == variable.isEmpty()) {
            throw invalid("--secret: write id=NAME,src=FILE or id=NAME,env=VARIABLE");
        }
        if (!file.isEmpty()) {
            return new BuildSecret(id, content("--secret", Path.of(file)));
        }
        String value = environment.get(variable);
        if (value == null) {
            throw invalid("--secret: the variable " + variable + " is not set");
        }
        return new BuildSecret(id, value);
    }

    /** An address to which paths can be added. */
    static URI server(String text) {
        try {
            // Whoever has the address from a request of curl's has the version with it.
            URI server = URI.create(text.replaceFirst("/+$", "").replaceFirst("/v1$", ""));
            boolean web = "https".equals(server.getScheme()) || "http".equals(server.getScheme());
            if (web && server.getHost() != null && server.getUserInfo() == null) {
                return server;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw invalid("--server: \"" + text + "\" is no address such as https://image-builder.example");
    }

    static String content(String option, Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw invalid(option + ": " + file + " can't be read");
        }
    }

    static CommandFailedException invalid(String message) {
        return new CommandFailedException(BuildOutcome.INVALID, message);
    }
}
