package dev.ondes.contracts.classes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.classes.ClassFile.Tokens;
import dev.ondes.contracts.classes.JobClass.Resources;
import dev.ondes.contracts.classes.JobClass.Secret;
import dev.ondes.contracts.classes.NodeChoice.Toleration;
import dev.ondes.contracts.job.CapacityType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassFileTest {
    @TempDir
    private Path folder;

    @Test
    void readsEverythingThatAnOperatorMaySay() throws IOException {
        ClassFile file = read("""
                gitlab: https://gitlab.example.com/
                capacities:
                  spot:
                    nodeSelector: {kops.k8s.io/instancegroup: nodes_spot}
                    tolerations:
                      - {key: dedicated, value: spot, effect: NoSchedule}
                      - key: interruptible
                  on-demand: {nodeSelector: {pool: "1"}}
                classes:
                  - name: small
                    token: glrt-one
                    limit: 10
                    namespace: ci
                    image: alpine:3.22
                    resources:
                      build: {cpu: 1, cpuLimit: 1500m, memory: 512Mi, ephemeralStorage: 5Gi, ephemeralStorageLimit: 6Gi}
                      agent: {cpu: 0.1, memory: 64Mi}
                      service: {cpu: 250m, memory: 2Gi}
                      max:
                        build: {cpu: 4, cpuLimit: 8, memory: 8Gi}
                        service: {memory: 2Gi, memoryLimit: 4Gi}
                    capacity: [spot, on-demand]
                    fallbackAfter: 45s
                    unschedulableAfter: 1h30m
                    variables: {KEY: value, FLAG: true, EMPTY: ""}
                    pullPolicy: [Always, IfNotPresent]
                    pullSecrets: [registry]
                    terminationGrace: 500ms
                    onDemandFrom: 20m
                    disruptionBudget: true
                    security:
                      capabilities: {add: [SYS_PTRACE], drop: [MKNOD]}
                      privilegeEscalation: false
                      runAsUser: 1000680000
                      seccomp: Unconfined
                    pod:
                      nodeSelector: {disk: ssd}
                      tolerations: [{key: team, value: blue}]
                      labels: {example.com/team: blue}
                      annotations: {note: "a b, c"}
                      serviceAccount: ci
                      serviceAccountToken: true
                      volumes:
                        - {name: shm, mountPath: /dev/shm, emptyDir: {medium: Memory, sizeLimit: 1Gi}}
                        - {name: key, mountPath: /key, secret: {secretName: key, defaultMode: 0400, items: [{key: "", mode: 0o640}]}}
                        - {name: maven, mountPath: /cache/maven/, subPath: ci, readOnly: true, persistentVolumeClaim: {claimName: maven}}
                      spec:
                        priorityClassName: ci
                        dnsConfig: {options: [{name: ndots, value: "2"}]}
                        containers:
                          - {name: build, resources: {limits: {nvidia.com/gpu: 1}}}
                          - {name: agent, env: [{name: MOOD, value: "0777"}]}
                        volumes: [{name: builds, emptyDir: {medium: Memory}}]
                    overwrites: {nodeSelector: disk=.*, serviceAccount: "ci|deploy"}
                    allowedImages: ["registry.example.com/**"]
                    allowedServices: ["postgres:*", redis]
                    allowedUsers: [1000, 1001]
                    allowedGroups: [1000]
                """);

        assertThat(file.gitlabUrl()).isEqualTo(URI.create("https://gitlab.example.com"));
        assertThat(file.capacities())
                .isEqualTo(Map.of(
                        CapacityType.SPOT,
                        new NodeChoice(
                                Map.of("kops.k8s.io/instancegroup", "nodes_spot"),
                                List.of(
                                        new Toleration("dedicated", "spot", "NoSchedule"),
                                        new Toleration("interruptible", null, null))),
                        CapacityType.ON_DEMAND,
                        new NodeChoice(Map.of("pool", "1"), List.of())));
        assertThat(file.named("small"))
                .contains(new JobClass(
                        "small",
                        new Secret("glrt-one"),
                        10,
                        "ci",
                        "alpine:3.22",
                        new Resources("1", "1500m", "512Mi", null, "5Gi", "6Gi"),
                        new Resources("0.1", null, "64Mi", "512Mi", null, null),
                        new Resources("250m", null, "2Gi", null, null, null),
                        List.of(CapacityType.SPOT, CapacityType.ON_DEMAND),
                        Duration.ofSeconds(45),
                        Duration.ofMinutes(90),
                        Map.of("KEY", "value", "FLAG", "true", "EMPTY", ""),
                        List.of("Always", "IfNotPresent"),
                        List.of("registry"),
                        Duration.ofMillis(500),
                        Duration.ofMinutes(20),
                        true,
                        new Security(
                                false,
                                List.of("SYS_PTRACE"),
                                List.of("MKNOD", "NET_RAW"),
                                false,
                                1_000_680_000L,
                                "Unconfined"),
                        new PodSettings(
                                new NodeChoice(Map.of("disk", "ssd"), List.of(new Toleration("team", "blue", null))),
                                Map.of("example.com/team", "blue"),
                                Map.of("note", "a b, c"),
                                "ci",
                                true,
                                List.of(
                                        new ClassVolume(
                                                "shm",
                                                "/dev/shm",
                                                null,
                                                false,
                                                "emptyDir",
                                                Map.of("medium", "Memory", "sizeLimit", "1Gi")),
                                        new ClassVolume(
                                                "key",
                                                "/key",
                                                null,
                                                false,
                                                "secret",
                                                Map.of(
                                                        "secretName",
                                                        "key",
                                                        "defaultMode",
                                                        256L,
                                                        "items",
                                                        List.of(Map.of("key", "", "mode", 416L)))),
                                        new ClassVolume(
                                                "maven",
                                                "/cache/maven",
                                                "ci",
                                                true,
                                                "persistentVolumeClaim",
                                                Map.of("claimName", "maven"))),
                                Map.of(
                                        "priorityClassName",
                                        "ci",
                                        "dnsConfig",
                                        Map.of("options", List.of(Map.of("name", "ndots", "value", "2"))),
                                        "containers",
                                        List.of(
                                                Map.of(
                                                        "name",
                                                        "build",
                                                        "resources",
                                                        Map.of("limits", Map.of("nvidia.com/gpu", 1))),
                                                Map.of(
                                                        "name",
                                                        "agent",
                                                        "env",
                                                        List.of(Map.of("name", "MOOD", "value", "0777")))),
                                        "volumes",
                                        List.of(Map.of("name", "builds", "emptyDir", Map.of("medium", "Memory"))))),
                        new Allowance(
                                new Resources("4", "8", "8Gi", null, null, null),
                                new Resources(null, null, "2Gi", "4Gi", null, null),
                                new Allowance.Overwrites("disk=.*", null, null, null, "ci|deploy"),
                                List.of(new Glob("registry.example.com/**")),
                                List.of(new Glob("postgres:*"), new Glob("redis")),
                                List.of(1000L, 1001L),
                                List.of(1000L))));
    }

    @Test
    void needsNoMoreThanNameTokenAndLimit() throws IOException {
        ClassFile file = read("""
                gitlab: http://127.0.0.1:8080
                classes: [{name: small, token: glrt-one, limit: 0}]
                """);

        assertThat(file.capacities()).isEmpty();
        assertThat(file.classes())
                .containsExactly(new JobClass(
                        "small",
                        new Secret("glrt-one"),
                        0,
                        "default",
                        "debian:12",
                        new Resources("500m", null, "1Gi", null, null, null),
                        new Resources("50m", null, "128Mi", "512Mi", null, null),
                        new Resources("100m", null, "256Mi", "1Gi", null, null),
                        List.of(CapacityType.ON_DEMAND),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(10),
                        Map.of(),
                        List.of("IfNotPresent"),
                        List.of(),
                        Duration.ofMinutes(2),
                        null,
                        false,
                        Security.USUAL,
                        PodSettings.USUAL,
                        Allowance.USUAL));
    }

    @Test
    void whoNamesNetRawOrAllDecidesAboutItAndNobodyElse() throws IOException {
        ClassFile file = read("""
                gitlab: https://gitlab.example.com
                classes:
                  - {name: a, token: t1, limit: 1, security: {capabilities: {add: [NET_RAW]}}}
                  - {name: b, token: t2, limit: 1, security: {capabilities: {drop: [ALL], add: [CHOWN]}}}
                  - {name: c, token: t3, limit: 1, security: {capabilities: {add: [ALL]}}}
                  - {name: d, token: t4, limit: 1, security: {privileged: true}}
                """);

        assertThat(file.classes())
                .extracting(JobClass::security)
                .containsExactly(
                        security(false, List.of("NET_RAW"), List.of()),
                        security(false, List.of("CHOWN"), List.of("ALL")),
                        security(false, List.of("ALL"), List.of()),
                        security(true, List.of(), List.of("NET_RAW")));
    }

    private static Security security(boolean privileged, List<String> add, List<String> drop) {
        return new Security(privileged, add, drop, true, null, "RuntimeDefault");
    }

    @Test
    void aContainersDefaultsHoldKeyByKeyAndNoneTakesThemAway() throws IOException {
        ClassFile file = read("""
                gitlab: https://gitlab.example.com
                classes:
                  - {name: a, token: t1, limit: 1, resources: {build: {cpu: 2}}}
                  - {name: b, token: t2, limit: 1, resources: {build: {cpu: none, memory: none}, agent: {memory: 64Mi, memoryLimit: 96Mi}}}
                  - {name: c, token: t3, limit: 1, resources: {agent: {memory: 192Mi}}}
                  - {name: d, token: t4, limit: 1, resources: {agent: {memory: 1Gi}}}
                """);

        assertThat(file.classes())
                .extracting(JobClass::build)
                .containsExactly(
                        new Resources("2", null, "1Gi", null, null, null),
                        new Resources(null, null, null, null, null, null),
                        new Resources("500m", null, "1Gi", null, null, null),
                        new Resources("500m", null, "1Gi", null, null, null));
        assertThat(file.classes())
                .extracting(JobClass::agent)
                .containsExactly(
                        new Resources("50m", null, "128Mi", "512Mi", null, null),
                        new Resources("50m", null, "64Mi", "96Mi", null, null),
                        new Resources("50m", null, "192Mi", "512Mi", null, null),
                        new Resources("50m", null, "1Gi", null, null, null));
    }

    @Test
    void readsATokenFromAFileBesideTheClassFile() throws IOException {
        Files.createDirectory(folder.resolve("tokens"));
        Files.writeString(folder.resolve("tokens/small"), "glrt-from-file\n");

        ClassFile file = read("""
                gitlab: https://gitlab.example.com
                classes: [{name: small, tokenFile: tokens/small, limit: 1}]
                """);

        assertThat(file.classes()).extracting(JobClass::token).containsExactly(new Secret("glrt-from-file"));
    }

    @Test
    void neitherNeedsNorKeepsTokensThatAreLeftOut() throws IOException {
        Path path = Files.writeString(folder.resolve("classes.yaml"), """
                gitlab: https://gitlab.example.com
                classes:
                  - {name: a, token: glrt-one, limit: 1}
                  - {name: b, token: glrt-one, limit: 1}
                  - {name: c, tokenFile: not-mounted-here, limit: 1}
                  - {name: d, limit: 1}
                """);

        ClassFile file = ClassFile.read(path, Tokens.LEFT_OUT);

        assertThat(file.classes())
                .hasSize(4)
                .allSatisfy(jobClass -> assertThat(jobClass.token()).isNull());
        assertThat(file.toString()).doesNotContain("glrt");
    }

    @Test
    void printsNeitherTokensNorVariables() throws IOException {
        ClassFile file = read("""
                gitlab: https://gitlab.example.com
                classes: [{name: small, token: glrt-one, limit: 1, variables: {KEY: glrt-two}}]
                """);

        assertThat(file.toString()).contains("small").doesNotContain("glrt");
        assertThat(new Secret("glrt-one")).hasToString("***");
    }

    @Test
    void resolvesAnchorsWhereOperatorsUseThem() throws IOException {
        ClassFile file = read("""
                gitlab: https://gitlab.example.com
                classes:
                  - {name: a, token: t1, limit: 1, variables: &common {KEY: value}}
                  - {name: b, token: t2, limit: 1, variables: *common}
                """);

        assertThat(file.classes()).extracting(JobClass::variables).containsOnly(Map.of("KEY", "value"));
    }

    private ClassFile read(String yaml) throws IOException {
        return ClassFile.read(Files.writeString(folder.resolve("classes.yaml"), yaml), Tokens.REQUIRED);
    }
}
