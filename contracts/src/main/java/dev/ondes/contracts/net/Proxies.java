package dev.ondes.contracts.net;

import java.net.InetAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which proxy a request takes, by the variables that most programs know: pod-scheduler writes them into the agent's container, where
 * the agent and its git read them. The rules are curl's, and so git's (curl(1), <i>Environment</i>); besides,
 * {@code *.example.com} is {@code .example.com}, and every variable may have small letters.
 *
 * @param http proxy of addresses that begin with {@code http://}; null for none
 * @param https the same for {@code https://}, whose bytes it passes on as they are
 * @param direct what is reached without one: {@code *}, names (with all that ends in them), addresses, networks
 */
public record Proxies(@Nullable URI http, @Nullable URI https, List<String> direct) {
    public static final Proxies NONE = new Proxies(null, null, List.of());

    private static final String EXAMPLE = "http://proxy.example.com:3128";
    private static final int LAST_PORT = 65535;
    private static final Pattern ADDRESS = Pattern.compile("(?i)(?:http://)?([a-z0-9.-]+|\\[[0-9a-f:]+]):(\\d{1,5})/?");
    private static final Pattern NAME = Pattern.compile("\\.?[\\w-]+(\\.[\\w-]+)*");

    public Proxies {
        direct = direct.stream()
                .map(Proxies::written)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /**
     * One proxy for all.
     *
     * @throws IllegalArgumentException in words that follow the name of what holds the address; none of them is of the address
     */
    public static Proxies by(String address) {
        URI proxy = address(address);
        return new Proxies(proxy, proxy, List.of());
    }

    /**
     * These, but not for some.
     *
     * @throws IllegalArgumentException in words that follow the name of what holds them
     */
    public Proxies except(List<String> names) {
        var proxies = new Proxies(http, https, names);
        proxies.direct.forEach(Proxies::check);
        return proxies;
    }

    /**
     * As an environment says it. What stands in {@code NO_PROXY} and means nothing is passed over, as everybody does.
     *
     * @throws IllegalArgumentException naming the variable whose address can't be used; nothing of the address is told
     */
    public static Proxies of(Map<String, String> environment) {
        return new Proxies(
                address("HTTP_PROXY", environment),
                address("HTTPS_PROXY", environment),
                Arrays.asList(value("NO_PROXY", environment).split(",", -1)));
    }

    /**
     * The same as an environment. Curl takes {@code http_proxy} by its small letters alone; the others stand in capitals only, so that
     * a job that sets the small ones, which curl prefers, has its way with its own git.
     */
    public Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        if (http != null) {
            variables.put("HTTP_PROXY", http.toString());
            variables.put("http_proxy", http.toString());
        }
        if (https != null) {
            variables.put("HTTPS_PROXY", https.toString());
        }
        if (!direct.isEmpty()) {
            variables.put("NO_PROXY", String.join(",", direct));
        }
        return variables;
    }

    /** The proxy for a request to this address; null for none. No name is looked up, so networks are for addresses alone. */
    public @Nullable URI forRequestTo(URI target) {
        URI proxy = "https".equalsIgnoreCase(target.getScheme()) ? https : http;
        return proxy == null || target.getHost() == null || isDirect(written(target.getHost())) ? null : proxy;
    }

    private boolean isDirect(String host) {
        InetAddress address = literal(host);
        return direct.stream()
                .anyMatch(
                        each -> each.equals("*") || (address == null ? isWithin(host, each) : isWithin(address, each)));
    }

    private static boolean isWithin(String host, String domain) {
        String bare = domain.startsWith(".") ? domain.substring(1) : domain;
        return !bare.isEmpty() && (host.equals(bare) || host.endsWith("." + bare));
    }

    private static boolean isWithin(InetAddress host, String network) {
        try {
            return Network.parse(network).contains(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static @Nullable InetAddress literal(String host) {
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** In the form that curl reads: small letters, no brackets, no star before a dot, no dot at the end. */
    private static String written(String host) {
        String name = host.strip().toLowerCase(Locale.ROOT).replace("[", "").replace("]", "");
        String begun = name.startsWith("*.") ? name.substring(1) : name;
        return begun.endsWith(".") ? begun.substring(0, begun.length() - 1) : begun;
    }

    private static void check(String direct) {
        if (direct.equals("*") || NAME.matcher(direct).matches()) {
            return;
        }
        try {
            Network.parse(direct);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "must have names such as .example.com, addresses or networks such as 10.0.0.0/8, not " + direct, e);
        }
    }

    private static @Nullable URI address(String name, Map<String, String> environment) {
        String value = value(name, environment);
        try {
            return value.isEmpty() ? null : address(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " " + e.getMessage(), e);
        }
    }

    private static String value(String name, Map<String, String> environment) {
        String capital = environment.getOrDefault(name, "");
        return environment.getOrDefault(name.toLowerCase(Locale.ROOT), capital).strip();
    }

    private static URI address(String text) {
        if (text.contains("@")) {
            throw new IllegalArgumentException("holds credentials, and a pod's variables are no place for them:"
                    + " the proxy must know pods by where they come from");
        }
        Matcher parts = ADDRESS.matcher(text);
        if (!parts.matches() || Integer.parseInt(parts.group(2)) > LAST_PORT) {
            throw new IllegalArgumentException(
                    "must be an address such as " + EXAMPLE + ", with its port, and by http");
        }
        return URI.create("http://" + parts.group(1) + ":" + parts.group(2));
    }
}
