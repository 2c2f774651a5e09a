package dev.ondes.contracts.classes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ondes.contracts.classes.ClassFile.Tokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator reads when the class file is wrong: file, line, key, fix, and no token. */
class ClassFileProblemsTest {
    private static final String SECRET = "glrt-SECRET";

    @TempDir
    private Path folder;

    /** A class that is right, and these keys in line 6. */
    private static String withKey(String line) {
        return """
                gitlab: https://gitlab.example.com
                classes:
                  - name: small
                    token: glrt-SECRET
                    limit: 10
                    %s
                """.formatted(line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limt: 3 | limt: is no known key; did you mean 'limit'?",
                "tokenfile: x | tokenfile: is no known key; did you mean 'tokenFile'?",
                "fallback_after: 3s | fallback_after: is no known key; did you mean 'fallbackAfter'?",
                "fallbackAfter: 30 | fallbackAfter: '30' must be a duration such as 500ms, 30s, 10m, 2h or 1h30m",
                "unschedulableAfter: soon | unschedulableAfter: 'soon' must be a duration such as 500ms, 30s, 10m, 2h or 1h30m",
                "terminationGrace: -1s | terminationGrace: '-1s' must be a duration such as 500ms, 30s, 10m, 2h or 1h30m",
                "terminationGrace: 1m1h | terminationGrace: '1m1h' must be a duration such as 500ms, 30s, 10m, 2h or 1h30m",
                "resources: {build: {cpu: 512Mi}} | resources.build.cpu: '512Mi' must be a quantity of CPU such as 500m, 2 or 1.5",
                "resources: {build: {cpu: -1}} | resources.build.cpu: '-1' must be a quantity of CPU such as 500m, 2 or 1.5",
                "resources: {agent: {memory: 512m}} | resources.agent.memory: '512m' must be a quantity of bytes such as 512Mi, 2Gi or 5G",
                "resources: {build: {memory: 5 GB}} | resources.build.memory: '5 GB' must be a quantity of bytes such as 512Mi, 2Gi or 5G",
                "resources: {build: {ephemeralStorage: lots}} | resources.build.ephemeralStorage: 'lots' must be a quantity of bytes such as 512Mi, 2Gi or 5G",
                "resources: {build: {cpu: 2, cpuLimit: 1500m}} | resources.build.cpuLimit: '1500m' is less than cpu, '2'; raise it or lower cpu",
                "resources: {build: {mem: 1Gi}} | resources.build.mem: is no known key; known are cpu, cpuLimit, memory, memoryLimit, ephemeralStorage, ephemeralStorageLimit",
                "resources: {agent: {memory: 1Gi, memoryLimit: 800M}} | resources.agent.memoryLimit: '800M' is less than memory, '1Gi'; raise it or lower memory",
                "resources: {build: {ephemeralStorage: 2Gi, ephemeralStorageLimit: 1Gi}} | resources.build.ephemeralStorageLimit: '1Gi' is less than ephemeralStorage, '2Gi'; raise it or lower ephemeralStorage",
                "resources: {max: {build: {cpu: 100m}}} | resources.max.build.cpu: '100m' is less than the container has without being asked, '500m'; raise it, or remove the key",
                "resources: {max: {build: {cpuLimit: 2, cpu: 4}}} | resources.max.build.cpuLimit: '2' is less than cpu, '4'; raise it or lower cpu",
                "resources: {max: {service: {memory: 512Mi}}} | resources.max.service.memory: '512Mi' is less than the container has without being asked, '1Gi'; raise it, or remove the key",
                "resources: {max: {service: {memory: 1Gi, memoryLimit: 1 Gi}}} | resources.max.service.memoryLimit: '1 Gi' must be a quantity of bytes such as 512Mi, 2Gi or 5G",
                "resources: {max: {agent: {cpu: 2}}} | resources.max.agent: is no known key; known are build, service",
                "pod: {nodeSelector: {a b: c}} | pod.nodeSelector: 'a b' must be a key as Kubernetes has them, such as team or example.com/team",
                "pod: {nodeSelector: {a: -c}} | pod.nodeSelector: '-c' must be a label's value: at most 63 letters, digits, and -, _ or . between them",
                "pod: {labels: {ondes.dev/job: '1'}} | pod.labels: 'ondes.dev/job' is Ondes' own; remove it",
                "pod: {annotations: {karpenter.sh/do-not-disrupt: 'false'}} | pod.annotations: 'karpenter.sh/do-not-disrupt' is Ondes' own; remove it",
                "pod: {tolerations: [{key: a, effect: Never}]} | pod.tolerations[0].effect: 'Never' must be one of NoSchedule, PreferNoSchedule, NoExecute",
                "pod: {serviceAccount: CI} | pod.serviceAccount: 'CI' must be a name as Kubernetes has them: lower-case letters, digits, and - or . between them",
                "pod: {volumes: [{name: a, mountPath: /a}]} | pod.volumes[0]: must be of one kind, and is of none; have one of emptyDir, persistentVolumeClaim, configMap, secret, hostPath, csi, nfs, ephemeral, projected",
                "pod: {volumes: [{name: a, mountPath: /a, emptyDir: {}, nfs: {}}]} | pod.volumes[0]: must be of one kind, and is [emptyDir, nfs]; have one of emptyDir, persistentVolumeClaim, configMap, secret, hostPath, csi, nfs, ephemeral, projected",
                "pod: {volumes: [{name: A, mountPath: /a, emptyDir: {}}]} | pod.volumes[0].name: 'A' must be a DNS label of at most 63 characters: lower-case letters, digits and inner hyphens, such as small-1",
                "pod: {volumes: [{name: notes, mountPath: /a, emptyDir: {}}]} | pod.volumes[0].name: 'notes' is a volume of Ondes' own; choose another name",
                "pod: {volumes: [{name: a, mountPath: a, emptyDir: {}}]} | pod.volumes[0].mountPath: 'a' must be an absolute path without a colon, and without . or .. or two slashes, such as /cache",
                "pod: {volumes: [{name: a, mountPath: /a/../ondes, emptyDir: {}}]} | pod.volumes[0].mountPath: '/a/../ondes' must be an absolute path without a colon, and without . or .. or two slashes, such as /cache",
                "pod: {volumes: [{name: a, mountPath: //ondes/x, emptyDir: {}}]} | pod.volumes[0].mountPath: '//ondes/x' must be an absolute path without a colon, and without . or .. or two slashes, such as /cache",
                "pod: {volumes: [{name: a, mountPath: /./ondes, emptyDir: {}}]} | pod.volumes[0].mountPath: '/./ondes' must be an absolute path without a colon, and without . or .. or two slashes, such as /cache",
                "pod: {volumes: [{name: a, mountPath: /builds/, emptyDir: {}}]} | pod.volumes[0].mountPath: '/builds/' is what the job's own files are in; mount it elsewhere, or replace the volume builds in pod.spec.volumes",
                "pod: {volumes: [{name: a, mountPath: /ondes/x, emptyDir: {}}]} | pod.volumes[0].mountPath: '/ondes/x' is kept by Ondes for itself; mount it elsewhere",
                "pod: {volumes: [{name: a, mountPath: /a, emptyDir: {}}, {name: b, mountPath: /a, emptyDir: {}}]} | pod.volumes: two volumes are mounted at /a; change one of them",
                "pod: {volumes: [{name: a, mountPath: /a, emptyDir: Memory}]} | pod.volumes[0].emptyDir: must have keys of its own, and is a single value",
                "pod: {spec: {restartPolicy: Always}} | pod.spec.restartPolicy: can't be set here: what can be set here are affinity, containers, dnsConfig, dnsPolicy, hostAliases, hostUsers, overhead, preemptionPolicy, priorityClassName, resourceClaims, runtimeClassName, schedulerName, securityContext, topologySpreadConstraints, volumes",
                "pod: {spec: {nodeSelector: {a: b}}} | pod.spec.nodeSelector: can't be set here: set pod.nodeSelector of the class instead",
                "pod: {spec: {containers: [{name: build, image: x}]}} | pod.spec.containers[0].image: can't be set here: set image of the class instead",
                "pod: {spec: {containers: [{name: agent, command: [x]}]}} | pod.spec.containers[0].command: can't be set here: what can be set here are name, env, envFrom, volumeMounts",
                "pod: {spec: {containers: [{name: proxy}]}} | pod.spec.containers[0].name: 'proxy' must be one of build, agent: a pod of Ondes has no other; services are the job's own",
                "pod: {spec: {containers: [{env: []}]}} | pod.spec.containers[0]: has no name; add one of build, agent",
                "pod: {spec: {containers: [{name: build, resources: {limits: {memory: 1Gi}}}]}} | pod.spec.containers[0].resources.limits.memory: can't be set here: set resources.build of the class instead",
                "pod: {spec: {volumes: [{name: a, emptyDir: {}}]}} | pod.spec.volumes[0].name: 'a' must be one of builds: have others in pod.volumes",
                "pod: {spec: {priorityClassName: }} | pod.spec.priorityClassName: has no value; give one, or remove the key",
                "pod: {spec: {dnsConfig: {options: [], options: []}}} | pod.spec.dnsConfig.options: stands twice, first in line 6; remove one",
                "pod: {serviceaccount: ci} | pod.serviceaccount: is no known key; did you mean 'serviceAccount'?",
                "overwrites: {labels: team=(} | overwrites.labels: 'team=(' is no regular expression (Unclosed group); write one such as team=.*",
                "overwrites: {namespace: .*} | overwrites.namespace: is no known key; known are nodeSelector, tolerations, labels, annotations, serviceAccount",
                "allowedImages: [] | allowedImages: is empty; name what is allowed, or remove the key to allow all",
                "allowedImages: ['a[b'] | allowedImages[0]: 'a[b' is no pattern for images: a bracket or a backslash in it has no end; write one such as registry.example.com/**",
                "allowedServices: redis | allowedServices: must be a list, and is a single value",
                "allowedUsers: [root] | allowedUsers[0]: 'root' must be a user's id from 0 to 2147483647, such as 1000",
                "capacity: [spot, ondemand] | capacity[1]: 'ondemand' must be one of spot, on-demand",
                "capacity: spot | capacity: must be a list, and is a single value",
                "capacity: [] | capacity: is empty; name at least one of spot, on-demand, or remove the key",
                "capacity: [spot, spot] | capacity: names a capacity twice; remove one",
                "security: {capabilities: {add: [CAP_NET_ADMIN]}} | security.capabilities.add[0]: 'CAP_NET_ADMIN' must be written without CAP_, such as NET_ADMIN",
                "security: {capabilities: {add: [net_admin]}} | security.capabilities.add[0]: 'net_admin' is no capability of Linux; did you mean 'NET_ADMIN'?",
                "security: {capabilities: {drop: [ROOT_OF_ALL_EVIL]}} | security.capabilities.drop[0]: 'ROOT_OF_ALL_EVIL' is no capability of Linux; write one such as NET_ADMIN, or ALL",
                "security: {capabilities: {add: [KILL], drop: [KILL]}} | security.capabilities.drop: 'KILL' is added as well; remove it from one of the two",
                "security: {privileged: true, seccomp: Unconfined} | security.seccomp: has no effect beside privileged: true; remove one of them",
                "security: {privileged: yes} | security.privileged: 'yes' must be true or false",
                "security: {runAsUser: root} | security.runAsUser: 'root' must be a user's id from 0 to 2147483647, such as 1000",
                "security: {seccomp: runtime/default} | security.seccomp: 'runtime/default' must be one of RuntimeDefault, Unconfined; did you mean 'RuntimeDefault'?",
                "security: {runAsNonRoot: true} | security.runAsNonRoot: is no known key; known are privileged, capabilities, privilegeEscalation, runAsUser, seccomp",
                "onDemandFrom: long | onDemandFrom: 'long' must be a duration such as 500ms, 30s, 10m, 2h or 1h30m",
                "disruptionBudget: yes | disruptionBudget: 'yes' must be true or false",
                "namespace: CI | namespace: 'CI' must be a DNS label of at most 63 characters: lower-case letters, digits and inner hyphens, such as small-1",
                "image: debian 12 | image: 'debian 12' must be one word without blanks",
                "image: [debian] | image: must be one value, and is a list",
                "image: | image: has no value; give one, or remove the key",
                "pullPolicy: always | pullPolicy: 'always' must be one of IfNotPresent, Always, Never; did you mean 'Always'?",
                "pullPolicy: [Always, never] | pullPolicy[1]: 'never' must be one of IfNotPresent, Always, Never; did you mean 'Never'?",
                "pullPolicy: [] | pullPolicy: is empty; name at least one of IfNotPresent, Always, Never, or remove the key",
                "pullSecrets: {a: b} | pullSecrets: must be a list, and is a group of keys",
                "resources: 3 | resources: must have keys of its own, and is a single value",
                "variables: [A] | variables: must have keys of its own, and is a list",
                "variables: {A: [1]} | variables.A: must be one value, and is a list",
                "variables: {A-B: x} | variables: 'A-B' is no variable's name; use letters, digits and _ only",
                "variables: {[A]: x} | variables: has a key that is no plain word; write it as one",
                "limit: 5 | limit: stands twice, first in line 5; remove one",
                "token: glrt-SECRET-2 | token: stands twice, first in line 4; remove one",
                "tokenFile: x | tokenFile: stands beside token; keep one of the two"
            })
    void namesLineKeyAndFix(String line, String problem) throws IOException {
        assertProblems(withKey(line), ":6: classes[0]." + problem);
    }

    @Test
    void namesAMissingToken() throws IOException {
        assertProblems(
                """
                gitlab: https://gitlab.example.com
                classes:
                  - name: small
                    limit: 1
                """,
                ":3: classes[0].token: is missing; add the runner's authentication token, or tokenFile with its path");
    }

    @Test
    void namesTheOtherClassOfATokenAndNotTheToken() throws IOException {
        Files.writeString(folder.resolve("same"), SECRET);
        assertProblems(
                """
                gitlab: https://gitlab.example.com
                classes:
                  - {name: a, token: glrt-SECRET, limit: 1}
                  - {name: b, token: "glrt-SECRET", limit: 1}
                  - {name: c, tokenFile: same, limit: 1}
                """,
                ":4: classes[1].token: is the token of the class in line 3 too; each class is a runner of its own, so make one for it in GitLab",
                ":5: classes[2].tokenFile: is the token of the class in line 3 too; each class is a runner of its own, so make one for it in GitLab");
    }

    @Test
    void anOnDemandFromNeedsOnDemandCapacity() throws IOException {
        assertProblems(
                """
                gitlab: https://gitlab.example.com
                classes:
                  - name: a
                    token: t1
                    limit: 1
                    capacity: [spot]
                    onDemandFrom: 20m
                """, ":7: classes[0].onDemandFrom: needs on-demand in capacity; add it there, or remove the key");
    }

    @Test
    void aClassCantWantOtherNodesThanItsCapacityHas() throws IOException {
        assertProblems(
                """
                gitlab: https://gitlab.example.com
                capacities:
                  spot: {nodeSelector: {pool: spot}}
                  on-demand: {nodeSelector: {pool: lasting}}
                classes:
                  - name: a
                    token: t1
                    limit: 1
                    capacity: [spot, on-demand]
                    pod: {nodeSelector: {pool: spot, disk: ssd}}
                """,
                ":10: classes[0].pod.nodeSelector: no node fits: those of capacity on-demand have pool: lasting;"
                        + " remove pool here, or the capacity from the class");
    }

    @Test
    void namesTheOtherClassOfAName() throws IOException {
        assertProblems("""
                gitlab: https://gitlab.example.com
                classes:
                  - {name: a, token: t1, limit: 1}
                  - {name: a, token: t2, limit: 1}
                """, ":4: classes[1].name: 'a' is the name of the class in line 3 too; choose another");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Small", "-a", "a-", "a_b", "a.b", "abcdefghij-abcdefghij"})
    void refusesANameThatCouldNotStandInAPodsName(String name) throws IOException {
        assertProblems(
                "gitlab: https://gitlab.example.com\nclasses: [{name: " + name + ", token: t, limit: 1}]\n",
                ":2: classes[0].name: '" + name
                        + "' must be a DNS label of at most 20 characters: lower-case letters, digits and inner hyphens, such as small-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"many", "-1", "1.5", "12345678"})
    void refusesALimitThatIsNoCount(String limit) throws IOException {
        assertProblems(
                "gitlab: https://gitlab.example.com\nclasses: [{name: a, token: t, limit: " + limit + "}]\n",
                ":2: classes[0].limit: '" + limit + "' must be a whole number from 0 to 999999, such as 10");
    }

    @Test
    void tellsAllProblemsAtOnceInTheOrderOfTheFile() throws IOException {
        assertProblems(
                """
                gitlab: gitlab.example.com
                capacities:
                  spott: {}
                  spot:
                    tolerations:
                      - {value: spot, effect: noSchedule}
                classes:
                  - limit: many
                    token: [glrt-SECRET]
                  - small
                """,
                ":1: gitlab: must be GitLab's base address without user or query, such as https://gitlab.example.com",
                ":3: capacities.spott: is no known key; did you mean 'spot'?",
                ":6: capacities.spot.tolerations[0].key: is missing; add for example key: dedicated",
                ":6: capacities.spot.tolerations[0].effect: 'noSchedule' must be one of NoSchedule, PreferNoSchedule, NoExecute; did you mean 'NoSchedule'?",
                ":8: classes[0].name: is missing; add for example name: small",
                ":8: classes[0].limit: 'many' must be a whole number from 0 to 999999, such as 10",
                ":9: classes[0].token: must be one value, and is a list",
                ":10: classes[1]: must have keys of its own, and is a single value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:glrt-SECRET@gitlab.example.com",
                "https://gitlab.example.com?t=glrt-SECRET",
                "ftp://x",
                "https://",
                "//x"
            })
    void refusesAnAddressWithoutRepeatingIt(String address) throws IOException {
        assertProblems(
                "gitlab: " + address + "\nclasses: [{name: a, token: t, limit: 1}]\n",
                ":1: gitlab: must be GitLab's base address without user or query, such as https://gitlab.example.com");
    }

    @Test
    void asksForClassesAndGitLab() throws IOException {
        assertProblems(
                "capacities: {}\n",
                ":1: gitlab: is missing; add for example gitlab: https://gitlab.example.com",
                ":1: classes: is missing; add for example classes: [{name: small, token: …, limit: 10}]");
        assertProblems(
                "gitlab: https://gitlab.example.com\nclasses: []\n",
                ":2: classes: has no class; add one with name, token and limit");
        assertProblems("- small\n", ":1: must have keys of its own, and is a list");
        assertProblems("# nothing\n", ": is empty; it needs at least gitlab and classes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"glrt-SECRET and more", "\"glrt-SECRET\\n\"", "glrt-SECRETé"})
    void refusesATokenThatIsNoneWithoutRepeatingIt(String token) throws IOException {
        assertProblems(
                "gitlab: https://gitlab.example.com\nclasses: [{name: a, token: " + token + ", limit: 1}]\n",
                ":2: classes[0].token: must hold one token without blanks, as GitLab shows it when a runner is made");
    }

    @Test
    void namesATokenFileThatCannotBeReadOrHoldsNoToken() throws IOException {
        Files.writeString(folder.resolve("two"), SECRET + "\n" + SECRET);
        assertProblems(
                """
                gitlab: https://gitlab.example.com
                classes:
                  - {name: a, tokenFile: missing, limit: 1}
                  - {name: b, tokenFile: two, limit: 1}
                """,
                ":3: classes[0].tokenFile: the file 'missing' can't be read; make it, readable for this service",
                ":4: classes[1].tokenFile: the file 'two' must hold one token without blanks, as GitLab shows it when a runner is made");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "token: [glrt-SECRET | :7: is no valid YAML: expected ',' or ']', but got <stream end>",
                "token: *glrt-SECRET | :6: is no valid YAML: an alias (*), anchor (&) or tag (!) is wrong; put the value into quotes",
                "token: !glrt-SECRET!x y | :6: is no valid YAML: an alias (*), anchor (&) or tag (!) is wrong; put the value into quotes",
                "token: @glrt-SECRET | :6: is no valid YAML: found character '@' that cannot start any token. (Do not use @ for indentation)",
                "token: a: glrt-SECRET | :6: is no valid YAML: mapping values are not allowed here",
            })
    void namesTheLineOfInvalidYamlAndRepeatsNothingOfIt(String line, String problem) throws IOException {
        assertProblems(withKey(line), problem);
    }

    @Test
    void refusesAFileThatIsNotThereOrNoText() throws IOException {
        assertThat(problemsOf(folder.resolve("missing.yaml")))
                .containsExactly(folder.resolve("missing.yaml")
                        + ": there is no such file; make it, or set ondes.class-file to the right one");
        assertThat(problemsOf(folder))
                .containsExactly(folder + ": can't be read; make it a file that this service may read");
        Path latin = Files.write(folder.resolve("latin.yaml"), "gitlab: é".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(problemsOf(latin)).containsExactly(latin + ": is no UTF-8 text; save it as such");
        Path binary = Files.writeString(folder.resolve("binary.yaml"), "gitlab: \u0000");
        assertThat(problemsOf(binary))
                .containsExactly(binary + ": is no valid YAML; check it for characters that don't print");
    }

    private void assertProblems(String yaml, String... problems) throws IOException {
        Path file = Files.writeString(folder.resolve("classes.yaml"), yaml);

        assertThat(problemsOf(file))
                .containsExactly(List.of(problems).stream()
                        .map(problem -> file + problem)
                        .toArray(String[]::new));
    }

    private static List<String> problemsOf(Path file) {
        var refusal = catchThrowableOfType(ClassFileException.class, () -> ClassFile.read(file, Tokens.REQUIRED));

        assertThat(refusal).isNotNull();
        assertThat(refusal).hasNoCause().hasMessage(String.join("\n", refusal.problems()));
        assertThat(refusal.getMessage()).doesNotContain("SECRET");
        return refusal.problems();
    }
}
