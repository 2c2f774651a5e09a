package dev.ondes.scheduler.login;

import dev.ondes.gitlab.Secret;

/**
 * Who somebody is at a registry.
 *
 * @param source where it comes from, for people
 */
record Login(String user, Secret password, String source) {}
