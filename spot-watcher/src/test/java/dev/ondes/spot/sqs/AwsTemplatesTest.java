package dev.ondes.spot.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ondes.cloud.aws.AwsEvents;
import dev.ondes.spot.sqs.queue.QueueSettings;
import dev.ondes.spot.sqs.read.AwsMessage;
import dev.ondes.spot.sqs.read.MessageReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The templates in {@code deploy/aws}: well-formed, alike, and their rules let through what the reader reads. */
class AwsTemplatesTest {
    private static final Path FOLDER = Path.of("../deploy/aws");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-03-04T10:00:00Z");
    private static final List<String> RIGHTS = List.of(
            "autoscaling:CompleteLifecycleAction",
            "autoscaling:RecordLifecycleActionHeartbeat",
            "ec2:DescribeInstanceStatus",
            "sqs:ChangeMessageVisibility",
            "sqs:DeleteMessage",
            "sqs:ReceiveMessage");

    static Map<String, String> wanted() {
        Map<String, String> wanted = new TreeMap<>();
        wanted.put(AwsEvents.spotInterruption("i-0a", "terminate", NOW), "spot");
        wanted.put(AwsEvents.capacityReservation("i-0a", NOW), "spot");
        wanted.put(AwsEvents.rebalance("i-0a", NOW), "rebalance");
        for (String state : List.of("stopping", "stopped", "shutting-down", "terminated", "running")) {
            wanted.put(AwsEvents.stateChange("i-0a", state, NOW), "state-change");
        }
        wanted.put(AwsEvents.terminating("ci-spot", "ondes-drain", "i-0a", NOW), "lifecycle");
        wanted.put(AwsEvents.launching("ci-spot", "ondes-join", "i-0a", NOW), "lifecycle");
        wanted.put(AwsEvents.health("AWS_EC2_X", "open", "c", List.of("i-0a"), NOW, NOW), "health");
        return wanted;
    }

    static Stream<Map.Entry<String, String>> wantedEvents() {
        return wanted().entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("wantedEvents")
    void oneRuleLetsThroughEachEventThatWeReadSomethingFrom(Map.Entry<String, String> event) throws IOException {
        assertThat(new MessageReader().read(event.getKey(), NOW))
                .isNotInstanceOfAny(AwsMessage.Nothing.class, AwsMessage.Junk.class, AwsMessage.Unusable.class);
        assertThat(letThrough(event.getKey())).containsExactly(event.getValue());
    }

    static List<String> unwantedEvents() {
        String health = AwsEvents.health("AWS_EC2_X", "open", "c", List.of("i-0a"), NOW, NOW);
        return List.of(
                AwsEvents.stateChange("i-0a", "pending", NOW),
                health.replace("\"service\":\"EC2\"", "\"service\":\"RDS\""),
                health.replace("scheduledChange", "issue"),
                "{\"source\":\"aws.s3\",\"detail-type\":\"Object Created\",\"detail\":{}}");
    }

    @ParameterizedTest
    @MethodSource("unwantedEvents")
    void noRuleLetsThroughWhatNothingFollowsFrom(String event) throws IOException {
        assertThat(new MessageReader().read(event, NOW)).isInstanceOf(AwsMessage.Nothing.class);
        assertThat(letThrough(event)).isEmpty();
    }

    @Test
    void cloudFormationHasTheRulesOfTheFiles() throws IOException {
        Map<String, JsonNode> rules = new TreeMap<>();
        for (JsonNode resource : cloudFormation().path("Resources")) {
            if (resource.path("Type").asText().equals("AWS::Events::Rule")) {
                String name = resource.at("/Properties/Name/Fn::Sub").asText();
                rules.put(name.replace("${Name}-ondes-", ""), resource.at("/Properties/EventPattern"));
            }
        }

        assertThat(rules).isEqualTo(patterns());
    }

    @Test
    void bothTemplatesAskForTheLeastRights() throws IOException {
        assertThat(rights(Files.readString(FOLDER.resolve("main.tf")))).containsExactlyElementsOf(RIGHTS);
        assertThat(rights(cloudFormation().toString())).containsExactlyElementsOf(RIGHTS);
    }

    @Test
    void bothTemplatesMakeTheQueueAlike() throws IOException {
        JsonNode queue = cloudFormation().at("/Resources/Nodes/Properties");
        String terraform = Files.readString(FOLDER.resolve("main.tf"));

        assertThat(queue.path("MessageRetentionPeriod").asInt()).isEqualTo(300);
        assertThat(queue.path("VisibilityTimeout").asInt()).isEqualTo(30);
        assertThat(queue.at("/RedrivePolicy/maxReceiveCount").asInt()).isEqualTo(8);
        assertThat(terraform)
                .containsPattern("message_retention_seconds += 300")
                .containsPattern("visibility_timeout_seconds += 30")
                .containsPattern("maxReceiveCount = 8")
                .containsPattern("default_result += \"CONTINUE\"")
                .contains("fileset(\"${path.module}/patterns\", \"*.json\")");
    }

    /** Set aside by the queue before we give it up, else nobody could look at it. */
    @Test
    void theQueueSetsAsideWhatFailsBeforeItIsGivenUp() throws IOException {
        int receives = cloudFormation()
                .at("/Resources/Nodes/Properties/RedrivePolicy/maxReceiveCount")
                .asInt();

        assertThat(receives).isLessThan(QueueSettings.DEFAULT.tries());
    }

    /** No parser of Terraform's language is at hand: brackets and quotes are looked at, outside of comments. */
    @Test
    void everyBracketOfTheTerraformFileIsClosed() throws IOException {
        Deque<Character> open = new ArrayDeque<>();
        for (String line : Files.readAllLines(FOLDER.resolve("main.tf"))) {
            String code = line.strip().startsWith("#") ? "" : line.replaceAll("\"(?:[^\"\\\\]|\\\\.)*\"", "");
            assertThat(code).doesNotContain("\"");
            for (char c : code.toCharArray()) {
                switch (c) {
                    case '{', '[', '(' -> open.push(c);
                    case '}', ']', ')' ->
                        assertThat("" + open.pop() + c).as(line).isIn("{}", "[]", "()");
                    default -> {}
                }
            }
        }
        assertThat(open).isEmpty();
    }

    private static List<String> letThrough(String event) throws IOException {
        JsonNode json = JSON.readTree(event);
        return patterns().entrySet().stream()
                .filter(pattern -> matches(pattern.getValue(), json))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** EventBridge's rule: each field of the pattern is there with one of the values; objects go deeper. */
    private static boolean matches(JsonNode pattern, JsonNode event) {
        return pattern.properties().stream().allMatch(field -> {
            JsonNode value = event.path(field.getKey());
            if (field.getValue().isObject()) {
                return matches(field.getValue(), value);
            }
            return Stream.of(JSON.convertValue(field.getValue(), JsonNode[].class))
                    .anyMatch(value::equals);
        });
    }

    private static Map<String, JsonNode> patterns() throws IOException {
        Map<String, JsonNode> patterns = new TreeMap<>();
        try (var files = Files.newDirectoryStream(FOLDER.resolve("patterns"), "*.json")) {
            for (Path file : files) {
                patterns.put(file.getFileName().toString().replace(".json", ""), JSON.readTree(file.toFile()));
            }
        }
        return patterns;
    }

    private static JsonNode cloudFormation() throws IOException {
        var load = new Load(LoadSettings.builder().build());
        return JSON.valueToTree(load.loadFromString(Files.readString(FOLDER.resolve("cloudformation.yaml"))));
    }

    private static TreeSet<String> rights(String template) {
        var rights = new TreeSet<String>();
        var matcher =
                Pattern.compile("\"((?:sqs|ec2|autoscaling):[A-Z][A-Za-z]+)\"").matcher(template);
        while (matcher.find()) {
            rights.add(matcher.group(1));
        }
        // The right of EventBridge, not ours.
        rights.remove("sqs:SendMessage");
        return rights;
    }
}
