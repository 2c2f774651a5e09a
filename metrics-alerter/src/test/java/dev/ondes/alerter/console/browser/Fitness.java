package dev.ondes.alerter.console.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether pages are fit for everybody: axe-core and the browser find nothing wrong, and nothing is wider than its window. With {@code -Dondes.pictures=<folder>}
 * it leaves a picture of each there.
 */
final class Fitness {
    private static final int HEIGHT = 900;
    /** Of WCAG 2.2, 1.4.10: a small phone, or a window at 400 %. */
    private static final int NARROWEST = 320;

    private final Chromium browser;
    private final String pictures;

    /** @param pictures what the names of pictures begin with */
    Fitness(Chromium browser, String pictures) {
        this.browser = browser;
        this.pictures = pictures;
    }

    /** What is wrong with a page, one line each. */
    List<String> wrong(String page, int status, String theme, int width) throws IOException {
        browser.width(width, HEIGHT);
        browser.theme(theme);
        browser.complaints();
        browser.open(page);
        List<String> wrong = new ArrayList<>();
        if (browser.status() != status) {
            wrong.add("its status is " + browser.status());
        }
        // First: axe-core makes the browser complain of it, too.
        browser.complaints().stream()
                .filter(one -> status == 200 || !one.contains("status of " + status))
                .forEach(wrong::add);
        wrong.addAll(browser.violations());
        browser.complaints();
        picture(page, theme, width);
        for (int least : List.of(width, NARROWEST)) {
            browser.width(least, HEIGHT);
            if (browser.overhang() > 0) {
                wrong.add("it is " + browser.overhang() + " px wider than a window of " + least);
            }
        }
        return wrong.stream().map(one -> page + ": " + one).toList();
    }

    private void picture(String page, String theme, int width) throws IOException {
        String folder = System.getProperty("ondes.pictures");
        if (folder != null) {
            String name = page.equals("/")
                    ? "now"
                    : page.substring(1).replaceAll("\\?.*", "").replace('/', '-');
            browser.picture(Files.createDirectories(Path.of(folder))
                    .resolve(pictures + name + "-" + theme + "-" + width + ".png"));
        }
    }
}
