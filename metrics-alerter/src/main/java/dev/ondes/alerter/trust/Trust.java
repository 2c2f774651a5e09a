package dev.ondes.alerter.trust;

import dev.ondes.gitlab.CaFile;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.X509ExtendedTrustManager;

/** Whose word about a server's identity is taken: the JDK's authorities, and those of a file where one is set. Immutable; safe on many threads. */
public record Trust(Optional<X509ExtendedTrustManager> manager) {
    /** The JDK's alone. */
    public static final Trust USUAL = new Trust(Optional.empty());

    /**
     * Reads the file, once.
     *
     * @throws IllegalArgumentException naming the key, the file and the fix
     */
    public static Trust of(Optional<Path> caFile) {
        return new Trust(caFile.map(file -> CaFile.trust("ondes.alerter.ca-file", file)));
    }

    /** The client that is built believes them. */
    public HttpClient.Builder in(HttpClient.Builder client) {
        return manager.map(CaFile::tls).map(client::sslContext).orElse(client);
    }
}
