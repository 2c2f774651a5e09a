package dev.ondes.cli.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotenvTest {
    @ParameterizedTest
    @CsvSource({
        "registry.example/acme/app:1.2, registry.example/acme/app",
        "registry.example:5000/acme/app:1.2, registry.example:5000/acme/app",
        "registry.example:5000/acme/app, registry.example:5000/acme/app",
        "registry.example/app, registry.example/app",
    })
    void aRepositoryHasNoTagButMayHaveAPort(String name, String repository) {
        assertThat(Dotenv.repository(name)).isEqualTo(repository);
    }
}
