package dev.ondes.images.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.s3.SimulatedS3;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogStoreIT {
    @TempDir
    Path folder;

    private SimulatedS3 s3;
    private Store store;

    @BeforeEach
    void open() {
        s3 = SimulatedS3.start(folder, "ondes");
        store = Store.on(s3, folder, Map.of());
    }

    @AfterEach
    void close() {
        store.close();
        s3.close();
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private String read(String build, long from) throws IOException {
        try (InputStream log = store.logs.read(build, from).orElseThrow()) {
            return new String(log.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void givesALogFromAnyByteOn() throws IOException {
        // When
        store.logs.keep("b1", text("step 1\nstep 2\n"));

        // Then
        assertThat(read("b1", 0)).isEqualTo("step 1\nstep 2\n");
        assertThat(read("b1", 7)).isEqualTo("step 2\n");
        assertThat(read("b1", 14)).isEmpty();
        assertThat(read("b1", 99)).isEmpty();
        assertThat(store.logs.size("b1")).hasValue(14);
        assertThat(store.logs.read("b2", 0)).isEmpty();
    }

    @Test
    void keepsALongLogWhole() throws IOException {
        // Given
        byte[] log = new byte[11 * 1024 * 1024 + 3];
        new Random(7).nextBytes(log);

        // When
        store.logs.keep("long", new ByteArrayInputStream(log));

        // Then
        assertThat(Hashes.sha256(store.logs.read("long", 0).orElseThrow())).isEqualTo(Hashes.sha256(log));
    }

    @Test
    void keepsNothingOfALogThatBreaksOff() {
        // Given
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the pod is gone");
            }
        };
        InputStream log = new SequenceInputStream(new ByteArrayInputStream(new byte[6 * 1024 * 1024]), broken);

        // When, Then
        assertThatThrownBy(() -> store.logs.keep("b1", log)).hasMessage("the pod is gone");
        assertThat(store.logs.size("b1")).isEmpty();
    }

    @Test
    void keepsAnEmptyLog() throws IOException {
        // When
        store.logs.keep("b1", text(""));

        // Then
        assertThat(read("b1", 0)).isEmpty();
    }
}
