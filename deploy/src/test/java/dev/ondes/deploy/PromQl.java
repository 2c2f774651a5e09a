package dev.ondes.deploy;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the metrics in a query: what is a name, and neither a label, nor a function, nor a word of the language. */
final class PromQl {
    private static final Pattern NO_METRICS = Pattern.compile(
            "\"[^\"]*\"" // texts
                    + "|\\{[^}]*}" // matchers
                    + "|\\[[^]]*]" // ranges
                    + "|\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)"
                    + "|\\boffset\\s+\\S+");
    private static final Pattern NAME = Pattern.compile("(?<![\\w:$])[a-zA-Z_:][\\w:]*(?!\\s*\\(|[\\w:])");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "group_left", "group_right");

    /** A sum over what every replica of metrics-alerter tells, which is too much by as many as there are. */
    static final Pattern TWICE = Pattern.compile("\\bsum(\\s+by\\s*\\([^)]*\\))?\\s*\\((rate\\(|increase\\()?"
            + "ondes_(jobs|builds|interruptions|notices|cost|savings|capacity)_");

    private PromQl() {}

    static Set<String> metrics(String query) {
        String rest = query.replace("\\\"", "");
        // Braces may stand in texts, and so texts go first.
        rest = rest.replaceAll("\"[^\"]*\"", "\"\"");
        rest = NO_METRICS.matcher(rest).replaceAll(" ");
        Set<String> metrics = new TreeSet<>();
        Matcher name = NAME.matcher(rest);
        while (name.find()) {
            if (!WORDS.contains(name.group())) {
                metrics.add(name.group());
            }
        }
        return metrics;
    }

    /** The query with Grafana's variables filled in as Grafana would. */
    static String filled(String query) {
        return query.replace("$__rate_interval", "5m")
                .replace("$__interval_ms", "60000")
                .replace("$__interval", "1m")
                .replace("$__range", "6h")
                .replaceAll("\\$(class|queue|builder|job)\\b", ".*");
    }
}
