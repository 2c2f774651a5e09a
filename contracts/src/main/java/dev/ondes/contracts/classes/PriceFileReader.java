package dev.ondes.contracts.classes;

import dev.ondes.contracts.classes.PriceFile.Price;
import dev.ondes.contracts.job.CapacityType;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the price file: YAML to {@link PriceFile}, each problem noted with its line, all of them told at once. */
final class PriceFileReader {
    private static final YamlText.Kind KIND = new YamlText.Kind("currency and prices", "ondes.scheduler.price-file");

    /** Where each price stands, to find one that no node could ever come to. */
    private final Map<Place, Integer> lines = new HashMap<>();

    private record Place(
            CapacityType capacity,
            @Nullable String instanceType,
            @Nullable String zone,
            Map<String, String> labels) {}

    private PriceFileReader() {}

    static PriceFile read(Path file) {
        return YamlText.read(file, KIND, new PriceFile("", List.of()), root -> new PriceFileReader().read(root));
    }

    private PriceFile read(YamlValue root) {
        YamlObject file = root.object("currency", "prices");
        return new PriceFile(
                file.required("currency", "EUR", "", currency -> currency.spelt(Spelling::currency)),
                file.required(
                        "prices",
                        "[{instanceType: m6i.large, on-demand: 0.107, spot: 0.04}]",
                        List.of(),
                        list -> list.items(this::price)));
    }

    private Price price(YamlValue value) {
        YamlObject item =
                value.object("instanceType", "zone", "labels", CapacityType.ON_DEMAND.wire(), CapacityType.SPOT.wire());
        @Nullable String instanceType = word(item, "instanceType");
        @Nullable String zone = word(item, "zone");
        Map<String, String> labels = item.optional("labels", Map.of(), YamlValue::texts);
        if (instanceType == null && zone == null && labels.isEmpty()) {
            throw value.wrong("fits every node; add instanceType, zone or labels");
        }
        Map<CapacityType, BigDecimal> perHour = new EnumMap<>(CapacityType.class);
        for (CapacityType type : CapacityType.values()) {
            if (item.has(type.wire())) {
                unique(item, type, new Place(type, instanceType, zone, labels));
                perHour.put(type, item.optional(type.wire(), BigDecimal.ZERO, price -> price.spelt(Spelling::price)));
            }
        }
        if (perHour.isEmpty()) {
            throw value.wrong("has no price; add on-demand, spot or both");
        }
        return new Price(instanceType, zone, labels, perHour);
    }

    private void unique(YamlObject item, CapacityType type, Place place) {
        Integer first = lines.putIfAbsent(place, item.line(type.wire()));
        if (first != null) {
            item.wrong(type.wire(), "has a price for the same nodes in line " + first + "; remove one");
        }
    }

    private static @Nullable String word(YamlObject item, String key) {
        return item.has(key) ? item.optional(key, "", word -> word.spelt(Spelling::oneWord)) : null;
    }
}
