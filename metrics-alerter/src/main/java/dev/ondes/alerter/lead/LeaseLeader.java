package dev.ondes.alerter.lead;

import dev.ondes.kubernetes.lead.Leadership;

/** By a Lease. Who loses it ends its process, as every service of ours does. */
public final class LeaseLeader implements Leader {
    private final Leadership leadership;

    public LeaseLeader(Leadership leadership) {
        this.leadership = leadership;
    }

    @Override
    public void start() {
        leadership.start(() -> {});
    }

    @Override
    public boolean leads() {
        return leadership.leads();
    }

    @Override
    public void close() {
        leadership.stop();
    }
}
