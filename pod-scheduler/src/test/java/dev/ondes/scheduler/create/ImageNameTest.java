package dev.ondes.scheduler.create;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.gitlab.JobPayload;
import dev.ondes.scheduler.world.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageNameTest {

    @ParameterizedTest
    @CsvSource({
        "gcc:14, gcc:14",
        "$TEAM/app, blue/app",
        "${REGISTRY}/app:${TEAM}-1, registry.test/blue/app:blue-1",
        "app:$$TEAM, app:$TEAM",
        "app$NOWHERE, app",
        "$NOWHERE, alpine:3",
        "'', alpine:3"
    })
    void expandsVariablesAndFallsBackToTheClass(String name, String image) {
        assertThat(ImageName.of(
                        JobPayload.parse(World.payload(name)),
                        World.classes().classes().getFirst()))
                .isEqualTo(image);
    }

    @Test
    void isTheClassesWhereTheJobNamesNone() {
        var payload = World.json("""
                {"id": 1, "token": "t", "steps": [{"name": "script", "script": ["true"]}]}
                """);

        assertThat(ImageName.of(
                        JobPayload.parse(payload), World.classes().classes().getFirst()))
                .isEqualTo("alpine:3");
    }
}
