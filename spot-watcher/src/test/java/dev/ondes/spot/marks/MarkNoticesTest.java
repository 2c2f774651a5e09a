package dev.ondes.spot.marks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import dev.ondes.spot.node.NodeId;
import dev.ondes.spot.notice.Heard;
import dev.ondes.spot.notice.Notice;
import dev.ondes.spot.notice.Notices;
import dev.ondes.spot.notice.Withdrawal;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkNoticesTest {
    private static final NodeId MEANT = new NodeId("node-1", "uid-1", "i-0aaaaaaaaaaaaaaa1");

    private final Told told = new Told();
    private final MarkNotices marks = new MarkNotices(told, Clock.fixed(Nodes.NOW, ZoneOffset.UTC));

    @Test
    void namesTheObjectThatTheMarkWasOn() {
        marks.heard(Nodes.healthy(), mark(Teller.CONTROL_PLANE));
        marks.withdrawn(Nodes.healthy(), mark(Teller.CONTROL_PLANE), "The node is ready again");

        assertThat(told.heard).singleElement().satisfies(notice -> {
            assertThat(notice.node()).isEqualTo(MEANT);
            assertThat(notice.provider()).isEqualTo(Provider.KUBERNETES);
        });
        assertThat(told.withdrawn)
                .singleElement()
                .satisfies(back -> assertThat(back.node()).isEqualTo(MEANT));
    }

    @Test
    void whatACloudsOwnHandlerWroteIsTheCloudsWord() {
        marks.heard(Nodes.healthy(), mark(Teller.NODE_TERMINATION_HANDLER));

        assertThat(told.heard)
                .singleElement()
                .satisfies(notice -> assertThat(notice.provider()).isEqualTo(Provider.AWS));
    }

    private static Mark mark(Teller teller) {
        return new Mark(NoticeKind.NODE_SILENT, InstanceAction.UNKNOWN, teller, Nodes.EARLIER, null);
    }

    private static final class Told implements Notices {
        final List<Notice> heard = new ArrayList<>();
        final List<Withdrawal> withdrawn = new ArrayList<>();

        @Override
        public Heard heard(Notice notice) {
            heard.add(notice);
            return Heard.TAKEN;
        }

        @Override
        public Heard withdrawn(Withdrawal withdrawal) {
            withdrawn.add(withdrawal);
            return Heard.TAKEN;
        }
    }
}
