package dev.ondes.playground.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What the tests of one run came to, read from the reports that Maven leaves in each module.
 *
 * @param run tests that were run, failed ones included
 * @param failed what failed, as {@code module: Class.test: why}
 * @param skipped what was left out, in the same form
 */
public record Report(int run, List<String> failed, List<String> skipped) {
    /** Of a failure's message: enough for the evidence that end-to-end tests give. */
    private static final int SHOWN_LINES = 60;

    private static final List<String> FOLDERS = List.of("surefire-reports", "failsafe-reports");

    /** Copies the lists. */
    public Report {
        failed = List.copyOf(failed);
        skipped = List.copyOf(skipped);
    }

    /**
     * Reads the reports of every module.
     *
     * @param since reports older than this are of an earlier run
     */
    public static Report read(Path home, List<String> modules, FileTime since) throws IOException {
        int run = 0;
        List<String> failed = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        for (String module : modules) {
            for (Path file : files(home.resolve(module).resolve("target"), since)) {
                NodeList cases = parse(file).getElementsByTagName("testcase");
                for (int i = 0; i < cases.getLength(); i++) {
                    Element test = (Element) cases.item(i);
                    String name =
                            module + ": " + simple(test.getAttribute("classname")) + "." + test.getAttribute("name");
                    if (child(test, "skipped")) {
                        skipped.add(name + reason(test, "skipped"));
                        continue;
                    }
                    run++;
                    if (child(test, "failure") || child(test, "error")) {
                        failed.add(name + reason(test, child(test, "failure") ? "failure" : "error"));
                    }
                }
            }
        }
        return new Report(run, failed, skipped);
    }

    private static List<Path> files(Path target, FileTime since) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String folder : FOLDERS) {
            if (!Files.isDirectory(target.resolve(folder))) {
                continue;
            }
            try (Stream<Path> files = Files.list(target.resolve(folder))) {
                for (Path file : files.toList()) {
                    if (file.getFileName().toString().matches("TEST-.*\\.xml")
                            && Files.getLastModifiedTime(file).compareTo(since) >= 0) {
                        found.add(file);
                    }
                }
            }
        }
        return found;
    }

    private static Element parse(Path file) throws IOException {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(file + " is no test report", e);
        }
    }

    private static boolean child(Element test, String name) {
        return test.getElementsByTagName(name).getLength() > 0;
    }

    private static String reason(Element test, String name) {
        String message = ((Element) test.getElementsByTagName(name).item(0)).getAttribute("message");
        String lines = message.lines().limit(SHOWN_LINES).collect(Collectors.joining("\n    "));
        return lines.isEmpty() ? "" : ": " + lines;
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
