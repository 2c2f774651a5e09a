package dev.ondes.agent.trace;

import java.time.Clock;

/** One source of the log's lines on its way into the log: masked, made UTF-8, stamped. For one thread. */
final class LogStream {
    private final LineStamper stamper;
    private final Utf8Repair repair;
    private final Masker masker;

    LogStream(MaskRules rules, Clock clock, String sign, boolean stamps, ByteSink log) {
        stamper = new LineStamper(log, clock, sign, stamps);
        repair = new Utf8Repair(stamper);
        masker = new Masker(rules, repair);
    }

    void obey(MaskRules rules) {
        masker.obey(rules);
    }

    void write(byte[] bytes, int from, int length) {
        masker.write(bytes, from, length);
    }

    /** Lets go of all that was held back. */
    void end() {
        masker.end();
        repair.end();
    }

    LineStamper line() {
        return stamper;
    }
}
