package dev.ondes.images.store;

/** Why the store could not do what was asked, with the sentence that a person reads. */
public enum StoreReason {
    UNREACHABLE("S3 can't be reached", true),
    SLOW("S3 did not answer in time", true),
    BUSY("S3 asks to be left in peace for a while", true),
    BROKEN("S3 has an error of its own", true),
    CONFLICT("somebody else writes the same object at this moment", true),
    NO_CREDENTIALS("there are no credentials for S3", false),
    WRONG_CREDENTIALS("S3 does not know our credentials", false),
    EXPIRED("the URL or the credentials for S3 have expired; ask for new ones", true),
    FORBIDDEN("our credentials don't allow this in S3", false),
    CLOCK_SKEW("the clock here and the clock of S3 differ too much", false),
    NO_BUCKET("the bucket is not there", false),
    NOT_SUPPORTED("this S3 can't do that", false),
    MISSING("the object is not there; upload it first", false),
    ALREADY_THERE("the object is there already", false),
    UPLOAD_GONE("the upload was completed, aborted or cleared away; begin it anew", false),
    WRONG_PARTS("the parts don't make up the whole; upload what is missing", false),
    TOO_LARGE("the context is larger than allowed", false),
    TRUNCATED("what was uploaded is shorter or longer than announced; upload it again", false),
    WRONG_HASH("what was uploaded is not what was announced; upload it again", false),
    REFUSED("S3 refused the request", false);

    private final String sentence;
    private final boolean worthRepeating;

    StoreReason(String sentence, boolean worthRepeating) {
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
