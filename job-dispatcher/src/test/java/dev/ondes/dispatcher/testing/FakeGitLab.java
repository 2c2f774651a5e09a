package dev.ondes.dispatcher.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ondes.gitlab.ClientSettings;
import dev.ondes.gitlab.GitLabClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A GitLab for one test: answers requests for jobs as told, and keeps state, log and end of each job it gave, with GitLab's
 * rules for offsets and for jobs that no longer run.
 */
public final class FakeGitLab implements AutoCloseable {
    public static final String SECRET_VALUE = "correct-horse-battery";
    private static final Pattern JOB = Pattern.compile("/api/v4/jobs/(\\d+)(/trace)?");
    private static final Pattern OWNED = Pattern.compile("/api/v4/projects/7/jobs/(\\d+)/(cancel|retry)");

    private final ObjectMapper json = new ObjectMapper();
    private final HttpServer server;
    private final Deque<Answer> requests = new ArrayDeque<>();
    private final Deque<Answer> verifications = new ArrayDeque<>();
    private final List<JsonNode> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<JsonNode> updates = Collections.synchronizedList(new ArrayList<>());
    private final Map<Long, Job> jobs = new TreeMap<>();
    private volatile Runnable whenExhausted = () -> {};
    private volatile boolean down;
    private volatile boolean takesNoState;
    private volatile boolean takesNoRetry;
    private volatile boolean ownerMayNot;

    /** @param held opened by the test when the answer may go; null for at once */
    public record Answer(int status, Map<String, String> headers, String type, String body, CountDownLatch held) {
        static Answer of(int status, Map<String, String> headers) {
            return new Answer(status, headers, "application/json", "", null);
        }

        /** This answer, but only when the latch is open. */
        public Answer heldBy(CountDownLatch latch) {
            return new Answer(status, headers, type, body, latch);
        }
    }

    private static final class Job {
        private final ByteArrayOutputStream log = new ByteArrayOutputStream();
        private String status = "running";
        private String reason = "";
        private boolean retried;
    }

    public FakeGitLab() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** A client whose own repetitions don't wait. */
    public GitLabClient client() {
        var settings = ClientSettings.defaults();
        return new GitLabClient(url(), settings.withTime(settings.clock(), time -> {}));
    }

    /** Answers to the next requests for a job, in their order. */
    public void willAnswer(Answer... answers) {
        synchronized (requests) {
            requests.addAll(List.of(answers));
        }
    }

    public void willVerify(Answer... answers) {
        synchronized (requests) {
            verifications.addAll(List.of(answers));
        }
    }

    /** Called at the first request for which no answer was given; it is told that there is no job. */
    public void whenExhausted(Runnable action) {
        whenExhausted = action;
    }

    /** Gives 503 to all calls about jobs from now on. */
    public void goDown() {
        down = true;
    }

    /** Gives 503 to new states of jobs, and takes their logs. */
    public void takeNoState() {
        takesNoState = true;
    }

    /** Gives 503 to who wants a job to run anew. */
    public void takeNoRetry() {
        takesNoRetry = true;
    }

    public void comeBack() {
        down = false;
        takesNoState = false;
        takesNoRetry = false;
    }

    /** Somebody changes the job's status in GitLab. */
    public void setStatus(long job, String status) {
        synchronized (jobs) {
            jobs.computeIfAbsent(job, id -> new Job()).status = status;
        }
    }

    /** Somebody else writes to the job's log. */
    public void writeLog(long job, String text) {
        synchronized (jobs) {
            jobs.computeIfAbsent(job, id -> new Job()).log.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    public String statusOf(long job) {
        synchronized (jobs) {
            return jobs.get(job).status;
        }
    }

    public boolean knows(long job) {
        synchronized (jobs) {
            return jobs.containsKey(job);
        }
    }

    /** Why a job failed; empty where it didn't. */
    public String reasonOf(long job) {
        synchronized (jobs) {
            return jobs.get(job).reason;
        }
    }

    public String logOf(long job) {
        synchronized (jobs) {
            return jobs.get(job).log.toString(StandardCharsets.UTF_8);
        }
    }

    /** Bodies of the requests for a job. */
    public List<JsonNode> asked() {
        synchronized (asked) {
            return List.copyOf(asked);
        }
    }

    /** Bodies of the updates of jobs. */
    public List<JsonNode> updates() {
        synchronized (updates) {
            return List.copyOf(updates);
        }
    }

    public static Answer job(long id) {
        return new Answer(201, Map.of(), "application/json", payload(id), null);
    }

    /** A job without steps. */
    public static Answer malformedJob(long id) {
        return new Answer(
                201, Map.of(), "application/json", "{\"id\": " + id + ", \"token\": \"job-token-" + id + "\"}", null);
    }

    /** A job with one variable of this many letters, each written like this. */
    public static Answer largeJob(long id, String letter, int letters) {
        String large = payload(id).replace("\"" + SECRET_VALUE + "\"", "\"" + letter.repeat(letters) + "\"");
        return new Answer(201, Map.of(), "application/json", large, null);
    }

    public static Answer none(String lastUpdate) {
        return Answer.of(204, lastUpdate == null ? Map.of() : Map.of("X-GitLab-Last-Update", lastUpdate));
    }

    /** As GitLab's API says no: in JSON. */
    public static Answer status(int status) {
        return refusal(status, Map.of());
    }

    private static Answer refusal(int status, Map<String, String> headers) {
        return new Answer(status, headers, "application/json", "{\"message\": \"no\"}", null);
    }

    /** As a proxy answers that has no way to GitLab. */
    public static Answer plainText(int status) {
        return new Answer(status, Map.of(), "text/plain; charset=utf-8", status + " page not found\n", null);
    }

    public static Answer throttled(int seconds) {
        return Answer.of(429, Map.of("Retry-After", Integer.toString(seconds)));
    }

    public static Answer html(int status) {
        return new Answer(status, Map.of(), "text/html", "<html>maintenance</html>", null);
    }

    public static String payload(long id) {
        return """
                {"id": %d, "token": "job-token-%d",
                 "job_info": {"name": "compile", "stage": "build", "pipeline_id": 70, "project_id": 7,
                              "project_name": "app", "project_full_path": "group/app", "time_in_queue_seconds": 2.5},
                 "git_info": {"repo_url": "http://gitlab-ci-token:job-token-%d@gitlab/group/app.git", "ref": "main",
                              "sha": "0123456789012345678901234567890123456789", "ref_type": "branch"},
                 "runner_info": {"timeout": 600},
                 "variables": [{"key": "PASSWORD", "value": "%s", "masked": true}],
                 "steps": [{"name": "script", "script": ["make"], "timeout": 600, "when": "on_success"}],
                 "something_new": {"kept": true}}
                """.formatted(id, id, id, SECRET_VALUE);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            var job = JOB.matcher(path);
            var owned = OWNED.matcher(path);
            if (path.equals("/api/v4/runners/verify")) {
                send(exchange, verified());
            } else if (path.equals("/api/v4/runners/1/jobs")) {
                send(exchange, down ? status(503) : running());
            } else if (owned.matches()) {
                send(exchange, owned(Long.parseLong(owned.group(1)), owned.group(2)));
            } else if (path.equals("/api/v4/jobs/request")) {
                asked.add(json.readTree(body));
                send(exchange, nextAnswer());
            } else if (job.matches()) {
                long id = Long.parseLong(job.group(1));
                send(
                        exchange,
                        down ? status(503) : job.group(2) == null ? update(id, body) : append(exchange, id, body));
            } else {
                send(exchange, status(404));
            }
        }
    }

    private Answer verified() {
        synchronized (requests) {
            Answer told = verifications.poll();
            return told != null
                    ? told
                    : new Answer(200, Map.of(), "application/json", "{\"id\": 1, \"token\": \"t\"}", null);
        }
    }

    /** Whether whose token it is lacks the right to run the project's jobs. */
    public void ownerMayNot(boolean lacks) {
        ownerMayNot = lacks;
    }

    /** As its project's owner does. */
    public void delete(long id) {
        synchronized (jobs) {
            jobs.remove(id);
        }
    }

    private Answer running() {
        synchronized (jobs) {
            return new Answer(
                    200,
                    Map.of(),
                    "application/json",
                    jobs.entrySet().stream()
                            .filter(job -> job.getValue().status.equals("running"))
                            .map(job -> "{\"id\": %d, \"name\": \"compile\", \"project\": {\"id\": 7}}"
                                    .formatted(job.getKey()))
                            .collect(Collectors.joining(",", "[", "]")),
                    null);
        }
    }

    /** What the owner of a project does to a job: canceled at once; a retry, once, makes a job with a number 1000 higher. */
    private Answer owned(long id, String action) {
        synchronized (jobs) {
            Job job = jobs.get(id);
            if (job == null) {
                return new Answer(404, Map.of(), "application/json", "{\"message\": \"404 Not found\"}", null);
            }
            if (ownerMayNot) {
                return new Answer(403, Map.of(), "application/json", "{\"message\": \"403 Forbidden\"}", null);
            }
            if (action.equals("cancel")) {
                job.status = "canceled";
                return new Answer(201, Map.of(), "application/json", "{\"status\": \"canceled\"}", null);
            }
            if (takesNoRetry) {
                return status(503);
            }
            if (job.retried) {
                return new Answer(
                        403,
                        Map.of(),
                        "application/json",
                        "{\"message\": \"403 Forbidden - Job is not retryable\"}",
                        null);
            }
            job.retried = true;
            setStatus(id + 1000, "pending");
            return new Answer(201, Map.of(), "application/json", "{\"id\": %d}".formatted(id + 1000), null);
        }
    }

    private Answer nextAnswer() {
        Answer answer;
        synchronized (requests) {
            answer = requests.poll();
        }
        if (answer == null) {
            whenExhausted.run();
            return none(null);
        }
        if (answer.status() == 201) {
            try {
                long id = json.readTree(answer.body()).path("id").asLong();
                setStatus(id, "running");
            } catch (IOException e) {
                // A body that a test made unreadable on purpose.
            }
        }
        return answer;
    }

    private Answer update(long id, byte[] body) throws IOException {
        if (takesNoState) {
            return status(503);
        }
        JsonNode update = json.readTree(body);
        updates.add(update);
        synchronized (jobs) {
            Job job = jobs.get(id);
            if (job == null || !(job.status.equals("running") || job.status.equals("canceling"))) {
                return refusal(403, job == null ? Map.of() : Map.of("Job-Status", job.status));
            }
            if (update.path("state").asText().equals("failed")) {
                job.status = job.status.equals("canceling") ? "canceled" : "failed";
                job.reason = update.path("failure_reason").asText();
            }
            return new Answer(200, Map.of("Job-Status", job.status), "application/json", "\"200\"", null);
        }
    }

    private Answer append(HttpExchange exchange, long id, byte[] body) {
        long offset = Long.parseLong(
                exchange.getRequestHeaders().getFirst("Content-Range").split("-")[0]);
        synchronized (jobs) {
            Job job = jobs.get(id);
            if (job == null || !(job.status.equals("running") || job.status.equals("canceling"))) {
                return refusal(403, job == null ? Map.of() : Map.of("Job-Status", job.status));
            }
            if (offset != job.log.size()) {
                return refusal(416, Map.of("Range", "0-" + job.log.size()));
            }
            job.log.writeBytes(body);
            return Answer.of(202, Map.of("Job-Status", job.status, "Range", "0-" + job.log.size()));
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        if (answer.held() != null) {
            try {
                answer.held().await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        answer.headers().forEach(exchange.getResponseHeaders()::add);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        if (answer.status() == 204 || body.length == 0) {
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        exchange.getResponseHeaders().add("Content-Type", answer.type());
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
