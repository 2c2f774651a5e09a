package dev.ondes.contracts.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,127.0.0.1,true",
        "127.0.0.1,127.0.0.2,false",
        "10.1.2.0/28,10.1.2.15,true",
        "10.1.2.0/28,10.1.2.16,false",
        "10.1.2.3/8,10.255.0.1,true",
        "192.168.1.128/25,192.168.1.127,false",
        "128.0.0.0/1,255.255.255.255,true",
        "fd00::/8,fdff::1,true",
        "fd00::/8,fe00::1,false",
        "::1,::1,true",
        "::1,0.0.0.1,false",
        "127.0.0.1,::ffff:127.0.0.1,true"
    })
    void addressesAreInANetworkWhenTheyBeginAsIt(String network, String address, boolean inside) {
        assertThat(Network.parse(network).contains(InetAddress.ofLiteral(address)))
                .isEqualTo(inside);
    }
}
