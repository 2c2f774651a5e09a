package dev.ondes.agent.sources;

/** {@code GIT_SUBMODULE_STRATEGY}: how deep submodules are fetched. */
enum SubmoduleStrategy {
    NONE,
    /** Those of the project. */
    NORMAL,
    /** And theirs. */
    RECURSIVE
}
