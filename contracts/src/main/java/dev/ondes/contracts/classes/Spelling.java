package dev.ondes.contracts.classes;

import dev.ondes.contracts.job.CapacityType;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How single values are spelt. Each method throws {@link IllegalArgumentException} whose text continues "'VALUE' …". */
public final class Spelling {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6})s)?(?:(\\d{1,6})ms)?");
    /** As Kubernetes reads them, but for signs. */
    private static final Pattern QUANTITY =
            Pattern.compile("(\\d{1,15}(?:\\.\\d{0,9})?|\\.\\d{1,9})(?:(m|[kMGTPE]|[KMGTPE]i)|[eE]([+-]?\\d{1,2}))?");

    private Spelling() {}

    static String label(String text, int length) {
        if (text.length() > length || !LABEL.matcher(text).matches()) {
            throw new IllegalArgumentException("must be a DNS label of at most " + length
                    + " characters: lower-case letters, digits and inner hyphens, such as small-1");
        }
        return text;
    }

    public static int count(String text) {
        if (!text.matches("\\d{1,6}")) {
            throw new IllegalArgumentException("must be a whole number from 0 to 999999, such as 10");
        }
        return Integer.parseInt(text);
    }

    /** Of a user or a group. */
    public static Long userId(String text) {
        if (!text.matches("\\d{1,10}") || Long.parseLong(text) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("must be a user's id from 0 to 2147483647, such as 1000");
        }
        return Long.valueOf(text);
    }

    static String currency(String text) {
        if (!text.matches("[A-Z]{3}")) {
            throw new IllegalArgumentException("must be a currency's three letters, such as EUR");
        }
        return text;
    }

    /** Of one hour. */
    static BigDecimal price(String text) {
        if (!text.matches("\\d{1,6}(\\.\\d{1,9})?")) {
            throw new IllegalArgumentException("must be a price of one hour such as 0.107");
        }
        return new BigDecimal(text);
    }

    public static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }

    public static Duration duration(String text) {
        var match = DURATION.matcher(text);
        if (text.isEmpty() || !match.matches()) {
            throw new IllegalArgumentException("must be a duration such as 500ms, 30s, 10m, 2h or 1h30m");
        }
        return Duration.ofHours(part(match.group(1)))
                .plusMinutes(part(match.group(2)))
                .plusSeconds(part(match.group(3)))
                .plusMillis(part(match.group(4)));
    }

    private static long part(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    /** Whole or fractional CPUs, or thousandths. */
    public static String cpu(String text) {
        var match = QUANTITY.matcher(text);
        if (!match.matches() || (match.group(2) != null && !match.group(2).equals("m"))) {
            throw new IllegalArgumentException("must be a quantity of CPU such as 500m, 2 or 1.5");
        }
        return text;
    }

    /** Bytes; thousandths of them, which Kubernetes would take, are always a slip. */
    public static String bytes(String text) {
        var match = QUANTITY.matcher(text);
        if (!match.matches() || "m".equals(match.group(2))) {
            throw new IllegalArgumentException("must be a quantity of bytes such as 512Mi, 2Gi or 5G");
        }
        return text;
    }

    /** The value of a {@link #cpu} or of {@link #bytes}. */
    public static BigDecimal amount(String quantity) {
        var match = QUANTITY.matcher(quantity);
        if (!match.matches()) {
            throw new IllegalArgumentException("must be a quantity such as 2, 500m or 512Mi");
        }
        var number = new BigDecimal(match.group(1));
        if (match.group(3) != null) {
            return number.scaleByPowerOfTen(Integer.parseInt(match.group(3)));
        }
        String unit = match.group(2) == null ? "" : match.group(2);
        if (unit.equals("m")) {
            return number.movePointLeft(3);
        }
        int base = unit.endsWith("i") ? 1024 : 1000;
        int power = unit.isEmpty() ? 0 : "KMGTPE".indexOf(Character.toUpperCase(unit.charAt(0))) + 1;
        return number.multiply(BigDecimal.valueOf(base).pow(power));
    }

    public static CapacityType capacity(String text) {
        return Arrays.stream(CapacityType.values())
                .filter(type -> type.wire().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of "
                        + Arrays.stream(CapacityType.values())
                                .map(CapacityType::wire)
                                .collect(Collectors.joining(", "))));
    }

    public static String oneOf(String text, List<String> words) {
        if (!words.contains(text)) {
            throw new IllegalArgumentException("must be one of " + String.join(", ", words)
                    + nearest(text, words)
                            .map(word -> "; did you mean '" + word + "'?")
                            .orElse(""));
        }
        return text;
    }

    public static String oneWord(String text) {
        if (text.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("must be one word without blanks");
        }
        return text;
    }

    /** A base address, without the slash at its end; empty where it is none, and not repeated, since it may hold a password. */
    static Optional<URI> baseAddress(String text) {
        try {
            var uri = new URI(text.replaceAll("/+$", ""));
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            boolean plain = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
            return web && plain && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** The known word that this one is most likely a slip of: at most a third of its letters are other ones. */
    static Optional<String> nearest(String word, List<String> known) {
        return known.stream()
                .filter(candidate -> distance(word, candidate) <= Math.max(1, candidate.length() / 3))
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
    }

    /** Letters to add, remove or change, without regard to case. */
    private static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, index -> index);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
