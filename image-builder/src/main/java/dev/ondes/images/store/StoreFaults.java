package dev.ondes.images.store;

import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** What a failure of S3 means. Error codes: Amazon S3 API reference, "Error responses". */
final class StoreFaults {
    private StoreFaults() {}

    static StoreException of(SdkException failure) {
        if (failure instanceof AwsServiceException refused) {
            AwsErrorDetails details = refused.awsErrorDetails();
            String code = details == null || details.errorCode() == null ? "" : details.errorCode();
            String message = details == null || details.errorMessage() == null ? "" : details.errorMessage();
            String said = refused.statusCode()
                    + (code.isEmpty() ? "" : " " + code)
                    + (message.isEmpty() ? "" : ": " + message);
            return new StoreException(of(refused.statusCode(), code, message), said, failure);
        }
        return new StoreException(ofClient(failure), String.valueOf(failure.getMessage()), failure);
    }

    /** The reason behind an answer. A HEAD has a status alone. */
    static StoreReason of(int status, String code, String message) {
        return switch (code) {
            case "RequestTimeTooSkewed" -> StoreReason.CLOCK_SKEW;
            case "ExpiredToken", "TokenRefreshRequired", "InvalidToken" -> StoreReason.EXPIRED;
            case "InvalidAccessKeyId", "SignatureDoesNotMatch" -> StoreReason.WRONG_CREDENTIALS;
            case "AccessDenied" -> message.contains("expired") ? StoreReason.EXPIRED : StoreReason.FORBIDDEN;
            case "NoSuchBucket" -> StoreReason.NO_BUCKET;
            case "NoSuchKey" -> StoreReason.MISSING;
            case "NoSuchUpload" -> StoreReason.UPLOAD_GONE;
            case "InvalidPart", "InvalidPartOrder", "EntityTooSmall" -> StoreReason.WRONG_PARTS;
            case "BadDigest", "InvalidDigest", "XAmzContentSHA256Mismatch" -> StoreReason.WRONG_HASH;
            case "IncompleteBody" -> StoreReason.TRUNCATED;
            case "EntityTooLarge" -> StoreReason.TOO_LARGE;
            case "PreconditionFailed" -> StoreReason.ALREADY_THERE;
            case "ConditionalRequestConflict", "OperationAborted" -> StoreReason.CONFLICT;
            case "SlowDown", "ServiceUnavailable", "RequestLimitExceeded" -> StoreReason.BUSY;
            case "RequestTimeout" -> StoreReason.SLOW;
            case "NotImplemented" -> StoreReason.NOT_SUPPORTED;
            default -> ofStatus(status);
        };
    }

    private static StoreReason ofStatus(int status) {
        return switch (status) {
            case 401, 403 -> StoreReason.FORBIDDEN;
            case 404 -> StoreReason.MISSING;
            case 409 -> StoreReason.CONFLICT;
            case 412 -> StoreReason.ALREADY_THERE;
            case 429, 503 -> StoreReason.BUSY;
            case 501 -> StoreReason.NOT_SUPPORTED;
            default -> status >= 500 ? StoreReason.BROKEN : StoreReason.REFUSED;
        };
    }

    private static StoreReason ofClient(SdkException failure) {
        if (failure instanceof ApiCallTimeoutException || failure instanceof ApiCallAttemptTimeoutException) {
            return StoreReason.SLOW;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException || cause instanceof HttpTimeoutException) {
                return StoreReason.SLOW;
            }
            if (says(cause, "Unable to load credentials")) {
                return StoreReason.NO_CREDENTIALS;
            }
            if (says(cause, "checksum")) {
                return StoreReason.WRONG_HASH;
            }
        }
        return StoreReason.UNREACHABLE;
    }

    private static boolean says(Throwable cause, String words) {
        @Nullable String message = cause.getMessage();
        return message != null && message.contains(words);
    }
}
