package dev.ondes.images.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;

class StoreFaultsTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "403, RequestTimeTooSkewed, The difference is too large, CLOCK_SKEW",
                "403, AccessDenied, Request has expired, EXPIRED",
                "400, ExpiredToken, The provided token has expired., EXPIRED",
                "403, AccessDenied, Access Denied, FORBIDDEN",
                "403, SignatureDoesNotMatch, -, WRONG_CREDENTIALS",
                "403, InvalidAccessKeyId, -, WRONG_CREDENTIALS",
                "403, -, -, FORBIDDEN",
                "404, NoSuchBucket, -, NO_BUCKET",
                "404, NoSuchKey, -, MISSING",
                "404, NoSuchUpload, -, UPLOAD_GONE",
                "404, -, -, MISSING",
                "400, BadDigest, -, WRONG_HASH",
                "400, XAmzContentSHA256Mismatch, -, WRONG_HASH",
                "400, IncompleteBody, -, TRUNCATED",
                "400, EntityTooLarge, -, TOO_LARGE",
                "400, InvalidPart, -, WRONG_PARTS",
                "412, PreconditionFailed, -, ALREADY_THERE",
                "409, ConditionalRequestConflict, -, CONFLICT",
                "503, SlowDown, -, BUSY",
                "429, -, -, BUSY",
                "500, InternalError, -, BROKEN",
                "502, -, -, BROKEN",
                "501, NotImplemented, -, NOT_SUPPORTED",
                "400, InvalidRequest, -, REFUSED",
            })
    void tellsWhatAnAnswerMeans(int status, String code, String message, StoreReason reason) {
        // Given
        var failure = AwsServiceException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();

        // When
        StoreException told = StoreFaults.of(failure);

        // Then
        assertThat(told.reason()).isEqualTo(reason);
        assertThat(told).hasMessageStartingWith(reason.sentence()).hasMessageContaining(Integer.toString(status));
    }

    @Test
    void tellsWhatNoAnswerMeans() {
        assertThat(StoreFaults.of(client(new ConnectException("refused"))).reason())
                .isEqualTo(StoreReason.UNREACHABLE);
        assertThat(StoreFaults.of(client(new SocketTimeoutException("Read timed out")))
                        .reason())
                .isEqualTo(StoreReason.SLOW);
        assertThat(StoreFaults.of(ApiCallTimeoutException.builder()
                                .message("15 s")
                                .build())
                        .reason())
                .isEqualTo(StoreReason.SLOW);
        assertThat(StoreFaults.of(client(new IllegalStateException("Unable to load credentials from any of …")))
                        .reason())
                .isEqualTo(StoreReason.NO_CREDENTIALS);
    }

    private static SdkClientException client(Exception cause) {
        return SdkClientException.builder().message("failed").cause(cause).build();
    }

    @ParameterizedTest
    @EnumSource(StoreReason.class)
    void hasASentenceForEachReason(StoreReason reason) {
        assertThat(reason.sentence()).isNotBlank().doesNotEndWith(".");
    }
}
