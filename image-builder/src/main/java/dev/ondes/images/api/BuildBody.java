package dev.ondes.images.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.ConstructorDetector;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.ondes.contracts.build.BuildSpec;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The body of {@code POST /v1/builds}: a {@link BuildSpec} and, beside it, secrets. A field that isn't known is refused: a typing
 * error must not build something else.
 *
 * @param secrets id to value; sealed at once
 */
record BuildBody(BuildSpec spec, Map<String, String> secrets) {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .constructorDetector(ConstructorDetector.USE_PROPERTIES_BASED)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    BuildBody {
        secrets = Map.copyOf(secrets);
    }

    static BuildBody read(byte[] json) {
        try {
            JsonNode tree = MAPPER.readTree(json);
            if (!(tree instanceof ObjectNode body)) {
                throw new UnreadableBodyException("it must be a JSON object");
            }
            Map<String, String> secrets = secrets(body.remove("secrets"));
            return new BuildBody(MAPPER.treeToValue(body, BuildSpec.class), secrets);
        } catch (UnrecognizedPropertyException e) {
            throw new UnreadableBodyException("the field " + path(e) + " is not known");
        } catch (JsonMappingException e) {
            throw new UnreadableBodyException("the field " + path(e) + " has the wrong form");
        } catch (JsonProcessingException e) {
            throw new UnreadableBodyException("it is no JSON");
        } catch (IOException e) {
            throw new UnreadableBodyException("it could not be read");
        }
    }

    private static Map<String, String> secrets(@org.jspecify.annotations.Nullable JsonNode list) {
        Map<String, String> secrets = new TreeMap<>();
        if (list == null || list.isNull()) {
            return secrets;
        }
        if (!list.isArray()) {
            throw new UnreadableBodyException("the field secrets must be a list of {\"id\", \"value\"}");
        }
        for (JsonNode secret : list) {
            if (!secret.path("id").isTextual() || !secret.path("value").isTextual() || secret.size() != 2) {
                throw new UnreadableBodyException("the field secrets must be a list of {\"id\", \"value\"}");
            }
            if (secrets.put(secret.path("id").textValue(), secret.path("value").textValue()) != null) {
                throw new UnreadableBodyException("the field secrets names an id twice");
            }
        }
        return secrets;
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
    }

    @Override
    public String toString() {
        return "BuildBody[" + spec + ", " + secrets.keySet() + "]";
    }
}
