package dev.ondes.spot.sqs;

import dev.ondes.spot.notice.Heard;
import dev.ondes.spot.notice.NotTakenException;
import dev.ondes.spot.notice.Notice;
import dev.ondes.spot.notice.Notices;
import dev.ondes.spot.notice.Withdrawal;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The entrance, with a broker that may be away. */
public final class FakeNotices implements Notices {
    private final Set<String> nodes = ConcurrentHashMap.newKeySet();
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final List<Notice> taken = new CopyOnWriteArrayList<>();
    private final List<Withdrawal> withdrawn = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean away;
    private volatile boolean broken;

    public FakeNotices node(String instance) {
        nodes.add(instance);
        return this;
    }

    public void brokerAway(boolean isAway) {
        away = isAway;
    }

    public void broken(boolean isBroken) {
        broken = isBroken;
    }

    /** What was announced, each once. */
    public List<Notice> taken() {
        return taken;
    }

    List<Withdrawal> withdrawn() {
        return withdrawn;
    }

    int asked() {
        return asked.get();
    }

    @Override
    public Heard heard(Notice notice) {
        Heard heard = answer(Objects.requireNonNull(notice.node().machine()));
        if (heard == Heard.TAKEN && !known.add(notice.node().machine() + notice.kind())) {
            return Heard.KNOWN;
        }
        if (heard == Heard.TAKEN) {
            taken.add(notice);
        }
        return heard;
    }

    @Override
    public Heard withdrawn(Withdrawal withdrawal) {
        Heard heard = answer(Objects.requireNonNull(withdrawal.node().machine()));
        if (heard == Heard.TAKEN) {
            withdrawn.add(withdrawal);
        }
        return heard;
    }

    private Heard answer(String instance) {
        asked.incrementAndGet();
        if (broken) {
            throw new IllegalStateException("a bug");
        }
        if (!nodes.contains(instance)) {
            return Heard.FOREIGN;
        }
        if (away) {
            throw new NotTakenException("the broker is away");
        }
        return Heard.TAKEN;
    }
}
