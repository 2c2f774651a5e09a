package dev.ondes.alerter.fleet;

/**
 * Which events came lately, by 64 bits of their ids: between one and two times as many as it is made for. Not thread-safe.
 * What is older is told from news by what it says.
 */
final class SeenIds {
    private final int generation;
    private Hashes young;
    private Hashes old;

    SeenIds(int generation) {
        this.generation = generation;
        this.young = new Hashes(generation);
        this.old = new Hashes(0);
    }

    /** Whether it is new; from now on it isn't. */
    boolean add(String id) {
        long hash = hash(id);
        if (young.contains(hash) || old.contains(hash)) {
            return false;
        }
        if (young.size >= generation) {
            old = young;
            young = new Hashes(generation);
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

    /** A set of numbers in one array, each where it belongs or in the next free place: a {@code HashSet} takes four times as much. */
    private static final class Hashes {
        private static final long FREE = 0;

        private final long[] places;
        private int size;

        /** @param most so many, no more, find their place */
        Hashes(int most) {
            this.places = new long[Math.max(1, Integer.highestOneBit(most) * 4)];
        }

        boolean contains(long hash) {
            return places[place(hash)] != FREE;
        }

        void add(long hash) {
            places[place(hash)] = number(hash);
            size++;
        }

        /** Where it is, or would be. */
        private int place(long hash) {
            long number = number(hash);
            int place = (int) ((number >>> 32) ^ number) & (places.length - 1);
            while (places[place] != FREE && places[place] != number) {
                place = (place + 1) & (places.length - 1);
            }
            return place;
        }

        private static long number(long hash) {
            return hash == FREE ? 1 : hash;
        }
    }
}
