package dev.ondes.scheduler.login;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryNameTest {
    @ParameterizedTest
    @CsvSource({
        "registry.example.com, registry.example.com",
        "Registry.Example.com:5000, registry.example.com:5000",
        "registry.example.com/Group/app/, registry.example.com/Group/app",
        "registry.example.com/group/app:1.2, registry.example.com/group/app",
        "registry.example.com:5000/app:1.2, registry.example.com:5000/app",
        "https://registry.example.com, registry.example.com",
        "HTTP://registry.example.com:80/v2/, registry.example.com:80",
        "https://index.docker.io/v1/, docker.io",
        "index.docker.io, docker.io",
        "docker.io, docker.io",
        "localhost:5000, localhost:5000",
        "*.example.com, *.example.com",
        "[::1]:5000, [::1]:5000",
    })
    void isWhatNamesOfImagesBeginWith(String written, String name) {
        assertThat(RegistryName.of(written)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "/", "user:password@registry.example.com", "registry example", "https://", "a\"b"})
    void isNothingElse(String written) {
        assertThat(RegistryName.of(written)).isNull();
    }
}
