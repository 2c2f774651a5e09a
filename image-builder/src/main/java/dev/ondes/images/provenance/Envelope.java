package dev.ondes.images.provenance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A signed document: DSSE v1.0.2. */
final class Envelope {
    static final String TYPE = "application/vnd.dsse.envelope.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private Envelope() {}

    static byte[] around(byte[] payload, String payloadType, SigningKey key) {
        Base64.Encoder base64 = Base64.getEncoder();
        ObjectNode root = JSON.createObjectNode()
                .put("payload", base64.encodeToString(payload))
                .put("payloadType", payloadType);
        root.putArray("signatures")
                .addObject()
                .put("sig", base64.encodeToString(key.sign(toBeSigned(payload, payloadType))));
        try {
            return JSON.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** DSSE's "pre-authentication encoding": lengths go before what they count, so that nothing can be moved between the fields. */
    static byte[] toBeSigned(byte[] payload, String payloadType) {
        byte[] head = ("DSSEv1 " + payloadType.getBytes(StandardCharsets.UTF_8).length + " " + payloadType + " "
                        + payload.length + " ")
                .getBytes(StandardCharsets.UTF_8);
        byte[] whole = new byte[head.length + payload.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(payload, 0, whole, head.length, payload.length);
        return whole;
    }
}
