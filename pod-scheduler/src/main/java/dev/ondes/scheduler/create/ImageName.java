package dev.ondes.scheduler.create;

import dev.ondes.contracts.classes.JobClass;
import dev.ondes.gitlab.JobPayload;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The image that a job runs in: the one it names, variables expanded as gitlab-runner does, else its class's. */
final class ImageName {
    private static final Pattern REFERENCE =
            Pattern.compile("\\$(?:\\$|\\{([^}]*)}|([A-Za-z_][A-Za-z0-9_]*)|([*#@!?0-9-]))");

    private ImageName() {}

    static String of(JobPayload payload, JobClass jobClass) {
        if (payload.image() == null) {
            return jobClass.image();
        }
        Map<String, String> plain = new HashMap<>(jobClass.variables());
        payload.variables()
                .forEach(variable -> plain.put(variable.key(), variable.value().reveal()));
        Map<String, String> values = new HashMap<>(plain);
        payload.variables().stream()
                .filter(variable -> !variable.raw())
                .forEach(variable -> values.put(
                        variable.key(), expand(variable.value().reveal(), name -> plain.getOrDefault(name, ""))));
        String name = expand(payload.image().name(), key -> values.getOrDefault(key, ""))
                .strip();
        return name.isEmpty() ? jobClass.image() : name;
    }

    private static String expand(String text, UnaryOperator<String> values) {
        return REFERENCE
                .matcher(text)
                .replaceAll(match ->
                        Matcher.quoteReplacement(value(match.group(1), match.group(2), match.group(), values)));
    }

    private static String value(
            @Nullable String braced, @Nullable String bare, String whole, UnaryOperator<String> values) {
        if (whole.equals("$$")) {
            return "$";
        }
        if (braced != null) {
            return values.apply(braced);
        }
        return bare == null ? "" : values.apply(bare);
    }
}
