package dev.ondes.alerter.console.browser;

import dev.ondes.alerter.testing.Programs;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium without a window, on one console. */
final class Chromium implements AutoCloseable {
    private final URI start;
    private final ChromeDriver driver;
    private final String axe;
    private @Nullable String chosen;

    private Chromium(URI start, ChromeDriver driver, String axe) {
        this.start = start;
        this.driver = driver;
        this.axe = axe;
    }

    static Chromium start(URI start) {
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(Programs.need("chromedriver").toFile())
                .usingAnyFreePort()
                .build();
        var options = new ChromeOptions();
        options.setBinary(Programs.need("chromium").toFile());
        options.addArguments(
                "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars");
        var wanted = new LoggingPreferences();
        wanted.enable(LogType.BROWSER, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, wanted);
        var driver = new ChromeDriver(service, options);
        driver.manage().timeouts().pageLoadTimeout(Duration.ofSeconds(60));
        return new Chromium(start, driver, axe());
    }

    private static String axe() {
        String path = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
        try (var file = Chromium.class.getResourceAsStream(path)) {
            if (file == null) {
                throw new IllegalStateException("no " + path + " on the class path");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    void open(String path) {
        driver.get(start.resolve(path).toString());
    }

    /** With which the page that is open was answered. */
    int status() {
        return ((Long) script("return performance.getEntriesByType('navigation')[0].responseStatus;")).intValue();
    }

    String path() {
        return start.relativize(URI.create(driver.getCurrentUrl())).toString();
    }

    void forgetCookies() {
        driver.manage().deleteAllCookies();
        chosen = null;
    }

    /** The inner width that pages see. */
    void width(int pixels, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** What pages are made for: {@code screen} or {@code print}. */
    void media(String media) {
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", media));
    }

    void theme(String theme) {
        if (!Objects.equals(theme, chosen)) {
            open("/help");
            driver.manage().addCookie(new Cookie("ondes-theme", theme));
            chosen = theme;
        }
    }

    /** What axe-core finds wrong, one line each. Run by the driver, which no Content-Security-Policy stops. */
    @SuppressWarnings("unchecked")
    List<String> violations() {
        driver.executeScript(axe);
        return (List<String>) driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run(document, {resultTypes: ['violations']}).then(
                  found => done(found.violations.flatMap(one => one.nodes.map(
                    node => `${one.id}: ${node.target} ${node.failureSummary.replaceAll('\\n', ' ')}`))),
                  broken => done([String(broken)]));
                """);
    }

    /** How much wider than the window the page is, once what follows the window's width, such as a chart, has been drawn anew. */
    long overhang() {
        return (Long) driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                const page = document.documentElement;
                requestAnimationFrame(() => requestAnimationFrame(() => done(page.scrollWidth - page.clientWidth)));
                """);
    }

    /** What the browser complained of since it was asked last. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Presses Tab until an element has the focus. */
    void tabTo(String css) {
        for (int i = 0; i < 400; i++) {
            if (isFocused(css)) {
                return;
            }
            press(Keys.TAB);
        }
        throw new AssertionError(css + " can't be reached by Tab on " + path());
    }

    /** In one step: a live page may replace an element between two. */
    boolean isFocused(String css) {
        return (Boolean) driver.executeScript("return document.activeElement.matches(arguments[0]);", css);
    }

    /** In one step, as {@link #isFocused}; empty where there is no such element. */
    String text(String css) {
        return (String) driver.executeScript(
                "const found = document.querySelector(arguments[0]); return found ? found.innerText : '';", css);
    }

    int count(String css) {
        return driver.findElements(By.cssSelector(css)).size();
    }

    Object script(String script) {
        Object result = driver.executeScript(script);
        return result == null ? "" : result;
    }

    void picture(Path file) throws IOException {
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
