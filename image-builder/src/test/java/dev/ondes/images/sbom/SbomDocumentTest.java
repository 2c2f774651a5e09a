package dev.ondes.images.sbom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SbomDocumentTest {
    private static final String DIGEST = "sha256:" + "0a".repeat(32);

    private static String document(SbomFormat format, String digest) {
        return "{\"" + format.mark() + "\":\"x\",\"of\":{\"version\":\"" + digest + "\"}}";
    }

    private static InputStream printed(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource(SbomFormat.class)
    void isWhatWasPrintedToTheByte(SbomFormat format) throws Exception {
        String document = document(format, DIGEST);

        byte[] read = SbomDocument.read(printed("[0001] WARN an {odd} layer\n" + document + "\n"), format, DIGEST);

        assertThat(new String(read, StandardCharsets.UTF_8)).isEqualTo(document);
    }

    static Stream<Arguments> unusable() {
        String whole = document(SbomFormat.CYCLONEDX, DIGEST);
        return Stream.of(
                Arguments.of("", "printed none"),
                Arguments.of("error: unauthorized\n", "printed none"),
                Arguments.of(whole.substring(0, whole.length() - 1), "no whole JSON"),
                Arguments.of(whole + "panic: x\n", "no whole JSON"),
                Arguments.of("{\"of\":{\"bomFormat\":\"" + DIGEST + "\"}}", "no document of cyclonedx-json"),
                Arguments.of(document(SbomFormat.SPDX, DIGEST), "no document of cyclonedx-json"),
                Arguments.of(
                        document(SbomFormat.CYCLONEDX, "sha256:" + "0b".repeat(32)),
                        "does not name the image sha256:0a"));
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void isRefusedWhereItIsNone(String printed, String why) {
        assertThatThrownBy(() -> SbomDocument.read(printed(printed), SbomFormat.CYCLONEDX, DIGEST))
                .isInstanceOf(UnusableSbomException.class)
                .hasMessageContaining(why);
    }

    @Test
    void isRefusedWhereItWouldFillTheMemory() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return ' ';
            }
        };

        assertThatThrownBy(() -> SbomDocument.read(endless, SbomFormat.SPDX, DIGEST))
                .isInstanceOf(UnusableSbomException.class)
                .hasMessageContaining("larger than 8 MiB");
    }
}
