package dev.ondes.gitlab;

/**
 * What a call on behalf of one job needs. The token is good while GitLab runs the job.
 *
 * @param id GitLab's job id
 * @param token the job token, also known to the script as {@code CI_JOB_TOKEN}
 */
public record JobCredentials(long id, Secret token) {
    public static JobCredentials of(long id, String token) {
        return new JobCredentials(id, new Secret(token));
    }
}
