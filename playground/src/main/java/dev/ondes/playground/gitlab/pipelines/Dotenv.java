package dev.ondes.playground.gitlab.pipelines;

import dev.ondes.playground.gitlab.http.HttpError;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a dotenv report as GitLab's {@code Ci::ParseDotenvArtifactService} does. Pure. */
public final class Dotenv {
    private static final int MOST_BYTES = 5 * 1024;
    private static final int MOST_VARIABLES = 20;
    private static final Pattern LINE = Pattern.compile("^(.*?)=(.*)$");
    private static final Pattern KEY = Pattern.compile("[a-zA-Z0-9_]+");

    private Dotenv() {}

    /**
     * The variables in order.
     *
     * @throws HttpError 400 with GitLab's words where the file is too large, holds too much, or a line isn't {@code KEY=value}
     */
    public static Map<String, String> read(byte[] file) {
        if (file.length > MOST_BYTES) {
            throw refused("Dotenv Artifact Too Big. Maximum Allowable Size: " + MOST_BYTES);
        }
        var variables = new LinkedHashMap<String, String>();
        new String(file, StandardCharsets.UTF_8).lines().forEach(line -> {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw refused("Invalid Format");
            }
            String key = parts.group(1).strip();
            if (!KEY.matcher(key).matches()) {
                throw refused("Validation failed: Key can contain only letters, digits and '_'.");
            }
            variables.put(key, parts.group(2).strip());
        });
        if (variables.size() > MOST_VARIABLES) {
            throw refused("Dotenv files cannot have more than " + MOST_VARIABLES + " variables");
        }
        return variables;
    }

    private static HttpError refused(String why) {
        return HttpError.message(400, why);
    }
}
