package dev.ondes.spot.node;

import dev.ondes.contracts.node.Provider;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A cloud's machine, as a node's {@code spec.providerID} names it. Node names are not reliable for this: a private DNS name,
 * an instance id, or whatever somebody chose.
 *
 * @param id AWS {@code i-…}; GCE the instance's name; Azure {@code <scale set>_<n>} or the machine's name
 */
public record Machine(
        Provider provider, String id, @Nullable String zone) {
    private static final Pattern AWS = Pattern.compile("(?:aws:/+(?:([a-z0-9-]+)/)?)?(i-[0-9a-f]+)");
    private static final Pattern GCE = Pattern.compile("gce://[^/]+/([^/]+)/([^/]+)");
    private static final Pattern AZURE_SET = Pattern.compile(
            "azure:///.*/virtualMachineScaleSets/([^/]+)/virtualMachines/([^/]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern AZURE =
            Pattern.compile("azure:///.*/virtualMachines/([^/]+)", Pattern.CASE_INSENSITIVE);

    /** Whether that is its id: Azure writes the same name in capitals here and there. */
    boolean isNamed(String other) {
        return id.equalsIgnoreCase(other);
    }

    /** Empty for a form that is no machine of a cloud that we know, such as {@code aws:///…/fargate-…}. */
    public static Optional<Machine> of(@Nullable String providerId) {
        if (providerId == null) {
            return Optional.empty();
        }
        Matcher aws = AWS.matcher(providerId);
        if (aws.matches()) {
            return Optional.of(new Machine(Provider.AWS, aws.group(2), aws.group(1)));
        }
        Matcher gce = GCE.matcher(providerId);
        if (gce.matches()) {
            return Optional.of(new Machine(Provider.GCP, gce.group(2), gce.group(1)));
        }
        Matcher set = AZURE_SET.matcher(providerId);
        if (set.matches()) {
            return Optional.of(new Machine(Provider.AZURE, set.group(1) + "_" + set.group(2), null));
        }
        Matcher azure = AZURE.matcher(providerId);
        return azure.matches() ? Optional.of(new Machine(Provider.AZURE, azure.group(1), null)) : Optional.empty();
    }
}
