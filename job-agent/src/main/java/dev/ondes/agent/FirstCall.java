package dev.ondes.agent;

import dev.ondes.agent.orders.Order;
import dev.ondes.agent.orders.Orders;
import dev.ondes.agent.orders.StoppedException;
import dev.ondes.contracts.retry.Backoff;
import dev.ondes.gitlab.GitLabClient;
import dev.ondes.gitlab.JobCredentials;
import dev.ondes.gitlab.JobState;
import dev.ondes.gitlab.RemoteStatus;
import dev.ondes.gitlab.UpdateAnswer;
import java.time.Duration;

/** The first word to GitLab: the job runs. Nothing else is done before GitLab has answered that it shall. */
final class FirstCall {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private FirstCall() {}

    /**
     * Passes on what GitLab wants as an order. Why nothing happens while GitLab can't be reached, the job's log can't tell:
     * operators are told once.
     *
     * @throws StoppedException when the pod ends before GitLab has answered
     */
    static void make(GitLabClient gitlab, JobCredentials job, Orders orders, AgentLog operators, Duration firstWait) {
        var pauses = new Backoff(firstWait, LONGEST_WAIT);
        int failures = 0;
        Duration wait = firstWait;
        while (true) {
            switch (gitlab.updateJob(job, new JobState.Running())) {
                case UpdateAnswer.Accepted accepted -> {
                    return;
                }
                case UpdateAnswer.Canceling canceling -> {
                    orders.give(Order.CANCEL, RemoteStatus.CANCELING.sentence());
                    return;
                }
                case UpdateAnswer.Aborted(int httpStatus, RemoteStatus status) -> {
                    orders.give(
                            Order.STOP, "GitLab answers " + httpStatus + " to the first call: " + status.sentence());
                    return;
                }
                case UpdateAnswer.ResendTrace resend -> {
                    return;
                }
                case UpdateAnswer.Throttled(Duration delay) -> wait = delay;
                case UpdateAnswer.TracePending(Duration delay) -> wait = delay;
                case UpdateAnswer.Unavailable(String why) -> {
                    if (failures == 0) {
                        operators.say("gitlab-away", why);
                    }
                    wait = pauses.after(++failures);
                }
            }
            orders.await(wait);
            if (orders.podEnding()) {
                throw new StoppedException(Order.CARRY_ON, "the pod ended before GitLab answered");
            }
        }
    }
}
