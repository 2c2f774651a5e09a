package dev.ondes.images.builder;

import java.util.Map;
import java.util.TreeMap;

/** How builders hear of authorities: all are written in Go, which reads all certificates of the folders that a variable names. */
final class Certificates {
    private static final String FOLDERS = "SSL_CERT_DIR";

    private Certificates() {}

    /** @param usual the folders of the builder's own image, joined by colons: the variable takes their place */
    static Map<String, String> told(Map<String, String> environment, BuilderInput input, String usual) {
        if (!input.authorities()) {
            return environment;
        }
        Map<String, String> more = new TreeMap<>(environment);
        more.put(FOLDERS, usual + ":" + PodPaths.AUTHORITIES);
        return more;
    }
}
