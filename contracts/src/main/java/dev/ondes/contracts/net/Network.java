package dev.ondes.contracts.net;

import java.math.BigInteger;
import java.net.InetAddress;

/**
 * Addresses that begin alike.
 *
 * @param bits how many of its bits they share
 */
public record Network(InetAddress address, int bits) {

    /**
     * Asks no name service.
     *
     * @param text such as {@code 10.1.2.3}, {@code 10.1.0.0/16} or {@code fd00::/8}
     * @throws IllegalArgumentException in words
     */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        int all = address.getAddress().length * Byte.SIZE;
        int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
        if (bits < 1 || bits > all) {
            throw new IllegalArgumentException(bits == 0 ? "that is everybody" : "it has no " + bits + " bits");
        }
        return new Network(address, bits);
    }

    public boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.getAddress();
        int rest = mine.length * Byte.SIZE - bits;
        return mine.length == theirs.length
                && new BigInteger(1, mine).shiftRight(rest).equals(new BigInteger(1, theirs).shiftRight(rest));
    }
}
