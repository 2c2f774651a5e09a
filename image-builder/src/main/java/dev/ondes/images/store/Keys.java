package dev.ondes.images.store;

/** What stands before the keys of our objects, so that rules of the bucket can tell them apart. */
final class Keys {
    static final String CONTEXTS = "contexts/";
    static final String VERDICTS = "verdicts/";
    static final String UPLOADS = "uploads/";
    static final String LOGS = "logs/";

    private Keys() {}
}
