package dev.ondes.images.port;

import java.util.List;

/** Puts a list of what is in an image beside it. Thread-safe; done again with the same bytes it is the same. */
public interface Sboms {
    /**
     * Puts it there, and asks for it.
     *
     * @param names of the image; once for a repository, whatever its tags
     * @param digest of the image
     * @param dockerConfig credentials, as docker's {@code config.json}
     * @return the digest under which each repository has the document
     * @throws RefusedException when a registry does not take it, or does not have it then
     */
    String attach(List<String> names, String digest, String mediaType, byte[] document, String dockerConfig);
}
