package dev.ondes.scheduler.overwrite;

import dev.ondes.contracts.classes.JobClass;
import dev.ondes.contracts.classes.JobClass.Resources;
import dev.ondes.contracts.classes.KubernetesNames;
import dev.ondes.contracts.classes.NodeChoice;
import dev.ondes.contracts.classes.PodSettings;
import dev.ondes.gitlab.JobPayload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a job may change of its pod: gitlab-runner's variables {@code KUBERNETES_…} and {@code image:kubernetes:user}, each within
 * what the class allows. What it allows nothing of is ignored and noted, since a job that ran elsewhere shall run here, too; what is
 * wrong, or none of what it allows, ends the job. Pure.
 */
public final class Overwrites {
    private static final String SERVICE_ACCOUNT = "KUBERNETES_SERVICE_ACCOUNT_OVERWRITE";
    private static final String NAMESPACE = "KUBERNETES_NAMESPACE_OVERWRITE";
    private static final String BEARER_TOKEN = "KUBERNETES_BEARER_TOKEN";

    private Overwrites() {}

    /**
     * The job's pod.
     *
     * @throws IllegalArgumentException with a sentence for the job's user
     */
    public static PodShape of(JobPayload payload, JobClass jobClass) {
        var wishes = Wishes.of(payload, jobClass);
        Resources build = Sizing.build(wishes);
        PodSettings pod = pod(wishes);
        JobPayload.Image image = payload.image();
        RunAs runAs = RunAs.of(image == null ? null : image.kubernetesUser(), wishes);
        unheeded(wishes);
        // A class may have such variables, too: all its pods are as those say.
        Resources usualBuild = usual(jobClass, Sizing::build, jobClass.build());
        PodSettings usualPod = usual(jobClass, Overwrites::pod, jobClass.pod());
        boolean otherRoom = !Bounds.alike(build, usualBuild) || !pod.nodes().equals(usualPod.nodes());
        boolean ofTheJob = otherRoom || !pod.equals(usualPod) || runAs != null;
        return new PodShape(build, pod, runAs, otherRoom, ofTheJob, wishes.notes());
    }

    /**
     * How large one of the job's services is.
     *
     * @throws IllegalArgumentException as {@link #of}
     */
    public static ServiceSize service(JobPayload payload, JobClass jobClass, JobPayload.Image service) {
        var wishes = Wishes.of(payload, jobClass, service);
        Resources size = Sizing.service(wishes);
        Resources usual = usual(jobClass, Sizing::service, jobClass.service());
        return new ServiceSize(size, !Bounds.alike(size, usual), wishes.notes());
    }

    /**
     * As pods of the class are whose jobs say nothing.
     *
     * @param bare where no job can get what the class's variables say
     */
    private static <T> T usual(JobClass jobClass, Function<Wishes, T> part, T bare) {
        try {
            return part.apply(Wishes.of(jobClass));
        } catch (IllegalArgumentException e) {
            return bare;
        }
    }

    private static PodSettings pod(Wishes wishes) {
        PodSettings usual = wishes.jobClass().pod();
        List<NodeChoice.Toleration> tolerations = new ArrayList<>(usual.nodes().tolerations());
        tolerations.addAll(Pairs.tolerations(wishes));
        return new PodSettings(
                new NodeChoice(both(usual.nodes().nodeSelector(), Pairs.nodeSelector(wishes)), tolerations),
                both(usual.labels(), Pairs.labels(wishes)),
                both(usual.annotations(), Pairs.annotations(wishes)),
                serviceAccount(wishes),
                usual.serviceAccountToken(),
                usual.volumes(),
                usual.spec());
    }

    /**
     * Labels of the nodes that the job wants.
     *
     * @throws IllegalArgumentException as {@link #of}
     */
    public static Map<String, String> nodeSelector(JobPayload payload, JobClass jobClass) {
        return Pairs.nodeSelector(Wishes.of(payload, jobClass));
    }

    private static @Nullable String serviceAccount(Wishes wishes) {
        String usual = wishes.jobClass().pod().serviceAccount();
        String name = wishes.gated(
                SERVICE_ACCOUNT, wishes.jobClass().allowance().overwrites().serviceAccount(), "service accounts");
        if (name == null) {
            return usual;
        }
        try {
            return KubernetesNames.object(name);
        } catch (IllegalArgumentException e) {
            throw Wishes.refused(SERVICE_ACCOUNT, String.valueOf(e.getMessage()));
        }
    }

    private static void unheeded(Wishes wishes) {
        Sizing.unheeded(wishes);
        JobClass jobClass = wishes.jobClass();
        if (wishes.get(NAMESPACE) != null) {
            wishes.ignored(
                    NAMESPACE, "jobs of class " + jobClass.name() + " run in the namespace " + jobClass.namespace());
        }
        if (wishes.get(BEARER_TOKEN) != null) {
            wishes.ignored(BEARER_TOKEN, "pods are made by Ondes' own rights");
        }
    }

    private static Map<String, String> both(Map<String, String> some, Map<String, String> more) {
        Map<String, String> both = new HashMap<>(some);
        both.putAll(more);
        return both;
    }
}
