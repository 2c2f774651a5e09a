package dev.ondes.messaging.queues;

/**
 * One queue at one moment.
 *
 * @param messages those that wait and that no consumer has been given. Of a stream: what it keeps, seconds old
 * @param consumers how many take from it
 */
public record QueueFigure(String queue, long messages, int consumers) {}
