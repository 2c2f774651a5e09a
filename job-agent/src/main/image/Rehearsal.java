import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ondes.contracts.pod.AgentJob;
import dev.ondes.contracts.pod.AgentJson;
import dev.ondes.contracts.pod.PodLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Runs the job agent of a folder with a job against a stub of GitLab in this process. {@code train} writes the cache of classes
 * from which the agent starts quickly (used by build-root.sh); {@code measure} prints what the agent needs: processor time from
 * the JVM's start to the open gate, and memory while it streams 10 MB of log.
 */
final class Rehearsal {
    private static final int RUNS = 5;

    public static void main(String[] arguments) throws Exception {
        Path agent = Path.of(arguments[0]).toAbsolutePath();
        boolean good =
                switch (arguments[1]) {
                    case "train" -> train(agent);
                    case "start" -> measureStart(agent);
                    case "measure" -> measureStart(agent) && measureLog(agent);
                    default -> false;
                };
        System.exit(good ? 0 : 1);
    }

    private static boolean train(Path agent) throws Exception {
        Path cache = agent.resolve("agent.aot");
        try (var pod = new Pod(everyStep())) {
            boolean good = pod.run(command(agent, "-XX:AOTCacheOutput=" + cache), process -> {});
            System.out.println("start-up cache: " + (good ? Files.size(cache) / 1024 + " KiB" : "none"));
            return good;
        }
    }

    private static boolean measureStart(Path agent) throws Exception {
        boolean good = true;
        for (int run = 0; run < RUNS; run++) {
            try (var pod = new Pod(script("echo hello"))) {
                long begin = System.nanoTime();
                good &= pod.run(cached(agent), process -> {
                    Path gate = pod.folder.resolve("ondes/gate");
                    while (process.isAlive() && !Files.exists(gate)) {
                        Thread.onSpinWait();
                    }
                    System.out.printf(
                            "gate open after %d ms, %d ms of processor time%n",
                            (System.nanoTime() - begin) / 1_000_000, processorMillis(process));
                });
            }
        }
        return good;
    }

    private static boolean measureLog(Path agent) throws Exception {
        try (var pod = new Pod(script("i=0; while [ $i -lt 100000 ]; do echo \"$i 01234567890123456789012345678901234567890123456789"
                + "0123456789012345678901234567890123456789\"; i=$((i+1)); done"))) {
            long[] peak = {0, 0};
            boolean good = pod.run(cached(agent), process -> {
                while (process.isAlive()) {
                    peak[0] = Math.max(peak[0], kibibytes(process, "RssAnon:"));
                    peak[1] = Math.max(peak[1], kibibytes(process, "VmRSS:"));
                    pause();
                }
            });
            System.out.printf(
                    "log of %d KiB: at most %.1f MiB anonymous, %.1f MiB resident%n",
                    pod.size / 1024, peak[0] / 1024.0, peak[1] / 1024.0);
            return good;
        }
    }

    private static List<String> cached(Path agent) {
        return command(agent, "-XX:AOTCache=" + agent.resolve("agent.aot"));
    }

    /** With more options for the JVM from the variable {@code REHEARSAL_OPTIONS}. */
    private static List<String> command(Path agent, String cache) {
        List<String> command = new ArrayList<>();
        command.add(agent.resolve("runtime/bin/java").toString());
        command.add("@" + agent.resolve("agent.options"));
        command.add(cache);
        for (String option : System.getenv().getOrDefault("REHEARSAL_OPTIONS", "").split(" ")) {
            if (!option.isEmpty()) {
                command.add(option);
            }
        }
        command.add("-jar");
        command.add(agent.resolve("job-agent.jar").toString());
        return command;
    }

    private static long processorMillis(Process process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            // utime and stime in ticks of 10 ms
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10;
        } catch (IOException e) {
            return -1;
        }
    }

    private static long kibibytes(Process process, String field) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
                if (line.startsWith(field)) {
                    return Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        } catch (IOException e) {
            // It has just ended.
        }
        return 0;
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Meanwhile {
        void watch(Process agent);
    }

    /** Stub of GitLab, folders, and the build container as a process. */
    private static final class Pod implements AutoCloseable {
        private final Path folder = Files.createTempDirectory("ondes-rehearsal");
        private final HttpServer gitlab = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        private final ObjectNode payload;
        private int size;

        Pod(ObjectNode payload) throws IOException {
            this.payload = payload;
            byte[] archive = archive();
            gitlab.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            gitlab.createContext("/", exchange -> answer(exchange, archive));
            gitlab.start();
            for (String directory : List.of("ondes", "builds", "tmp")) {
                Files.createDirectory(folder.resolve(directory));
            }
        }

        boolean run(List<String> command, Meanwhile meanwhile) throws Exception {
            URI url = URI.create("http://127.0.0.1:" + gitlab.getAddress().getPort());
            var job = new AgentJob(
                    url, 1, 0, "rehearsal", "none", Map.of("ONDES_OUTPUT_LIMIT", "65536"), payload, List.of(), List.of());
            Files.write(folder.resolve("job.json"), AgentJson.write(job));
            Process build = process(folder, List.of("sh", "-c", PodLayout.BUILD_COMMAND));
            Process agent = process(folder, command);
            meanwhile.watch(agent);
            boolean ended = agent.waitFor(2, TimeUnit.MINUTES);
            build.destroyForcibly();
            agent.destroyForcibly();
            Path termination = folder.resolve("termination-log");
            String report = Files.exists(termination) ? Files.readString(termination) : "no report";
            boolean good = ended && agent.exitValue() == 0 && report.contains("script-succeeded");
            if (!good) {
                System.err.println("the agent ended badly: " + report);
            }
            return good;
        }

        private synchronized void answer(HttpExchange exchange, byte[] archive) throws IOException {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Job-Status", "running");
            switch (exchange.getRequestMethod()) {
                case "PATCH" -> {
                    size += body.length;
                    exchange.getResponseHeaders().set("Range", "0-" + size);
                    exchange.getResponseHeaders().set("X-GitLab-Trace-Update-Interval", "3");
                    exchange.sendResponseHeaders(202, -1);
                }
                case "POST" -> exchange.sendResponseHeaders(201, -1);
                case "GET" -> {
                    exchange.getResponseHeaders().set("Content-Type", "application/zip");
                    exchange.sendResponseHeaders(200, archive.length);
                    exchange.getResponseBody().write(archive);
                }
                default -> exchange.sendResponseHeaders(200, -1);
            }
            exchange.close();
        }

        @Override
        public void close() throws IOException {
            gitlab.stop(0);
            try (var files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
    }

    private static Process process(Path pod, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .putAll(Map.of(
                        // As the launcher has it.
                        "LC_ALL", "C.UTF-8",
                        PodLayout.DIR_VARIABLE, pod.resolve("ondes").toString(),
                        PodLayout.BUILDS_VARIABLE, pod.resolve("builds").toString(),
                        PodLayout.JOB_FILE_VARIABLE, pod.resolve("job.json").toString(),
                        PodLayout.TERMINATION_VARIABLE, pod.resolve("termination-log").toString()));
        return builder.start();
    }

    /** A job without sources. */
    private static ObjectNode script(String command) {
        ObjectNode payload = new ObjectMapper().createObjectNode();
        payload.put("id", 1).put("token", "rehearsal-token");
        payload.putObject("job_info").put("name", "rehearsal").put("project_full_path", "group/project");
        payload.putObject("git_info").put("repo_url", "http://127.0.0.1:1/group/project.git").put("sha", "0000");
        payload.putObject("runner_info").put("timeout", 60);
        payload.putObject("features").put("trace_sections", true);
        var variables = payload.putArray("variables");
        variables.addObject().put("key", "GIT_STRATEGY").put("value", "empty");
        variables.addObject().put("key", "EXPANDED").put("value", "$CI_PROJECT_DIR/${GIT_STRATEGY}");
        variables.addObject().put("key", "MASKED").put("value", "rehearsal-secret").put("masked", true);
        variables.addObject().put("key", "FILE").put("value", "content").put("file", true);
        payload.putArray("steps").addObject().put("name", "script").putArray("script").add(command);
        return payload;
    }

    /** With all that jobs usually do. */
    private static ObjectNode everyStep() {
        ObjectNode payload = script("echo $MASKED >out.txt; cat out.txt");
        payload.putArray("hooks").addObject().put("name", "post_get_sources_script").putArray("script").add("true");
        var after = payload.withArray("steps").addObject();
        after.put("name", "after_script").put("when", "always").putArray("script").add("echo after");
        var artifact = payload.putArray("artifacts").addObject();
        artifact.put("artifact_type", "archive").put("artifact_format", "zip").putArray("paths").add("**/*.txt");
        var dependency = payload.putArray("dependencies").addObject();
        dependency.put("id", 2).put("name", "earlier").put("token", "rehearsal-token-2");
        dependency.putObject("artifacts_file").put("filename", "artifacts.zip").put("size", 100);
        return payload;
    }

    private static byte[] archive() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("earlier.txt"));
            zip.write(new byte[] {'x'});
            zip.closeEntry();
        }
        return bytes.toByteArray();
    }
}
