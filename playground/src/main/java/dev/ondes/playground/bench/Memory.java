package dev.ondes.playground.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The kernel's word on a process.
 *
 * @param rssKib resident memory in KiB, files included
 * @param anonymousKib of it, what no file stands behind
 * @param cpuMillis processor time it has used, user and system
 */
record Memory(long rssKib, long anonymousKib, long cpuMillis) {
    private static final long MILLIS_PER_TICK = 10;

    /** Reads {@code /proc}; zeros for a process that has ended. */
    static Memory of(long pid) {
        try {
            Map<String, Long> values = new HashMap<>();
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                String[] words = line.split("\\s+", -1);
                if (words[0].startsWith("Rss") || words[0].startsWith("VmRSS")) {
                    values.put(words[0], Long.parseLong(words[1]));
                }
            }
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // The name, in parentheses, may hold blanks: count from behind it.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
            return new Memory(
                    values.getOrDefault("VmRSS:", 0L), values.getOrDefault("RssAnon:", 0L), ticks * MILLIS_PER_TICK);
        } catch (IOException e) {
            return new Memory(0, 0, 0);
        }
    }

    /** Of each value the greater one. */
    Memory max(Memory other) {
        return new Memory(
                Math.max(rssKib, other.rssKib),
                Math.max(anonymousKib, other.anonymousKib),
                Math.max(cpuMillis, other.cpuMillis));
    }

    /** Ids of the processes whose command line holds the text. */
    static Stream<Long> processes(String text) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> commandLine(pid).contains(text));
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
