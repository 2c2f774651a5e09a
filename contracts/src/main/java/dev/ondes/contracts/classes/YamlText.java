package dev.ondes.contracts.classes;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** A file as a tree of YAML nodes that know their lines. */
public final class YamlText {
    private YamlText() {}

    /**
     * What a file is for.
     *
     * @param needs what must stand in it at least
     * @param setting the key that names it
     */
    public record Kind(String needs, String setting) {}

    /**
     * Reads a file whose problems are told all at once.
     *
     * @throws ClassFileException naming file, line, key and fix
     */
    public static <T> T read(Path file, Kind kind, T standIn, Function<YamlValue, T> reader) {
        var problems = new Problems(file);
        var root = YamlValue.root(problems, compose(file, kind));
        T read = problems.read(() -> reader.apply(root), standIn);
        problems.throwIfAny();
        return read;
    }

    static Node compose(Path file, Kind kind) {
        String text = read(file, kind);
        try {
            return new Compose(LoadSettings.builder().build())
                    .composeString(text)
                    .orElseThrow(() -> refused(file + ": is empty; it needs at least " + kind.needs()));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw refused(file + ":" + line + ": is no valid YAML: " + problem(e.getProblem()));
        } catch (YamlEngineException e) {
            throw refused(file + ": is no valid YAML; check it for characters that don't print");
        }
    }

    /** The parser's own words, save those that repeat a piece of the file, which may be a token. */
    private static String problem(String problem) {
        boolean repeats = problem.contains("alias") || problem.contains("anchor") || problem.contains("tag");
        return repeats ? "an alias (*), anchor (&) or tag (!) is wrong; put the value into quotes" : problem;
    }

    private static String read(Path file, Kind kind) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw refused(file + ": there is no such file; make it, or set " + kind.setting() + " to the right one");
        } catch (CharacterCodingException e) {
            throw refused(file + ": is no UTF-8 text; save it as such");
        } catch (IOException e) {
            throw refused(file + ": can't be read; make it a file that this service may read");
        }
    }

    private static ClassFileException refused(String problem) {
        return new ClassFileException(List.of(problem));
    }
}
