package dev.ondes.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.contracts.pod.AgentJob;
import dev.ondes.contracts.pod.CacheAccess;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A job's payload in the making, as GitLab would send it. */
final class TestJob {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode payload = JSON.createObjectNode();
    private final Map<String, String> classVariables = new LinkedHashMap<>();
    private final List<CacheAccess> caches = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long logOffset;

    TestJob(String... script) {
        payload.put("id", FakeGitLab.JOB).put("token", FakeGitLab.TOKEN).put("allow_git_fetch", true);
        payload.putObject("job_info")
                .put("name", "test")
                .put("stage", "test")
                .put("project_id", 7)
                .put("project_full_path", "group/project");
        payload.putObject("git_info")
                .put("repo_url", "http://gitlab-ci-token:" + FakeGitLab.TOKEN + "@127.0.0.1:1/group/project.git")
                .put("ref", "main")
                .put("sha", "0123456789012345678901234567890123456789")
                .put("depth", 20)
                .putArray("refspecs")
                .add("+refs/heads/main:refs/remotes/origin/main");
        payload.putObject("runner_info").put("timeout", 60);
        payload.putArray("variables");
        payload.putArray("steps");
        payload.putArray("artifacts");
        payload.putArray("dependencies");
        payload.putArray("hooks");
        var features = payload.putObject("features").put("trace_sections", true);
        features.putArray("failure_reasons")
                .add("script_failure")
                .add("runner_system_failure")
                .add("job_execution_timeout")
                .add("unknown_failure");
        step("script", "on_success", script);
        variable("GIT_STRATEGY", "none");
        secret("CI_JOB_TOKEN", FakeGitLab.TOKEN);
    }

    TestJob step(String name, String when, String... script) {
        var step = payload.withArray("steps").addObject();
        step.put("name", name).put("when", when).put("allow_failure", name.equals("after_script"));
        var commands = step.putArray("script");
        for (String command : script) {
            commands.add(command);
        }
        return this;
    }

    TestJob hook(String name, String command) {
        payload.withArray("hooks")
                .addObject()
                .put("name", name)
                .putArray("script")
                .add(command);
        return this;
    }

    TestJob service(String name, String key, String value) {
        payload.withArray("services")
                .addObject()
                .put("name", name)
                .putArray("variables")
                .addObject()
                .put("key", key)
                .put("value", value);
        return this;
    }

    TestJob variable(String key, String value) {
        addVariable(key, value).put("public", true);
        return this;
    }

    TestJob secret(String key, String value) {
        addVariable(key, value).put("masked", true).put("raw", true);
        return this;
    }

    TestJob file(String key, String value) {
        addVariable(key, value).put("file", true);
        return this;
    }

    private ObjectNode addVariable(String key, String value) {
        return payload.withArray("variables").addObject().put("key", key).put("value", value);
    }

    TestJob classVariable(String key, String value) {
        classVariables.put(key, value);
        return this;
    }

    TestJob timeout(int seconds) {
        ((ObjectNode) payload.get("runner_info")).put("timeout", seconds);
        return this;
    }

    TestJob dependency(long id, String token) {
        payload.withArray("dependencies")
                .addObject()
                .put("id", id)
                .put("name", "earlier")
                .put("token", token)
                .putObject("artifacts_file")
                .put("filename", "artifacts.zip")
                .put("size", 1);
        return this;
    }

    ObjectNode artifact(String when, String... paths) {
        var artifact = payload.withArray("artifacts").addObject();
        artifact.put("when", when)
                .put("artifact_type", "archive")
                .put("artifact_format", "zip")
                .put("expire_in", "1 week");
        var list = artifact.putArray("paths");
        for (String path : paths) {
            list.add(path);
        }
        return artifact;
    }

    ObjectNode git() {
        return (ObjectNode) payload.get("git_info");
    }

    TestJob logOffset(long offset) {
        logOffset = offset;
        return this;
    }

    TestJob note(String line) {
        notes.add(line);
        return this;
    }

    JsonNode payload() {
        return payload;
    }

    /** One that the payload names, and what the agent may do with it. */
    ObjectNode cache(CacheAccess access, String... paths) {
        caches.add(access);
        return cache(access.key(), paths);
    }

    /** One that the payload names, and no access to it. */
    ObjectNode cache(String key, String... paths) {
        ObjectNode cache = payload.withArray("cache").addObject().put("key", key);
        var list = cache.putArray("paths");
        for (String path : paths) {
            list.add(path);
        }
        return cache;
    }

    AgentJob at(URI gitlab) {
        return new AgentJob(gitlab, 1, logOffset, "small", "debian:12", classVariables, payload, caches, notes);
    }
}
