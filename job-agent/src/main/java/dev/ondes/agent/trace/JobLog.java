package dev.ondes.agent.trace;

import dev.ondes.agent.process.Output;
import dev.ondes.contracts.pod.LogFence;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The job's log as the agent writes it: the agent's own lines and what the user's commands say. Keeps the log's length where
 * {@link LogFence} wants it: while the job is prepared each published length says so, and the two steps that change what it
 * says are calls of their own. For one thread.
 */
public final class JobLog {
    private static final String RESET = "\u001b[0;m";

    private final TraceFile file;
    private final long base;
    private final LogLimit limit;
    private final LogStream agent;
    private final LogStream build;
    private final Clock clock;
    private final boolean sections;
    private final Runnable grown;
    private LogFence fence = LogFence.PREPARING;
    private String pending = "";

    /**
     * @param base size of the log at GitLab where this attempt begins
     * @param form how the job wants its log
     * @param grown called when there is more to send
     */
    public JobLog(TraceFile file, long base, MaskRules rules, LogForm form, Clock clock, Runnable grown) {
        this.file = file;
        this.base = base;
        this.clock = clock;
        this.sections = form.sections();
        this.grown = grown;
        limit = new LogLimit(form.limit(), file);
        agent = new LogStream(rules, clock, "00O", form.timestamps(), limit);
        build = new LogStream(rules, clock, "01O", form.timestamps(), limit);
    }

    /** From the next line on these rules hold in place of those before. */
    public void obey(MaskRules rules) {
        agent.obey(rules);
        build.obey(rules);
    }

    /** A line of the agent's own. */
    public void line(String text) {
        line(text, fence == LogFence.PREPARING ? LogFence.PREPARING : null);
    }

    /** A line about what the agent does now. */
    public void note(String text) {
        line("\u001b[32;1m" + text + RESET);
    }

    public void warning(String text) {
        line("\u001b[33;1mWARNING: " + text + RESET);
    }

    public void error(String text) {
        line("\u001b[31;1mERROR: " + text + RESET);
    }

    /** Begins a part of the log that GitLab can fold; {@link #sectionEnd} ends it. */
    public void sectionStart(String name, String title) {
        if (sections) {
            pending += "section_start:" + clock.instant().getEpochSecond() + ":" + name + "\r\u001b[0K";
        }
        line("\u001b[0K\u001b[36;1m" + title + RESET);
    }

    /** Seen with the next line, so that no empty one stands between two sections. */
    public void sectionEnd(String name) {
        if (sections) {
            pending += "section_end:" + clock.instant().getEpochSecond() + ":" + name + "\r\u001b[0K";
        }
    }

    /** For what a program of the agent's own writes: masked as a whole, in however many parts a line comes. */
    public Output lines() {
        return new Output() {
            @Override
            public void part(byte[] bytes, int from, int length) {
                write(bytes, from, length);
            }

            @Override
            public void lineEnds() {
                line("");
            }
        };
    }

    /** What the user's commands say. */
    public void output(byte[] bytes, int from, int length) {
        build.write(bytes, from, length);
        publish();
    }

    /** No more of it comes for now. */
    public void outputEnds() {
        build.end();
        if (build.line().inLine()) {
            limit.write(new byte[] {'\n'});
            build.line().lineEnded();
        }
        publish();
    }

    /** The last line before the gate: its acknowledgement is the right to open it. */
    public void gateLine(String sectionName, String title) {
        if (sections) {
            pending += "section_start:" + clock.instant().getEpochSecond() + ":" + sectionName + "\r\u001b[0K";
        }
        line("\u001b[0K\u001b[36;1m" + title + RESET, LogFence.GATE_OPEN);
        fence = LogFence.GATE_OPEN;
    }

    /** A line after which the log may end as it is: all of it may be sent, to its last byte. */
    public void closingLine(String text) {
        line("\u001b[33;1mWARNING: " + text + RESET, LogFence.GATE_OPEN);
    }

    /** The last line of all; seen even where the limit was reached. */
    public void lastLine(boolean succeeded, String text) {
        fence = LogFence.GATE_OPEN;
        limit.lift();
        line((succeeded ? "\u001b[32;1m" : "\u001b[31;1mERROR: ") + text + RESET, LogFence.GATE_OPEN);
    }

    private void line(String text, @Nullable LogFence target) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(bytes, 0, bytes.length);
        agent.end();
        if (target != null) {
            // The padding goes before the line's end: after it, it would stand where the next line's time must be.
            limit.write(padding(target, 1));
        }
        limit.write(new byte[] {'\n'});
        agent.line().lineEnded();
        if (target != null) {
            settle(target);
        }
        publish();
    }

    /** Goes on with a line of the agent's own. Not published: only whole lines keep to the fence. */
    private void write(byte[] bytes, int from, int length) {
        if (build.line().inLine()) {
            limit.write(new byte[] {'\n'});
            build.line().interrupted();
        }
        byte[] before = pending.getBytes(StandardCharsets.UTF_8);
        pending = "";
        agent.write(before, 0, before.length);
        agent.write(bytes, from, length);
    }

    /** Where the limit has swallowed the padding, it is added past it. */
    private void settle(LogFence target) {
        file.write(padding(target, 0));
    }

    /** @param more bytes that follow before the log is to say so */
    private byte[] padding(LogFence target, int more) {
        return target.padding(base, base + file.size() + more).getBytes(StandardCharsets.US_ASCII);
    }

    private void publish() {
        file.publish();
        grown.run();
    }
}
