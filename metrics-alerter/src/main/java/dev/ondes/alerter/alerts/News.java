package dev.ondes.alerter.alerts;

import dev.ondes.alerter.fleet.KnownAlert;
import dev.ondes.contracts.event.AlertFiring;
import dev.ondes.contracts.event.AlertResolved;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What fires against what was said to fire: the difference is to be said. Pure.
 *
 * @param firing that began
 * @param resolved that ended
 */
public record News(List<AlertFiring> firing, List<AlertResolved> resolved) {
    public News {
        firing = List.copyOf(firing);
        resolved = List.copyOf(resolved);
    }

    /**
     * What is to be said now.
     *
     * @param said what the journal says, and what we said ourselves and have not read back yet; by id
     */
    public static News of(List<Alert> now, Map<String, KnownAlert> said, Seen seen) {
        List<AlertFiring> began = new ArrayList<>();
        for (Alert alert : now) {
            KnownAlert known = said.get(alert.key().id());
            if (alert.quiet() == Alert.Quiet.TOLD && (known == null || !known.fires())) {
                began.add(firing(alert, seen));
            }
        }
        Set<String> fires = now.stream().map(alert -> alert.key().id()).collect(Collectors.toSet());
        List<AlertResolved> ended = new ArrayList<>();
        new TreeMap<>(said).forEach((id, known) -> {
            if (known.fires() && known.firing() != null && !fires.contains(id)) {
                ended.add(resolved(known.firing().said(), seen));
            }
        });
        return new News(began, ended);
    }

    private static AlertFiring firing(Alert alert, Seen seen) {
        Rule rule = alert.rule();
        String subject = alert.key().subject();
        boolean ofClass =
                switch (rule.signal()) {
                    case Signal.Pending _, Signal.OldestPending _, Signal.SystemFailures _, Signal.Stuck _ -> true;
                    case Signal.BudgetBurn _,
                            Signal.Silence _,
                            Signal.CapacitySilence _,
                            Signal.Unconsumed _,
                            Signal.DeadLetters _,
                            Signal.Always _ -> false;
                };
        return new AlertFiring(
                alert.key().id(),
                rule.name(),
                rule.severity(),
                ofClass && !subject.isEmpty() ? subject : null,
                ofClass || subject.isEmpty() ? null : subject,
                rule.summary(),
                Descriptions.of(alert, seen),
                alert.since(),
                alert.firedAt(),
                alert.value().isPresent() ? decimal(alert.value().getAsDouble()) : null,
                decimal(alert.threshold()),
                List.of());
    }

    private static AlertResolved resolved(AlertFiring firing, Seen seen) {
        return new AlertResolved(
                firing.alertId(),
                firing.alert(),
                firing.severity(),
                firing.jobClass(),
                firing.about(),
                "It is over: " + firing.summary(),
                firing.firedAt(),
                seen.at(),
                List.of());
    }

    private static BigDecimal decimal(double value) {
        return BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP).stripTrailingZeros();
    }
}
