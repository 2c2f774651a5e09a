package dev.ondes.playground.tests;

import dev.ondes.playground.process.DebianPackage;
import dev.ondes.playground.process.Tool;
import java.util.List;
import java.util.function.Consumer;

/**
 * A program that tests of several modules run as it is.
 *
 * @param program on the path
 * @param debianPackage that brings it
 * @param what it is for people
 */
record Need(String program, String debianPackage, String what) {
    static final List<Need> ALL = List.of(
            new Need("promtool", "prometheus", "Prometheus"),
            new Need("prometheus-alertmanager", "prometheus-alertmanager", "Alertmanager"),
            new Need("chromedriver", "chromium-driver", "Chromium and its driver"),
            new Need("docker-registry", "docker-registry", "registry for images"),
            // The embedded cluster's containers reach services by their names only there.
            new Need("bwrap", "bubblewrap", "bubblewrap"));

    /**
     * Installs it where it isn't there.
     *
     * @throws dev.ondes.playground.process.PlaygroundException where it can't be installed
     */
    void prepare(Consumer<String> say) {
        if (Tool.find(program).isEmpty()) {
            DebianPackage.install(debianPackage, what, "install Debian's " + debianPackage, say);
        }
    }
}
