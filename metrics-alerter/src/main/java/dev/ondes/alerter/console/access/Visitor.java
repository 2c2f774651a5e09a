package dev.ondes.alerter.console.access;

/**
 * Who a page is made for.
 *
 * @param name empty where nobody logs in
 * @param mayAct whether the page offers what only operators may do
 * @param mayLogOut whether there is a login at all
 */
public record Visitor(String name, boolean mayAct, boolean mayLogOut) {
    /** Under what they do. */
    public String signature() {
        return name.isEmpty() ? "somebody (nobody logs in)" : name;
    }
}
