package dev.ondes.alerter.console.page;

/**
 * A page without anything of ours around it: for who may see nothing, and for what went wrong.
 *
 * @param assets where its files are
 */
public record Notice(Words words, Theme theme, String assets) {

    /**
     * What it says.
     *
     * @param link where to go from here
     * @param mayLogOut whether there is a button for it
     */
    public record Words(String title, String text, String link, String linkText, boolean mayLogOut) {
        static Words of(String title, String text) {
            return new Words(title, text, "/", "To the console", false);
        }
    }
}
