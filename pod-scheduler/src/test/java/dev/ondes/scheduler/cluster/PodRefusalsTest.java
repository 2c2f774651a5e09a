package dev.ondes.scheduler.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodRefusalsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403|pods \"p\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=4, limited: pods=4|NO_ROOM",
                "403|pods \"p\" is forbidden: status unknown for quota: q, resources: pods|NO_ROOM",
                "403|pods \"p\" is forbidden: not yet ready to handle request|NO_ANSWER",
                "409|Operation cannot be fulfilled on resourcequotas \"q\": the object has been modified|NO_ROOM",
                "403|pods is forbidden: User \"system:serviceaccount:ondes:s\" cannot create resource \"pods\" in API group \"\" in the namespace \"ci\"|RIGHTS_MISSING",
                "401|Unauthorized|RIGHTS_MISSING",
                "404|namespaces \"ci\" not found|NAMESPACE_NOT_READY",
                "403|pods \"p\" is forbidden: unable to create new content in namespace ci because it is being terminated|NAMESPACE_NOT_READY",
                "403|pods \"p\" is forbidden: error looking up service account ci/default: serviceaccount \"default\" not found|NAMESPACE_NOT_READY",
                "500|Internal error occurred: failed calling webhook \"mutate.example\"|NO_ANSWER",
                "429|too many requests|NO_ANSWER",
                "0|connect timed out|NO_ANSWER"
            })
    void mayPass(int code, String message, Hindrance by) {
        assertThat(PodRefusals.of(refusal(code, message))).isEqualTo(new CreateAnswer.NotNow(by, message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403|pods \"p\" is forbidden: violates PodSecurity \"restricted:latest\": runAsNonRoot != true",
                "403|pods \"p\" is forbidden: [maximum cpu usage per Container is 2, but limit is 4]",
                "403|pods \"p\" is forbidden: failed quota: q: must specify limits.cpu for: build",
                "400|admission webhook \"policy.example\" denied the request: images come from our registry",
            })
    void willNotPass(int code, String message) {
        assertThat(PodRefusals.of(refusal(code, message))).isEqualTo(new CreateAnswer.Invalid(message, List.of()));
    }

    @Test
    void namesTheFieldsThatTheApiServerObjectsTo() {
        var status = new StatusBuilder()
                .withCode(422)
                .withMessage("Pod \"p\" is invalid")
                .withNewDetails()
                .addNewCause("spec.containers[1].image", "Required value", "FieldValueRequired")
                .endDetails()
                .build();

        assertThat(PodRefusals.of(new KubernetesClientException(status)))
                .isEqualTo(new CreateAnswer.Invalid("Pod \"p\" is invalid", List.of("spec.containers[1].image")));
    }

    private static KubernetesClientException refusal(int code, String message) {
        return new KubernetesClientException(
                message,
                code,
                new StatusBuilder().withCode(code).withMessage(message).build());
    }
}
