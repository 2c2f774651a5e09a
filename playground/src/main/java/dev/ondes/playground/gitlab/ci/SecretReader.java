package dev.ondes.playground.gitlab.ci;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The {@code secrets} of a job, of Vault alone: {@code path/field@mount}, or a mapping. */
record SecretReader(Section job) {
    private static final String KEY = "secrets";
    private static final String ENGINE = "kv-v2";

    Map<String, CiSecret> read() {
        var secrets = new LinkedHashMap<String, CiSecret>();
        Yaml value = job.get(KEY);
        if (value != null) {
            Section names = job.section(KEY, value);
            names.keys().entries().keySet().forEach(name -> {
                Section form = names.section(name, names.value(name)).allowing(Set.of("vault", "file", "token"));
                secrets.put(name, secret(form));
            });
        }
        return secrets;
    }

    private static CiSecret secret(Section form) {
        return switch (form.get("vault")) {
            case Yaml.Text text -> brief(form, text.value());
            case Yaml.Keys keys -> whole(form, form.section("vault", keys).allowing(Set.of("engine", "path", "field")));
            case null, default -> throw form.wrong("vault", "given: path/field@mount, or a mapping");
        };
    }

    private static CiSecret brief(Section form, String text) {
        int at = text.indexOf('@');
        String place = at < 0 ? text : text.substring(0, at);
        int field = place.lastIndexOf('/');
        if (field <= 0 || field == place.length() - 1) {
            throw form.wrong("vault", "path/field@mount, or a mapping");
        }
        return new CiSecret(
                ENGINE,
                at < 0 ? ENGINE : text.substring(at + 1),
                place.substring(0, field),
                place.substring(field + 1),
                form.flag("file", true),
                form.text("token"));
    }

    private static CiSecret whole(Section form, Section vault) {
        Yaml value = vault.get("engine");
        if (value == null) {
            throw vault.wrong("engine", "given");
        }
        Section engine = vault.section("engine", value).allowing(Set.of("name", "path"));
        return new CiSecret(
                needed(engine, "name"),
                needed(engine, "path"),
                needed(vault, "path"),
                needed(vault, "field"),
                form.flag("file", true),
                form.text("token"));
    }

    private static String needed(Section form, String key) {
        String text = form.text(key);
        if (text == null) {
            throw form.wrong(key, "given");
        }
        return text;
    }
}
