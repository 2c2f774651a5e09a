package dev.ondes.scheduler.create;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a class lays over its pods, as YAML before and after. */
class SpecPatchTest {
    private static PodSpec patched(String plan, String patch) {
        @SuppressWarnings("unchecked")
        Map<String, Object> over = Serialization.unmarshal(patch, Map.class);
        return SpecPatch.over(Serialization.unmarshal(plan, PodSpec.class), over);
    }

    private static PodSpec spec(String yaml) {
        return Serialization.unmarshal(yaml, PodSpec.class);
    }

    @Test
    void mergesContainersByTheirNamesAndWhatTheyHoldByTheirs() {
        PodSpec patched = patched("""
                containers:
                  - {name: agent, image: a, env: [{name: ONDES_NODE, value: n}]}
                  - name: build
                    image: b
                    resources: {requests: {cpu: 50m}, limits: {memory: 1Gi}}
                    volumeMounts: [{name: builds, mountPath: /builds}]
                """, """
                containers:
                  - name: build
                    resources: {limits: {nvidia.com/gpu: 1}}
                    volumeMounts: [{name: builds, mountPath: /more, subPath: x}]
                  - {name: agent, env: [{name: MOOD, value: calm}]}
                """);

        assertThat(patched).isEqualTo(spec("""
                containers:
                  - {name: agent, image: a, env: [{name: ONDES_NODE, value: n}, {name: MOOD, value: calm}]}
                  - name: build
                    image: b
                    resources: {requests: {cpu: 50m}, limits: {memory: 1Gi, nvidia.com/gpu: 1}}
                    volumeMounts: [{name: builds, mountPath: /builds}, {name: builds, mountPath: /more, subPath: x}]
                """));
    }

    @Test
    void setsWhatThePlanLeavesOut() {
        PodSpec patched = patched("securityContext: {seccompProfile: {type: RuntimeDefault}}", """
                priorityClassName: ci
                securityContext: {fsGroup: 1000}
                dnsConfig: {options: [{name: ndots, value: "2"}]}
                """);

        assertThat(patched).isEqualTo(spec("""
                priorityClassName: ci
                securityContext: {fsGroup: 1000, seccompProfile: {type: RuntimeDefault}}
                dnsConfig: {options: [{name: ndots, value: "2"}]}
                """));
    }

    @Test
    void putsAnotherVolumeInAVolumesPlace() {
        assertThat(patched(
                        "volumes: [{name: builds, emptyDir: {}}, {name: ondes, emptyDir: {}}]",
                        "volumes: [{name: builds, hostPath: {path: /mnt/fast}}]"))
                .isEqualTo(spec("volumes: [{name: builds, hostPath: {path: /mnt/fast}}, {name: ondes, emptyDir: {}}]"));
    }

    /** By Kubernetes' own rule the second would take the place of the first: services would have no names. */
    @Test
    void leavesServicesTheirNames() {
        assertThat(patched(
                        "hostAliases: [{ip: 127.0.0.1, hostnames: [db]}]",
                        "hostAliases: [{ip: 127.0.0.1, hostnames: [local.test]}]"))
                .isEqualTo(spec(
                        "hostAliases: [{ip: 127.0.0.1, hostnames: [db]}, {ip: 127.0.0.1, hostnames: [local.test]}]"));
    }

    @Test
    void keepsAPodAwayFromPoolsWhateverItsClassSaysOfNodes() {
        PodSpec patched = patched("""
                affinity:
                  nodeAffinity:
                    requiredDuringSchedulingIgnoredDuringExecution:
                      nodeSelectorTerms:
                        - matchExpressions: [{key: zone, operator: NotIn, values: [a]}]
                        - matchExpressions: [{key: zone, operator: In, values: [b]}]
                """, """
                affinity:
                  podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: zone}]}
                  nodeAffinity:
                    preferredDuringSchedulingIgnoredDuringExecution:
                      - {weight: 1, preference: {matchExpressions: [{key: disk, operator: Exists}]}}
                    requiredDuringSchedulingIgnoredDuringExecution:
                      nodeSelectorTerms: [{matchExpressions: [{key: arch, operator: In, values: [amd64]}]}]
                """);

        assertThat(patched).isEqualTo(spec("""
                affinity:
                  podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: zone}]}
                  nodeAffinity:
                    preferredDuringSchedulingIgnoredDuringExecution:
                      - {weight: 1, preference: {matchExpressions: [{key: disk, operator: Exists}]}}
                    requiredDuringSchedulingIgnoredDuringExecution:
                      nodeSelectorTerms:
                        - matchExpressions:
                            - {key: arch, operator: In, values: [amd64]}
                            - {key: zone, operator: NotIn, values: [a]}
                        - matchExpressions:
                            - {key: arch, operator: In, values: [amd64]}
                            - {key: zone, operator: In, values: [b]}
                """));
    }

    @Test
    void keepsAPodAwayFromPoolsWhereItsClassSpeaksOfOtherPodsAlone() {
        String ours = """
                affinity:
                  nodeAffinity:
                    preferredDuringSchedulingIgnoredDuringExecution:
                      - {weight: 100, preference: {matchExpressions: [{key: zone, operator: NotIn, values: [a]}]}}
                """;

        PodSpec patched = patched(
                ours,
                "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: zone}]}}");

        assertThat(patched.getAffinity().getNodeAffinity())
                .isEqualTo(spec(ours).getAffinity().getNodeAffinity());
        assertThat(patched.getAffinity().getPodAffinity()).isNotNull();
    }
}
