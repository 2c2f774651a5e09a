package dev.ondes.alerter.console.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
    @ParameterizedTest
    @CsvSource({
        "build, build",
        "größe 変数, größe 変数",
        "a\u202egpj.exe, a[U+202E]gpj.exe",
        "pay\u0440al, pay\u0440al",
        "zero\u200bwidth, zero[U+200B]width",
        "'bell\u0007', bell[U+0007]",
        "'two\nlines', two lines",
        "half\ud800, half[U+D800]"
    })
    void whatNobodySeesIsShown(String name, String shown) {
        assertThat(Text.shown(name)).isEqualTo(shown);
    }

    @Test
    void theNameOfAnImageMayEndALineAfterEachOfItsParts() {
        assertThat(Text.pieces("registry.example.com:5000/group/app@sha256:0f"))
                .containsExactly("registry.example.com:", "5000/", "group/", "app@", "sha256:", "0f");
    }

    @Test
    void anEmojiOfSeveralSignsStaysOne() {
        String family = "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67";

        assertThat(Text.shown(family)).isEqualTo(family);
    }
}
