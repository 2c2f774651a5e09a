package dev.ondes.cloud.metadata;

/**
 * Who an AWS machine is.
 *
 * @param zone availability zone, such as {@code eu-west-1b}
 * @param lifeCycle {@code spot} or {@code on-demand}
 */
public record AwsIdentity(String instanceId, String instanceType, String zone, String lifeCycle) {

    public static AwsIdentity spot(String instanceId) {
        return new AwsIdentity(instanceId, "m6i.xlarge", "eu-west-1b", "spot");
    }

    String region() {
        return zone.substring(0, zone.length() - 1);
    }
}
