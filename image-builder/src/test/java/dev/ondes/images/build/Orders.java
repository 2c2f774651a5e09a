package dev.ondes.images.build;

import dev.ondes.contracts.build.BuildCache;
import dev.ondes.contracts.build.BuildContext;
import dev.ondes.contracts.build.BuildSpec;
import dev.ondes.contracts.build.BuilderKind;
import dev.ondes.images.policy.Callers;
import dev.ondes.images.policy.Grant;
import dev.ondes.images.policy.ImageName;
import dev.ondes.images.policy.Limits;
import dev.ondes.images.policy.Project;
import dev.ondes.images.policy.SbomWish;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Orders and builds for tests. */
public final class Orders {
    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private Orders() {}

    public static BuildSpec spec(int priority, List<String> platforms, String... destinations) {
        return new BuildSpec(
                BuildContext.uploaded("0".repeat(64)),
                "Dockerfile",
                null,
                List.of(destinations),
                Map.of(),
                Map.of(),
                platforms,
                null,
                null,
                null,
                null,
                priority,
                null,
                null);
    }

    /** One that wants a list of what is in the image. */
    public static BuildSpec withSbom(String destination) {
        return new BuildSpec(
                BuildContext.uploaded("0".repeat(64)),
                "Dockerfile",
                null,
                List.of(destination),
                Map.of(),
                Map.of(),
                List.of(),
                null,
                null,
                null,
                null,
                0,
                null,
                true);
    }

    public static Order order(long project, String name, int priority, List<String> platforms, String destination) {
        return new Order(
                BuildId.of(project, name),
                spec(priority, platforms, destination),
                Callers.protectedRef("acme/p" + project, "main"),
                new Grant(
                        1,
                        new Project(project, "acme/p" + project),
                        List.of(ImageName.parse(destination)),
                        null,
                        BuilderKind.KANIKO,
                        "2",
                        "4Gi",
                        "20Gi",
                        Duration.ofMinutes(30),
                        null,
                        new Limits(2, 10, "2", "4Gi", "20Gi", Duration.ofMinutes(30)),
                        SbomWish.NONE),
                null,
                List.of(),
                null,
                NOON);
    }

    /** One that asks for a cache, where its rule has none. */
    public static Order cached(long project, String name, String destination) {
        Order plain = order(project, name, 0, List.of(), destination);
        var spec = new BuildSpec(
                BuildContext.uploaded("0".repeat(64)),
                "Dockerfile",
                null,
                List.of(destination),
                Map.of(),
                Map.of(),
                List.of(),
                new BuildCache(true, null, null),
                null,
                null,
                null,
                0,
                null,
                null);
        return new Order(plain.id(), spec, plain.caller(), plain.grant(), null, List.of(), null, NOON);
    }

    /** One that waits, asked for so many seconds after noon. */
    public static Build queued(long project, String name, int priority, int after) {
        return build(project, name, priority, after, null);
    }

    public static Build running(long project, String name) {
        return build(project, name, 0, 0, NOON);
    }

    private static Build build(long project, String name, int priority, int after, Instant released) {
        Order order = order(project, name, priority, List.of(), "registry.example/p" + project + "/" + name + ":1");
        Order later = new Order(
                order.id(),
                order.spec(),
                order.caller(),
                order.grant(),
                null,
                List.of(),
                null,
                NOON.plusSeconds(after));
        return new Build(later, released, null, List.of(), 0, List.of(), Optional.empty(), false);
    }
}
