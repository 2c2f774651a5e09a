package dev.ondes.playground.gitlab.ci;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds the jobs of one pipeline against each other: stages, needs, dependencies, cycles. */
final class JobGraph {
    private final String file;
    private final List<String> stages;
    private final Map<String, CiJob> jobs = new LinkedHashMap<>();

    JobGraph(String file, List<String> stages, List<CiJob> jobs) {
        this.file = file;
        this.stages = stages;
        jobs.forEach(job -> this.jobs.put(job.name(), job));
    }

    List<CiJob> checked() {
        jobs.values().forEach(this::checkStage);
        jobs.values().forEach(this::checkNeeds);
        jobs.values().forEach(this::checkDependencies);
        var done = new HashSet<String>();
        jobs.values().forEach(job -> checkCycles(job, new LinkedHashSet<>(), done));
        return List.copyOf(jobs.values());
    }

    private void checkStage(CiJob job) {
        if (!stages.contains(job.stage())) {
            throw wrong(job, "has the unknown stage '" + job.stage() + "'; there are " + String.join(", ", stages));
        }
    }

    private void checkNeeds(CiJob job) {
        for (CiNeed need : needs(job)) {
            CiJob needed = jobs.get(need.job());
            if (needed == null && !need.optional()) {
                throw wrong(job, "needs '" + need.job() + "', which is no job of this pipeline");
            }
            if (needed != null && stage(needed) > stage(job)) {
                throw wrong(job, "needs '" + need.job() + "', which is of a later stage");
            }
        }
    }

    private void checkDependencies(CiJob job) {
        if (job.dependencies() == null) {
            return;
        }
        for (String name : job.dependencies()) {
            CiJob dependency = jobs.get(name);
            boolean needed = needs(job).stream().anyMatch(need -> need.job().equals(name));
            if (dependency == null) {
                throw wrong(job, "depends on '" + name + "', which is no job of this pipeline");
            }
            if (job.needs() != null && !needed) {
                throw wrong(job, "depends on '" + name + "', which is not among its needs");
            }
            if (job.needs() == null && stage(dependency) >= stage(job)) {
                throw wrong(job, "depends on '" + name + "', which is not of an earlier stage");
            }
        }
    }

    private void checkCycles(CiJob job, Set<String> path, Set<String> done) {
        if (done.contains(job.name())) {
            return;
        }
        if (!path.add(job.name())) {
            var cycle = new ArrayList<>(path);
            cycle.add(job.name());
            throw wrong(
                    job,
                    "needs itself: " + String.join(" -> ", cycle.subList(cycle.indexOf(job.name()), cycle.size())));
        }
        for (CiNeed need : needs(job)) {
            CiJob needed = jobs.get(need.job());
            if (needed != null) {
                checkCycles(needed, path, done);
            }
        }
        path.remove(job.name());
        done.add(job.name());
    }

    private static List<CiNeed> needs(CiJob job) {
        return job.needs() == null ? List.of() : job.needs();
    }

    private int stage(CiJob job) {
        return stages.indexOf(job.stage());
    }

    private CiFileException wrong(CiJob job, String problem) {
        return new CiFileException(file, job.line(), "job '" + job.name() + "' " + problem);
    }
}
