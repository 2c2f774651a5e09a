package dev.ondes.cli.build;

import dev.ondes.contracts.build.BuildContext;
import dev.ondes.contracts.build.BuildSpec;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param folder to be packed and uploaded; null where the context comes from git
 * @param spec with a context only where it comes from git
 * @param dotenv a file to write the result to
 * @param detached doesn't wait for the build's end
 */
record BuildOrder(
        @Nullable Path folder,
        Specification spec,
        List<BuildSecret> secrets,
        @Nullable Path dotenv,
        boolean detached) {

    /** All but the context, which may have to be uploaded first. */
    @FunctionalInterface
    interface Specification {
        BuildSpec with(BuildContext context);
    }
}
