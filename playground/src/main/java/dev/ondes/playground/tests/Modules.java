package dev.ondes.playground.tests;

import dev.ondes.playground.process.PlaygroundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The modules of a build, as its parent POM lists them. */
final class Modules {
    private Modules() {}

    /**
     * In the POM's order.
     *
     * @throws PlaygroundException where the file isn't there or is no XML
     */
    static List<String> of(Path pom) {
        try {
            NodeList modules = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(pom.toFile())
                    .getElementsByTagName("module");
            return IntStream.range(0, modules.getLength())
                    .mapToObj(i -> modules.item(i).getTextContent().strip())
                    .toList();
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new PlaygroundException(pom + " can't be read: " + e.getMessage());
        }
    }

    /**
     * That {@code --only} names something: a module, or by Surefire's patterns at least one test class each, as in
     * {@code EmbeddedKillsIT}, {@code *Trace*} or {@code FenceTest#closes+opens,LinesTest}.
     *
     * @throws PlaygroundException which names the pattern that fits none
     */
    static void requireKnown(String only, Path home, List<String> modules) {
        if (modules.contains(only)) {
            return;
        }
        Set<String> classes = testClasses(home, modules);
        for (String pattern : only.split(",", -1)) {
            String name = pattern.strip().replaceFirst("^!", "").replaceFirst("#.*", "");
            PathMatcher wanted = FileSystems.getDefault().getPathMatcher("glob:" + name.replaceFirst("\\.java$", ""));
            if (classes.stream().map(Path::of).noneMatch(wanted::matches)) {
                throw new PlaygroundException("--only " + only + ": no module and no test class is called " + name
                        + "; modules are " + String.join(", ", modules));
            }
        }
    }

    private static Set<String> testClasses(Path home, List<String> modules) {
        Set<String> classes = new HashSet<>();
        for (String module : modules) {
            Path sources = home.resolve(module).resolve("src/test/java");
            if (!Files.isDirectory(sources)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(sources)) {
                files.map(file -> file.getFileName().toString())
                        .filter(file -> file.endsWith(".java"))
                        .map(file -> file.substring(0, file.length() - ".java".length()))
                        .forEach(classes::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return classes;
    }
}
