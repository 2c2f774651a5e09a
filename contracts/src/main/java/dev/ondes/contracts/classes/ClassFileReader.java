package dev.ondes.contracts.classes;

import dev.ondes.contracts.classes.ClassFile.Tokens;
import dev.ondes.contracts.job.CapacityType;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads the class file: YAML to {@link ClassFile}, each problem noted with its line, all of them told at once. */
final class ClassFileReader {
    private static final YamlText.Kind KIND = new YamlText.Kind("gitlab and classes", "ondes.class-file");
    private static final URI NOWHERE = URI.create("https://gitlab.invalid");

    private final TokenReader tokens;

    private ClassFileReader(TokenReader tokens) {
        this.tokens = tokens;
    }

    static ClassFile read(Path file, Tokens tokens) {
        var problems = new Problems(file);
        var root = YamlValue.root(problems, YamlText.compose(file, KIND));
        var reader = new ClassFileReader(new TokenReader(file, tokens));
        ClassFile classFile = problems.read(() -> reader.read(root), new ClassFile(NOWHERE, Map.of(), List.of()));
        problems.throwIfAny();
        return classFile;
    }

    private ClassFile read(YamlValue root) {
        YamlObject file = root.object("gitlab", "capacities", "classes");
        Map<CapacityType, NodeChoice> capacities = file.optional("capacities", Map.of(), NodeChoiceReader::readAll);
        var reader = new JobClassReader(tokens, new PodSettingsReader(capacities));
        return new ClassFile(
                file.required("gitlab", "https://gitlab.example.com", NOWHERE, ClassFileReader::address),
                capacities,
                file.required(
                        "classes",
                        "[{name: small, token: …, limit: 10}]",
                        List.of(),
                        classes -> classes(classes, reader)));
    }

    private static URI address(YamlValue value) {
        return Spelling.baseAddress(value.text())
                .orElseThrow(() -> value.wrong(
                        "must be GitLab's base address without user or query, such as https://gitlab.example.com"));
    }

    private static List<JobClass> classes(YamlValue value, JobClassReader reader) {
        if (value.length() == 0) {
            throw value.wrong("has no class; add one with name, token and limit");
        }
        return value.items(reader::read);
    }
}
