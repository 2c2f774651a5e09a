package dev.ondes.alerter.console.view;

import dev.ondes.alerter.console.act.Act;
import dev.ondes.alerter.fleet.Snapshot;
import dev.ondes.contracts.event.OperatorActed;
import java.util.List;

/**
 * Something that an operator did by hand.
 *
 * @param what such as {@code silenced CiDeadLetters}
 */
public record DeedRow(Times.Stamp at, String who, String what, String reason) {
    private static final int MOST = 50;

    /** Newest first. */
    static List<DeedRow> all(Moment moment) {
        return moment.fleet().deeds().stream()
                .limit(MOST)
                .map(deed -> of(deed, moment.times()))
                .toList();
    }

    private static DeedRow of(Snapshot.Deed deed, Times times) {
        OperatorActed what = deed.what();
        String about = what.count() == 1 ? what.about() : what.about() + " (" + Measures.whole(what.count()) + ")";
        String reason = what.reason();
        return new DeedRow(
                times.at(deed.at()),
                Text.shown(what.operator()),
                Text.shown(Act.of(what.act()).map(Act::sentence).orElse(what.act()) + " " + about),
                reason == null ? "" : Text.shown(reason));
    }
}
