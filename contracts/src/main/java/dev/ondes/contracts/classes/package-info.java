/** What operators say in YAML files: which jobs run how, and what nodes cost. */
@NullMarked
package dev.ondes.contracts.classes;

import org.jspecify.annotations.NullMarked;
