package dev.ondes.agent.trace;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Logs for tests of what writes into them. */
public final class JobLogs {
    private JobLogs() {}

    /** Without sections, times and secrets, in a file of this directory. */
    public static JobLog plain(Path directory) {
        var file = new TraceFile(directory.resolve("trace"));
        return new JobLog(
                file,
                0,
                new MaskRules(List.of(), List.of()),
                new LogForm(false, false, 1 << 20),
                Clock.systemUTC(),
                () -> {});
    }
}
