package dev.ondes.contracts.classes;

import dev.ondes.contracts.classes.ClassFile.Tokens;
import dev.ondes.contracts.classes.JobClass.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads runners' tokens, from the class file or from files beside it. No text that it makes holds one. */
final class TokenReader {
    private final Path classFile;
    private final Tokens tokens;
    private final Map<Secret, Integer> lines = new HashMap<>();

    TokenReader(Path classFile, Tokens tokens) {
        this.classFile = classFile;
        this.tokens = tokens;
    }

    /** Null where tokens are left out, and where one is missing or wrong, which is noted. */
    @Nullable
    Secret read(YamlObject jobClass) {
        if (tokens == Tokens.LEFT_OUT) {
            return null;
        }
        if (jobClass.has("token") && jobClass.has("tokenFile")) {
            jobClass.wrong("tokenFile", "stands beside token; keep one of the two");
        } else if (!jobClass.has("token") && !jobClass.has("tokenFile")) {
            jobClass.wrong("token", "is missing; add the runner's authentication token, or tokenFile with its path");
        }
        return jobClass.optional("token", Optional.<Secret>empty(), this::inline)
                .or(() -> jobClass.optional("tokenFile", Optional.empty(), this::fromFile))
                .orElse(null);
    }

    private Optional<Secret> inline(YamlValue value) {
        return secret(value, value.text(), "");
    }

    private Optional<Secret> fromFile(YamlValue value) {
        String path = value.text();
        try {
            String content = Files.readString(classFile.toAbsolutePath().resolveSibling(path));
            return secret(value, content.strip(), "the file '" + path + "' ");
        } catch (IOException | InvalidPathException e) {
            throw value.wrong("the file '" + path + "' can't be read; make it, readable for this service");
        }
    }

    private Optional<Secret> secret(YamlValue value, String token, String where) {
        if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw value.wrong(where + "must hold one token without blanks, as GitLab shows it when a runner is made");
        }
        var secret = new Secret(token);
        Integer first = lines.putIfAbsent(secret, value.line());
        if (first != null) {
            throw value.wrong("is the token of the class in line " + first
                    + " too; each class is a runner of its own, so make one for it in GitLab");
        }
        return Optional.of(secret);
    }
}
