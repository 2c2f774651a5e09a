package dev.ondes.gitlab;

import java.util.Map;
import java.util.Set;

/**
 * What GitLab is told about a runner with each request that names its token. It belongs to the first request already: one
 * without it leaves the runner without features in GitLab's eyes for up to 55 minutes, and canceled jobs without their
 * {@code after_script}.
 *
 * @param name program's name
 * @param version program's version
 * @param revision commit it was built from
 * @param platform operating system of the pods
 * @param architecture of the pods, by Go's names, such as {@code amd64}
 * @param features those that are offered; all others are sent as false
 * @param labels free labels of the runner
 */
public record RunnerInfo(
        String name,
        String version,
        String revision,
        String platform,
        String architecture,
        String executor,
        String shell,
        Set<RunnerFeature> features,
        Map<String, String> labels) {

    public RunnerInfo {
        features = Set.copyOf(features);
        labels = Map.copyOf(labels);
    }

    /** Ondes as it is: pods on Linux with bash or sh, and the features of this version. */
    public static RunnerInfo ondes(String version, String revision) {
        String architecture = System.getProperty("os.arch", "amd64");
        return new RunnerInfo(
                "ondes",
                version,
                revision,
                "linux",
                architecture.equals("aarch64") ? "arm64" : architecture,
                "kubernetes",
                "bash",
                RunnerFeature.offeredNow(),
                Map.of());
    }
}
