package dev.ondes.cloud.aws;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Brings messages into a queue as EventBridge and SQS do between them: at least once, in any order, late at times. What it
 * does badly is set before; by default it does well. For one thread.
 */
public final class SimulatedEventBridge {
    /** What no parser can read, beside what one can but that says nothing. */
    public static final List<String> JUNK = List.of(
            "",
            "not json",
            "[]",
            "null",
            "42",
            "{",
            "{\"detail-type\":\"EC2 Spot Instance Interruption Warning\"",
            "\"{}\"",
            "{\"detail\":[]}");

    private final SimulatedSqs sqs;
    private final URI queue;
    private final Random random;
    private int copies = 1;
    private Duration delay = Duration.ZERO;

    public SimulatedEventBridge(SimulatedSqs sqs, URI queue, Random random) {
        this.sqs = sqs;
        this.queue = queue;
        this.random = random;
    }

    /** Delivers each message so many times. */
    public SimulatedEventBridge copies(int each) {
        copies = each;
        return this;
    }

    /** Delivers late. */
    public SimulatedEventBridge delay(Duration by) {
        delay = by;
        return this;
    }

    public void put(String body) {
        for (int i = 0; i < copies; i++) {
            sqs.send(queue, body.isEmpty() ? " " : body, delay);
        }
    }

    /** Delivers all, in any order. */
    public void putShuffled(List<String> bodies) {
        var all = new ArrayList<String>();
        for (int i = 0; i < copies; i++) {
            all.addAll(bodies);
        }
        Collections.shuffle(all, random);
        for (int from = 0; from < all.size(); from += 10) {
            sqs.send(queue, all.subList(from, Math.min(all.size(), from + 10)));
        }
    }
}
