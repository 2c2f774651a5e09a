package dev.ondes.alerter.reconcile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What came of asking GitLab. */
final class Heard implements ReconcileCounts {
    final List<Found> found = new ArrayList<>();
    final List<Result> asked = new ArrayList<>();
    final List<Instant> finished = new ArrayList<>();

    @Override
    public void found(Found what) {
        found.add(what);
    }

    @Override
    public void asked(Result result) {
        asked.add(result);
    }

    @Override
    public void finished(Instant at) {
        finished.add(at);
    }
}
