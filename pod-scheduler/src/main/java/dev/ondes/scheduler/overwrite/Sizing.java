package dev.ondes.scheduler.overwrite;

import dev.ondes.contracts.classes.JobClass.Resources;
import dev.ondes.contracts.classes.Spelling;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How large a job makes its containers by {@code KUBERNETES_CPU_REQUEST} and its like, as with gitlab-runner: up to what the class
 * allows, beyond which it is capped; ignored where the class allows nothing. Either is said in the job's log. Pure.
 */
final class Sizing {
    private static final String BUILD = "KUBERNETES_";
    private static final String SERVICE = "KUBERNETES_SERVICE_";
    private static final String AGENT = "KUBERNETES_HELPER_";
    private static final String POD = "KUBERNETES_POD_";
    private static final String REQUEST = "_REQUEST";
    private static final String LIMIT = "_LIMIT";
    /** Less is a number whose unit was forgotten. */
    private static final BigDecimal LEAST_BYTES = BigDecimal.valueOf(1 << 20);

    private static final Kind CPU = new Kind("CPU", Spelling::cpu, Bounds::cpu);
    private static final Kind MEMORY = new Kind("MEMORY", Sizing::bytes, Bounds::memory);
    private static final Kind EPHEMERAL_STORAGE =
            new Kind("EPHEMERAL_STORAGE", Sizing::bytes, Bounds::ephemeralStorage);

    private Sizing() {}

    /** @param word as variables name it */
    private record Kind(String word, UnaryOperator<String> spelling, Function<Resources, Bounds> bounds) {}

    static Resources build(Wishes wishes) {
        return of(
                BUILD,
                wishes,
                wishes.jobClass().build(),
                wishes.jobClass().allowance().build());
    }

    static Resources service(Wishes wishes) {
        return of(
                SERVICE,
                wishes,
                wishes.jobClass().service(),
                wishes.jobClass().allowance().service());
    }

    /** Says of those that nobody heeds why that is so. */
    static void unheeded(Wishes wishes) {
        String jobClass = wishes.jobClass().name();
        for (Kind kind : List.of(CPU, MEMORY, EPHEMERAL_STORAGE)) {
            for (String bound : List.of(REQUEST, LIMIT)) {
                unheeded(wishes, AGENT + kind.word() + bound, "the agent has what class " + jobClass + " gives it");
                unheeded(wishes, POD + kind.word() + bound, "requests and limits are those of the pod's containers");
            }
        }
    }

    private static void unheeded(Wishes wishes, String variable, String why) {
        if (wishes.get(variable) != null) {
            wishes.ignored(variable, why);
        }
    }

    private static Resources of(String prefix, Wishes wishes, Resources usual, Resources max) {
        Bounds cpu = asked(prefix, CPU, wishes, max);
        Bounds memory = asked(prefix, MEMORY, wishes, max);
        Bounds storage = asked(prefix, EPHEMERAL_STORAGE, wishes, max);
        var nothing = new Bounds(null, null);
        if (List.of(cpu, memory, storage).stream().allMatch(nothing::equals)) {
            return usual;
        }
        cpu = Bounds.cpu(usual).with(cpu);
        memory = Bounds.memory(usual).with(memory);
        storage = Bounds.ephemeralStorage(usual).with(storage);
        return new Resources(
                cpu.request(), cpu.limit(), memory.request(), memory.limit(), storage.request(), storage.limit());
    }

    private static Bounds asked(String prefix, Kind kind, Wishes wishes, Resources max) {
        String request = prefix + kind.word() + REQUEST;
        String limit = prefix + kind.word() + LIMIT;
        Bounds most = kind.bounds().apply(max).settled();
        // What the class lets nobody choose is not even read: a pipeline that ran elsewhere shall run here, too.
        var said = new Bounds(
                most.request() == null ? ignored(request, wishes) : spelt(request, kind, wishes),
                most.limit() == null ? ignored(limit, wishes) : spelt(limit, kind, wishes));
        if (said.limit() != null && Spelling.amount(said.limit()).signum() == 0) {
            throw Wishes.refused(limit, "must be more than 0");
        }
        if (said.upsideDown()) {
            throw Wishes.refused(request, "asks for more than " + limit + " allows; raise that, or lower this one");
        }
        return new Bounds(
                upTo(most.request(), said.request(), request, wishes), upTo(most.limit(), said.limit(), limit, wishes));
    }

    private static @Nullable String ignored(String variable, Wishes wishes) {
        unheeded(wishes, variable, "class " + wishes.jobClass().name() + " lets no job choose it");
        return null;
    }

    private static @Nullable String spelt(String variable, Kind kind, Wishes wishes) {
        String said = wishes.get(variable);
        try {
            return said == null ? null : kind.spelling().apply(said);
        } catch (IllegalArgumentException e) {
            throw Wishes.refused(variable, String.valueOf(e.getMessage()));
        }
    }

    private static String bytes(String text) {
        BigDecimal amount = Spelling.amount(Spelling.bytes(text));
        if (amount.signum() > 0 && amount.compareTo(LEAST_BYTES) < 0) {
            throw new IllegalArgumentException("is less than a megabyte; give it a unit, such as 512Mi, 2Gi or 5G");
        }
        return text;
    }

    private static @Nullable String upTo(@Nullable String max, @Nullable String said, String variable, Wishes wishes) {
        if (max == null || !Bounds.isMore(said, max)) {
            return said;
        }
        wishes.note(variable + " is " + max + ", the most that class "
                + wishes.jobClass().name() + " allows");
        return max;
    }
}
