package dev.ondes.images.registry;

/** What is wanted of a repository. */
enum Access {
    PULL("pull"),
    PUSH("pull,push");

    private final String actions;

    Access(String actions) {
        this.actions = actions;
    }

    /** As scopes of tokens have it. */
    String actions() {
        return actions;
    }
}
