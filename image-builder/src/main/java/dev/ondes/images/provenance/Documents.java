package dev.ondes.images.provenance;

import dev.ondes.images.registry.Artifact;
import dev.ondes.images.registry.Digest;
import dev.ondes.images.registry.Repository;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Statements as they are attached: in a signed envelope where there is a key, and plain elsewhere. For the same facts the plain one
 * is the same to the byte.
 */
record Documents(Optional<SigningKey> key, String builderId) {
    private static final String TYPE = "application/vnd.in-toto+json";

    Artifact about(BuildFacts facts, Repository repository, Digest image) {
        byte[] statement = Statement.of(facts, List.of(repository.toString()), image, builderId);
        Map<String, String> annotations = Map.of("in-toto.io/predicate-type", Statement.PREDICATE);
        return key.map(signer -> new Artifact(Envelope.TYPE, Envelope.around(statement, TYPE, signer), annotations))
                .orElseGet(() -> new Artifact(TYPE, statement, annotations));
    }
}
