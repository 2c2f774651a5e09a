package dev.ondes.context.check;

import java.time.Instant;

/** A part of a context that was found harmless. Paths are relative to the context, with slashes, in their shortest form. */
public sealed interface ContextEntry {
    String path();

    record Folder(String path, int mode, Instant changed) implements ContextEntry {}

    record File(String path, int mode, Instant changed, long size) implements ContextEntry {}

    /** A symbolic link whose target stays in the context, or doesn't exist. */
    record Link(String path, String target) implements ContextEntry {}

    /** A second name for a file that came earlier. */
    record HardLink(String path, String file) implements ContextEntry {}
}
