package dev.ondes.images.identity;

import java.net.URI;
import java.time.Duration;

/**
 * A GitLab whose tokens are accepted. Its keys are never fetched from where a token says.
 *
 * @param issuer as {@code iss} says it, letter by letter
 * @param keys where its keys are
 * @param audience that its tokens must name
 * @param maxAge of a token, whatever its own expiry
 */
public record Issuer(String issuer, URI keys, String audience, Duration maxAge) {}
