package dev.ondes.playground.platform;

import dev.ondes.playground.broker.Broker;
import dev.ondes.playground.cluster.Cluster;
import dev.ondes.playground.cluster.MoreImages;
import dev.ondes.playground.gitlab.GitLabMain;
import dev.ondes.playground.images.ObjectStore;
import dev.ondes.playground.process.Place;
import dev.ondes.playground.process.PlaygroundException;
import dev.ondes.playground.process.Program;
import dev.ondes.playground.process.RunningProgram;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The whole platform: a broker, a GitLab, job-dispatcher and one or more pod-schedulers on a given cluster, each a
 * process of its own; and, where they are wanted, the parts that watch, take nodes away, and build images. Owns all but the cluster. {@link #close} ends them in the reverse order of their start.
 */
public final class Platform implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    /** Of the checkout. */
    private static final String PRICES = "deploy/node-groups/prices.yaml";

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final Broker broker;
    private final GitLabApi gitlab;
    private final Service dispatcher;
    private final List<Service> schedulers;
    private final Alerting alerting;
    private final @Nullable SpotWatch spot;
    private final @Nullable ImageBuilding images;
    private final @Nullable ObjectStore caches;

    /**
     * What may differ from run to run.
     *
     * @param schedulers how many pod-schedulers: one leads, the others stand by
     * @param lease how long a dead leader keeps its lease
     * @param gitlabArguments more arguments of the simulated GitLab
     * @param spotWatchers how many spot-watchers, with a detector on each node; none: nobody hears of nodes that will go
     * @param images whether there are a registry and an S3
     * @param caches whether jobs may have caches, in an S3 of their own
     * @param alerting how many metrics-alerters
     */
    public record Options(
            List<RunnerClass> classes,
            int schedulers,
            Duration lease,
            List<String> gitlabArguments,
            int spotWatchers,
            boolean images,
            boolean caches,
            Alerting.Wanted alerting) {
        /** Two classes, a leader and a standby. */
        public static final Options DEMO = new Options(
                RunnerClass.DEMO, 2, Duration.ofSeconds(5), List.of(), 0, false, false, Alerting.Wanted.NONE);

        /** Copies the lists. */
        public Options {
            classes = List.copyOf(classes);
            gitlabArguments = List.copyOf(gitlabArguments);
        }

        /** What its cluster's nodes are best given from the beginning. */
        public Set<MoreImages> moreImages() {
            return images ? Set.of(MoreImages.BUILDS) : Set.of();
        }

        /** The same with another number of schedulers. */
        public Options withSchedulers(int number) {
            return new Options(classes, number, lease, gitlabArguments, spotWatchers, images, caches, alerting);
        }

        /** The same with other classes. */
        public Options withClasses(RunnerClass... other) {
            return new Options(
                    List.of(other), schedulers, lease, gitlabArguments, spotWatchers, images, caches, alerting);
        }

        /** The same with that many spot-watchers. */
        public Options withSpotWatchers(int number) {
            return new Options(classes, schedulers, lease, gitlabArguments, number, images, caches, alerting);
        }

        /** The same with or without what building images needs. */
        public Options withImages(boolean wanted) {
            return new Options(classes, schedulers, lease, gitlabArguments, spotWatchers, wanted, caches, alerting);
        }

        /** The same with or without a store for jobs' caches. */
        public Options withCaches(boolean wanted) {
            return new Options(classes, schedulers, lease, gitlabArguments, spotWatchers, images, wanted, alerting);
        }

        /** The same with metrics-alerters. */
        public Options withAlerting(Alerting.Wanted wanted) {
            return new Options(classes, schedulers, lease, gitlabArguments, spotWatchers, images, caches, wanted);
        }

        /** The same with more arguments of the simulated GitLab. */
        public Options withGitLabArguments(String... arguments) {
            return new Options(classes, schedulers, lease, List.of(arguments), spotWatchers, images, caches, alerting);
        }
    }

    private Platform(Home home, Cluster cluster, Path folder, Options options, Consumer<String> say) {
        Place place = cluster.place();
        this.schedulers = new ArrayList<>();
        try {
            var settings = new Settings(folder.resolve("settings"));
            var host = new ServiceHost(home, place, folder);
            String adminToken = Settings.randomToken();
            int gitlabPort = place.freePort();
            int hookPort = place.freePort();
            URI gitlabUrl = URI.create("http://" + place.address() + ":" + gitlabPort);
            this.gitlab = remember(new GitLabApi(gitlabUrl, adminToken));
            var brokerStart =
                    inBackground(() -> timed("broker", say, () -> Broker.start(place, folder.resolve("broker"), say)));
            Path hookSecret = settings.secret("webhook-secret", Settings.randomToken());
            Path accessToken = settings.secret("admin-token", adminToken);
            timed(
                    "GitLab",
                    say,
                    () -> startGitLab(home, place, folder, options, gitlabPort, hookPort, accessToken, hookSecret));
            this.broker = remember(brokerStart.join());
            say.accept(broker.description() + ", GitLab at " + gitlabUrl);

            var shared = new SharedSettings(
                    broker.url(),
                    settings.secret("classes.yaml", classFile(gitlabUrl, cluster, options.classes())),
                    settings.secret("keys", Settings.randomKeyRing()),
                    home.file(PRICES));
            this.dispatcher = host.service(
                    "job-dispatcher",
                    "job-dispatcher",
                    settings.properties(
                            "job-dispatcher.properties", shared.dispatcher(folder, hookSecret, accessToken)),
                    hookPort);
            this.alerting = new Alerting(host.yielding(), settings, shared.broker(), gitlabUrl, options.alerting());
            remember(this::closeServices);
            this.caches = options.caches() ? remember(ObjectStore.start(place, folder.resolve("cache"))) : null;
            Path kubeconfig = cluster.kubeconfigOf("pod-scheduler");
            for (int i = 1; i <= options.schedulers(); i++) {
                String name = "pod-scheduler-" + i;
                schedulers.add(host.service(
                        "pod-scheduler",
                        name,
                        settings.properties(
                                name + ".properties",
                                shared.scheduler(name, cluster.namespace(), kubeconfig, options.lease(), caches)),
                        place.freePort()));
            }
            timed("services", say, this::startServices);
            alerting.start();
            this.images = options.images()
                    ? timed(
                            "registry, S3 and image-builder",
                            say,
                            () -> remember(ImageBuilding.start(
                                    host, cluster, folder, settings, shared.broker(), gitlabUrl, say)))
                    : null;
            if (images != null) {
                images.tell(gitlab);
            }
            this.spot = options.spotWatchers() == 0
                    ? null
                    : timed(
                            "spot-watcher and detectors",
                            say,
                            () -> remember(SpotWatch.start(host, cluster, settings, shared.broker(), options)));
        } catch (RuntimeException e) {
            close();
            throw e instanceof CompletionException && e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /**
     * Starts all, and returns when all are ready.
     *
     * @param folder for settings, data and logs
     * @param say hears a line for each part
     */
    public static Platform start(Home home, Cluster cluster, Path folder, Options options, Consumer<String> say) {
        return new Platform(home, cluster, folder, options, say);
    }

    private RunningProgram startGitLab(
            Home home,
            Place place,
            Path folder,
            Options options,
            int port,
            int hookPort,
            Path adminToken,
            Path hookSecret) {
        List<String> arguments = new ArrayList<>(List.of(
                "--listen",
                place.address() + ":" + port,
                "--data",
                folder.resolve("gitlab").toString(),
                "--webhook",
                "http://" + place.address() + ":" + hookPort + "/hooks/gitlab",
                "--webhook-secret-file",
                hookSecret.toString(),
                "--admin-token-file",
                adminToken.toString()));
        arguments.addAll(options.gitlabArguments());
        return remember(RunningProgram.start(new Program(
                        "gitlab", folder, place.command(home.playground(GitLabMain.class.getName(), arguments)))))
                .awaitReady(START_LIMIT, gitlab::answers);
    }

    private void startServices() {
        List<Service> all = new ArrayList<>(schedulers);
        all.add(dispatcher);
        all.forEach(Service::start);
        all.forEach(Service::awaitReady);
    }

    /** All at once: each takes a second or two. */
    private void closeServices() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.execute(dispatcher::close);
            alerting.replicas().forEach(replica -> threads.execute(replica::close));
            schedulers.forEach(scheduler -> threads.execute(scheduler::close));
        }
    }

    private String classFile(URI gitlabUrl, Cluster cluster, List<RunnerClass> classes) {
        var yaml = new StringBuilder("gitlab: " + gitlabUrl + "\n")
                .append(cluster.capacities().indent(0))
                .append("classes:\n");
        classes.forEach(runner -> yaml.append(runner.yaml(
                gitlab.createRunner(runner.name(), runner.tags(), runner.tags().isEmpty()), cluster.namespace())));
        return yaml.toString();
    }

    private static <T> CompletableFuture<T> inBackground(java.util.function.Supplier<T> work) {
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        return CompletableFuture.supplyAsync(work, threads).whenComplete((result, failure) -> threads.shutdown());
    }

    private static void timed(String what, Consumer<String> say, Runnable work) {
        timed(what, say, () -> {
            work.run();
            return true;
        });
    }

    private static <T> T timed(String what, Consumer<String> say, java.util.function.Supplier<T> work) {
        long begin = System.nanoTime();
        T result = work.get();
        say.accept("%s ready (%.1f s)".formatted(what, (System.nanoTime() - begin) / 1e9));
        return result;
    }

    private synchronized <T extends AutoCloseable> T remember(T part) {
        started.push(part);
        return part;
    }

    public Broker broker() {
        return broker;
    }

    public GitLabApi gitlab() {
        return gitlab;
    }

    public Service dispatcher() {
        return dispatcher;
    }

    public List<Service> schedulers() {
        return List.copyOf(schedulers);
    }

    /** metrics-alerter, which may not be ready yet. */
    public Alerting alerting() {
        return alerting;
    }

    /** What takes nodes away. @throws PlaygroundException where the platform has no spot-watcher */
    public SpotWatch spot() {
        if (spot == null) {
            throw new PlaygroundException("this platform runs without spot-watcher");
        }
        return spot;
    }

    /** Registry and S3, where the platform has them. */
    public Optional<ImageBuilding> images() {
        return Optional.ofNullable(images);
    }

    /** The store of jobs' caches, where the platform has one. */
    public Optional<ObjectStore> caches() {
        return Optional.ofNullable(caches);
    }

    /** The services, GitLab, then the broker. */
    @Override
    public synchronized void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
