package dev.ondes.spot.tell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ondes.spot.settings.SpotSettings.Form;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is posted. Pure. */
record WebhookBody(Form form, Optional<String> template) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern PLACE = Pattern.compile("\\$\\{(\\w+)}");

    String of(Told told) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("type", told.type());
        fields.put("text", told.text());
        fields.putAll(told.fields());
        if (template.isPresent()) {
            return PLACE.matcher(template.get())
                    .replaceAll(place -> Matcher.quoteReplacement(inJson(fields.getOrDefault(place.group(1), ""))));
        }
        return switch (form) {
            case SLACK -> json(Map.of("text", "*" + told.node() + "*: " + told.text()));
            case PLAIN -> json(fields);
        };
    }

    /** A value may hold quotes; within the template's quotes it must not end them. */
    private static String inJson(String value) {
        String quoted = json(value);
        return quoted.substring(1, quoted.length() - 1);
    }

    private static String json(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
