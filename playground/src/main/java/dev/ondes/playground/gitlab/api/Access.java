package dev.ondes.playground.gitlab.api;

import dev.ondes.playground.gitlab.http.Handler;
import dev.ondes.playground.gitlab.http.HttpError;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The admin's token, in any of the ways that GitLab takes one. */
record Access(String adminToken) {

    /** Puts a 401 in front of the handler. */
    Handler admin(Handler handler) {
        return request -> {
            String header = request.header("Authorization");
            if (!same(request.header("PRIVATE-TOKEN"), adminToken)
                    && !same(header, "Bearer " + adminToken)
                    && !same(request.query().getOrDefault("private_token", ""), adminToken)) {
                throw HttpError.message(401, "401 Unauthorized");
            }
            return handler.handle(request);
        };
    }

    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
