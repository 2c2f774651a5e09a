package dev.ondes.agent.sources;

/** {@code GIT_STRATEGY}: how the project's directory comes to its content. */
enum GitStrategy {
    /** A fresh checkout. */
    CLONE,
    /** What is there is brought up to date. */
    FETCH,
    /** Git is not used; what is there stays. */
    NONE,
    /** Git is not used, and the directory is empty. */
    EMPTY
}
