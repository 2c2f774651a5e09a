package dev.ondes.alerter.lead;

import dev.ondes.kubernetes.lead.Leadership;
import org.jboss.logging.Logger;

/** By a Lease. Who loses it ends its process, as every service of ours does. */
public final class LeaseLeader implements Leader {
    private static final Logger LOG = Logger.getLogger(LeaseLeader.class);
    /** EX_TEMPFAIL: to be started again. */
    private static final int LEASE_LOST = 75;

    private final Leadership leadership;

    public LeaseLeader(Leadership leadership) {
        this.leadership = leadership;
    }

    @Override
    public void start() {
        leadership.start(() -> {}, LeaseLeader::lost);
    }

    @Override
    public boolean leads() {
        return leadership.leads();
    }

    private static void lost() {
        LOG.error("lost the lease, this process ends now; its supervisor starts it again");
        Runtime.getRuntime().halt(LEASE_LOST);
    }

    @Override
    public void close() {
        leadership.stop();
    }
}
