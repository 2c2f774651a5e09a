package dev.ondes.playground.gitlab.ci;

import java.util.List;

/** What GitLab knows as {@code failure_reason}, and so takes in {@code retry:when}. */
public final class FailureReasons {
    public static final String UNKNOWN = "unknown_failure";

    /** All, in GitLab's order; a runner's reason that isn't here becomes {@link #UNKNOWN}. */
    public static final List<String> ALL = List.of(
            UNKNOWN,
            "script_failure",
            "api_failure",
            "stuck_or_timeout_failure",
            "runner_system_failure",
            "missing_dependency_failure",
            "runner_unsupported",
            "stale_schedule",
            "job_execution_timeout",
            "archived_failure",
            "unmet_prerequisites",
            "scheduler_failure",
            "data_integrity_failure",
            "forward_deployment_failure",
            "user_blocked",
            "project_deleted",
            "ci_quota_exceeded",
            "pipeline_loop_detected",
            "no_matching_runner",
            "trace_size_exceeded",
            "builds_disabled",
            "environment_creation_failure",
            "deployment_rejected",
            "failed_outdated_deployment_job",
            "job_execution_server_timeout",
            "stuck_pending_with_matching_runners",
            "stuck_pending_no_matching_runners",
            "no_updates_running",
            "no_updates_canceling",
            "server_timeout_running",
            "server_timeout_canceling",
            "runner_configuration_error",
            "runner_external_dependency_failure",
            "runner_interrupted",
            "job_router_failure",
            "job_token_expired");

    private FailureReasons() {}
}
