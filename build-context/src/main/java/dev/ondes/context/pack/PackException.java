package dev.ondes.context.pack;

import java.io.IOException;

/** A folder that can't be packed; the message names the file, the reason and the way out. */
public final class PackException extends IOException {
    private final PackProblem problem;

    PackException(PackProblem problem, String path) {
        super(path + ": " + problem.sentence());
        this.problem = problem;
    }

    public PackProblem problem() {
        return problem;
    }
}
