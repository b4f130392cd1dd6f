package org.viestka.start;

import static io.smallrye.config.ConfigMappings.ConfigClass.configClass;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.viestka.admin.AdminConfig;
import org.viestka.delivery.DeliveryConfig;
import org.viestka.doctor.DoctorConfig;
import org.viestka.idempotency.IdempotencyConfig;
import org.viestka.issue.SendTime;
import org.viestka.issue.TimetableConfig;
import org.viestka.lists.ImportConfig;
import org.viestka.mail.DiscreetWording;
import org.viestka.mail.MailSettings;
import org.viestka.mail.Mailbox;
import org.viestka.publication.BaseUrl;
import org.viestka.publication.PublicationConfig;
import org.viestka.relay.RelayConfig;
import org.viestka.site.SiteConfig;
import org.viestka.subscription.EmbedConfig;
import org.viestka.subscription.SubscriptionConfig;
import org.viestka.vault.ReturnPath;
import org.viestka.vault.VaultConfig;
import org.viestka.web.ClientNetwork;
import org.viestka.web.ProxyConfig;
import org.viestka.webhook.WebhookConfig;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

/**
 * Reads every setting of ours, and those of the libraries that the service takes at their word, before anything is started: a
 * setting that is believed here works everywhere.
 */
public final class SettingsCheck {

    /** All that map settings. */
    static final Set<Class<?>> MAPPINGS = Set.of(InstallationConfig.class, PublicationConfig.class, VaultConfig.class,
            ProxyConfig.class, MailSettings.Choices.class, DiscreetWording.Choices.class, ImportConfig.class,
            SubscriptionConfig.class,
            EmbedConfig.class, TimetableConfig.class, DeliveryConfig.class, RelayConfig.class, SiteConfig.class,
            AdminConfig.class,
            WebhookConfig.class, IdempotencyConfig.class, DoctorConfig.class);

    /** What a request may have at most. */
    private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(40);
    private static final String SIGNED_HEADERS = "quarkus.mailer.dkim.signed-headers";
    private static final Duration LONGEST = Duration.ofDays(36_500);

    // How SmallRye tells what it could not read: name, value, reason.
    private static final Pattern UNREADABLE = Pattern
            .compile("The config property (.+?) with the config value \"(.*)\" threw an Exception whilst being converted (.*)",
                    Pattern.DOTALL);
    private static final Pattern EMPTY = Pattern
            .compile("The config property (.+?) (is defined as the empty String|.* was converted to null)", Pattern.DOTALL);
    private static final Pattern MISSING = Pattern.compile("The config property (.+?) is required but");
    private static final Pattern UNKNOWN = Pattern.compile("(.+?) in .* does not map to any root");
    private static final Pattern UNEXPANDED = Pattern.compile("Could not expand value (.+) in property");
    private static final Pattern CODE = Pattern.compile("^(?:SRCFG\\d+: |[a-z]+(?:\\.[A-Za-z$]+)+: )+");

    private static final Pattern RELAY = Pattern
            .compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]+");
    private static final Pattern HELO = Pattern
            .compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\\[[0-9A-Za-z.:]{1,100}]");
    private static final Pattern METHODS = Pattern.compile("(?i)(?:.*[ ,])?(PLAIN|LOGIN|XOAUTH2)(?:[ ,].*)?");
    private static final Pattern PROVIDER = Pattern
            .compile("https?://(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?(/\\S*)?");
    /** By their names: whatever Quarkus calls so is one. */
    private static final Pattern SWITCH = Pattern.compile("quarkus\\.(.*\\.)?enabled?");
    private static final Pattern SELECTOR = Pattern.compile("[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*");

    private final SmallRyeConfig config;
    private final Faults faults = new Faults();

    private SettingsCheck(SmallRyeConfig config) {
        this.config = config;
    }

    /** What is wrong, a sentence for each setting that has to be mended; empty where all is well. */
    public static List<String> faults(SmallRyeConfig config) {
        var check = new SettingsCheck(config);
        new EncodingCheck(config, check.faults).look();
        check.expressions();
        check.present("viestka.public-url", "viestka.keyset", "viestka.data-dir", "quarkus.mailer.from",
                "quarkus.datasource.jdbc.url");
        check.publication();
        check.mail();
        check.others();
        check.switches();
        check.numbers();
        check.times();
        check.mapped();
        return check.faults.sentences();
    }

    /** A setting that names another which is not there counts as unset, even where it need not be set. */
    private void expressions() {
        config.getPropertyNames().forEach(name -> {
            // Nothing stands for a part of a key, and to read it may fail: see signing.
            if (!name.matches("(viestka|quarkus)\\..*") || name.startsWith("quarkus.mailer.dkim.private-key")) {
                return;
            }
            var value = config.getConfigValue(name);
            if (value.hasProblems()) {
                var unexpanded = UNEXPANDED.matcher(value.getProblems().get(0).getMessage());
                faults.add(name, unexpanded.find()
                        ? "has ${" + unexpanded.group(1) + "} in it, which is set nowhere"
                        : "cannot be read: " + plain(value.getProblems().get(0).getMessage()));
            }
        });
    }

    /** An empty variable in a compose file is a setting that somebody meant to make. */
    private void present(String... names) {
        for (var name : names) {
            var value = config.getConfigValue(name).getValue();
            if (value != null && value.isBlank()) {
                faults.add(name, "is empty: give it a value, or take it away");
            }
        }
    }

    private void publication() {
        text("viestka.public-url", BaseUrl::of);
        each("viestka.mirrors", BaseUrl::of);
        text("viestka.publication.zone", SettingsCheck::zone);
        text("viestka.timetable.send", SendTime::parse);
    }

    private void mail() {
        text("quarkus.mailer.from", sender -> roomForBounces(Mailbox.of(sender).domain()));
        text("viestka.mail.reply-to", Mailbox::of);
        text("viestka.delivery.return-path", sender -> sender.strip().equalsIgnoreCase("verp") ? sender : Mailbox.of(sender));
        text("viestka.mail.bounce-domain", domain -> roomForBounces(Mailbox.domain(domain.strip())));
        matches("quarkus.mailer.host", RELAY, "is no host name and no address; the port is a setting of its own");
        number("quarkus.mailer.port", 1, Addresses.LAST_PORT);
        matches("quarkus.mailer.own-host-name", HELO, "is no host name");
        oneOf("quarkus.mailer.start-tls", "DISABLED", "OPTIONAL", "REQUIRED");
        oneOf("quarkus.mailer.login", "DISABLED", "NONE", "REQUIRED");
        matches("quarkus.mailer.auth-methods", METHODS, "names none of PLAIN, LOGIN and XOAUTH2");
        if (isSet("quarkus.mailer.username") && !isSet("quarkus.mailer.password")) {
            faults.add("quarkus.mailer.password", "is missing, while quarkus.mailer.username is there");
        }
        longerThanNothing("quarkus.mailer.timeout");
        number("quarkus.mailer.max-pool-size", 1, 1_000);
        notNegative("quarkus.mailer.keep-alive-timeout");
        notNegative("quarkus.mailer.pool-cleaner-period");
        signing();
        try {
            MailSettings.requireRealMail(config);
        } catch (IllegalArgumentException e) {
            faults.add("quarkus.mailer.mock", "cannot be used: " + e.getMessage());
        }
    }

    /** As the library of single mails reads them, which looks no sooner than with a mail. */
    private void signing() {
        matches("quarkus.mailer.dkim.sdid", HELO, "is no domain that could sign");
        matches("quarkus.mailer.dkim.selector", SELECTOR, "is no selector, like s1");
        number("quarkus.mailer.dkim.body-limit", 1, Integer.MAX_VALUE);
        number("quarkus.mailer.dkim.expire-time", 1, LONGEST.toSeconds());
        oneOf("quarkus.mailer.dkim.header-canon-algo", "SIMPLE", "RELAXED");
        oneOf("quarkus.mailer.dkim.body-canon-algo", "SIMPLE", "RELAXED");
        text("quarkus.mailer.dkim.auid", this::signedFor);
        try {
            MailSettings.signer(config, "localhost");
        } catch (IllegalArgumentException e) {
            var message = String.valueOf(e.getMessage());
            var setting = message.startsWith(SIGNED_HEADERS) ? SIGNED_HEADERS : "quarkus.mailer.dkim.private-key";
            faults.add(setting, "cannot be used: " + plain(e.getMessage()));
        }
    }

    /** RFC 6376 §3.5: {@code i=} is of the domain {@code d=} or of one below it. */
    private String signedFor(String auid) {
        var domain = config.getOptionalValue("quarkus.mailer.dkim.sdid", String.class).orElse("").toLowerCase(Locale.ROOT);
        if (!auid.toLowerCase(Locale.ROOT).matches("[!-~]*@([a-z0-9_.-]+\\.)?" + Pattern.quote(domain))) {
            throw new IllegalArgumentException("is no address of the domain quarkus.mailer.dkim.sdid, like @example.org");
        }
        return auid;
    }

    /** Each message has a sender of its own, of this length, to which bounces come. */
    private static String roomForBounces(String domain) {
        try {
            return Mailbox.of(MailSettings.bounceAddress("a".repeat(ReturnPath.LENGTH), domain)).domain();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("has too long a domain: no address that names a message fits before it", e);
        }
    }

    private void others() {
        // Nobody should be told to make a directory unreadable, as for a key file that is open to everybody.
        check("viestka.keyset", Path.class, "is no path",
                file -> Files.isDirectory(file) ? Optional.of("is a directory, and not the key file") : Optional.empty());
        check("viestka.data-dir", Path.class, "is no path",
                directory -> Places.unfitForData(directory, !isSet("quarkus.datasource.jdbc.url")));
        check("quarkus.log.file.path", Path.class, "is no path", Places::unfitForLog);
        each("viestka.proxies", ClientNetwork::rule);
        each("viestka.embed.origins", Addresses::origin);
        matches("viestka.admin.second-factor-name", Pattern.compile("[^:]*"), "has a colon in it, at which an app may cut it");
        each("viestka.doctor.name-servers", Addresses::nameServer);
        each("viestka.subscription.exposed-domains", SettingsCheck::domains);
        server();
        database();
        matches("quarkus.oidc.auth-server-url", PROVIDER, "is no URL of a provider, like https://id.example.org/realms/news");
        notNegative("quarkus.shutdown.delay");
    }

    private void server() {
        number("quarkus.http.port", 0, Addresses.LAST_PORT);
        number("quarkus.http.ssl-port", 0, Addresses.LAST_PORT);
        number("quarkus.http.limits.max-connections", 1, Integer.MAX_VALUE);
        notNegative("quarkus.http.idle-timeout");
        number("quarkus.thread-pool.max-threads", 1, 100_000);
        number("quarkus.vertx.event-loops-pool-size", 1, 10_000);
    }

    private void database() {
        text("quarkus.datasource.jdbc.url", Addresses::database);
        // With fewer the start waits for itself.
        number("quarkus.datasource.jdbc.max-size", 3, 10_000);
        for (var name : List.of("min-size", "initial-size")) {
            check("quarkus.datasource.jdbc." + name, Integer.class, "is no whole number", size -> size >= 0 && size <= pool()
                    ? Optional.empty()
                    : Optional.of("is not between 0 and quarkus.datasource.jdbc.max-size"));
        }
        for (var name : List.of("max-lifetime", "idle-removal-interval", "background-validation-interval",
                "leak-detection-interval")) {
            notNegative("quarkus.datasource.jdbc." + name);
        }
        duration("quarkus.datasource.jdbc.acquisition-timeout", Duration.ofSeconds(1), "is shorter than a second");
    }

    /** Any other word would be taken for false. */
    private void switches() {
        var names = new TreeSet<>(Set.of("viestka.delivery.enabled", "viestka.database.durable",
                "viestka.webhook.private-targets", "quarkus.mailer.tls", "quarkus.mailer.trust-all", "quarkus.mailer.mock",
                "quarkus.mailer.keep-alive", "quarkus.mailer.pipelining", "quarkus.mailer.disable-esmtp",
                "quarkus.mailer.multi-part-only", "quarkus.mailer.dkim.signature-timestamp"));
        config.getPropertyNames().forEach(name -> {
            if (SWITCH.matcher(name).matches()) {
                names.add(name);
            }
        });
        for (var name : names) {
            oneOf(name, "TRUE", "FALSE", "YES", "NO", "ON", "OFF", "1", "0");
        }
    }

    private void numbers() {
        number("viestka.delivery.connections", 1, 1_000);
        number("viestka.delivery.per-connection", 0, 1_000_000);
        number("viestka.delivery.per-second", 1, 1_000_000);
        number("viestka.delivery.per-hour", 1, 1_000_000_000);
        number("viestka.delivery.bounce-after", 0, 1_000);
        number("viestka.delivery.bounce-brake", 0, 100);
        number("viestka.delivery.refused-in-a-row", 1, 1_000);
        number("viestka.delivery.refused-in-a-hundred", 1, 100);
        number("viestka.delivery.unrecorded", 1, 1_000_000);
        number("viestka.imports.waiting", 1, 1_000_000);
        number("viestka.admin.bcrypt-cost", 4, 20);
        // More would keep readers out as well.
        number("viestka.subscription.proof-of-work", 0, 22);
        number("viestka.subscription.per-network", 1, 1_000_000_000);
        number("viestka.subscription.per-hour", 1, 1_000_000_000);
        size("viestka.imports.most-octets");
        size("viestka.site.cache");
    }

    private void times() {
        for (var name : List.of("delivery.grace", "timetable.catch-up", "subscription.least-time")) {
            notNegative("viestka." + name);
        }
        for (var name : List.of("delivery.give-up-after", "delivery.retry-after", "delivery.timeout", "delivery.retention",
                "subscription.confirm-within", "subscription.preferences-within", "admin.session", "idempotency.retention",
                "webhook.timeout", "webhook.retry-after", "webhook.give-up-after", "webhook.retention")) {
            longerThanNothing("viestka." + name);
        }
        // They are of an hour.
        duration("viestka.subscription.counts-kept", Duration.ofHours(1), "is shorter than an hour");
        duration("viestka.admin.audit-retention", Duration.ofDays(30), "is shorter than thirty days");
    }

    /** All of ours, by their types; and names that nobody reads. */
    private void mapped() {
        try {
            ConfigMappings.registerConfigMappings(config,
                    MAPPINGS.stream().map(type -> configClass(type)).collect(Collectors.toSet()));
        } catch (ConfigValidationException e) {
            for (int i = 0; i < e.getProblemCount(); i++) {
                tell(e.getProblem(i).getMessage());
            }
        } catch (ArithmeticException e) {
            // Of a number that is too large for its type.
            tell(String.valueOf(e.getMessage()));
        }
        new TextCheck(config, faults).look();
        published().ifPresent(publication -> new PublicationCheck(publication, faults).look());
    }

    /** By itself, so that a fault elsewhere leaves none of these untold; empty where the fault is in it. */
    private Optional<PublicationConfig> published() {
        var builder = new SmallRyeConfigBuilder().addDefaultInterceptors().addDiscoveredConverters()
                .withProfiles(config.getProfiles()).withValidateUnknown(false).withMapping(PublicationConfig.class);
        config.getConfigSources().forEach(builder::withSources);
        try {
            return Optional.of(builder.build().getConfigMapping(PublicationConfig.class));
        } catch (ConfigValidationException e) {
            return Optional.empty();
        }
    }

    private void tell(String problem) {
        var unreadable = UNREADABLE.matcher(problem);
        var empty = EMPTY.matcher(problem);
        var missing = MISSING.matcher(problem);
        var unknown = UNKNOWN.matcher(problem);
        if (unreadable.find()) {
            faults.add(unreadable.group(1), unreadable.group(2), plain(unreadable.group(3)));
        } else if (empty.find()) {
            faults.add(empty.group(1), "is empty: give it a value, or take it away");
        } else if (missing.find()) {
            faults.add(missing.group(1), "is missing");
        } else if (unknown.find()) {
            faults.add(CODE.matcher(unknown.group(1)).replaceAll(""), "is no setting: is its name misspelt?");
        } else if (faults.isEmpty()) {
            // It may be about a setting that has been told already: it does not say which.
            faults.add("viestka", plain(problem));
        }
    }

    private int pool() {
        try {
            return config.getValue("quarkus.datasource.jdbc.max-size", Integer.class);
        } catch (IllegalArgumentException e) {
            // Told by itself.
            return Integer.MAX_VALUE;
        }
    }

    private boolean isSet(String name) {
        return config.getOptionalValue(name, String.class).filter(value -> !value.isBlank()).isPresent();
    }

    private void text(String name, Function<String, ?> reader) {
        check(name, String.class, "", value -> {
            reader.apply(value);
            return Optional.empty();
        });
    }

    private void each(String name, Function<String, ?> reader) {
        text(name, value -> Arrays.stream(value.split(",")).filter(one -> !one.isEmpty()).map(String::strip).map(reader)
                .toList());
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("is no time zone, like Europe/Minsk");
        }
    }

    /** {@code *.by}, {@code yandex.*} or a name. */
    private static String domains(String pattern) {
        return BaseUrl.domain(pattern.replaceFirst("^\\*\\.", "").replaceFirst("\\.\\*$", ""));
    }

    private void matches(String name, Pattern form, String fault) {
        check(name, String.class, "", value -> form.matcher(value).matches() ? Optional.empty() : Optional.of(fault));
    }

    private void oneOf(String name, String... values) {
        check(name, String.class, "", value -> Arrays.asList(values).contains(value.toUpperCase(Locale.ROOT))
                ? Optional.empty()
                : Optional.of("is none of " + String.join(", ", values)));
    }

    private void number(String name, long least, long most) {
        check(name, Long.class, "is no whole number", value -> value >= least && value <= most
                ? Optional.empty()
                : Optional.of("is not between " + least + " and " + most));
    }

    private void size(String name) {
        check(name, MemorySize.class, "is no size like 500K or 8M",
                value -> value.asBigInteger().signum() > 0 && value.asBigInteger().compareTo(LARGEST) <= 0
                        ? Optional.empty()
                        : Optional.of("is not above 0, or above 1T"));
    }

    private void notNegative(String name) {
        duration(name, Duration.ZERO, "is below zero");
    }

    private void longerThanNothing(String name) {
        duration(name, Duration.ofMillis(1), "is not longer than no time at all");
    }

    private void duration(String name, Duration least, String shorter) {
        check(name, Duration.class, "is no time like 30s, 5m, 12h or 7d", value -> value.compareTo(least) < 0
                ? Optional.of(shorter)
                : value.compareTo(LONGEST) > 0 ? Optional.of("is longer than a hundred years") : Optional.empty());
    }

    /**
     * @param form what is wrong with a value that is not of the type
     * @param judge what is wrong with any other; nothing if it is empty
     */
    private <T> void check(String name, Class<T> type, String form, Function<T, Optional<String>> judge) {
        var written = config.getConfigValue(name).getValue();
        if (written == null || written.isBlank()) {
            return;
        }
        T value;
        try {
            value = config.getValue(name, type);
        } catch (IllegalArgumentException | ArithmeticException e) {
            faults.add(name, written, form);
            return;
        }
        try {
            judge.apply(value).ifPresent(fault -> faults.add(name, written, fault));
        } catch (IllegalArgumentException e) {
            faults.add(name, written, plain(e.getMessage()));
        }
    }

    /** Without codes and class names, and without a full stop. */
    private static String plain(String message) {
        return CODE.matcher(message).replaceAll("").replaceFirst("Cannot convert .* allowed values: (.*)", "is none of $1")
                .replaceFirst("\\.$", "");
    }
}
