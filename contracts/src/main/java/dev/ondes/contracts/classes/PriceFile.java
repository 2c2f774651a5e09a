package dev.ondes.contracts.classes;

import dev.ondes.contracts.job.CapacityType;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The price file: what an hour of a node costs. Immutable.
 *
 * @param currency three letters, such as {@code EUR}
 * @param prices asked from the first to the last
 */
public record PriceFile(String currency, List<Price> prices) {

    /** Copies the list. */
    public PriceFile {
        prices = List.copyOf(prices);
    }

    /**
     * Prices of the nodes that all of its marks fit; a mark that is null or empty fits every node.
     *
     * @param labels of the node, all of them
     * @param perHour of a whole node
     */
    public record Price(
            @Nullable String instanceType,
            @Nullable String zone,
            Map<String, String> labels,
            Map<CapacityType, BigDecimal> perHour) {

        /** Copies the maps. */
        public Price {
            labels = Map.copyOf(labels);
            perHour = Map.copyOf(perHour);
        }

        private boolean fits(@Nullable String itsType, @Nullable String itsZone, Map<String, String> itsLabels) {
            return (instanceType == null || instanceType.equals(itsType))
                    && (zone == null || zone.equals(itsZone))
                    && itsLabels.entrySet().containsAll(labels.entrySet());
        }
    }

    /**
     * Reads and checks a price file; all that is wrong is told at once.
     *
     * @throws ClassFileException naming file, line, key and fix
     */
    public static PriceFile read(Path file) {
        return PriceFileReader.read(file);
    }

    /** What an hour of such a node costs: by the first entry that fits and names that capacity; empty where none does. */
    public Optional<BigDecimal> perHour(
            CapacityType capacity, @Nullable String instanceType, @Nullable String zone, Map<String, String> labels) {
        return prices.stream()
                .filter(price -> price.fits(instanceType, zone, labels))
                .flatMap(price -> Optional.ofNullable(price.perHour().get(capacity)).stream())
                .findFirst();
    }
}
