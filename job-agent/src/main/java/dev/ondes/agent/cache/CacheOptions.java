package dev.ondes.agent.cache;

import dev.ondes.gitlab.JobVariables;
import java.time.Duration;
import java.util.Locale;
import java.util.zip.Deflater;

/**
 * What a job's variables say of its caches, as gitlab-runner reads them; what makes no sense counts as not said.
 *
 * @param restoreTries how often a cache is fetched that can't be had: {@code RESTORE_CACHE_ATTEMPTS}
 * @param transferLimit of one cache, up or down, with its repetitions: {@code CACHE_REQUEST_TIMEOUT}, in minutes
 * @param uploadLimit bytes that an archive may have: {@code CACHE_MAX_UPLOADED_ARCHIVE_SIZE}
 * @param level of compression, as {@link Deflater} has it: {@code CACHE_COMPRESSION_LEVEL}
 */
record CacheOptions(int restoreTries, Duration transferLimit, long uploadLimit, int level) {
    /** What S3 takes in one request. */
    static final long STORE_LIMIT = 5L << 30;

    private static final long USUAL_MINUTES = 10;

    static CacheOptions of(JobVariables variables) {
        long tries = number(variables, "RESTORE_CACHE_ATTEMPTS", 1);
        long minutes = number(variables, "CACHE_REQUEST_TIMEOUT", USUAL_MINUTES);
        long upload = number(variables, "CACHE_MAX_UPLOADED_ARCHIVE_SIZE", 0);
        return new CacheOptions(
                Math.clamp(tries, 1, 10),
                Duration.ofMinutes(minutes > 0 ? Math.min(minutes, 24 * 60) : USUAL_MINUTES),
                upload > 0 ? Math.min(upload, STORE_LIMIT) : STORE_LIMIT,
                level(variables.get("CACHE_COMPRESSION_LEVEL", "")));
    }

    private static int level(String word) {
        return switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "fastest" -> Deflater.BEST_SPEED;
            case "fast" -> 3;
            case "slow" -> 7;
            case "slowest" -> Deflater.BEST_COMPRESSION;
            default -> Deflater.DEFAULT_COMPRESSION;
        };
    }

    private static long number(JobVariables variables, String key, long otherwise) {
        String text = variables.get(key, "").strip();
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : otherwise;
    }
}
