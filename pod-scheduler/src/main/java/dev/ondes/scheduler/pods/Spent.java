package dev.ondes.scheduler.pods;

import dev.ondes.contracts.job.Cost;
import java.util.Optional;

/** What attempts of a job have cost. What isn't known of one isn't known of all: a part would look like the whole. */
public sealed interface Spent {

    /** No pod was on a node yet. */
    record Nothing() implements Spent {}

    record Unknown() implements Spent {}

    record Known(Cost cost) implements Spent {}

    default Spent plus(Spent other) {
        return switch (this) {
            case Nothing _ -> other;
            case Unknown _ -> this;
            case Known(var mine) ->
                switch (other) {
                    case Nothing _ -> this;
                    case Unknown _ -> other;
                    case Known(var more) -> sum(mine, more);
                };
        };
    }

    private static Spent sum(Cost one, Cost other) {
        return one.currency().equals(other.currency())
                ? new Known(new Cost(
                        one.currency(),
                        one.paid().add(other.paid()),
                        one.onDemand().add(other.onDemand())))
                : new Unknown();
    }

    default Optional<Cost> known() {
        return this instanceof Known(var cost) ? Optional.of(cost) : Optional.empty();
    }
}
