package dev.ondes.agent.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.agent.tries.PassingTroubleException;
import dev.ondes.gitlab.JobSecret;
import dev.ondes.gitlab.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A secret of AWS' Secrets Manager: the ID token takes a role for a while, by which one version is read. */
final class AwsProvider implements Provider {
    private static final int LONGEST_SESSION_NAME = 64;
    /** Said with 400, and yet it passes. */
    private static final Pattern PASSING =
            Pattern.compile(".*(Throttl|TooManyRequests|RequestLimitExceeded|IDPCommunicationError|InternalService).*");

    /** Said with 400 and a code that else is for good: AWS could not ask GitLab for the keys of its tokens. */
    private static final String GITLAB_AWAY = "retrieve verification key";

    private final JobSecret.AwsSecretsManager secret;
    private final Web web;
    private final Servers servers;
    private final Clock clock;

    /** Where the region's two services are. */
    record Servers(URI tokens, URI secrets) {
        static Servers of(String region) {
            String domain = region + (region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com");
            return new Servers(URI.create("https://sts." + domain), URI.create("https://secretsmanager." + domain));
        }
    }

    /** @param secret expanded */
    AwsProvider(JobSecret.AwsSecretsManager secret, Web web) throws SecretRefusedException {
        this(secret, web, Servers.of(Settings.name(secret.region(), "AWS_REGION")), Clock.systemUTC());
    }

    AwsProvider(JobSecret.AwsSecretsManager secret, Web web, Servers servers, Clock clock)
            throws SecretRefusedException {
        this.secret = secret;
        this.web = web;
        this.servers = servers;
        this.clock = clock;
        if (secret.jwt().reveal().isBlank()) {
            throw new SecretRefusedException(
                    "the job has no ID token for AWS: declare AWS_ID_TOKEN with id_tokens, or name"
                            + " another with token; Ondes gives jobs no role of its own");
        }
        Settings.need(secret.roleArn(), "AWS_ROLE_ARN");
    }

    @Override
    public String asked() {
        return "AWS Secrets Manager of " + secret.region() + ", " + secret.secretId();
    }

    @Override
    public String read() throws IOException {
        SigV4 signer = assumeRole();
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("SecretId", secret.secretId());
        if (!secret.versionId().isEmpty()) {
            request.put("VersionId", secret.versionId());
        }
        if (!secret.versionStage().isEmpty()) {
            request.put("VersionStage", secret.versionStage());
        }
        byte[] body = request.toString().getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder post =
                HttpRequest.newBuilder(servers.secrets().resolve("/")).POST(BodyPublishers.ofByteArray(body));
        Map<String, String> headers =
                Map.of("content-type", "application/x-amz-json-1.1", "x-amz-target", "secretsmanager.GetSecretValue");
        signer.sign(servers.secrets().getAuthority(), headers, body, clock.instant())
                .forEach(post::header);
        Answer answer = web.send(post.build());
        if (!answer.succeeded()) {
            throw refused(answer);
        }
        return value(answer.json());
    }

    private IOException refused(Answer answer) {
        JsonNode json = answer.json();
        String type = json.path("__type").asText("");
        String said = type.substring(type.indexOf('#') + 1) + " "
                + json.path("Message").asText(json.path("message").asText(""));
        if (answer.passing() || PASSING.matcher(type).matches()) {
            return new PassingTroubleException("AWS can't serve the job now (" + answer.told(said) + ")");
        }
        if (type.endsWith("ResourceNotFoundException")) {
            return new SecretMissingException("AWS has no secret " + secret.secretId() + " in " + secret.region() + " ("
                    + answer.told(said) + ")");
        }
        return new SecretRefusedException("AWS refuses to let the job read " + secret.secretId() + " ("
                + answer.told(said) + "): the role " + secret.roleArn()
                + " needs secretsmanager:GetSecretValue, and kms:Decrypt for a key of your own");
    }

    /** A binary secret stays in base64, as with gitlab-runner. */
    private String value(JsonNode json) throws SecretRefusedException {
        String value =
                json.path("SecretString").asText(json.path("SecretBinary").asText(""));
        if (value.isEmpty()) {
            throw new SecretMissingException(secret.secretId() + " has no value");
        }
        return secret.field().isEmpty() ? value : FieldValue.of(Answer.json(value), secret.field(), secret.secretId());
    }

    /** As whom the job reads. STS speaks XML, of which three fields are wanted, none with a character that XML would escape. */
    private SigV4 assumeRole() throws IOException {
        String form = Form.of(
                "Action",
                "AssumeRoleWithWebIdentity",
                "Version",
                "2011-06-15",
                "RoleArn",
                secret.roleArn(),
                "RoleSessionName",
                sessionName(),
                "WebIdentityToken",
                secret.jwt().reveal());
        Answer answer = web.send(HttpRequest.newBuilder(servers.tokens().resolve("/"))
                .header("Content-Type", Form.TYPE)
                .POST(BodyPublishers.ofString(form))
                .build());
        String xml = answer.text();
        if (!answer.succeeded()) {
            String code = element(xml, "Code");
            String told = answer.told(code + " " + element(xml, "Message"));
            if (answer.passing() || PASSING.matcher(code).matches() || told.contains(GITLAB_AWAY)) {
                throw new PassingTroubleException("AWS can't serve the job now (" + told + ")");
            }
            throw new SecretRefusedException("AWS does not let the job take the role " + secret.roleArn() + " (" + told
                    + "): check its trust policy, and 'aud' of the job's ID token");
        }
        return new SigV4(
                element(xml, "AccessKeyId"),
                new Secret(element(xml, "SecretAccessKey")),
                new Secret(element(xml, "SessionToken")),
                secret.region(),
                "secretsmanager");
    }

    /** What AWS would refuse in it is left out, as is what it has no room for. */
    private String sessionName() {
        String name = secret.roleSessionName().replaceAll("[^A-Za-z0-9_=,.@-]", "-");
        return name.length() > LONGEST_SESSION_NAME ? name.substring(0, LONGEST_SESSION_NAME) : name;
    }

    private static String element(String xml, String name) {
        Matcher element =
                Pattern.compile("<" + name + ">([^<]*)</" + name + ">").matcher(xml);
        return element.find() ? element.group(1) : "";
    }
}
