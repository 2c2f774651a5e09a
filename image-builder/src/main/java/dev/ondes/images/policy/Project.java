package dev.ondes.images.policy;

/** Whose quota a build counts for, and whose contexts it may use. */
public record Project(long id, String path) {}
