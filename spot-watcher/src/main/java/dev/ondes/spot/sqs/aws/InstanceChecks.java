package dev.ondes.spot.sqs.aws;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/**
 * EC2's status checks. Asked for all that fail one, not for ours by name: that takes two calls for any number of nodes, and an
 * id that EC2 no longer knows would make it refuse the whole call. Thread-safe.
 */
public final class InstanceChecks implements AutoCloseable {
    private static final List<String> CHECKS = List.of("instance-status.status", "system-status.status");

    private final AwsSettings aws;
    private final QueryCalls calls;

    public InstanceChecks(AwsSettings aws) {
        this.aws = aws;
        this.calls = new QueryCalls(aws);
    }

    /**
     * The instances of the account and region that fail a check.
     *
     * @throws IOException when EC2 did not answer
     */
    public Set<String> impaired() throws IOException {
        Set<String> impaired = new HashSet<>();
        for (String check : CHECKS) {
            String next = "";
            do {
                Document page = ask(check, next);
                NodeList ids = page.getElementsByTagName("instanceId");
                for (int i = 0; i < ids.getLength(); i++) {
                    impaired.add(ids.item(i).getTextContent());
                }
                next = QueryCalls.text(page, "nextToken");
            } while (!next.isEmpty());
        }
        return impaired;
    }

    private Document ask(String check, String next) throws IOException {
        Map<String, String> parameters = new HashMap<>(Map.of(
                "Action", "DescribeInstanceStatus",
                "Version", "2016-11-15",
                "MaxResults", "1000",
                "Filter.1.Name", check,
                "Filter.1.Value.1", "impaired"));
        if (!next.isEmpty()) {
            parameters.put("NextToken", next);
        }
        return calls.call(aws.ec2Url(), "ec2", parameters);
    }

    @Override
    public void close() {
        calls.close();
    }
}
