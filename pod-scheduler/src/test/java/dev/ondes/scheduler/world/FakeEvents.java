package dev.ondes.scheduler.world;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventCodec;
import dev.ondes.contracts.event.EventData;
import dev.ondes.messaging.Events;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes events as the broker does, once they keep to their schema. */
public final class FakeEvents implements Events {
    private static final EventCodec CODEC = new EventCodec();

    private final List<Event<?>> taken = new CopyOnWriteArrayList<>();
    private final Steps steps;

    public FakeEvents(Steps steps) {
        this.steps = steps;
    }

    @Override
    public void publish(Event<?> event) {
        String what = "publish " + event.type().routingKey();
        steps.before(what);
        CODEC.decode(CODEC.encode(event)).orElseThrow();
        taken.add(event);
        steps.after(what);
    }

    /** All of one kind, those that came twice once. */
    public <T extends EventData> List<T> of(Class<T> kind) {
        return taken.stream()
                .filter(event -> kind.isInstance(event.data()))
                .collect(java.util.stream.Collectors.toMap(
                        Event::id, event -> kind.cast(event.data()), (first, _) -> first, java.util.LinkedHashMap::new))
                .values()
                .stream()
                .toList();
    }
}
