package dev.ondes.gitlab;

/**
 * A runner's authentication token ({@code glrt-…}): what makes us one of GitLab's runners.
 *
 * @param secret the token
 */
public record RunnerToken(Secret secret) {
    /** As many characters as gitlab-runner shows of a token, after its prefix. */
    private static final int SHORT = 9;

    public static RunnerToken of(String token) {
        return new RunnerToken(new Secret(token));
    }

    /** The piece of the token that may be shown, as in {@code CI_RUNNER_SHORT_TOKEN}; too short to be of use. */
    public String shortened() {
        String token = secret.reveal();
        int start = token.startsWith("glrt-") ? "glrt-".length() : 0;
        // Never more than half of a token, however short it is.
        int length = Math.min(SHORT, (token.length() - start) / 2);
        return token.substring(start, start + length);
    }
}
