package dev.ondes.spot.sqs.aws;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/**
 * Where AWS is and who we are there.
 *
 * @param sqs another endpoint for SQS than the region's, such as one in a private network
 * @param autoScaling the same for Auto Scaling
 * @param ec2 the same for EC2
 */
public record AwsSettings(
        Region region,
        AwsCredentialsProvider credentials,
        Optional<URI> sqs,
        Optional<URI> autoScaling,
        Optional<URI> ec2) {
    private static final Pattern HOST = Pattern.compile("sqs\\.([a-z0-9-]+)\\.amazonaws\\.com.*");

    /** The region that a queue's URL names, such as {@code https://sqs.eu-west-1.amazonaws.com/123456789012/nodes}. */
    public static Optional<Region> regionOf(URI queue) {
        Matcher host = HOST.matcher(String.valueOf(queue.getHost()));
        return host.matches() ? Optional.of(Region.of(host.group(1))) : Optional.empty();
    }

    URI autoScalingUrl() {
        return autoScaling.orElseGet(() -> url("autoscaling"));
    }

    URI ec2Url() {
        return ec2.orElseGet(() -> url("ec2"));
    }

    private URI url(String service) {
        String domain = region.metadata().partition().dnsSuffix();
        return URI.create("https://" + service + "." + region.id() + "." + domain);
    }
}
