package dev.ondes.scheduler.pods;

/** Names that Ondes gives to pods, labels and annotations. They are an interface: a newer scheduler finds older pods. */
public final class PodNames {
    public static final String FINALIZER = "ondes.dev/end";

    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String ONDES = "ondes";
    /** Label: GitLab's job id. */
    public static final String JOB = "ondes.dev/job";
    /** Label: 1, 2 or 3. */
    public static final String ATTEMPT = "ondes.dev/attempt";

    public static final String CLASS = "ondes.dev/class";
    /** Label, for people who select pods by it: GitLab's id of the job's project. */
    public static final String PROJECT = "ondes.dev/project-id";
    /** Label, for people as well: GitLab's id of the job's pipeline. */
    public static final String PIPELINE = "ondes.dev/pipeline-id";
    /** Label: hash of what the pod is for; an existing pod with the same one is ours to carry on with. */
    public static final String INTENT = "ondes.dev/intent";

    /** Annotation: the job as it was queued, without its payload, as JSON. */
    public static final String QUEUED = "ondes.dev/queued";

    public static final String TRACEPARENT = "ondes.dev/traceparent";
    /** Annotation: the capacity type that the pod was made for. */
    public static final String CAPACITY = "ondes.dev/capacity";
    /** Annotation: the capacity types that the job tries, in this order, with commas between them. */
    public static final String CAPACITY_ORDER = "ondes.dev/capacity-order";
    /** Annotation: what earlier attempts cost, as JSON; missing where there was nothing to pay for. */
    public static final String SPENT = "ondes.dev/spent";
    /** Annotation: size of the log at GitLab where the attempt begins. */
    public static final String LOG_OFFSET = "ondes.dev/log-offset";
    /** Annotation: why we deleted the pod before it ended by itself, as JSON. */
    public static final String END = "ondes.dev/end-mark";

    /** Annotation: whether the script may run again after an interruption: {@code restart} or {@code fail}. */
    public static final String ON_INTERRUPTION = "ondes.dev/on-interruption";

    public static final String RESTART = "restart";
    public static final String FAIL = "fail";
    /** Annotation: whose doing the last loss of a node was that hit an earlier attempt. */
    public static final String INTERRUPTION = "ondes.dev/interruption";

    /**
     * Annotation: {@code true} where the job made its pod need other nodes than its class's pods, or more or less room on them:
     * whether it finds a node says nothing of the others.
     */
    public static final String OTHER_ROOM = "ondes.dev/other-room";

    /** Annotation: places of the job's services that it does without, since they crashed, with commas between them. */
    public static final String WITHOUT_SERVICES = "ondes.dev/without-services";

    /** Annotation: which of their pull policies its images are pulled by, {@code first} or {@code second}; missing where there is one. */
    public static final String PULL_ROUND = "ondes.dev/pull-round";

    private PodNames() {}

    /** The pod's name, and its Secret's. */
    public static String of(String jobClass, long jobId, int attempt) {
        return "ondes-" + jobClass + "-" + jobId + "-" + attempt;
    }
}
