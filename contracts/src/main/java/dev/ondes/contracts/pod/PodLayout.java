package dev.ondes.contracts.pod;

import java.util.List;

/**
 * Names of the files, containers and variables in a job's pod.
 *
 * <p>In the order of a job's life: the build container creates {@link #BUILD_READY} and waits for {@link #GATE}; the agent
 * prepares {@code /builds}, writes {@link #SCRIPT} and creates the gate; the build container runs the script's phases, each
 * with its output in a file of its own ({@link #LOG} and the phase's number) and its exit code in another ({@link #DONE}), and
 * at last renames {@link #EXIT} into place. While it does, it touches {@link #ALIVE} each second. To stop the script the
 * agent writes {@link #STOP}. All are relative to the shared directory that {@link #DIR_VARIABLE} names.
 */
public final class PodLayout {
    /** Variable that holds the shared directory in both containers; {@code /ondes} where it isn't set. */
    public static final String DIR_VARIABLE = "ONDES_DIR";

    public static final String DIR = "/ondes";
    /** Variable that holds the directory of checkouts in both containers; {@code /builds} where it isn't set. */
    public static final String BUILDS_VARIABLE = "ONDES_BUILDS";

    public static final String BUILDS = "/builds";
    /** Variable that holds the path of the agent's {@link AgentJob} file. */
    public static final String JOB_FILE_VARIABLE = "ONDES_JOB_FILE";

    public static final String JOB_DIR = "/ondes-job";
    /** Key in the Secret, and so the name of the file in {@link #JOB_DIR}. */
    public static final String JOB_KEY = "job.json";
    /** Variable that holds the path of the agent's termination message. */
    public static final String TERMINATION_VARIABLE = "ONDES_TERMINATION_LOG";

    public static final String TERMINATION = "/dev/termination-log";

    /** Annotation of the pod: JSON, what was decided when its node was said to go away. */
    public static final String NOTICE_ANNOTATION = "ondes.dev/notice";
    /** Field of that JSON: a line for the job's log, which only the agent may write while it lives. */
    public static final String NOTICE_LINE = "line";
    /** Field of that JSON; {@link #NOTICE_MOVES} where the job is to run elsewhere. */
    public static final String NOTICE_DECISION = "decision";

    public static final String NOTICE_MOVES = "move-now";
    /** Where the agent sees {@link #NOTICE_ANNOTATION} as the file {@link #NOTICE}: soon after it changes, and empty before. */
    public static final String NOTES_DIR = "/ondes-notes";

    public static final String NOTICE = "notice";
    /** Variable that holds the path of the agent's {@link #NOTICE} file. */
    public static final String NOTICE_FILE_VARIABLE = "ONDES_NOTICE_FILE";

    /**
     * Annotation of a pod with services: a line for each that ended and was started anew, for the job's log. The first word names
     * the line, and is not for the log; only more lines are added.
     */
    public static final String SERVICES_ANNOTATION = "ondes.dev/services";
    /** Where the agent sees it, in {@link #NOTES_DIR}. */
    public static final String SERVICES = "services";

    /**
     * Variable of the agent's container that holds the path of a PEM file: the authorities that GitLab's certificate is checked
     * by, beside those that everybody trusts. Not set where there are none.
     */
    public static final String GITLAB_CA_VARIABLE = "ONDES_GITLAB_CA_FILE";

    /** Key of that file in the job's Secret, and its name in {@link #JOB_DIR}. */
    public static final String GITLAB_CA_KEY = "gitlab-ca.pem";

    /** The same as {@link #GITLAB_CA_VARIABLE}, for the certificates of the providers that jobs' secrets are fetched from. */
    public static final String SECRETS_CA_VARIABLE = "ONDES_SECRETS_CA_FILE";

    /** Key of that file in the Secret of a job that has secrets, and its name in {@link #JOB_DIR}. */
    public static final String SECRETS_CA_KEY = "secrets-ca.pem";

    /** Names of the pod's volumes: checkouts, what the containers share, the job, and what it is told while it runs. */
    public static final String BUILDS_VOLUME = "builds";

    public static final String SHARED_VOLUME = "ondes";
    public static final String JOB_VOLUME = "job";
    public static final String NOTES_VOLUME = "notes";
    public static final List<String> VOLUMES = List.of(BUILDS_VOLUME, SHARED_VOLUME, JOB_VOLUME, NOTES_VOLUME);

    public static final String BUILD_READY = "build-ready";
    public static final String GATE = "gate";
    public static final String SCRIPT = "run.sh";
    /** What the user's commands of phase N wrote: {@code log.N}. */
    public static final String LOG = "log";
    /** Exit code of phase N: {@code done.N}. */
    public static final String DONE = "done";

    public static final String ALIVE = "alive";
    public static final String EXIT = "exit";
    public static final String STOP = "stop";

    public static final String AGENT_CONTAINER = "agent";
    public static final String BUILD_CONTAINER = "build";
    /** With its place among the job's services, from 0, a service's container. */
    public static final String SERVICE_CONTAINER = "svc-";

    /**
     * The build container's command line for {@code sh -c}: POSIX only, since it runs in the user's image. Ends by TERM while it waits
     * for the gate, which the agent of a pod that ends leaves closed: so the job may run elsewhere at once. From then on it ignores TERM by
     * the same handler, which children don't inherit, so that a script may finish within the pod's grace period.
     */
    public static final String BUILD_COMMAND = """
            d=${ONDES_DIR:-/ondes}
            trap '[ -e "$d/gate" ] || exit 143' TERM INT
            : >"$d/build-ready"
            until [ -e "$d/gate" ]; do sleep 0.05 2>/dev/null || sleep 1; done
            . "$d/run.sh"
            """;

    /**
     * The agent container's startup probe for {@code sh -c}: one exec that waits for the gate, so that the kubelet reports the container
     * as started at the moment the script begins, without a failed probe (and its event) before.
     */
    public static final String STARTED_PROBE = """
            until [ -e "${ONDES_DIR:-/ondes}/gate" ]; do sleep 0.1; done
            """;

    private PodLayout() {}
}
