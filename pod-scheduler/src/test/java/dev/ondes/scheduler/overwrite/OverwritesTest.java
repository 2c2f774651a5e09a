package dev.ondes.scheduler.overwrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ondes.contracts.classes.Allowance;
import dev.ondes.contracts.classes.ClassVolume;
import dev.ondes.contracts.classes.JobClass;
import dev.ondes.contracts.classes.JobClass.Resources;
import dev.ondes.contracts.classes.NodeChoice;
import dev.ondes.contracts.classes.NodeChoice.Toleration;
import dev.ondes.contracts.classes.PodSettings;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.scheduler.world.Classes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverwritesTest {
    private static final PodSettings OF_THE_CLASS = new PodSettings(
            new NodeChoice(Map.of("disk", "ssd"), List.of(new Toleration("team", "blue", "NoSchedule"))),
            Map.of("team", "blue"),
            Map.of("example.com/note", "of the class"),
            "ci",
            true,
            List.of(new ClassVolume("shm", "/dev/shm", null, false, "emptyDir", Map.of())),
            Map.of("priorityClassName", "ci"));
    private static final JobClass OPEN =
            Jobs.allowing(OF_THE_CLASS, new Allowance.Overwrites(".*", ".*", ".*", ".*", "deploy-.*"));
    private static final JobClass CLOSED = Classes.with(OF_THE_CLASS, Allowance.USUAL);

    @Test
    void aJobThatSaysNothingGetsAPodAsItsClassHasIt() {
        assertThat(Overwrites.of(Jobs.saying(""), OPEN)).isEqualTo(PodShape.usual(OPEN));
    }

    @Test
    void aJobAddsToWhatItsClassHasAndReplacesWhatItNames() {
        PodShape shape = Overwrites.of(
                Jobs.saying("TEAM=red"
                        + " KUBERNETES_NODE_SELECTOR_1=gpu=yes KUBERNETES_NODE_SELECTOR_2=disk=nvme"
                        + " KUBERNETES_NODE_TOLERATIONS_1=a=b:NoExecute KUBERNETES_NODE_TOLERATIONS_2=c:NoSchedule"
                        + " KUBERNETES_NODE_TOLERATIONS_3=d=:PreferNoSchedule KUBERNETES_NODE_TOLERATIONS_4=e"
                        + " KUBERNETES_POD_LABELS_1=team=$TEAM KUBERNETES_POD_LABELS_2=example.com/empty="
                        + " KUBERNETES_POD_ANNOTATIONS_1=example.com/url=https://a.test/?b=c"
                        + " KUBERNETES_SERVICE_ACCOUNT_OVERWRITE=deploy-1"),
                OPEN);

        PodSettings pod = shape.pod();
        assertThat(pod.volumes()).isEqualTo(OF_THE_CLASS.volumes());
        assertThat(pod.spec()).isEqualTo(OF_THE_CLASS.spec());
        assertThat(pod.nodes().nodeSelector()).isEqualTo(Map.of("disk", "nvme", "gpu", "yes"));
        assertThat(pod.nodes().tolerations())
                .containsExactly(
                        new Toleration("team", "blue", "NoSchedule"),
                        new Toleration("a", "b", "NoExecute"),
                        new Toleration("c", null, "NoSchedule"),
                        new Toleration("d", "", "PreferNoSchedule"),
                        new Toleration("e", null, null));
        assertThat(pod.labels()).isEqualTo(Map.of("team", "red", "example.com/empty", ""));
        assertThat(pod.annotations())
                .isEqualTo(Map.of("example.com/note", "of the class", "example.com/url", "https://a.test/?b=c"));
        assertThat(pod.serviceAccount()).isEqualTo("deploy-1");
        assertThat(pod.serviceAccountToken()).isTrue();
        assertThat(shape.otherRoom()).isTrue();
        assertThat(shape.notes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', false",
        "KUBERNETES_NODE_SELECTOR_1=gpu=yes KUBERNETES_CPU_REQUEST=1000m, false",
        "KUBERNETES_NODE_SELECTOR_1=gpu=no, true",
        "KUBERNETES_CPU_REQUEST=3, true"
    })
    void podsOfAClassWhoseOwnVariablesChangeThemAreThatClasssUsualOnes(String variables, boolean other) {
        var saying = Classes.with(
                List.of(CapacityType.SPOT),
                Map.of("KUBERNETES_NODE_SELECTOR_1", "gpu=yes", "KUBERNETES_CPU_REQUEST", "1"));
        var allowance = new Allowance(
                new Resources("4", null, null, null, null, null),
                Resources.UNSAID,
                new Allowance.Overwrites(".*", null, null, null, null),
                List.of(),
                List.of(),
                List.of(),
                List.of());

        PodShape shape = Overwrites.of(Jobs.saying(variables), Classes.with(saying, PodSettings.USUAL, allowance));

        assertThat(shape.pod().nodes().nodeSelector()).containsKey("gpu");
        assertThat(shape.otherRoom()).isEqualTo(other);
        assertThat(shape.ofTheJob()).isEqualTo(other);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "KUBERNETES_NODE_SELECTOR_1=a=b | node selectors",
                "KUBERNETES_NODE_TOLERATIONS_1=a=b | tolerations",
                "KUBERNETES_POD_LABELS_1=a=b | labels",
                "KUBERNETES_POD_ANNOTATIONS_1=a=b | annotations",
                "KUBERNETES_SERVICE_ACCOUNT_OVERWRITE=deploy-1 | service accounts",
            })
    void whatAClassLetsNobodyChooseIsIgnoredAndNoted(String variable, String what) {
        PodShape shape = Overwrites.of(Jobs.saying(variable), CLOSED);

        assertThat(shape.pod()).isEqualTo(OF_THE_CLASS);
        assertThat(shape.notes())
                .containsExactly(variable.substring(0, variable.indexOf('='))
                        + " is ignored: class small lets no job choose " + what);
    }

    @Test
    void namespaceAndRightsAreOurs() {
        PodShape shape =
                Overwrites.of(Jobs.saying("KUBERNETES_NAMESPACE_OVERWRITE=prod KUBERNETES_BEARER_TOKEN=x"), OPEN);

        assertThat(shape.notes())
                .containsExactly(
                        "KUBERNETES_NAMESPACE_OVERWRITE is ignored: jobs of class small run in the namespace ci",
                        "KUBERNETES_BEARER_TOKEN is ignored: pods are made by Ondes' own rights");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "KUBERNETES_SERVICE_ACCOUNT_OVERWRITE=admin | the variable KUBERNETES_SERVICE_ACCOUNT_OVERWRITE is not allowed in class small, whose jobs may choose service accounts that match deploy-.*",
                "KUBERNETES_SERVICE_ACCOUNT_OVERWRITE=my-deploy-1 | the variable KUBERNETES_SERVICE_ACCOUNT_OVERWRITE is not allowed in class small, whose jobs may choose service accounts that match deploy-.*",
                "KUBERNETES_SERVICE_ACCOUNT_OVERWRITE=deploy-X | the variable KUBERNETES_SERVICE_ACCOUNT_OVERWRITE must be a name as Kubernetes has them: lower-case letters, digits, and - or . between them",
                "KUBERNETES_NODE_SELECTOR_1=gpu | the variable KUBERNETES_NODE_SELECTOR_1 must be a key and a value such as team=blue",
                "KUBERNETES_NODE_SELECTOR_1=a//b=c | the variable KUBERNETES_NODE_SELECTOR_1 has a key that must be a key as Kubernetes has them, such as team or example.com/team",
                "KUBERNETES_POD_LABELS_1=a=b/c | the variable KUBERNETES_POD_LABELS_1 has a value that must be a label's value: at most 63 letters, digits, and -, _ or . between them",
                "KUBERNETES_NODE_TOLERATIONS_1=a=b:Never | the variable KUBERNETES_NODE_TOLERATIONS_1 has an effect that must be one of NoSchedule, PreferNoSchedule, NoExecute",
                "KUBERNETES_POD_LABELS_1=ondes.dev/job=1 | the variable KUBERNETES_POD_LABELS_1 sets ondes.dev/job, which is Ondes' own",
                "KUBERNETES_POD_ANNOTATIONS_A=karpenter.sh/do-not-disrupt=false | the variable KUBERNETES_POD_ANNOTATIONS_A sets karpenter.sh/do-not-disrupt, which is Ondes' own",
                "SECRET=correct-horse KUBERNETES_POD_LABELS_1=a=$SECRET | the variable KUBERNETES_POD_LABELS_1 holds a masked value, which all would see who may see the pod; use another",
            })
    void whatIsWrongOrNotAllowedIsRefusedByName(String variables, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Overwrites.of(Jobs.saying(variables), OPEN))
                .withMessage(why);
    }
}
