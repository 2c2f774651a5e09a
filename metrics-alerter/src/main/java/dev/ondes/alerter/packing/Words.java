package dev.ondes.alerter.packing;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dictionary: a word that many things have is kept once, and each of them has its number. Words are only ever added, so that readers who
 * took {@link #known} earlier go on reading what was packed until then. One thread writes.
 */
public final class Words {
    private String[] known = new String[16];
    private int size;
    private @Nullable Map<String, Integer> numbers = new HashMap<>();

    /** The number of the word, from 0. */
    int of(String word) {
        Integer number = numbers == null ? search(word) : numbers.get(word);
        return number == null ? add(word) : number;
    }

    private @Nullable Integer search(String word) {
        for (int i = 0; i < size; i++) {
            if (known[i].equals(word)) {
                return i;
            }
        }
        return null;
    }

    private int add(String word) {
        if (size == known.length) {
            known = Arrays.copyOf(known, size * 2);
        }
        known[size] = word;
        if (numbers != null) {
            numbers.put(word, size);
        }
        return size++;
    }

    /** Hardly any word will be added: from now on it takes no more room than its words, and is slower to write. */
    public void settle() {
        known = Arrays.copyOf(known, size);
        numbers = null;
    }

    /** By their numbers; what is behind the last one is not set. */
    public String[] known() {
        return known;
    }

    public int size() {
        return size;
    }
}
