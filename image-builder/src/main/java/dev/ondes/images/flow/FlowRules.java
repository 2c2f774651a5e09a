package dev.ondes.images.flow;

import java.time.Duration;

/**
 * How patient builds are.
 *
 * @param running of the whole installation
 * @param queueLimit a build that waits longer for its turn is given up
 * @param startPatience a pod that can't start for so long is given up, and a build whose beginning fails for so long
 * @param fallbackAfterLosses so many lost nodes, and the build goes where nodes stay
 * @param mostLosses so many, and it is given up
 * @param verifyPatience how long the registry may be away, from the first question on, before a pushed build fails
 * @param keep an ended build
 * @param keepPerProject ended builds of one project at most
 */
public record FlowRules(
        int running,
        Duration queueLimit,
        Duration startPatience,
        int fallbackAfterLosses,
        int mostLosses,
        Duration verifyPatience,
        Duration keep,
        int keepPerProject) {}
