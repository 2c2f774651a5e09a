package dev.ondes.images.identity;

/** A token that isn't accepted. The message repeats nothing of it but names of claims. */
public final class TokenRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final TokenProblem problem;

    public TokenRefusedException(TokenProblem problem) {
        super(problem.sentence());
        this.problem = problem;
    }

    public TokenRefusedException(TokenProblem problem, String detail) {
        super(problem.sentence() + ": " + detail);
        this.problem = problem;
    }

    public TokenProblem problem() {
        return problem;
    }
}
