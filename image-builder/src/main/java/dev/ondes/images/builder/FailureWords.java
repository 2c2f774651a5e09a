package dev.ondes.images.builder;

import dev.ondes.contracts.build.BuildReason;
import dev.ondes.images.builder.BuilderEnd.Failed;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What builders write when they fail, and what it means. The last line that says something known decides, and in it the first
 * entry that fits: what a command of the Dockerfile printed earlier must not speak for the builder.
 */
final class FailureWords {
    private static final int LONGEST_DETAIL = 300;
    /** Patterns take time that grows with the square of a line, and a builder's line may repeat a whole instruction. */
    private static final int LONGEST_LINE = 2048;

    private record Words(Pattern pattern, BuildReason reason) {
        Words(String pattern, BuildReason reason) {
            this(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), reason);
        }
    }

    private static final String UNAUTHORIZED =
            "(unauthorized|denied|authentication required|\\b401\\b|\\b403\\b|no basic auth credentials|invalid"
                    + " username/password)";
    private static final String PUSH =
            "(error pushing image|checking push permissions|failed to push|writing blob|pushing image|trying to reuse"
                    + " blob|error writing manifest|initiating layer upload)";
    private static final String PULL =
            "(failed to get filesystem from image|error retrieving image|error building image: GET|failed to resolve"
                    + " source metadata|load metadata for|pulling image|initializing source|creating build"
                    + " container|failed to pull|pull access denied)";

    /** From the special to the general. */
    private static final List<Words> TABLE = List.of(
            new Words("no space left on device|disk quota exceeded", BuildReason.OUT_OF_DISK),
            new Words("toomanyrequests|\\b429\\b|rate limit", BuildReason.RATE_LIMITED),
            new Words(
                    "ImageTagAlreadyExists|tag.{0,60}(immutable|already exists)|cannot be overwritten",
                    BuildReason.TAG_IMMUTABLE),
            new Words(PUSH + ".*" + UNAUTHORIZED, BuildReason.PUSH_UNAUTHORIZED),
            new Words(PUSH, BuildReason.PUSH_FAILED),
            new Words(
                    "valid path to a Dockerfile within the build context|failed to read dockerfile.*no such file|"
                            + "(no such file or directory|no Containerfile or Dockerfile).*dockerfile|"
                            + "dockerfile.*no such file or directory",
                    BuildReason.DOCKERFILE_MISSING),
            new Words(
                    "dockerfile parse error|parsing dockerfile|unknown instruction|file with no"
                            + " instructions|dockerfile cannot be empty|no build stage in current context|unknown flag:"
                            + " |syntax error.*dockerfile|unterminated heredoc|requires (at least|exactly) .* argument",
                    BuildReason.DOCKERFILE_INVALID),
            new Words(
                    "target stage .* could not be found|could not find.*stage|finding target stage|is not a valid"
                            + " target build stage|no stage .* found|could not find the target|"
                            + "the target \".*\" was not found in the provided dockerfile",
                    BuildReason.TARGET_UNKNOWN),
            new Words(
                    "failed to calculate checksum|failed to compute cache key|copier: (stat|get)|copy failed|failed to"
                            + " get fileinfo for|(COPY|ADD).*no such file|no such file.*(COPY|ADD)|no items matching glob",
                    BuildReason.FILE_MISSING),
            new Words(
                    "MANIFEST_UNKNOWN|manifest unknown|NAME_UNKNOWN|no match for platform|no image found in (image"
                            + " index|manifest list)|reading manifest .* not found|: not found$",
                    BuildReason.BASE_IMAGE_NOT_FOUND),
            new Words(PULL + ".*" + UNAUTHORIZED + "|pull access denied", BuildReason.PULL_UNAUTHORIZED),
            new Words(PULL, BuildReason.BASE_IMAGE_UNAVAILABLE),
            new Words(
                    "failed to execute command|did not complete successfully|error building at STEP|building at STEP"
                            + " \"RUN .*: exit status \\d+|while running runtime|error while running",
                    BuildReason.RUN_FAILED));

    private FailureWords() {}

    static Optional<Failed> in(String log) {
        return log.lines().toList().reversed().stream()
                .map(FailureWords::cut)
                .flatMap(line -> of(line).stream())
                .findFirst();
    }

    private static Optional<Failed> of(String line) {
        return TABLE.stream()
                .filter(words -> words.pattern().matcher(line).find())
                .findFirst()
                .map(words -> new Failed(words.reason(), shortened(line)));
    }

    /** Of a line that is too long its beginning and its end: what failed stands at one, and how at the other. */
    private static String cut(String line) {
        int half = LONGEST_LINE / 2;
        return line.length() <= LONGEST_LINE
                ? line
                : line.substring(0, half - 1) + "…" + line.substring(line.length() - half);
    }

    /** Buildah shows an instruction as its own program holds it; the line of the Dockerfile stands near the end of it. */
    private static final Pattern STEP =
            Pattern.compile("&imagebuilder\\.Step\\{.*?(Original:\"(?<original>(?:[^\"\\\\]|\\\\.)*+)\".*)?$");

    static String shortened(String line) {
        String coloured = cut(line).replaceAll("\\u001b\\[[0-9;]*m", "");
        String clean = STEP.matcher(coloured)
                .replaceFirst(step -> step.group("original") == null
                        ? ""
                        : Matcher.quoteReplacement("in '" + step.group("original") + "'"))
                .strip();
        return clean.length() <= LONGEST_DETAIL ? clean : clean.substring(0, LONGEST_DETAIL - 1) + "…";
    }
}
