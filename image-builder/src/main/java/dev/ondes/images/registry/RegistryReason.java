package dev.ondes.images.registry;

/** Why a registry could not do what was asked, with the sentence that a person reads. */
public enum RegistryReason {
    UNREACHABLE("the registry can't be reached", true),
    SLOW("the registry did not answer in time", true),
    BUSY("the registry asks to be left in peace for a while", true),
    BROKEN("the registry has an error of its own", true),
    UNAUTHORIZED("the registry does not take the credentials for it", false),
    FORBIDDEN("the registry does not allow this with the credentials for it", false),
    MISSING("the registry does not have it", false),
    TAG_TAKEN("the tag exists already, and the registry does not let it be changed", false),
    WRONG_DIGEST("the registry gave other bytes than their digest says", false),
    UNREADABLE("the registry gave a manifest that can't be read", false),
    TOO_LARGE("the manifest is larger than any registry has to take", false),
    REFUSED("the registry refused the request", false);

    private final String sentence;
    private final boolean worthRepeating;

    RegistryReason(String sentence, boolean worthRepeating) {
        this.sentence = sentence;
        this.worthRepeating = worthRepeating;
    }

    public String sentence() {
        return sentence;
    }

    /** Whether the same request may succeed a little later, with nothing changed by anybody. */
    public boolean worthRepeating() {
        return worthRepeating;
    }
}
