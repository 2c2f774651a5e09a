package dev.ondes.spot.sqs.hook;

import java.time.Duration;

/**
 * How long hooks are held.
 *
 * @param heartbeat how often a hook's time is begun anew: less than the hook's heartbeat timeout
 * @param longest how long at most, from the hook's beginning; Auto Scaling itself ends it after 48 h or 100 timeouts
 */
public record HookSettings(Duration heartbeat, Duration longest) {}
