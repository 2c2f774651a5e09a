package dev.ondes.playground.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.playground.platform.Home;
import dev.ondes.playground.process.PlaygroundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModulesTest {
    @Test
    void areThoseOfTheParentPomInItsOrder() {
        assertThat(Modules.of(Home.here().file("pom.xml")))
                .startsWith("contracts", "authorities", "messaging")
                .contains("job-dispatcher", "pod-scheduler", "job-agent", "spot-watcher")
                .doesNotHaveDuplicates()
                .allSatisfy(module ->
                        assertThat(Home.here().file(module + "/pom.xml")).exists());
    }

    @Test
    void onlyWhatIsThereCanBeAskedFor() {
        Path home = Home.here().folder();
        List<String> modules = Modules.of(home.resolve("pom.xml"));

        for (String known :
                List.of("contracts", "ModulesTest", "*odulesTes*", "ModulesTest#areThose*,!ExpectationTest")) {
            assertThatCode(() -> Modules.requireKnown(known, home, modules)).doesNotThrowAnyException();
        }
        assertThatThrownBy(() -> Modules.requireKnown("ModulesTest,NoSuchIT", home, modules))
                .isInstanceOf(PlaygroundException.class)
                .hasMessageContaining("no test class is called NoSuchIT");
    }

    @Test
    void aFileThatIsNoPomIsNamed(@TempDir Path folder) throws IOException {
        Path broken = Files.writeString(folder.resolve("pom.xml"), "<project><modules>");

        assertThatThrownBy(() -> Modules.of(broken))
                .isInstanceOf(PlaygroundException.class)
                .hasMessageStartingWith(broken + " can't be read");
    }
}
