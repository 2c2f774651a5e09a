package dev.ondes.agent.secrets;

import dev.ondes.agent.orders.Orders;
import dev.ondes.agent.trace.JobLog;
import dev.ondes.agent.trace.MaskRules;
import dev.ondes.agent.tries.PassingTroubleException;
import dev.ondes.agent.tries.Tries;
import dev.ondes.agent.variables.UnusableVariableException;
import dev.ondes.authorities.Authorities;
import dev.ondes.gitlab.JobPayload.Variable;
import dev.ondes.gitlab.JobSecret;
import dev.ondes.gitlab.JobVariables;
import dev.ondes.gitlab.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a job's secrets, one after the other, and makes variables of them: masked, never expanded, files unless the job wants
 * otherwise. What may pass is tried again. Whatever is said of it names secret, server and path, and no value. For the working
 * thread.
 */
public final class JobSecrets {
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(30);
    /** What Linux gives to a variable, its name and the sign behind it. */
    private static final int LONGEST_VARIABLE = (128 << 10) - 1;

    private final JobVariables variables;
    private final Authorities authorities;
    private final JobLog log;
    private final Orders orders;
    private final Tries tries;

    /** @param authorities whose word about the providers' identity is taken */
    public JobSecrets(JobVariables variables, Authorities authorities, JobLog log, Orders orders, Tries tries) {
        this.variables = variables;
        this.authorities = authorities;
        this.log = log;
        this.orders = orders;
        this.tries = tries;
    }

    /**
     * The job's variables and those of its secrets, which are stronger.
     *
     * @throws SecretRefusedException where the job or a provider must be changed
     * @throws PassingTroubleException where a provider was away for too long
     * @throws IOException where one can't be used, and not through the job's doing
     */
    public JobVariables fetch(List<JobSecret> secrets) throws IOException {
        log.sectionStart("resolve_secrets", "Resolving secrets");
        List<Variable> fetched = new ArrayList<>();
        try (var web = new Web(authorities.tls(), REQUEST_LIMIT, orders)) {
            var providers = new Providers(web, variables);
            for (JobSecret secret : secrets) {
                String value = value(secret, providers);
                if (value != null) {
                    fetched.add(new Variable(secret.key(), new Secret(value), false, secret.file(), true, true));
                }
            }
        }
        log.sectionEnd("resolve_secrets");
        return variables.with(fetched);
    }

    /** Null where there is none and the job goes on without. */
    private @Nullable String value(JobSecret secret, Providers providers) throws IOException {
        var value = new AtomicReference<@Nullable String>();
        try {
            Provider provider = named(secret, () -> providers.of(secret));
            log.line(secret.key() + ": " + provider.asked());
            tries.run(attempts(), () -> value.set(named(secret, () -> usable(provider.read(), secret))));
        } catch (SecretMissingException e) {
            if (variables.flag("FF_SECRET_RESOLVING_FAILS_IF_MISSING", true)) {
                throw e;
            }
            log.warning(e.getMessage() + "; the job goes on without it");
        }
        return value.get();
    }

    /** A file takes anything; what no shell could start a program with is better told here than by each program. */
    private static String usable(String value, JobSecret secret) throws SecretRefusedException {
        if (secret.file()) {
            return value;
        }
        int length =
                value.getBytes(StandardCharsets.UTF_8).length + secret.key().length() + 1;
        if (length >= LONGEST_VARIABLE || value.indexOf('\0') >= 0) {
            throw new SecretRefusedException(
                    "its value does not fit into a variable, being too long or binary: take it as a file (file: true)");
        }
        return value;
    }

    @FunctionalInterface
    private interface Step<T> {
        T run() throws IOException;
    }

    /** Its trouble's text begins with the secret's name. */
    private <T> T named(JobSecret secret, Step<T> step) throws IOException {
        try {
            return step.run();
        } catch (IOException e) {
            String named = "secret " + secret.key() + ": " + hidden(String.valueOf(e.getMessage()), secret);
            throw switch (e) {
                case PassingTroubleException _ -> new PassingTroubleException(named, e);
                case SecretMissingException _ -> new SecretMissingException(named);
                case SecretRefusedException _ -> new SecretRefusedException(named);
                default -> new IOException(named, e);
            };
        }
    }

    /** A setting may name a masked variable, and a server may repeat what it was told: operators read it, too. */
    private String hidden(String text, JobSecret secret) {
        List<String> masked = new ArrayList<>(variables.masked());
        if (secret.source() instanceof JobSecret.GitLabSecretsManager manager) {
            masked.add(manager.jwt().reveal());
        }
        return new MaskRules(masked.stream().map(String::strip).toList(), List.of()).hide(text);
    }

    private int attempts() {
        String number = variables.get("SECRETS_RETRIEVAL_ATTEMPTS", "1").strip();
        try {
            return Math.clamp(Integer.parseInt(number), 1, 10);
        } catch (NumberFormatException e) {
            throw new UnusableVariableException("SECRETS_RETRIEVAL_ATTEMPTS must be a number: " + number);
        }
    }
}
