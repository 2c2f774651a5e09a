package dev.ondes.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LinesTest {

    /** Whose output can be read only after somebody has seen that it has ended, as on a machine that is busy. */
    private static final class SlowlyRead extends Process {
        private final CountDownLatch seenEnded = new CountDownLatch(1);
        private final InputStream output;

        SlowlyRead(String said) {
            output = new ByteArrayInputStream(said.getBytes(StandardCharsets.UTF_8)) {
                @Override
                public synchronized int read(byte[] into, int from, int length) {
                    try {
                        seenEnded.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return super.read(into, from, length);
                }
            };
        }

        @Override
        public boolean isAlive() {
            seenEnded.countDown();
            return false;
        }

        @Override
        public InputStream getInputStream() {
            return output;
        }

        @Override
        public OutputStream getOutputStream() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public InputStream getErrorStream() {
            return InputStream.nullInputStream();
        }

        @Override
        public int waitFor() {
            return 0;
        }

        @Override
        public int exitValue() {
            return 0;
        }

        @Override
        public void destroy() {}
    }

    private static List<String> linesOf(Process process) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        Lines.pass(process, Output.ofLines(lines::add));
        return lines;
    }

    private static Process shell(String commands) throws Exception {
        return new ProcessBuilder("sh", "-c", commands)
                .redirectErrorStream(true)
                .start();
    }

    @Test
    void losesNothingOfWhatWasWrittenJustBeforeTheEnd() throws Exception {
        assertThat(linesOf(new SlowlyRead("one\ntwo\nlast, without an end")))
                .containsExactly("one", "two", "last, without an end");
    }

    @Test
    void passesManyLinesInTheirOrder() throws Exception {
        List<String> lines = linesOf(shell("seq 1 30000; echo; echo stderr >&2"));

        assertThat(lines).hasSize(30002).endsWith("30000", "", "stderr");
    }

    @Test
    void passesALineOfAnyLengthAsOne() throws Exception {
        var parts = new ArrayList<Integer>();
        var ends = new ArrayList<Integer>();
        var whole = new ByteArrayOutputStream();
        Lines.pass(shell("printf '%0300000d\\n' 7; echo next"), new Output() {
            @Override
            public void part(byte[] bytes, int from, int length) {
                parts.add(length);
                whole.write(bytes, from, length);
            }

            @Override
            public void lineEnds() {
                ends.add(whole.size());
            }
        });

        assertThat(ends).containsExactly(300_000, 300_004);
        assertThat(parts).allMatch(length -> length <= 8192);
    }

    @Test
    void endsWithItsProgramThoughAChildKeepsTheOutputOpen() throws Exception {
        Process process = shell("sleep 600 & echo $!; echo over");

        List<String> lines = linesOf(process);

        try {
            assertThat(lines).hasSize(2).endsWith("over");
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            ProcessHandle.of(Long.parseLong(lines.getFirst())).ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
