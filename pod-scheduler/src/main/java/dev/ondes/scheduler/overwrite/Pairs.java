package dev.ondes.scheduler.overwrite;

import dev.ondes.contracts.classes.KubernetesNames;
import dev.ondes.contracts.classes.NodeChoice.Toleration;
import dev.ondes.contracts.classes.PodSettings;
import dev.ondes.contracts.classes.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Labels and the like that a job gives by variables whose names begin alike, each {@code key=value}; of two with one key the one
 * whose name comes later in the alphabet counts. As with gitlab-runner. Pure.
 */
final class Pairs {
    private static final String NODE_SELECTOR = "KUBERNETES_NODE_SELECTOR_";
    private static final String TOLERATIONS = "KUBERNETES_NODE_TOLERATIONS_";
    private static final String LABELS = "KUBERNETES_POD_LABELS_";
    private static final String ANNOTATIONS = "KUBERNETES_POD_ANNOTATIONS_";

    private Pairs() {}

    static Map<String, String> nodeSelector(Wishes wishes) {
        return pairs(
                wishes,
                NODE_SELECTOR,
                wishes.jobClass().allowance().overwrites().nodeSelector(),
                "node selectors",
                KubernetesNames::value);
    }

    static Map<String, String> labels(Wishes wishes) {
        return pairs(
                wishes, LABELS, wishes.jobClass().allowance().overwrites().labels(), "labels", KubernetesNames::value);
    }

    static Map<String, String> annotations(Wishes wishes) {
        return pairs(
                wishes,
                ANNOTATIONS,
                wishes.jobClass().allowance().overwrites().annotations(),
                "annotations",
                UnaryOperator.identity());
    }

    /** Each {@code key=value:effect}; without a value or an effect every one is tolerated. */
    static List<Toleration> tolerations(Wishes wishes) {
        String allowed = wishes.jobClass().allowance().overwrites().tolerations();
        List<Toleration> tolerations = new ArrayList<>();
        for (String variable : wishes.startingWith(TOLERATIONS)) {
            String value = wishes.gated(variable, allowed, "tolerations");
            if (value != null) {
                tolerations.add(toleration(variable, value));
            }
        }
        return tolerations;
    }

    private static Map<String, String> pairs(
            Wishes wishes, String prefix, @Nullable String allowed, String what, UnaryOperator<String> values) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String variable : wishes.startingWith(prefix)) {
            String pair = wishes.gated(variable, allowed, what);
            if (pair == null) {
                continue;
            }
            int equals = pair.indexOf('=');
            if (equals < 0) {
                throw Wishes.refused(variable, "must be a key and a value such as team=blue");
            }
            String key = spelt(variable, "a key", pair.substring(0, equals), KubernetesNames::key);
            if (!prefix.equals(NODE_SELECTOR) && PodSettings.isOurs(key)) {
                throw Wishes.refused(variable, "sets " + key + ", which is Ondes' own");
            }
            pairs.put(key, spelt(variable, "a value", pair.substring(equals + 1), values));
        }
        return pairs;
    }

    private static Toleration toleration(String variable, String value) {
        int colon = value.lastIndexOf(':');
        String taint = colon < 0 ? value : value.substring(0, colon);
        int equals = taint.indexOf('=');
        return new Toleration(
                spelt(variable, "a key", equals < 0 ? taint : taint.substring(0, equals), KubernetesNames::key),
                equals < 0 ? null : spelt(variable, "a value", taint.substring(equals + 1), KubernetesNames::value),
                colon < 0
                        ? null
                        : spelt(
                                variable,
                                "an effect",
                                value.substring(colon + 1),
                                effect -> Spelling.oneOf(effect, Toleration.EFFECTS)));
    }

    private static String spelt(String variable, String part, String text, UnaryOperator<String> spelling) {
        try {
            return spelling.apply(text);
        } catch (IllegalArgumentException e) {
            throw Wishes.refused(variable, "has " + part + " that " + e.getMessage());
        }
    }
}
