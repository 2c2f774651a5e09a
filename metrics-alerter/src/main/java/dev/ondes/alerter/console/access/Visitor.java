package dev.ondes.alerter.console.access;

import org.jspecify.annotations.Nullable;

/**
 * Who a page is made for.
 *
 * @param name empty where nobody logs in
 * @param mayAct whether the page offers what only operators may do
 * @param mayLogOut whether they logged in here, and so may log out here
 * @param logout where else they log out; null where nowhere
 */
public record Visitor(
        String name,
        boolean mayAct,
        boolean mayLogOut,
        @Nullable String logout) {
    /** Under what they do. */
    public String signature() {
        return name.isEmpty() ? "somebody (nobody logs in)" : name;
    }
}
