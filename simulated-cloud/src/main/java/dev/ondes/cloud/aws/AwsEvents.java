package dev.ondes.cloud.aws;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/**
 * The bodies of messages as AWS puts them into a queue, in the shapes that AWS documents. Region and account are fixed; ids
 * are given or random. Stateless.
 */
public final class AwsEvents {
    public static final String REGION = "eu-west-1";
    public static final String ACCOUNT = "123456789012";
    public static final String TERMINATING = "autoscaling:EC2_INSTANCE_TERMINATING";
    public static final String LAUNCHING = "autoscaling:EC2_INSTANCE_LAUNCHING";
    private static final ObjectMapper JSON = new ObjectMapper();

    private AwsEvents() {}

    /** The two minutes' warning; the action is terminate, stop or hibernate. */
    public static String spotInterruption(String instance, String action, Instant time) {
        ObjectNode event = event("aws.ec2", "EC2 Spot Instance Interruption Warning", time);
        zoneArn(event, instance);
        event.putObject("detail").put("instance-id", instance).put("instance-action", action);
        return event.toString();
    }

    public static String capacityReservation(String instance, Instant time) {
        ObjectNode event = event("aws.ec2", "EC2 Capacity Reservation Instance Interruption Warning", time);
        zoneArn(event, instance);
        event.putObject("detail").put("instance-id", instance).put("instance-action", "terminate");
        return event.toString();
    }

    public static String rebalance(String instance, Instant time) {
        ObjectNode event = event("aws.ec2", "EC2 Instance Rebalance Recommendation", time);
        zoneArn(event, instance);
        event.putObject("detail").put("instance-id", instance);
        return event.toString();
    }

    /** The state is pending, running, stopping, stopped, shutting-down or terminated. */
    public static String stateChange(String instance, String state, Instant time) {
        ObjectNode event = event("aws.ec2", "EC2 Instance State-change Notification", time);
        event.putArray("resources").add("arn:aws:ec2:" + REGION + ":" + ACCOUNT + ":instance/" + instance);
        event.putObject("detail").put("instance-id", instance).put("state", state);
        return event.toString();
    }

    /** A lifecycle hook's message as EventBridge delivers it. */
    public static String lifecycle(
            String transition, String group, String hook, String instance, String destination, Instant time) {
        boolean launching = transition.equals(LAUNCHING);
        ObjectNode event = event(
                "aws.autoscaling",
                launching ? "EC2 Instance-launch Lifecycle Action" : "EC2 Instance-terminate Lifecycle Action",
                time);
        event.putArray("resources")
                .add("arn:aws:autoscaling:" + REGION + ":" + ACCOUNT + ":autoScalingGroup:" + UUID.randomUUID()
                        + ":autoScalingGroupName/" + group);
        event.putObject("detail")
                .put("LifecycleActionToken", UUID.randomUUID().toString())
                .put("AutoScalingGroupName", group)
                .put("LifecycleHookName", hook)
                .put("EC2InstanceId", instance)
                .put("LifecycleTransition", transition)
                .put("NotificationMetadata", "free text")
                .put("Origin", launching ? "EC2" : "AutoScalingGroup")
                .put("Destination", destination);
        return event.toString();
    }

    /** A terminating hook's message through EventBridge. */
    public static String terminating(String group, String hook, String instance, Instant time) {
        return lifecycle(TERMINATING, group, hook, instance, "EC2", time);
    }

    /** A launching hook's message through EventBridge. */
    public static String launching(String group, String hook, String instance, Instant time) {
        return lifecycle(LAUNCHING, group, hook, instance, "AutoScalingGroup", time);
    }

    /** A terminating hook's message where the queue itself is the hook's target. */
    public static String terminatingDirect(String group, String hook, String instance, Instant time) {
        return direct(group, hook, time)
                .put("LifecycleTransition", TERMINATING)
                .put("EC2InstanceId", instance)
                .put("LifecycleActionToken", UUID.randomUUID().toString())
                .put("NotificationMetadata", "free text")
                .toString();
    }

    /** What Auto Scaling sends when a hook with a target is made. */
    public static String testNotification(String group, Instant time) {
        ObjectNode body = JSON.createObjectNode();
        return body.put("AccountId", ACCOUNT)
                .put("RequestId", UUID.randomUUID().toString())
                .put(
                        "AutoScalingGroupARN",
                        "arn:aws:autoscaling:" + REGION + ":" + ACCOUNT + ":autoScalingGroup:" + UUID.randomUUID()
                                + ":autoScalingGroupName/" + group)
                .put("AutoScalingGroupName", group)
                .put("Service", "AWS Auto Scaling")
                .put("Event", "autoscaling:TEST_NOTIFICATION")
                .put("Time", millis(time))
                .toString();
    }

    /** The same through EventBridge. */
    public static String testNotificationEvent(String group, Instant time) {
        ObjectNode event = event("aws.autoscaling", "EC2 Instance-terminate Lifecycle Action", time);
        event.putObject("detail").put("AutoScalingGroupName", group).put("Event", "autoscaling:TEST_NOTIFICATION");
        return event.toString();
    }

    /** What SNS makes of a message between its maker and the queue. */
    public static String bySns(String message, Instant time) {
        return JSON.createObjectNode()
                .put("Type", "Notification")
                .put("MessageId", UUID.randomUUID().toString())
                .put("TopicArn", "arn:aws:sns:" + REGION + ":" + ACCOUNT + ":ci-hooks")
                .put("Subject", "Auto Scaling: Lifecycle action 'TERMINATING'")
                .put("Message", message)
                .put("Timestamp", millis(time))
                .put("SignatureVersion", "1")
                .toString();
    }

    /**
     * An AWS Health event.
     *
     * @param code such as {@code AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED}
     * @param status upcoming, open or closed
     */
    public static String health(
            String code, String status, String communication, List<String> instances, Instant start, Instant time) {
        ObjectNode event = event("aws.health", "AWS Health Event", time);
        instances.forEach(event.putArray("resources")::add);
        ObjectNode detail = event.putObject("detail")
                .put("eventArn", "arn:aws:health:" + REGION + "::event/EC2/" + code + "/x")
                .put("service", "EC2")
                .put("eventTypeCode", code)
                .put("eventTypeCategory", "scheduledChange")
                .put("eventScopeCode", "ACCOUNT_SPECIFIC")
                .put("communicationId", communication)
                .put("eventRegion", REGION)
                .put("statusCode", status)
                .put("startTime", rfc1123(start))
                .put("endTime", rfc1123(start.plus(2, ChronoUnit.HOURS)))
                .put("page", "1")
                .put("totalPages", "1");
        detail.putArray("eventDescription").addObject().put("language", "en_US").put("latestDescription", "…");
        var entities = detail.putArray("affectedEntities");
        instances.forEach(
                instance -> entities.addObject().put("entityValue", instance).put("status", "PENDING"));
        return event.toString();
    }

    private static ObjectNode direct(String group, String hook, Instant time) {
        return JSON.createObjectNode()
                .put("LifecycleHookName", hook)
                .put("AccountId", ACCOUNT)
                .put("RequestId", UUID.randomUUID().toString())
                .put("AutoScalingGroupName", group)
                .put("Service", "AWS Auto Scaling")
                .put("Time", millis(time));
    }

    private static ObjectNode event(String source, String type, Instant time) {
        return JSON.createObjectNode()
                .put("version", "0")
                .put("id", UUID.randomUUID().toString())
                .put("detail-type", type)
                .put("source", source)
                .put("account", ACCOUNT)
                .put("time", time.truncatedTo(ChronoUnit.SECONDS).toString())
                .put("region", REGION);
    }

    /** A zone in the region's place and no account: so does EC2 name the instance of a spot event. */
    private static void zoneArn(ObjectNode event, String instance) {
        event.putArray("resources").add("arn:aws:ec2:" + REGION + "b:instance/" + instance);
    }

    private static String millis(Instant time) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")
                .withZone(ZoneOffset.UTC)
                .format(time);
    }

    private static String rfc1123(Instant time) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
    }
}
