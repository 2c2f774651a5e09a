package dev.ondes.agent.process;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Takes what a program writes, line by line. A line comes in parts of any size: none is held in memory because it is long. */
public interface Output {
    /** The line goes on with these bytes, which hold no line's end. */
    void part(byte[] bytes, int from, int length);

    /** The line is at its end. */
    void lineEnds();

    /** For what ends in a zero byte each, as names of files do that may hold anything else. What follows the last zero is left out. */
    static Output ofNames(Consumer<String> names) {
        var name = new ByteArrayOutputStream(256);
        return new Output() {
            @Override
            public void part(byte[] bytes, int from, int length) {
                for (int at = from; at < from + length; at++) {
                    if (bytes[at] == 0) {
                        names.accept(name.toString(StandardCharsets.UTF_8));
                        name.reset();
                    } else {
                        name.write(bytes[at]);
                    }
                }
            }

            @Override
            public void lineEnds() {
                name.write('\n');
            }
        };
    }

    /** For lines that are short. */
    static Output ofLines(Consumer<String> lines) {
        var line = new ByteArrayOutputStream(256);
        return new Output() {
            @Override
            public void part(byte[] bytes, int from, int length) {
                line.write(bytes, from, length);
            }

            @Override
            public void lineEnds() {
                lines.accept(line.toString(StandardCharsets.UTF_8));
                line.reset();
            }
        };
    }
}
