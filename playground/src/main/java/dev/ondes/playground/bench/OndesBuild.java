package dev.ondes.playground.bench;

import dev.ondes.playground.platform.Home;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code ondes build} as people run it, for builds that nobody waits for and whose pods find no node. */
record OndesBuild(BuilderClient client, String registry) {
    /** Asks for a build of a folder. @return what it says */
    String detached(Path context, String tag) throws IOException {
        Path cli = Home.here().file("cli/target");
        return Ran.java(
                "256m",
                cli.resolve("cli.jar") + ":" + cli.resolve("lib") + "/*",
                List.of(
                        "dev.ondes.cli.OndesCli",
                        "build",
                        context.toString(),
                        "--detach",
                        "--cpu=64",
                        "--destination=" + registry + "/bench/image:" + tag),
                Map.of("ONDES_BUILD_SERVER", client.address().toString(), "ONDES_BUILD_TOKEN", client.token()));
    }
}
