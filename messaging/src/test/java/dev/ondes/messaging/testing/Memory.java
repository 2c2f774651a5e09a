package dev.ondes.messaging.testing;

import java.lang.ref.WeakReference;

/** Whether nobody holds an object any more. */
public final class Memory {
    private Memory() {}

    public static boolean forgot(WeakReference<?> object) {
        System.gc();
        return object.refersTo(null);
    }
}
