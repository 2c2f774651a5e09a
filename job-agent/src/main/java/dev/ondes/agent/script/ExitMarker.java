package dev.ondes.agent.script;

import dev.ondes.contracts.pod.Usage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What run.sh leaves at its end.
 *
 * @param code exit code of the first phase that failed; 0 where none did
 * @param afterCode exit code of {@code after_script}, or null where it didn't run
 * @param memoryKills how many processes the kernel killed meanwhile for want of memory, where the container can see that
 * @param usage what the container used, where it can see that
 */
record ExitMarker(
        int code,
        @Nullable Integer afterCode,
        int memoryKills,
        @Nullable Usage usage) {

    /** Null where the text isn't a whole marker: then there is none. */
    static @Nullable ExitMarker parse(List<String> lines) {
        Map<String, String> values = new HashMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1).strip());
            }
        }
        Integer code = number(values.get("code"));
        if (code == null) {
            return null;
        }
        Integer kills = number(values.get("ooms"));
        return new ExitMarker(code, number(values.get("after")), kills == null ? 0 : kills, usage(values));
    }

    private static @Nullable Usage usage(Map<String, String> values) {
        Long memory = amount(values.get("memory"));
        Long micros = amount(values.get("cpu_usec"));
        if (micros == null) {
            Long nanos = amount(values.get("cpu_nsec"));
            micros = nanos == null ? null : nanos / 1_000;
        }
        Long periods = amount(values.get("periods"));
        Long throttled = amount(values.get("throttled"));
        return memory == null && micros == null ? null : new Usage(memory, micros, periods, throttled);
    }

    private static @Nullable Long amount(@Nullable String text) {
        try {
            return text == null || text.isEmpty() ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Integer number(@Nullable String text) {
        try {
            return text == null || text.isEmpty() ? null : Integer.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
