package dev.ondes.scheduler.create;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the agents of this installation have in common.
 *
 * @param image of the agent container
 * @param gitlabCa PEM text of the authorities that GitLab's certificate is checked by, beside those that everybody trusts;
 *     null for none
 */
public record AgentParts(String image, @Nullable String gitlabCa) {
    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException naming the setting and the fix
     */
    public static AgentParts of(String image, Optional<Path> caFile) {
        return new AgentParts(image, caFile.map(AgentParts::authorities).orElse(null));
    }

    private static String authorities(Path file) {
        String setting = "ondes.scheduler.gitlab-ca-file: " + file;
        try {
            String text = Files.readString(file);
            var read = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
            if (read.isEmpty()) {
                throw new IllegalArgumentException(setting + " holds no certificate: name a PEM file of authorities");
            }
            return text;
        } catch (CertificateException e) {
            throw new IllegalArgumentException(setting + " is no PEM file of certificates: name one of authorities");
        } catch (IOException e) {
            throw new IllegalArgumentException(setting + " can't be read: name a readable PEM file");
        }
    }

    int bytes() {
        return gitlabCa == null ? 0 : gitlabCa.getBytes(StandardCharsets.UTF_8).length;
    }
}
