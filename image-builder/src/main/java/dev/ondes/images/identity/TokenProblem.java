package dev.ondes.images.identity;

/** Why a token was not accepted, with the sentence that a person reads. */
public enum TokenProblem {
    MISSING("there is no bearer token; send Authorization: Bearer with a GitLab id_token"),
    MALFORMED("the token is no signed JWT"),
    ALGORITHM("the token is not signed with RS256"),
    ISSUER_UNKNOWN("the token's issuer is not one of those that this service knows"),
    KEY_UNKNOWN("the token names a key that its issuer does not publish"),
    KEYS_UNREACHABLE("the issuer's keys can't be fetched"),
    SIGNATURE("the token's signature is wrong"),
    AUDIENCE("the token is for another audience"),
    EXPIRED("the token has expired"),
    NOT_YET("the token is not valid yet; do the clocks differ?"),
    TOO_OLD("the token was issued too long ago"),
    CLAIMS("a claim of the token is missing or has the wrong form"),
    NOT_REVIEWED("the cluster does not know the token"),
    REVIEW_UNREACHABLE("the cluster can't be asked about the token");

    private final String sentence;

    TokenProblem(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }

    /** Whether it is our own doing, and the same token may be accepted a little later. */
    public boolean passing() {
        return this == KEYS_UNREACHABLE || this == REVIEW_UNREACHABLE;
    }
}
