package dev.ondes.playground.gitlab.http;

import java.io.IOException;

/** Answers requests of one kind; may block, since each request has a virtual thread of its own. */
@FunctionalInterface
public interface Handler {
    Response handle(Request request) throws IOException, InterruptedException;
}
