package dev.ondes.scheduler.world;

import java.util.ArrayList;
import java.util.List;

/** Counts every effect on the world outside, and cuts the power before or after one of them. */
public final class Steps {
    private final List<String> taken = new ArrayList<>();
    private int crashAt = Integer.MAX_VALUE;
    private String crashBefore = "";

    /** The power is cut. No handler of ours catches an Error. */
    public static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        Crash(String where) {
            super(where, null, false, false);
        }
    }

    /** Counted from the steps taken so far. */
    public void crashIn(int steps) {
        crashAt = taken.size() + steps;
    }

    /** The next time that it is about to happen. */
    public void crashBefore(String what) {
        crashBefore = what;
    }

    void before(String what) {
        step("before " + what);
    }

    void after(String what) {
        step("after " + what);
    }

    private void step(String what) {
        taken.add(what);
        if (taken.size() - 1 == crashAt || what.equals("before " + crashBefore)) {
            crashAt = Integer.MAX_VALUE;
            crashBefore = "";
            throw new Crash(what);
        }
    }

    public int count() {
        return taken.size();
    }

    public List<String> taken() {
        return List.copyOf(taken);
    }
}
