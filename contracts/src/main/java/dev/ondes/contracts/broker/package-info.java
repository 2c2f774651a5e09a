/** The broker topology as data; its one owner. */
@NullMarked
package dev.ondes.contracts.broker;

import org.jspecify.annotations.NullMarked;
