package dev.ondes.images.log;

import dev.ondes.images.build.Build;
import dev.ondes.images.job.JobReader;
import dev.ondes.images.log.Attempts.Attempt;
import dev.ondes.images.watch.Sight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What we say ourselves in a build's log, where its builder can't: that it begins again, and that it waits. Pure. */
final class Notices {
    private Notices() {}

    /** Something that was asked for and is left out, which nobody would see else. */
    static Optional<String> atBegin(Build build) {
        var cache = build.order().spec().cache();
        var grant = build.order().grant();
        return cache != null && cache.enabled() && grant.cacheRepo() == null
                ? Optional.of("Ondes: a cache was asked for, but the policy's rule in line " + grant.rule()
                        + " has no cacheRepo: built without")
                : Optional.empty();
    }

    /** One for each pod that was lost between the two places; none within one pod's log. */
    static List<String> between(Position from, Position to, Build build, Sight sight, int part) {
        List<Attempt> attempts = Attempts.of(build, sight, part);
        List<String> notices = new ArrayList<>();
        for (int number = 1; number < attempts.size(); number++) {
            int stream = attempts.get(number).stream();
            if (stream > from.stream() && stream <= to.stream()) {
                notices.add("Ondes: " + wentAway(attempts.get(number - 1), sight) + "; the build"
                        + platform(build, part) + " begins again, attempt " + (number + 1));
            }
        }
        return notices;
    }

    private static String wentAway(Attempt lost, Sight sight) {
        return Optional.ofNullable(JobReader.lostNodes(sight.head()).get(lost.name()))
                .or(() -> lost.pod()
                        .flatMap(pod -> Optional.ofNullable(pod.getSpec().getNodeName())))
                .map(node -> node + " went away")
                .orElse("the node went away");
    }

    private static String platform(Build build, int part) {
        return build.order().parts() == 1 ? "" : " for " + build.order().platform(part);
    }
}
