package dev.ondes.spot.sqs.aws;

import java.io.IOException;

/** AWS understood and says no. */
final class AwsRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String said;

    AwsRefusedException(int status, String code, String said) {
        super("HTTP " + status + " " + code + ": " + said);
        this.code = code;
        this.said = said;
    }

    String code() {
        return code;
    }

    String said() {
        return said;
    }
}
