package dev.ondes.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Locale;

/** Reads what the API server refuses with. */
public final class Refusals {
    private Refusals() {}

    /** A 409 is also the answer when two creations race for one quota: then nothing exists. */
    public static boolean alreadyExists(KubernetesClientException e) {
        var status = e.getStatus();
        return e.getCode() == 409
                && (status == null
                        || status.getReason() == null
                        || status.getReason().equals("AlreadyExists"));
    }

    /** Under its name there is another pod now. */
    public static boolean anotherUid(KubernetesClientException e) {
        String text = text(e).toLowerCase(Locale.ROOT);
        return e.getCode() == 409 && text.contains("uid") && text.contains("precondition");
    }

    public static String text(KubernetesClientException e) {
        var status = e.getStatus();
        String said = status == null ? null : status.getMessage();
        return said == null ? String.valueOf(e.getMessage()) : said;
    }
}
