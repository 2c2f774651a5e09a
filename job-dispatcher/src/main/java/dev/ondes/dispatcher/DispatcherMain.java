package dev.ondes.dispatcher;

import dev.ondes.contracts.classes.ClassFileException;
import dev.ondes.dispatcher.settings.StartRefused;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import org.jboss.logging.Logger;

/**
 * Runs the dispatcher inside Quarkus: starts it when broker and web server are set up, and stops it before they go. Settings
 * that can't be right end the process with code 1 and one message.
 */
@QuarkusMain
public final class DispatcherMain implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger(DispatcherMain.class);
    private static final int REFUSED = 1;

    private final Composition composition;

    public DispatcherMain(Composition composition) {
        this.composition = composition;
    }

    @Override
    public int run(String... args) throws IOException, InterruptedException {
        Dispatcher dispatcher;
        try {
            dispatcher = composition.dispatcher();
        } catch (StartRefused | ClassFileException e) {
            LOG.error("the start is refused: " + e.getMessage());
            return REFUSED;
        }
        dispatcher.start();
        Quarkus.waitForExit();
        dispatcher.stop();
        return 0;
    }
}
