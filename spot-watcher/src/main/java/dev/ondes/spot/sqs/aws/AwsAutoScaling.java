package dev.ondes.spot.sqs.aws;

import dev.ondes.spot.sqs.hook.AutoScaling;
import dev.ondes.spot.sqs.read.LifecycleHook;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Auto Scaling at AWS. Thread-safe. */
public final class AwsAutoScaling implements AutoScaling, AutoCloseable {
    private final AwsSettings aws;
    private final QueryCalls calls;

    public AwsAutoScaling(AwsSettings aws) {
        this.aws = aws;
        this.calls = new QueryCalls(aws);
    }

    @Override
    public Answer complete(LifecycleHook hook) {
        return call(hook, Map.of("Action", "CompleteLifecycleAction", "LifecycleActionResult", "CONTINUE"));
    }

    @Override
    public Answer heartbeat(LifecycleHook hook) {
        return call(hook, Map.of("Action", "RecordLifecycleActionHeartbeat"));
    }

    private Answer call(LifecycleHook hook, Map<String, String> action) {
        Map<String, String> parameters = new HashMap<>(action);
        parameters.put("Version", "2011-01-01");
        parameters.put("AutoScalingGroupName", hook.group());
        parameters.put("LifecycleHookName", hook.name());
        parameters.put("InstanceId", hook.instanceId());
        try {
            calls.call(aws.autoScalingUrl(), "autoscaling", parameters);
            return new Answer.Done();
        } catch (AwsRefusedException e) {
            String why = String.valueOf(e.getMessage());
            return isOver(e) ? new Answer.Over() : isDenied(e) ? new Answer.Denied(why) : new Answer.Failed(why);
        } catch (IOException e) {
            return new Answer.Failed(String.valueOf(e.getMessage()));
        }
    }

    /** Completed by somebody else, or its time is over, or the group or hook is gone. */
    private static boolean isOver(AwsRefusedException refusal) {
        String said = refusal.said().toLowerCase(Locale.ROOT);
        return refusal.code().equals("ValidationError")
                && (said.contains("no active lifecycle action") || said.contains("not found"));
    }

    private static boolean isDenied(AwsRefusedException refusal) {
        return refusal.code().equals("AccessDenied") || refusal.code().equals("AccessDeniedException");
    }

    @Override
    public void close() {
        calls.close();
    }
}
