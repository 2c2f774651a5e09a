/** GitLab's webhooks: who may call, what they say, what follows. */
@NullMarked
package dev.ondes.dispatcher.hooks;

import org.jspecify.annotations.NullMarked;
