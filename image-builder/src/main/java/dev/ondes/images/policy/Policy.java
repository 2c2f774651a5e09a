package dev.ondes.images.policy;

import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.build.BuildSpec;
import dev.ondes.contracts.build.BuilderKind;
import dev.ondes.contracts.classes.NodeChoice;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.images.identity.Caller;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may push where, with which cache and within which limits; what no rule allows is not allowed. The first rule that is for the
 * caller and allows all destinations decides. Immutable; deciding is a pure function.
 *
 * @param registries what is special about hosts
 * @param capacities how pods reach each kind of node
 */
public record Policy(List<Registry> registries, Map<CapacityType, NodeChoice> capacities, List<Rule> rules) {
    public Policy {
        registries = List.copyOf(registries);
        capacities = Map.copyOf(capacities);
        rules = List.copyOf(rules);
    }

    /**
     * A host that needs a word.
     *
     * @param plainHttp whether it has no TLS
     * @param mirrorOf another host whose images it holds too
     */
    public record Registry(
            String host, boolean plainHttp, @Nullable String mirrorOf) {}

    /**
     * Reads a policy file.
     *
     * @throws dev.ondes.contracts.classes.ClassFileException naming file, line, key and fix of all that is wrong
     */
    public static Policy read(Path file) {
        return PolicyReader.read(file);
    }

    /** The caller's project, by the first rule that is for it; empty where none is. */
    public Optional<Project> project(Caller caller) {
        return rules.stream()
                .filter(rule -> rule.when().misfit(caller).isEmpty())
                .map(rule -> project(rule, caller))
                .findFirst();
    }

    public Decision decide(Caller caller, BuildSpec spec) {
        List<ImageName> names = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        for (String destination : spec.destinations()) {
            try {
                names.add(ImageName.parse(destination));
            } catch (IllegalArgumentException e) {
                invalid.add("'" + destination + "' " + e.getMessage());
            }
        }
        if (!invalid.isEmpty()) {
            return new Decision.Refused(BuildReason.SPEC_INVALID, invalid);
        }
        List<String> against = new ArrayList<>();
        for (ImageName name : names) {
            if (name.hostIsAddress() && registry(name.host()).isEmpty()) {
                against.add("'" + name + "' names its host by address, which the policy does not list");
            }
            // What is pushed there would be taken for layers that builds of others have made.
            rules.stream()
                    .filter(rule -> rule.cacheRepo() != null && rule.cacheRepo().isCacheOfAnybody(name))
                    .findFirst()
                    .ifPresent(rule -> against.add("'" + name + "' is inside the cache '" + rule.cacheRepo()
                            + "' of the rule in line " + rule.line()));
        }
        if (!against.isEmpty()) {
            return new Decision.Refused(BuildReason.NOT_ALLOWED, against);
        }
        for (Rule rule : rules) {
            Optional<String> misfit = rule.when().misfit(caller);
            List<String> why = misfit.isPresent() ? List.of(misfit.get()) : objections(rule, caller, spec, names);
            if (why.isEmpty()) {
                return new Decision.Allowed(grant(rule, caller, spec, names));
            }
            against.add("the rule in line " + rule.line() + " " + String.join("; ", why));
        }
        if (against.isEmpty()) {
            against.add("the policy has no rule");
        }
        return new Decision.Refused(BuildReason.NOT_ALLOWED, against);
    }

    public Optional<Registry> registry(String host) {
        return registries.stream().filter(known -> known.host().equals(host)).findFirst();
    }

    private static List<String> objections(Rule rule, Caller caller, BuildSpec spec, List<ImageName> names) {
        List<String> why = new ArrayList<>();
        names.stream()
                .filter(name -> rule.destinations().stream().noneMatch(pattern -> pattern.allows(name, caller)))
                .forEach(name -> why.add("does not allow '" + name + "', but "
                        + rule.destinations().stream()
                                .map(pattern -> pattern.shownTo(caller))
                                .toList()));
        BuilderKind builder = spec.builder();
        if (builder != null && !rule.builders().contains(builder)) {
            why.add("does not allow the builder " + builder.wire());
        }
        var git = spec.context().git();
        if (git != null && !rule.gitHosts().contains(git.url().getHost())) {
            why.add("does not allow a context from the git server '" + git.url().getHost() + "'");
        }
        why.addAll(Ceilings.exceeded(rule.limits(), spec));
        var cache = spec.cache();
        String repo = cache == null || !cache.enabled() ? null : cache.repo();
        if (repo != null && !cacheAllowed(rule, caller, repo)) {
            why.add("does not allow the cache '" + repo + "', but "
                    + Optional.ofNullable(cacheRepo(rule, caller)).orElse("none"));
        }
        return why;
    }

    private static boolean cacheAllowed(Rule rule, Caller caller, String repo) {
        String allowed = cacheRepo(rule, caller);
        if (allowed == null || repo.lastIndexOf(':') > repo.lastIndexOf('/')) {
            return false;
        }
        try {
            String asked = ImageName.parse(repo).withoutTag();
            return asked.equals(allowed) || asked.startsWith(allowed + "/");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Entries of a cache are trusted by their key alone, so who isn't trusted must not write where the trusted read. */
    private static @Nullable String cacheRepo(Rule rule, Caller caller) {
        ImagePattern pattern = rule.cacheRepo();
        return pattern == null
                ? null
                : pattern.repository(caller)
                        .map(repo -> repo + "/" + caller.trust())
                        .orElse(null);
    }

    private static Grant grant(Rule rule, Caller caller, BuildSpec spec, List<ImageName> names) {
        var cache = spec.cache();
        var resources = spec.resources();
        String asked = cache == null ? null : cache.repo();
        boolean cached = cache == null || cache.enabled();
        Limits limits = rule.limits();
        return new Grant(
                rule.line(),
                project(rule, caller),
                names,
                !cached
                        ? null
                        : asked == null
                                ? cacheRepo(rule, caller)
                                : ImageName.parse(asked).withoutTag(),
                spec.builder() == null ? rule.builders().getFirst() : spec.builder(),
                resources == null || resources.cpu() == null ? limits.cpu() : resources.cpu(),
                resources == null || resources.memory() == null ? limits.memory() : resources.memory(),
                resources == null || resources.disk() == null ? limits.disk() : resources.disk(),
                spec.timeout() == null ? limits.timeout() : spec.timeout(),
                rule.credentials(),
                limits,
                rule.sbomRequired()
                        ? SbomWish.REQUIRED
                        : Boolean.TRUE.equals(spec.sbom()) ? SbomWish.WANTED : SbomWish.NONE);
    }

    private static Project project(Rule rule, Caller caller) {
        return rule.actsFor().orElseGet(() -> new Project(caller.projectId(), caller.project()));
    }
}
