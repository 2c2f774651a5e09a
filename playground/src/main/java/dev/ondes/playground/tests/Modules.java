package dev.ondes.playground.tests;

import dev.ondes.playground.process.PlaygroundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
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
}
