package dev.ondes.detector;

import dev.ondes.detector.health.Health;
import dev.ondes.detector.health.HealthServer;
import dev.ondes.detector.health.Metrics;
import dev.ondes.detector.log.Log;
import dev.ondes.detector.settings.Settings;
import dev.ondes.detector.settings.SettingsException;
import dev.ondes.detector.settings.SettingsReader;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Random;

/** The process: settings, the {@link Detector}, and an end by signal with 0. Ends with 2 where the settings are wrong. */
public final class DetectorMain {
    private DetectorMain() {}

    public static void main(String[] arguments) {
        if (List.of(arguments).contains("--help")) {
            System.out.println(SettingsReader.help());
            return;
        }
        Runtime.getRuntime().halt(run(arguments));
    }

    private static int run(String[] arguments) {
        Settings settings;
        try {
            settings = SettingsReader.read(arguments, System.getenv());
        } catch (SettingsException e) {
            System.err.println(e.getMessage());
            return 2;
        }
        Clock clock = Clock.systemUTC();
        var log = new Log(System.err, clock, settings.node(), settings.jsonLog());
        var health = new Health(new Metrics(), clock);
        var detector = new Detector(settings, health, clock, new Random(), log);
        Thread main = Thread.currentThread();
        // TERM begins the JVM's end, which waits for this hook; the main thread then ends the process itself.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            detector.stop();
            awaitUninterruptibly(main);
        }));
        try {
            serve(settings, health);
            detector.run();
            return 0;
        } catch (IOException e) {
            log.say("failed", e.toString());
            return 2;
        } catch (InterruptedException e) {
            return 1;
        }
    }

    /** Until the process ends. */
    private static void serve(Settings settings, Health health) throws IOException {
        if (settings.listen() != null) {
            HealthServer.open(settings.listen(), health);
        }
    }

    private static void awaitUninterruptibly(Thread main) {
        try {
            main.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
