package dev.ondes.scheduler.cluster;

/** What the API server says to a new Secret. */
public sealed interface SecretAnswer {

    record Created() implements SecretAnswer {}

    /** One of that name exists, whosever it is. */
    record Exists() implements SecretAnswer {}

    /** Not now: the same may succeed later. One of that name may exist all the same. */
    record NotNow(Hindrance by, String why) implements SecretAnswer {}
}
