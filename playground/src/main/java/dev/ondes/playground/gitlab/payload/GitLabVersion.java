package dev.ondes.playground.gitlab.payload;

/** The GitLab that is simulated. */
public final class GitLabVersion {
    public static final String MAJOR = "19";
    public static final String MINOR = "3";
    public static final String VERSION = MAJOR + "." + MINOR + ".0";
    public static final String REVISION = "playground";

    private GitLabVersion() {}
}
