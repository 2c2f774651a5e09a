package dev.ondes.agent.sources;

import dev.ondes.agent.process.Output;
import java.nio.charset.StandardCharsets;

/** Remembers the end of what a program writes, while it passes all of it on. */
final class LastWords implements Output {
    private static final int KEPT = 8 * 1024;

    private final Output wanted;
    private final byte[] last = new byte[KEPT];
    private int length;

    LastWords(Output wanted) {
        this.wanted = wanted;
    }

    @Override
    public void part(byte[] bytes, int from, int count) {
        keep(bytes, from, count);
        wanted.part(bytes, from, count);
    }

    @Override
    public void lineEnds() {
        keep(new byte[] {'\n'}, 0, 1);
        wanted.lineEnds();
    }

    private void keep(byte[] bytes, int from, int count) {
        int taken = Math.min(count, KEPT);
        int kept = Math.min(length, KEPT - taken);
        System.arraycopy(last, length - kept, last, 0, kept);
        System.arraycopy(bytes, from + count - taken, last, kept, taken);
        length = kept + taken;
    }

    String text() {
        return new String(last, 0, length, StandardCharsets.UTF_8);
    }
}
