package dev.ondes.detector.handover;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** All addresses behind a name: a headless service has one for each replica. */
@FunctionalInterface
public interface Addresses {
    List<InetAddress> of(String host) throws UnknownHostException;

    /** By DNS, in an order by chance, so that nodes spread over the replicas. */
    static Addresses resolved(Random random) {
        return host -> {
            List<InetAddress> all = new ArrayList<>(List.of(InetAddress.getAllByName(host)));
            Collections.shuffle(all, random);
            return all;
        };
    }
}
