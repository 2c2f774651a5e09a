package dev.ondes.scheduler.create;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.scheduler.world.World;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnsupportedTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            {}                                         | ''
            {"secrets": {"A": {"vault": {}}}}          | ''
            {"secrets": {"A": {"akeyless": {}}}}       | this version of Ondes does not know the provider of the secret A: akeyless
            {"run": "[]"}                              | this version of Ondes does not know the keyword run
            """)
    void isSaidBeforeThereIsAPod(String more, String said) {
        var payload = World.json("""
                {"id": 4711, "token": "t", "steps": [{"name": "script", "script": ["true"]}]}
                """);
        World.json(more).properties().forEach(field -> ((ObjectNode) payload).set(field.getKey(), field.getValue()));

        assertThat(Unsupported.in(JobPayload.parse(payload)).orElse("")).isEqualTo(said);
    }
}
