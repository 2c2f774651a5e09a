package dev.ondes.cloud.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Auto Scaling and EC2 by the query protocol: lifecycle actions that are begun here, prolonged and completed by calls, and
 * the status checks of instances. Every call is noted. A call for an action that isn't active is refused as AWS does.
 * Thread-safe.
 */
public final class SimulatedAutoScaling extends Endpoint {
    /** One call: its action and the parameters, as they came. */
    public record Call(String action, Map<String, String> parameters, boolean signed) {
        public String parameter(String name) {
            return parameters.getOrDefault(name, "");
        }
    }

    private record Action(String group, String hook, String instance) {}

    private final Set<Action> active = ConcurrentHashMap.newKeySet();
    private final Map<String, String> statuses = new ConcurrentHashMap<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    private SimulatedAutoScaling(InetSocketAddress address) {
        super(address);
    }

    /** On a free port of 127.0.0.1. */
    public static SimulatedAutoScaling open() {
        return open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    public static SimulatedAutoScaling open(InetSocketAddress address) {
        var scaling = new SimulatedAutoScaling(address);
        scaling.start();
        return scaling;
    }

    /** An instance now waits in a hook, until the action is completed. */
    public void begin(String group, String hook, String instance) {
        active.add(new Action(group, hook, instance));
    }

    /** The hook's time is over. */
    public void expire(String group, String hook, String instance) {
        active.remove(new Action(group, hook, instance));
    }

    public boolean waits(String group, String hook, String instance) {
        return active.contains(new Action(group, hook, instance));
    }

    /** Sets what the checks of the instance say: ok, impaired or insufficient-data. */
    public void status(String instance, String status) {
        statuses.put(instance, status);
    }

    public List<Call> calls() {
        return List.copyOf(calls);
    }

    public List<Call> calls(String action) {
        return calls.stream().filter(call -> call.action().equals(action)).toList();
    }

    @Override
    Answer answer(HttpExchange request, byte[] body) {
        Map<String, String> parameters = form(new String(body, UTF_8));
        String authorization = String.valueOf(request.getRequestHeaders().getFirst("Authorization"));
        var call = new Call(
                parameters.getOrDefault("Action", ""), parameters, authorization.startsWith("AWS4-HMAC-SHA256 "));
        calls.add(call);
        if (!call.signed()) {
            return refusal(403, "MissingAuthenticationToken", "Request is missing Authentication Token");
        }
        return switch (call.action()) {
            case "CompleteLifecycleAction" -> lifecycle(call, true);
            case "RecordLifecycleActionHeartbeat" -> lifecycle(call, false);
            case "DescribeInstanceStatus" -> describe(call);
            default -> refusal(400, "InvalidAction", "Could not find operation " + call.action());
        };
    }

    private Answer lifecycle(Call call, boolean complete) {
        var action = new Action(
                call.parameter("AutoScalingGroupName"),
                call.parameter("LifecycleHookName"),
                call.parameter("InstanceId"));
        boolean known = complete ? active.remove(action) : active.contains(action);
        if (!known) {
            return refusal(
                    400, "ValidationError", "No active Lifecycle Action found with instance ID " + action.instance());
        }
        return xml(
                200,
                "<%1$sResponse xmlns=\"http://autoscaling.amazonaws.com/doc/2011-01-01/\"><%1$sResult/></%1$sResponse>"
                        .formatted(call.action()));
    }

    private Answer describe(Call call) {
        boolean instanceCheck = call.parameter("Filter.1.Name").equals("instance-status.status");
        String wanted = call.parameter("Filter.1.Value.1");
        var items = new StringBuilder();
        statuses.forEach((instance, status) -> {
            if (instanceCheck && status.equals(wanted)) {
                items.append(item(instance, status));
            }
        });
        return xml(
                200,
                "<DescribeInstanceStatusResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><instanceStatusSet>"
                        + items + "</instanceStatusSet></DescribeInstanceStatusResponse>");
    }

    private static String item(String instance, String status) {
        return """
            <item><instanceId>%s</instanceId><instanceState><code>16</code><name>running</name></instanceState>\
            <systemStatus><status>ok</status></systemStatus><instanceStatus><status>%s</status>\
            <details><item><name>reachability</name><status>failed</status></item></details></instanceStatus></item>\
            """.formatted(instance, status);
    }

    @Override
    Answer refusal(int status, String code, String message) {
        return xml(
                status,
                "<ErrorResponse xmlns=\"http://autoscaling.amazonaws.com/doc/2011-01-01/\"><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error><RequestId>x</RequestId></ErrorResponse>"
                        .formatted(code, message));
    }

    private static Answer xml(int status, String body) {
        return new Answer(status, "text/xml", body);
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new HashMap<>();
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.put(
                        URLDecoder.decode(pair.substring(0, equals), UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), UTF_8));
            }
        }
        return form;
    }
}
