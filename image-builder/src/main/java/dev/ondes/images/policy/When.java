package dev.ondes.images.policy;

import dev.ondes.images.identity.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whom a rule is for: all that is said must fit. A fork's code is meant only where the rule says {@code fork: true}. */
record When(
        @Nullable String gitlab,
        @Nullable String projectId,
        @Nullable String projectPath,
        @Nullable String namespacePath,
        @Nullable String ref,
        @Nullable String refType,
        @Nullable Boolean refProtected,
        @Nullable String environment,
        List<String> pipelineSources,
        @Nullable String serviceAccount,
        boolean fork) {
    When {
        pipelineSources = List.copyOf(pipelineSources);
    }

    /** Why a caller is not meant; empty where it is. */
    Optional<String> misfit(Caller caller) {
        List<String> misfits = new ArrayList<>();
        boolean account = caller.kind() == Caller.Kind.SERVICE_ACCOUNT;
        if (account != (serviceAccount != null)) {
            return Optional.of(account ? "is for jobs of GitLab" : "is for a service account");
        }
        if (serviceAccount != null) {
            check(misfits, "serviceAccount", serviceAccount, Glob.path(serviceAccount, caller.project()));
        }
        check(misfits, "gitlab", gitlab, gitlab == null || gitlab.equals(caller.issuer()));
        check(
                misfits,
                "projectId",
                projectId,
                projectId == null || projectId.equals(Long.toString(caller.projectId())));
        check(misfits, "projectPath", projectPath, projectPath == null || Glob.path(projectPath, caller.project()));
        check(
                misfits,
                "namespacePath",
                namespacePath,
                namespacePath == null || Glob.path(namespacePath, caller.namespacePath()));
        String itsRef = caller.ref();
        check(misfits, "ref", ref, ref == null || (itsRef != null && Glob.path(ref, itsRef)));
        check(misfits, "refType", refType, refType == null || refType.equals(caller.refType()));
        check(misfits, "refProtected", refProtected, refProtected == null || refProtected == caller.refProtected());
        check(misfits, "environment", environment, environment == null || environment.equals(caller.environment()));
        String source = caller.pipelineSource();
        check(
                misfits,
                "pipelineSource",
                pipelineSources,
                pipelineSources.isEmpty() || (source != null && pipelineSources.contains(source)));
        if (caller.fork() != fork) {
            misfits.add(caller.fork() ? "does not say fork: true, and the code is a fork's" : "is for code of forks");
        }
        return misfits.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", misfits));
    }

    private static void check(List<String> misfits, String key, @Nullable Object wanted, boolean fits) {
        if (!fits) {
            misfits.add("asks for " + key + ": " + wanted);
        }
    }
}
