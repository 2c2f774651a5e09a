package dev.ondes.contracts.classes;

import dev.ondes.contracts.classes.Allowance.Overwrites;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads what jobs of a class may choose for themselves. */
final class AllowanceReader {
    private AllowanceReader() {}

    static Allowance read(YamlObject jobClass, ResourcesReader.Maxima max) {
        return new Allowance(
                max.build(),
                max.service(),
                jobClass.optional("overwrites", Overwrites.NONE, AllowanceReader::overwrites),
                jobClass.optional("allowedImages", List.of(), AllowanceReader::globs),
                jobClass.optional("allowedServices", List.of(), AllowanceReader::globs),
                jobClass.optional("allowedUsers", List.of(), AllowanceReader::ids),
                jobClass.optional("allowedGroups", List.of(), AllowanceReader::ids));
    }

    private static Overwrites overwrites(YamlValue value) {
        YamlObject overwrites = value.object("nodeSelector", "tolerations", "labels", "annotations", "serviceAccount");
        return new Overwrites(
                regex(overwrites, "nodeSelector"),
                regex(overwrites, "tolerations"),
                regex(overwrites, "labels"),
                regex(overwrites, "annotations"),
                regex(overwrites, "serviceAccount"));
    }

    private static @Nullable String regex(YamlObject object, String key) {
        return object.has(key) ? object.optional(key, "", regex -> regex.spelt(AllowanceReader::expression)) : null;
    }

    private static String expression(String text) {
        try {
            return Pattern.compile(text).pattern();
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "is no regular expression (" + e.getDescription() + "); write one such as team=.*", e);
        }
    }

    private static List<Glob> globs(YamlValue value) {
        return notEmpty(value).items(glob -> glob.spelt(Glob::new));
    }

    private static List<Long> ids(YamlValue value) {
        return notEmpty(value).items(id -> id.spelt(Spelling::userId));
    }

    /** Nobody should have to know whether that means nothing or everything. */
    private static YamlValue notEmpty(YamlValue value) {
        if (value.length() == 0) {
            throw value.wrong("is empty; name what is allowed, or remove the key to allow all");
        }
        return value;
    }
}
