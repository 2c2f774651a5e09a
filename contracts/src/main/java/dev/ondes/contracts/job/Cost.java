package dev.ondes.contracts.job;

import java.math.BigDecimal;

/**
 * What a job's pods cost, over all attempts: their share of their nodes' price, times how long they were on them.
 *
 * @param currency such as {@code USD}
 * @param paid at the price of the nodes that they ran on
 * @param onDemand what the same would have cost on on-demand nodes
 */
public record Cost(String currency, BigDecimal paid, BigDecimal onDemand) {

    /** One amount has one form, so that costs can be compared. */
    public Cost {
        paid = paid.stripTrailingZeros();
        onDemand = onDemand.stripTrailingZeros();
    }
}
