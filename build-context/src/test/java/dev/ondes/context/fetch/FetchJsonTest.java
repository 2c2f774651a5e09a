package dev.ondes.context.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.context.check.ContextLimits;
import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.build.GitSource;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;

class FetchJsonTest {
    private static final ContextLimits LIMITS = new ContextLimits(1, 2, 3, 4, 5, 6, 7, 512, 9);

    @Test
    void anOrderForAnArchiveComesBackAsItWas() throws IOException {
        var order = new FetchOrder(
                new FetchOrder.Archive(URI.create("https://s3/bucket/key?X-Signature=1"), "abc"), "Dockerfile", LIMITS);

        assertThat(FetchJson.readOrder(FetchJson.write(order))).isEqualTo(order);
    }

    @Test
    void anOrderForARepositoryComesBackAsItWas() throws IOException {
        var git = new GitSource(URI.create("https://gitlab.example/group/project.git"), "main", "app");
        var order = new FetchOrder(
                new FetchOrder.Repository(git, new FetchOrder.Login("gitlab-ci-token", "s3cret")),
                "Dockerfile",
                LIMITS);

        assertThat(FetchJson.readOrder(FetchJson.write(order))).isEqualTo(order);
    }

    @Test
    void limitsThatAreNotNamedAreTheUsualOnes() throws IOException {
        FetchOrder order = FetchJson.readOrder(
                "{\"archive\":{\"url\":\"https://s3/x\",\"tarSha256\":\"a\"},\"dockerfile\":\"Dockerfile\"}"
                        .getBytes(UTF_8));

        assertThat(order.limits()).isEqualTo(ContextLimits.DEFAULT);
    }

    @Test
    void nothingThatLetsItsHolderReadIsPrintedOrTold() {
        var order = new FetchOrder(
                new FetchOrder.Archive(URI.create("https://s3/bucket/key?X-Signature=s3cret"), "abc"),
                "Dockerfile",
                LIMITS);
        var login = new FetchOrder.Login("user", "s3cret");

        assertThat(order.toString() + login).doesNotContain("s3cret");
        assertThatThrownBy(() -> FetchJson.readOrder(
                        "{\"archive\":{\"url\":\"http://s3cret:/ \"},\"dockerfile\":\"D\"}".getBytes(UTF_8)))
                .hasMessage("the field url is no URL")
                .hasNoCause();
        assertThatThrownBy(() -> FetchJson.readOrder("{\"archive\":s3cret".getBytes(UTF_8)))
                .hasMessage("this is no JSON object")
                .hasNoCause();
    }

    @Test
    void aReportComesBackAsItWasAndFitsIntoATerminationMessage() throws IOException {
        var failed = FetchReport.failed(BuildReason.CONTEXT_INVALID, "a link points out (a)");
        var fetched = FetchReport.fetchedCommit("0123");

        assertThat(FetchJson.readReport(FetchJson.write(failed))).isEqualTo(failed);
        assertThat(FetchJson.readReport(FetchJson.write(fetched))).isEqualTo(fetched);
        assertThat(FetchJson.write(FetchReport.failed(BuildReason.UNKNOWN, "\u0001".repeat(9_000))))
                .hasSizeLessThan(4096);
    }
}
