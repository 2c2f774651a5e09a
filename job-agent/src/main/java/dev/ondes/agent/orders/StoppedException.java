package dev.ondes.agent.orders;

/** An order, or the pod's end, has ended the preparation of the job. */
public final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Order order;

    /** @param order {@link Order#CARRY_ON} where GitLab wants the job to run, but its pod goes away */
    public StoppedException(Order order, String why) {
        super(why);
        this.order = order;
    }

    public Order order() {
        return order;
    }
}
