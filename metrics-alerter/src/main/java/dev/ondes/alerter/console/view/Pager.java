package dev.ondes.alerter.console.view;

import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which piece of a long list is shown.
 *
 * @param page from 1
 * @param pages at least 1
 * @param total how many there are
 * @param first the first one shown, from 1; 0 where there is none
 * @param last the last one shown
 */
public record Pager(
        int page,
        int pages,
        int total,
        int first,
        int last,
        @Nullable String previous,
        @Nullable String next) {
    public static final int SIZE = 50;

    /** A page that is not there becomes the nearest one that is. */
    static Pager of(int wanted, int total, IntFunction<String> link) {
        int pages = Math.max(1, (total + SIZE - 1) / SIZE);
        int page = Math.clamp(wanted, 1, pages);
        int from = (page - 1) * SIZE;
        return new Pager(
                page,
                pages,
                total,
                total == 0 ? 0 : from + 1,
                Math.min(total, from + SIZE),
                page > 1 ? link.apply(page - 1) : null,
                page < pages ? link.apply(page + 1) : null);
    }

    <T> List<T> cut(List<T> all) {
        return total == 0 ? List.of() : all.subList(first - 1, last);
    }

    /** Such as {@code 51 to 100 of 12 345}. */
    public String text() {
        return total == 0
                ? "none"
                : Measures.whole(first) + " to " + Measures.whole(last) + " of " + Measures.whole(total);
    }
}
