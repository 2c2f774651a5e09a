package dev.ondes.scheduler.overwrite;

import dev.ondes.contracts.classes.Allowance;
import dev.ondes.contracts.classes.JobClass;
import dev.ondes.contracts.classes.JobClass.Resources;
import dev.ondes.contracts.classes.PodSettings;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.scheduler.world.Classes;
import dev.ondes.scheduler.world.World;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Jobs that want something of their pod, and classes that allow it. */
final class Jobs {
    private Jobs() {}

    /** @param variables such as {@code KEY=value}, separated by blanks; a value ends where the next one begins */
    static JobPayload saying(String variables) {
        return saying(variables, "{\"name\": \"gcc:14\"}", "");
    }

    static JobPayload saying(String variables, String image, String services) {
        String json = Arrays.stream(variables.split(" "))
                .filter(variable -> !variable.isEmpty())
                .map(variable -> variable.split("=", 2))
                .map(pair -> "{\"key\": \"%s\", \"value\": \"%s\", \"masked\": %s}"
                        .formatted(pair[0], pair[1], pair[0].startsWith("SECRET")))
                .collect(Collectors.joining(", "));
        return JobPayload.parse(World.json("""
                {"id": 1, "token": "t", "steps": [{"name": "script", "script": ["true"]}],
                 "image": %s, "variables": [%s], "services": [%s]}
                """.formatted(image, json, services)));
    }

    static JobClass allowing(Resources build, Resources service) {
        return Classes.with(
                PodSettings.USUAL,
                new Allowance(build, service, Allowance.Overwrites.NONE, List.of(), List.of(), List.of(), List.of()));
    }

    static JobClass allowing(PodSettings pod, Allowance.Overwrites overwrites) {
        return Classes.with(
                pod,
                new Allowance(
                        Resources.UNSAID, Resources.UNSAID, overwrites, List.of(), List.of(), List.of(), List.of()));
    }
}
