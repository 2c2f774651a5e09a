package dev.ondes.contracts.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The caches of an {@link AgentJob} to and from JSON. */
final class CacheAccessJson {
    private static final String WHAT = "the agent's job, caches";

    private CacheAccessJson() {}

    static void write(ArrayNode caches, CacheAccess access) {
        ObjectNode tree = caches.addObject().put("key", access.key());
        switch (access) {
            case CacheAccess.Refused refused -> tree.put("refused", refused.why());
            case CacheAccess.Granted granted -> {
                tree.put("until", granted.until().toString());
                if (granted.save() != null) {
                    tree.put("save", granted.save().toString());
                }
                ArrayNode restore = tree.putArray("restore");
                granted.restore()
                        .forEach(source -> restore.addObject()
                                .put("key", source.key())
                                .put("url", source.url().toString()));
            }
        }
    }

    static List<CacheAccess> read(JsonNode caches) {
        List<CacheAccess> all = new ArrayList<>();
        caches.forEach(cache -> all.add(read(new Fields(WHAT, cache))));
        return all;
    }

    private static CacheAccess read(Fields cache) {
        String key = cache.text("key");
        if (cache.has("refused")) {
            return new CacheAccess.Refused(key, cache.text("refused"));
        }
        List<CacheAccess.Source> restore = new ArrayList<>();
        cache.tree().path("restore").forEach(each -> {
            var source = new Fields(WHAT + ", restore", each);
            restore.add(new CacheAccess.Source(source.text("key"), source.uri("url")));
        });
        return new CacheAccess.Granted(
                key, restore, cache.has("save") ? cache.uri("save") : null, cache.instant("until"));
    }
}
