package dev.ondes.playground.gitlab.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private final Faults faults = new Faults();

    @Test
    void usesAFaultAsOftenAsOrderedAfterTheCallsThatGoWell() {
        faults.order(Fault.next(Call.TRACE_APPEND, 2, new Fault.Act.DropAfter()).after(1));

        assertThat(faults.take(Call.JOB_REQUEST, "/x")).isEmpty();
        assertThat(faults.take(Call.TRACE_APPEND, "/x")).isEmpty();
        assertThat(faults.take(Call.TRACE_APPEND, "/x")).isPresent();
        assertThat(faults.take(Call.TRACE_APPEND, "/x")).isPresent();
        assertThat(faults.take(Call.TRACE_APPEND, "/x")).isEmpty();
    }

    @Test
    void usesAFaultOnlyWhereThePathFits() {
        faults.order(Fault.next(Call.JOB_UPDATE, 1, Fault.status(500)).at("/jobs/7"));

        assertThat(faults.take(Call.JOB_UPDATE, "/api/v4/jobs/8")).isEmpty();
        assertThat(faults.take(Call.JOB_UPDATE, "/api/v4/jobs/7")).contains(Fault.status(500));
    }

    @Test
    void keepsTwoEqualOrdersApart() {
        faults.order(Fault.next(Call.GIT, 1, Fault.status(500)));
        faults.order(Fault.next(Call.GIT, 1, Fault.status(500)));

        assertThat(faults.take(Call.GIT, "/")).isPresent();
        assertThat(faults.take(Call.GIT, "/")).isPresent();
        assertThat(faults.take(Call.GIT, "/")).isEmpty();
    }

    @Test
    void refusesAnOrderThatSaysNothing() {
        assertThatThrownBy(() -> faults.order(Json.parse("{\"call\":\"git\"}".getBytes(StandardCharsets.UTF_8))))
                .hasMessage("HTTP 400");
        assertThatThrownBy(() ->
                        faults.order(Json.parse("{\"call\":\"x\",\"status\":500}".getBytes(StandardCharsets.UTF_8))))
                .hasMessageStartingWith("There is no kind of call 'x'; there are [register, verify");
    }
}
