/** Job classes: the one YAML file in which operators say which jobs run how. */
@NullMarked
package dev.ondes.contracts.classes;

import org.jspecify.annotations.NullMarked;
