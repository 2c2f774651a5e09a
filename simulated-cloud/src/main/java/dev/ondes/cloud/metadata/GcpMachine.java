package dev.ondes.cloud.metadata;

import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A machine with GCP's metadata service, whose answers can wait for a change. */
public final class GcpMachine extends Machine {
    public static final String PREEMPTED = "/computeMetadata/v1/instance/preempted";
    public static final String MAINTENANCE = "/computeMetadata/v1/instance/maintenance-event";

    private static final String ROOT = "/computeMetadata/v1/";
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Map<String, String> values = new HashMap<>();

    /** In a zone such as {@code europe-west1-b}. */
    public GcpMachine(String name, String machineType, String zone) {
        values.put(ROOT + "instance/id", Integer.toUnsignedString(name.hashCode()) + "00000000");
        values.put(ROOT + "instance/name", name);
        values.put(ROOT + "instance/machine-type", "projects/123456789012/machineTypes/" + machineType);
        values.put(ROOT + "instance/zone", "projects/123456789012/zones/" + zone);
        values.put(ROOT + "instance/scheduling/preemptible", "TRUE");
        values.put(PREEMPTED, "FALSE");
        values.put(MAINTENANCE, "NONE");
    }

    @Override
    public String cloud() {
        return "gcp";
    }

    public void preempt() {
        set(PREEMPTED, "TRUE");
    }

    public void forgetPreemption() {
        set(PREEMPTED, "FALSE");
    }

    /** Says {@code NONE}, {@code MIGRATE_ON_HOST_MAINTENANCE} or {@code TERMINATE_ON_HOST_MAINTENANCE}. */
    public void maintenance(String event) {
        set(MAINTENANCE, event);
    }

    /** The node pool, as GKE tells it among an instance's attributes. */
    public void nodePool(String pool) {
        set(
                ROOT + "instance/attributes/kube-labels",
                "cloud.google.com/gke-os-distribution=cos,cloud.google.com/gke-nodepool=" + pool);
    }

    /** No such key on this machine. */
    public synchronized void undefine(String path) {
        values.remove(path);
        notifyAll();
    }

    private synchronized void set(String path, String value) {
        values.put(path, value);
        notifyAll();
    }

    @Override
    Reply answer(Call call) throws InterruptedException {
        if (call.isForwarded() || !"Google".equals(call.header("Metadata-Flavor"))) {
            return Reply.page(403, "Forbidden");
        }
        if (!call.method().equals("GET")) {
            return Reply.page(405, "Method Not Allowed");
        }
        return reply(call).with("Metadata-Flavor", "Google").with("Server", "Metadata Server for VM");
    }

    private synchronized Reply reply(Call call) throws InterruptedException {
        String path = call.path();
        if (Boolean.parseBoolean(call.query().get("wait_for_change"))) {
            await(
                    path,
                    Objects.requireNonNullElseGet(call.query().get("last_etag"), () -> etag(values.get(path))),
                    limit(call));
        }
        String value = values.get(path);
        return value == null ? Reply.page(404, "Not Found") : Reply.text(value).with("ETag", etag(value));
    }

    /** Until the key's tag isn't the given one, at most for the limit; then the value is told as it is. */
    private void await(String path, String etag, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (values.containsKey(path) && etag(values.get(path)).equals(etag)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }

    private static Duration limit(Call call) {
        String seconds = call.query().get("timeout_sec");
        return seconds == null ? LONGEST : Duration.ofSeconds(Long.parseLong(seconds));
    }

    private static String etag(@Nullable String value) {
        return HexFormat.of().toHexDigits(0x9E3779B97F4A7C15L * Objects.hashCode(value) + 1);
    }
}
