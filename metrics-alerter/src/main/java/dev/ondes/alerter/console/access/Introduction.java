package dev.ondes.alerter.console.access;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who somebody is, as the proxy before us says it, or why nobody is believed. Pure. */
public sealed interface Introduction {
    /** Somebody whom the proxy knows. */
    record Person(String name, Set<String> groups) implements Introduction {}

    /**
     * Not believed.
     *
     * @param why a sentence for whoever runs the console; nothing of what was sent is in it
     */
    record Nobody(String why) implements Introduction {}

    /**
     * A header that came twice is not believed: one of the two may be the browser's own.
     *
     * @param peer the other end of the connection, whatever headers say of it; null where it has no address
     * @param headers all values of a header
     */
    static Introduction of(Access.Proxy proxy, @Nullable String peer, Function<String, List<String>> headers) {
        if (!isTrusted(proxy, peer)) {
            return new Nobody("The request came from " + (peer == null ? "nowhere that has an address" : peer)
                    + ", which is not in ondes.alerter.console.proxy.trusted");
        }
        for (String header : List.of(proxy.userHeader(), proxy.groupsHeader())) {
            if (headers.apply(header).size() > 1) {
                return new Nobody("The proxy sent " + header
                        + " more than once: it must replace what browsers send of it, and join groups in one");
            }
        }
        String name = headers.apply(proxy.userHeader()).stream()
                .findFirst()
                .map(String::strip)
                .orElse("");
        if (name.isEmpty()) {
            return new Nobody("The proxy named nobody: there is no " + proxy.userHeader());
        }
        return new Person(
                name,
                headers.apply(proxy.groupsHeader()).stream()
                        .flatMap(groups -> Stream.of(groups.split(Pattern.quote(proxy.separator()))))
                        .map(String::strip)
                        .filter(group -> !group.isEmpty())
                        .collect(Collectors.toSet()));
    }

    private static boolean isTrusted(Access.Proxy proxy, @Nullable String peer) {
        if (peer == null) {
            return false;
        }
        try {
            InetAddress address = InetAddress.ofLiteral(peer);
            return proxy.trusted().stream().anyMatch(network -> network.contains(address));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
