package dev.ondes.scheduler.create;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ondes.contracts.classes.ClassFile;
import dev.ondes.contracts.classes.ClassFileException;
import dev.ondes.contracts.classes.ClassVolume;
import dev.ondes.contracts.classes.JobClass;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Pieces of Kubernetes' own objects that a class file holds. Unlike the API server, a key that is none is refused. */
public final class Fragments {
    /** Models keep unknown keys in a map of their own, which would hide what is spelt wrongly. */
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated member) {
                    return false;
                }
            })
            .build();

    private Fragments() {}

    /**
     * To be asked before pods are made.
     *
     * @throws ClassFileException naming every class and key that Kubernetes would not understand
     */
    public static void check(ClassFile classes) {
        List<String> problems = new ArrayList<>();
        for (JobClass jobClass : classes.classes()) {
            String of = "class " + jobClass.name() + ": pod.";
            for (ClassVolume volume : jobClass.pod().volumes()) {
                note(problems, of + "volumes", wrong(inKubernetes(volume), Volume.class));
            }
            note(problems, of + "spec", wrong(jobClass.pod().spec(), PodSpec.class));
        }
        if (!problems.isEmpty()) {
            throw new ClassFileException(problems);
        }
    }

    private static void note(List<String> problems, String where, @Nullable String problem) {
        if (problem != null) {
            problems.add(where + problem);
        }
    }

    static Volume volume(ClassVolume volume) {
        return STRICT.convertValue(inKubernetes(volume), Volume.class);
    }

    static JsonNode tree(Object object) {
        return STRICT.valueToTree(object);
    }

    static PodSpec spec(JsonNode tree) {
        return STRICT.convertValue(tree, PodSpec.class);
    }

    private static Map<String, Object> inKubernetes(ClassVolume volume) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", volume.name());
        object.put(volume.kind(), volume.source());
        return object;
    }

    /** What goes on from the key's name; null where all is well. */
    private static @Nullable String wrong(Map<String, Object> fragment, Class<?> type) {
        try {
            STRICT.convertValue(fragment, type);
            return null;
        } catch (IllegalArgumentException e) {
            if (!(e.getCause() instanceof JsonMappingException cause)) {
                throw e;
            }
            String path = cause.getPath().stream()
                    .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                    .collect(Collectors.joining());
            return path + ": "
                    + (cause instanceof UnrecognizedPropertyException
                            ? "is no key that Kubernetes knows there; correct or remove it"
                            : "is not of the kind that Kubernetes wants there; see kubectl explain pod.spec");
        }
    }
}
