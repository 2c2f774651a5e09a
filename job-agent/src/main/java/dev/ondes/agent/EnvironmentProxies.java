package dev.ondes.agent;

import dev.ondes.contracts.net.Proxies;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;

/** The environment's {@link Proxies} for all of the JDK's HTTP clients, which know system properties alone. */
final class EnvironmentProxies extends ProxySelector {
    private final Proxies proxies;

    EnvironmentProxies(Proxies proxies) {
        this.proxies = proxies;
    }

    @Override
    public List<Proxy> select(URI uri) {
        URI proxy = proxies.forRequestTo(uri);
        return List.of(
                proxy == null
                        ? Proxy.NO_PROXY
                        : new Proxy(
                                Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), proxy.getPort())));
    }

    /** There is no second one to try. */
    @Override
    public void connectFailed(URI uri, SocketAddress proxy, IOException failure) {}
}
