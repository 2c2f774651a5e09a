package dev.ondes.playground.doctor;

/**
 * What was found of one part.
 *
 * @param part such as {@code RabbitMQ}
 * @param found whether it is there
 * @param detail what was found, or what its absence costs
 * @param remedy how to get it; empty where it is there
 * @param needed whether nothing works without it
 */
public record Finding(String part, boolean found, String detail, String remedy, boolean needed) {

    static Finding found(String part, String detail) {
        return new Finding(part, true, detail, "", false);
    }

    static Finding absent(String part, String cost, String remedy) {
        return new Finding(part, false, cost, remedy, false);
    }

    Finding asNeeded() {
        return new Finding(part, found, detail, remedy, true);
    }
}
