package dev.ondes.spot.sqs.aws;

import dev.ondes.spot.sqs.queue.Queue;
import dev.ondes.spot.sqs.queue.QueueException;
import dev.ondes.spot.sqs.queue.Received;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** A queue of SQS. Thread-safe. */
public final class SqsQueue implements Queue, AutoCloseable {
    private static final Duration LONG_POLL = Duration.ofSeconds(20);
    /** More than the long poll: an empty queue answers only at its end. */
    private static final Duration CALL_LIMIT = LONG_POLL.plusSeconds(10);

    private final SqsClient sqs;
    private final String url;
    private final Duration visibility;

    private SqsQueue(SqsClient sqs, String url, Duration visibility) {
        this.sqs = sqs;
        this.url = url;
        this.visibility = visibility;
    }

    /** Asks nothing yet. */
    public static SqsQueue open(AwsSettings aws, URI queue, Duration visibility) {
        var client = SqsClient.builder()
                .region(aws.region())
                .credentialsProvider(aws.credentials())
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(5))
                        .socketTimeout(CALL_LIMIT))
                .overrideConfiguration(limits -> limits.retryStrategy(RetryMode.STANDARD)
                        .apiCallTimeout(CALL_LIMIT.plusSeconds(5))
                        .apiCallAttemptTimeout(CALL_LIMIT));
        aws.sqs().ifPresent(client::endpointOverride);
        return new SqsQueue(client.build(), queue.toString(), visibility);
    }

    @Override
    public List<Received> receive(int most) {
        return call(() -> sqs
                .receiveMessage(request -> request.queueUrl(url)
                        .maxNumberOfMessages(most)
                        .waitTimeSeconds(seconds(LONG_POLL))
                        .visibilityTimeout(seconds(visibility))
                        .messageSystemAttributeNames(
                                MessageSystemAttributeName.SENT_TIMESTAMP,
                                MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT))
                .messages()
                .stream()
                .map(SqsQueue::received)
                .toList());
    }

    private static Received received(Message message) {
        Map<MessageSystemAttributeName, String> attributes = message.attributes();
        return new Received(
                message.messageId(),
                message.receiptHandle(),
                message.body(),
                Instant.ofEpochMilli(
                        number(attributes.get(MessageSystemAttributeName.SENT_TIMESTAMP), System.currentTimeMillis())),
                (int) number(attributes.get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT), 1));
    }

    private static long number(@org.jspecify.annotations.Nullable String text, long missing) {
        return text == null ? missing : Long.parseLong(text);
    }

    @Override
    public List<Received> delete(List<Received> messages) {
        var entries = IntStream.range(0, messages.size())
                .mapToObj(i -> DeleteMessageBatchRequestEntry.builder()
                        .id(Integer.toString(i))
                        .receiptHandle(messages.get(i).receipt())
                        .build())
                .toList();
        List<BatchResultErrorEntry> failed = call(
                () -> sqs.deleteMessageBatch(request -> request.queueUrl(url).entries(entries))
                        .failed());
        // A sender's fault is a receipt that is over: then the message is seen again anyhow.
        Set<Integer> left = new HashSet<>();
        failed.stream().filter(entry -> !entry.senderFault()).forEach(entry -> left.add(Integer.valueOf(entry.id())));
        return left.stream().map(messages::get).toList();
    }

    @Override
    public void hide(List<Received> messages, Duration duration) {
        var entries = IntStream.range(0, messages.size())
                .mapToObj(i -> ChangeMessageVisibilityBatchRequestEntry.builder()
                        .id(Integer.toString(i))
                        .receiptHandle(messages.get(i).receipt())
                        .visibilityTimeout(seconds(duration))
                        .build())
                .toList();
        call(() -> sqs.changeMessageVisibilityBatch(
                request -> request.queueUrl(url).entries(entries)));
    }

    private static <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw new QueueException(String.valueOf(e.getMessage()), e);
        }
    }

    private static int seconds(Duration duration) {
        return Math.toIntExact(duration.toSeconds());
    }

    @Override
    public void close() {
        sqs.close();
    }
}
