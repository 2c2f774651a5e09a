package dev.ondes.playground.demo;

import dev.ondes.playground.cluster.Cluster;
import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.platform.Home;
import dev.ondes.playground.platform.Platform;
import dev.ondes.playground.process.RunEnd;
import java.nio.file.Path;

/**
 * A cluster and the platform on it for as long as a command runs. Ends all of it on {@link #close}, and when the
 * program is told to stop; its folder goes with it, unless starting failed and the logs in it are wanted.
 */
public final class Session implements AutoCloseable {
    private final Path folder;
    private final Cluster cluster;
    private final Platform platform;
    private final RunEnd end;

    private Session(Path folder, Cluster cluster, Platform platform, RunEnd end) {
        this.folder = folder;
        this.cluster = cluster;
        this.platform = platform;
        this.end = end;
    }

    public static Session start(ClusterKind kind, Platform.Options options, Console console) {
        Home home = Home.here();
        Path folder = Home.runFolder();
        var end = new RunEnd(folder, () -> console.say("ending; this takes up to half a minute"));
        console.say("logs and data of this run are in " + folder);
        try {
            long begin = System.nanoTime();
            Cluster cluster = kind.start(home.folder(), folder.resolve("cluster"), options.moreImages(), console::say);
            end.add(cluster::close);
            console.say("%s ready (%.1f s)".formatted(cluster.description(), (System.nanoTime() - begin) / 1e9));
            Platform platform = Platform.start(home, cluster, folder, options, console::say);
            end.add(platform::close);
            end.started();
            return new Session(folder, cluster, platform, end);
        } catch (RuntimeException e) {
            end.failed();
            throw e;
        }
    }

    public Path folder() {
        return folder;
    }

    public Cluster cluster() {
        return cluster;
    }

    public Platform platform() {
        return platform;
    }

    @Override
    public void close() {
        end.close();
    }
}
