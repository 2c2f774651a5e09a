package dev.ondes.dispatcher;

import dev.ondes.contracts.classes.ClassFileException;
import dev.ondes.dispatcher.settings.StartRefused;
import dev.ondes.messaging.log.LogLine;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs the dispatcher inside Quarkus: starts it when broker and web server are set up, and stops it before they go. Settings
 * that can't be right end the process with code 1 and one message.
 */
@QuarkusMain
@Singleton
public class DispatcherMain implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger(DispatcherMain.class);
    private static final int REFUSED = 1;
    private static final int BEFORE_ALL_OTHERS = 1;

    private final Composition composition;
    private volatile @Nullable Dispatcher running;

    public DispatcherMain(Composition composition) {
        this.composition = composition;
    }

    @Override
    public int run(String... args) throws IOException {
        try {
            Dispatcher dispatcher = composition.dispatcher();
            running = dispatcher;
            dispatcher.start();
        } catch (StartRefused | ClassFileException e) {
            LOG.error("the start is refused: " + e.getMessage());
            return REFUSED;
        }
        Quarkus.waitForExit();
        return 0;
    }

    /** Quarkus goes on to close web server and broker when this returns. */
    void stop(@Observes @Priority(BEFORE_ALL_OTHERS) ShutdownEvent shutdown) {
        Dispatcher dispatcher = running;
        if (dispatcher == null) {
            return;
        }
        try {
            dispatcher.stop();
        } catch (InterruptedException e) {
            LOG.warn(LogLine.of("the stop was cut short; what was not handed over is in the spool"));
            Thread.currentThread().interrupt();
        }
    }
}
