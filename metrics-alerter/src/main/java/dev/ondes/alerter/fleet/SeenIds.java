package dev.ondes.alerter.fleet;

import java.util.HashSet;
import java.util.Set;

/**
 * Which events came lately, by 64 bits of their ids: between one and two times as many as it is made for. Not thread-safe.
 * What is older is told from news by what it says.
 */
final class SeenIds {
    private final int generation;
    private Set<Long> young = new HashSet<>();
    private Set<Long> old = new HashSet<>();

    SeenIds(int generation) {
        this.generation = generation;
    }

    /** Whether it is new; from now on it isn't. */
    boolean add(String id) {
        long hash = hash(id);
        if (young.contains(hash) || old.contains(hash)) {
            return false;
        }
        if (young.size() >= generation) {
            old = young;
            young = new HashSet<>();
        }
        young.add(hash);
        return true;
    }

    /** FNV-1a; ids are random, so no two of those that we remember meet by chance. */
    private static long hash(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
