package dev.ondes.cli.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.cli.build.EventReader.Event;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventReaderTest {
    @Test
    void readsNamesDataAndIds() throws IOException {
        assertThat(events("id: 7\nevent: line\ndata: a: b\n\nevent:end\ndata:done\n\n"))
                .containsExactly(new Event("7", "line", "a: b"), new Event("7", "end", "done"));
    }

    @Test
    void joinsSeveralLinesOfDataAndKeepsBlanksBehindTheFirst() throws IOException {
        assertThat(events("data:  two\ndata\ndata: lines\r\n\r\n"))
                .containsExactly(new Event("", "message", " two\n\nlines"));
    }

    @Test
    void readsOverCommentsAndWhatItDoesNotKnow() throws IOException {
        assertThat(events(": ping\n\n\nretry: 10\ncolour: red\nevent: line\ndata:\n\n"))
                .containsExactly(new Event("", "line", ""));
    }

    @Test
    void anEventThatWasCutOffIsNone() throws IOException {
        assertThat(events("id: 1\ndata: whole\n\nid: 2\ndata: ha")).containsExactly(new Event("1", "message", "whole"));
    }

    @Test
    void aCommentIsASignOfLife() throws IOException {
        var signs = new AtomicInteger();
        var reader = new EventReader(
                new ByteArrayInputStream(": waiting\n: waiting\n".getBytes(UTF_8)), signs::incrementAndGet);

        assertThat(reader.next()).isNull();
        assertThat(signs).hasValue(2);
    }

    private static List<Event> events(String text) throws IOException {
        var reader = new EventReader(new ByteArrayInputStream(text.getBytes(UTF_8)), () -> {});
        List<Event> events = new ArrayList<>();
        for (Event event = reader.next(); event != null; event = reader.next()) {
            events.add(event);
        }
        return events;
    }
}
