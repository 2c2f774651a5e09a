package dev.ondes.cloud.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A machine with Azure's instance metadata and scheduled events. */
public final class AzureMachine extends Machine {
    public static final String EVENTS = "/metadata/scheduledevents";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String name;
    private final String size;
    private final String location;
    private final Map<String, ScheduledEvent> events = new LinkedHashMap<>();
    private final List<String> started = new ArrayList<>();
    private Duration firstCall = Duration.ZERO;
    private int incarnation = 1;

    /** Named as scheduled events name their resources: {@code <vmss>_<n>}. */
    public AzureMachine(String name, String size, String location) {
        this.name = name;
        this.size = size;
        this.location = location;
    }

    @Override
    public String cloud() {
        return "azure";
    }

    public String name() {
        return name;
    }

    public synchronized void schedule(ScheduledEvent event) {
        events.put(event.eventId(), event);
        incarnation++;
    }

    /** It is over, or was cancelled: nothing tells which. */
    public synchronized void vanish(String eventId) {
        events.remove(eventId);
        started.remove(eventId);
        incarnation++;
    }

    /** The first call turns the service on, and takes this long. */
    public synchronized void firstCallTakes(Duration duration) {
        firstCall = duration;
    }

    /** Ids of events that were started by request. */
    public synchronized List<String> started() {
        return List.copyOf(started);
    }

    @Override
    Reply answer(Call call) throws InterruptedException {
        if (call.isForwarded() || !"true".equalsIgnoreCase(call.header("Metadata"))) {
            return error("Bad request. Required metadata header not specified");
        }
        if (!call.query().containsKey("api-version")) {
            return error("Bad request. api-version was not specified in the request");
        }
        return switch (call.path()) {
            case "/metadata/instance/compute" -> compute();
            case EVENTS -> {
                turnOn();
                yield call.method().equals("POST") ? start(call) : list();
            }
            default -> new Reply(404, Map.of("Content-Type", "application/json"), "{ \"error\": \"Not found\" }");
        };
    }

    private void turnOn() throws InterruptedException {
        Duration wait;
        synchronized (this) {
            wait = firstCall;
        }
        if (!wait.isZero() && faults().pause(wait)) {
            synchronized (this) {
                firstCall = Duration.ZERO;
            }
        }
    }

    private synchronized Reply list() {
        ObjectNode json = MAPPER.createObjectNode().put("DocumentIncarnation", incarnation);
        ArrayNode list = json.putArray("Events");
        events.values().forEach(event -> event.write(list.addObject(), started.contains(event.eventId())));
        return Reply.json(json.toString());
    }

    private synchronized Reply start(Call call) {
        JsonNode requests;
        try {
            requests = MAPPER.readTree(call.body()).path("StartRequests");
        } catch (IOException e) {
            return error("Bad request. The body is not JSON");
        }
        for (JsonNode request : requests) {
            String id = request.path("EventId").asText();
            if (!events.containsKey(id)) {
                return error("Bad request. Unknown event");
            }
            if (!started.contains(id)) {
                started.add(id);
                incarnation++;
            }
        }
        return new Reply(200, Map.of(), "");
    }

    private Reply compute() {
        return Reply.json(MAPPER.createObjectNode()
                .put("azEnvironment", "AzurePublicCloud")
                .put("location", location)
                .put("name", name)
                .put("priority", "Spot")
                .put("vmScaleSetName", name.replaceAll("_\\d+$", ""))
                .put("vmSize", size)
                .put("zone", "1")
                .toString());
    }

    private static Reply error(String text) {
        return new Reply(400, Map.of("Content-Type", "application/json"), "{ \"error\": \"" + text + "\" }");
    }
}
