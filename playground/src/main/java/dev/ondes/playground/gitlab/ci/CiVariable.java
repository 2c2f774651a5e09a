package dev.ondes.playground.gitlab.ci;

/**
 * A variable of the file.
 *
 * @param raw references to other variables in it are left as they are ({@code expand: false})
 */
public record CiVariable(String value, boolean raw) {}
