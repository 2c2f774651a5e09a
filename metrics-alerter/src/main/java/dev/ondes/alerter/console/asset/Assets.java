package dev.ondes.alerter.console.asset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The files that pages load, read once at the start. Their path has a print of all of them, so that browsers may keep them for ever. Immutable.
 *
 * @param prefix such as {@code /assets/0f3a9c21b4de/}
 */
public record Assets(String prefix, Map<String, Asset> files) {
    private static final String OWN = "/console/";
    private static final String WEBJARS = "/META-INF/resources/webjars/";
    private static final int PRINT = 12;

    /**
     * One file.
     *
     * @param type its media type
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    public record Asset(byte[] content, String type) {}

    /** Those on the class path. */
    public static Assets load() {
        Map<String, Asset> files = new TreeMap<>();
        files.put("console.css", new Asset(read(OWN + "console.css"), "text/css;charset=UTF-8"));
        files.put("console.js", script(OWN + "console.js"));
        files.put("charts.js", script(OWN + "charts.js"));
        files.put("icon.svg", new Asset(read(OWN + "icon.svg"), "image/svg+xml"));
        files.put("htmx.js", script(webjar("htmx.org", "dist/htmx.min.js")));
        files.put("uplot.js", script(webjar("uplot", "dist/uPlot.iife.min.js")));
        files.put("uplot.css", new Asset(read(webjar("uplot", "dist/uPlot.min.css")), "text/css;charset=UTF-8"));
        return new Assets("/assets/" + print(files) + "/", Map.copyOf(files));
    }

    /** Empty where there is none of that name and print. */
    Optional<Asset> find(String print, String name) {
        return prefix.equals("/assets/" + print + "/") ? Optional.ofNullable(files.get(name)) : Optional.empty();
    }

    private static Asset script(String path) {
        return new Asset(read(path), "text/javascript;charset=UTF-8");
    }

    /** The library's version stands in its own jar. */
    private static String webjar(String name, String file) {
        var properties = new Properties();
        try (InputStream in = open("/META-INF/maven/org.webjars.npm/" + name + "/pom.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return WEBJARS + name + "/" + properties.getProperty("version") + "/" + file;
    }

    private static byte[] read(String path) {
        try (InputStream in = open(path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String path) throws IOException {
        InputStream in = Assets.class.getResourceAsStream(path);
        if (in == null) {
            throw new IOException("the program has no " + path);
        }
        return in;
    }

    private static String print(Map<String, Asset> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.forEach((name, file) -> {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update(file.content());
            });
            return HexFormat.of().formatHex(digest.digest()).substring(0, PRINT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
