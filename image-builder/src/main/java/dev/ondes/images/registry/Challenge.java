package dev.ondes.images.registry;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a registry wants to be shown who we are: {@code WWW-Authenticate}, RFC 9110 section 11. */
sealed interface Challenge {

    record Basic() implements Challenge {}

    /** Docker's token flow: a token from {@code realm}, for {@code service}. */
    record Bearer(String realm, String service, String scope) implements Challenge {}

    Pattern PARAMETER = Pattern.compile("([a-zA-Z]+)=(?:\"([^\"]*)\"|([^\",\\s]+))");

    /** The first that we can answer; Bearer before Basic. */
    static Optional<Challenge> read(List<String> headers) {
        Optional<Challenge> bearer = headers.stream()
                .filter(header -> header.toLowerCase(Locale.ROOT).startsWith("bearer "))
                .<Challenge>map(Challenge::bearer)
                .findFirst();
        return bearer.or(() -> headers.stream()
                .filter(header -> header.toLowerCase(Locale.ROOT).startsWith("basic"))
                .<Challenge>map(_ -> new Basic())
                .findFirst());
    }

    private static Bearer bearer(String header) {
        Map<String, String> parameters = new HashMap<>();
        Matcher matcher = PARAMETER.matcher(header);
        while (matcher.find()) {
            parameters.put(
                    matcher.group(1).toLowerCase(Locale.ROOT),
                    matcher.group(2) == null ? matcher.group(3) : matcher.group(2));
        }
        return new Bearer(
                parameters.getOrDefault("realm", ""),
                parameters.getOrDefault("service", ""),
                parameters.getOrDefault("scope", ""));
    }
}
