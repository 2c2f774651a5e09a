package dev.ondes.playground.gitlab.pipelines;

import java.time.Instant;

/** A commit as variables and hooks tell of it. */
public record Commit(String sha, String title, String message, String authorName, String authorEmail, Instant at) {}
