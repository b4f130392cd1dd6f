package org.viestka.start;

import static io.smallrye.config.ConfigMappings.ConfigClass.configClass;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;
import org.viestka.mail.MailSettings;
import org.viestka.mail.RelayDefaults;
import org.viestka.publication.BaseUrl;
import org.viestka.support.ReportedCases;
import org.viestka.support.ReportedCases.ReportedCase;
import org.viestka.vault.ReturnPath;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

/** What operators set, and what a start says to it. */
class SettingsCheckTest {

    @Test
    void what_nobody_changed_is_right() {
        assertThat(faults(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("reported")
    void reported_settings_work_or_stop_the_start_in_a_sentence(ReportedCase reported) {
        var environment = new HashMap<String, String>();
        reported.json().get("environment").properties().forEach(e -> environment.put(e.getKey(), e.getValue().asText()));
        var faults = faults(environment);
        // That what is taken works as well is told by MailboxTest and PublicPathTest.
        boolean mayWork = reported.want().path("or_works").asBoolean() || reported.want().path("o1").asBoolean();
        if (!mayWork || !faults.isEmpty()) {
            assertThat(faults).singleElement().asString().contains(reported.want().get("refused_naming").asText())
                    .doesNotContain("Exception", "SRCFG", "\n");
        }
    }

    static Stream<ReportedCase> reported() {
        return ReportedCases.of("settings");
    }

    @ParameterizedTest
    @ValueSource(strings = {"news.example.org", "https:/news.example.org", "//news.example.org", "ftp://news.example.org",
            "https://my_news.example.org", "https://", "https:///news", "https://:8443", "https://news.example.org:99999",
            "https://news.example.org:0", "https://news.example.org:", "https://news.example.org:x",
            "https://news..example.org",
            "https://-news.example.org", "https://news.example.org.", "https://a:b@news.example.org",
            "https://news.example.org?a=b",
            "https://news.example.org/#top", "https://news.example.org/a b", "https://news.example.org//news",
            "https://news.example.org/../news", "https://news.example.org/новости", "https://news.example.org/n%65ws",
            "https://news.example.org https://b.example.org", "https://1.2.3.400", "https://[::g]", "https://[::1",
            "https:// a.example",
            "\"https://news.example.org\"", "https://news.example.org\\news", "localhost:8080", "https://news.example.org/api",
            "https://news.example.org/be/news", "https://news.example.org/unsubscribe", "https://xn--a.example.org", " "})
    void a_public_url_that_no_link_can_begin_with_is_named(String url) {
        assertRefused("viestka.public-url", "VIESTKA_PUBLIC_URL", url);
    }

    @ParameterizedTest
    @CsvSource({"HTTPS://News.Example.ORG/, https://news.example.org", "' https://news.example.org ', https://news.example.org",
            "https://новости.example, https://xn--b1amnebsh.example", "https://news.example.org:443, https://news.example.org",
            "https://news.example.org:8443//, https://news.example.org:8443", "http://localhost:8080, http://localhost:8080",
            "http://127.0.0.1:8080, http://127.0.0.1:8080", "http://[::1]:8080, http://[::1]:8080",
            "https://example.org/news/, https://example.org/news",
            "https://example.org/a/b-c_d.e~f, https://example.org/a/b-c_d.e~f",
            "https://example.org/english, https://example.org/english"})
    void a_public_url_is_read_as_it_was_meant(String url, String read) {
        assertThat(faults(Map.of("VIESTKA_PUBLIC_URL", url))).isEmpty();
        assertThat(BaseUrl.of(url)).hasToString(read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mirror.example", "https://a.example,mirror.example", "https://a.example/elsewhere",
            "ftp://a.example",
            "https://a_b.example", "https://a.example:99999"})
    void a_mirror_that_leads_nowhere_is_named(String mirrors) {
        assertRefused("viestka.mirrors", "VIESTKA_MIRRORS", mirrors);
    }

    @Test
    void a_mirror_has_the_path_of_the_public_url_or_none() {
        assertThat(faults(Map.of("VIESTKA_PUBLIC_URL", "https://example.org/news", "VIESTKA_MIRRORS",
                "https://a.example/news, https://b.example/ ,http://abc.onion"))).isEmpty();
        assertThat(faults(Map.of("VIESTKA_MIRRORS", ""))).as("as compose files write what is not set").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"weekly", "weekly@", "@news.example.org", "weekly@news@example.org", "weekly@my_news.example.org",
            "weekly@news.example.org, other@news.example.org", "weekly@news.example.org;other@news.example.org",
            "weekly@news.example.org\r\nBcc: x@y.example", "Weekly\n<weekly@news.example.org>", "\"weekly@news.example.org\"",
            "\"a b\"@news.example.org", "weekly@[192.0.2.1]", "weekly@192.0.2.1", "weekly@news..example.org",
            "weekly@news.example.org.", "weekly.@news.example.org", "a..b@news.example.org", "weekly @news.example.org",
            "weekly@ news.example.org", "mailto:weekly@news.example.org", "weekly@news.example.org (Weekly)",
            "Weekly <weekly@news.example.org", "Weekly weekly@news.example.org>", "Weekly <>", "<weekly>",
            "a@b.example <weekly@news.example.org>", "Weekly, the <weekly@news.example.org>",
            "Weekly <a@b.example> <c@d.example>",
            "газета@news.example.org", "weekly@-news.example.org", " "})
    void a_sender_that_is_not_one_address_is_named(String sender) {
        assertRefused("quarkus.mailer.from", "QUARKUS_MAILER_FROM", sender);
        if (!sender.isBlank()) {
            assertRefused("viestka.mail.reply-to", "VIESTKA_MAIL_REPLY_TO", sender);
            assertRefused("viestka.delivery.return-path", "VIESTKA_DELIVERY_RETURN_PATH", sender);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"newsletter@localhost", "weekly@news.example.org ", "weekly@news.example.org\n",
            "Viestka <weekly@news.example.org>", "\"Viestka, weekly\" <weekly@news.example.org>", "<weekly@news.example.org>",
            "Вестка <weekly@news.example.org>", "Dr. Viestka <weekly@news.example.org>", "weekly@новости.example",
            "Weekly+News@News.Example.ORG", "\"Say \\\"news\\\"\" <weekly@news.example.org>"})
    void a_sender_with_a_name_or_with_blanks_works(String sender) {
        assertThat(faults(Map.of("QUARKUS_MAILER_FROM", sender, "VIESTKA_MAIL_REPLY_TO", sender))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"viestka.publication.zone, Europe/Minks", "viestka.timetable.send, Munday 09:00",
            "viestka.timetable.send, 25:00",
            "viestka.timetable.send, Monday", "viestka.timetable.incomplete, sometimes", "viestka.timetable.catch-up, a day",
            "viestka.delivery.connections, ten", "viestka.delivery.connections, 0", "viestka.delivery.per-second, 0",
            "viestka.delivery.per-hour, -1", "viestka.delivery.transport, pigeon", "viestka.delivery.enabled, perhaps",
            "viestka.delivery.give-up-after, 99999999999d", "viestka.delivery.timeout, 0s", "viestka.admin.bcrypt-cost, 3",
            "viestka.admin.bcrypt-cost, 31", "viestka.admin.audit-retention, 1d", "viestka.admin.second-factor, mandatory",
            "viestka.subscription.proof-of-work, 23", "viestka.subscription.confirmation, on",
            "viestka.subscription.counts-kept, 59m", "viestka.imports.most-octets, much", "viestka.site.cache, 0",
            "viestka.proxies, 10.0.0.0/33", "viestka.proxies, proxy.example.org", "viestka.embed.origins, https://a.example/",
            "viestka.doctor.name-servers, dns://192.0.2.1", "viestka.mail.bounce-domain, b@example.org",
            "viestka.mail.bounce-domain, my_bounces.example.org", "viestka.publication.rubrics, 'ruling elite'",
            "viestka.publication.rubrics, 'security-issues,ruling-elite,security-issues'", "viestka.publication.rubrics, a/b",
            "viestka.publication.rubrics, weeks",
            "viestka.publication.rubrics, палітыка", "quarkus.mailer.host, 'smtp.example.org '",
            "quarkus.mailer.host, smtp://smtp.example.org", "quarkus.mailer.host, smtp.example.org:587",
            "quarkus.mailer.port, 99999", "quarkus.mailer.port, 0", "quarkus.mailer.port, smtp",
            "quarkus.mailer.start-tls, ALWAYS", "quarkus.mailer.login, PLAIN", "quarkus.mailer.own-host-name, my host",
            "quarkus.mailer.timeout, -1s", "quarkus.http.port, 99999", "quarkus.http.port, http",
            "quarkus.datasource.jdbc.url, postgres://db/news", "quarkus.datasource.jdbc.url, ' '",
            "quarkus.shutdown.delay, -5s", "quarkus.datasource.jdbc.max-size, 0", "viestka.keyset, src",
            "quarkus.mailer.auth-methods, CRAM-MD5",
            "viestka.subscription.exposed-domains, '*.by,*yandex*'", "viestka.subscription.exposed-domains, a_b.example",
            "viestka.data-dir, pom.xml", "viestka.keyset, ''",
            "viestka.data-dir, ' '", "viestka.public-url, ''", "viestka.data-dir, pom.xml/data",
            "viestka.site.cache, 99999999999999999999", "viestka.imports.most-octets, 9999999999T", "viestka.site.cache, -1",
            "viestka.imports.most-octets, 2T", "viestka.delivery.grace, 9223372036854775807d",
            "viestka.delivery.grace, 99999999999999999999d", "viestka.delivery.connections, 99999999999999999999",
            "viestka.doctor.name-servers, 8.8.8.8:99999", "viestka.doctor.name-servers, '[::1]:99999'",
            "viestka.doctor.name-servers, '9.9.9.9,8.8.8.8:0'", "viestka.doctor.name-servers, '[::1::]'",
            "viestka.doctor.name-servers, '[192.0.2.1]:53'", "viestka.doctor.name-servers, '192.0.2.1:'",
            "quarkus.mailer.dkim.body-limit, -5", "quarkus.mailer.dkim.body-limit, 0", "quarkus.mailer.dkim.expire-time, -5",
            "quarkus.mailer.dkim.expire-time, 9223372036854775807", "quarkus.mailer.dkim.header-canon-algo, strict",
            "quarkus.mailer.dkim.body-canon-algo, strict", "quarkus.mailer.dkim.signature-timestamp, maybe",
            "quarkus.mailer.dkim.auid, news@elsewhere.example", "quarkus.mailer.max-pool-size, 0",
            "quarkus.mailer.keep-alive-timeout, -1s", "quarkus.mailer.pipelining, perhaps",
            "quarkus.datasource.jdbc.max-size, 1", "quarkus.datasource.jdbc.max-size, 2",
            "quarkus.datasource.jdbc.min-size, 20", "quarkus.datasource.jdbc.initial-size, -1",
            "quarkus.datasource.jdbc.acquisition-timeout, 0", "quarkus.log.console.json.enabled, maybe",
            "quarkus.log.file.enabled, ja", "quarkus.log.file.async.enabled, wahr", "quarkus.oidc.auth-server-url, nonsense",
            "quarkus.oidc.auth-server-url, id.example.org/realms/news", "viestka.publication.rubrics, ','",
            "viestka.editions.en.label, ' '", "viestka.embed.origins, https://a.example:99999",
            "viestka.admin.second-factor-name, A:B", "viestka.admin.second-factor-name, 'A\n'",
            "viestka.mail.discreet.name.en, ' '", "viestka.public-url, 'https://${NOWHERE}/news'",
            "viestka.publication.contact, 'Newsroom, ${NOWHERE}'", "viestka.mail.reply-to, '${NOWHERE}'",
            "quarkus.mailer.password, 'pa${ss}'", "viestka.publication.zone, '+25:00'",
            "quarkus.log.file.path, pom.xml/viestka.log", "quarkus.log.file.path, src",
            "quarkus.http.ssl-port, 99999", "quarkus.http.limits.max-connections, 0", "quarkus.http.idle-timeout, -1s",
            "quarkus.thread-pool.max-threads, 0", "quarkus.vertx.event-loops-pool-size, 0",
            "quarkus.datasource.jdbc.max-lifetime, -1", "quarkus.datasource.jdbc.idle-removal-interval, -1"})
    void a_value_that_cannot_be_meant_is_named(String name, String value) {
        assertRefused(name, name.replaceAll("[.-]", "_").toUpperCase(java.util.Locale.ROOT), value);
    }

    @ParameterizedTest
    @CsvSource({"LANGUAGES, 'en,en'", "LANGUAGES, xx", "LANGUAGES, en_US", "LANGUAGES, english", "LABEL, BE/RU",
            "LABEL, 'E\nN'",
            "POSITION, first", "LANGUAGES, ''"})
    void an_edition_that_could_not_be_written_is_named(String part, String value) {
        assertThat(faults(Map.of("VIESTKA_EDITIONS_EN_" + part, value))).singleElement().asString()
                .contains("viestka.editions.").contains(part.toLowerCase(java.util.Locale.ROOT)).doesNotContain("SRCFG", "\n");
    }

    @Test
    void an_edition_without_languages_is_named() {
        assertThat(faults(Map.of("VIESTKA_EDITIONS_UK_LABEL", "UK"))).singleElement().asString()
                .contains("viestka.editions.uk.languages").contains("is missing");
    }

    @Test
    void a_language_without_words_is_named() {
        assertThat(faults(Map.of("VIESTKA_EDITIONS_UK_LABEL", "UK", "VIESTKA_EDITIONS_UK_LANGUAGES", "be,uk"))).singleElement()
                .asString().startsWith("viestka.editions.uk.languages (VIESTKA_EDITIONS_UK_LANGUAGES): 'uk' is a language")
                .contains("messages/words_uk.properties");
    }

    @Test
    void a_rubric_and_a_publication_have_a_name_in_each_language() {
        var rubric = Map.of("viestka.publication.rubrics", "security-issues,economy");
        assertThat(faults(Map.of(), rubric)).hasSize(3)
                .anyMatch(sentence -> sentence.startsWith("viestka.publication.rubric.economy.en "))
                .anyMatch(sentence -> sentence.startsWith("viestka.publication.rubric.economy.be "))
                .anyMatch(sentence -> sentence.startsWith("viestka.publication.rubric.economy.ru "));
        var named = new HashMap<>(rubric);
        named.putAll(Map.of("viestka.publication.rubric.economy.en", "Economy", "viestka.publication.rubric.economy.be",
                "Эканоміка", "viestka.publication.rubric.economy.ru", "Экономика"));
        assertThat(faults(Map.of(), named)).isEmpty();
        assertThat(faults(Map.of("VIESTKA_PUBLICATION_RUBRICS", "economy", "VIESTKA_PUBLICATION_RUBRIC_ECONOMY_EN", "Economy",
                "VIESTKA_PUBLICATION_RUBRIC_ECONOMY_BE", "Эканоміка", "VIESTKA_PUBLICATION_RUBRIC_ECONOMY_RU", "Экономика")))
                .isEmpty();
        named.put("viestka.publication.rubric.economy.be", " ");
        named.put("viestka.publication.name.ru", " ");
        assertThat(faults(Map.of(), named)).hasSize(2)
                .anyMatch(sentence -> sentence.startsWith("viestka.publication.rubric.economy.be "))
                .anyMatch(sentence -> sentence.startsWith("viestka.publication.name.ru "));
    }

    @ParameterizedTest
    @CsvSource({"UTF-8, '\uFEFF', viestka.public-url", "UTF-16, '', viestka.pub",
            "UTF-16LE, '', viestka.pub", "UTF-16BE, '\uFEFF', viestka.pub",
            "windows-1251, '', viestka.publication.contact", "KOI8-R, '', viestka.publication.contact"})
    void a_file_that_an_editor_saved_in_another_encoding_is_named(String encoding, String mark, String name,
            @TempDir Path directory) throws IOException {
        var file = directory.resolve("application.properties");
        Files.write(file, (mark + """
                viestka.public-url=https://news.example.org
                viestka.publication.contact=Рэдакцыя
                """).getBytes(encoding));
        assertThat(SettingsCheck.faults(config(new PropertiesConfigSource(file.toUri().toURL(), 260)))).singleElement()
                .asString().contains(name, "save " + file + " as UTF-8 without byte order mark")
                .doesNotContain("\0", "\uFEFF", "\n");
        Files.writeString(file, "viestka.public-url=https://news.example.org\nviestka.publication.contact=Рэдакцыя\n");
        assertThat(SettingsCheck.faults(config(new PropertiesConfigSource(file.toUri().toURL(), 260)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"viestk\u0430.site.cache", "viestka.site.c\u0430che", "viestka.site.cache\u00A0",
            "\u200Bviestka.site.cache",
            "\u00EF\u00BB\u00BFviestka.site.cache"})
    void a_name_in_a_file_with_a_sign_that_only_looks_right_is_told(String name, @TempDir Path directory) throws IOException {
        var file = Files.writeString(directory.resolve("application.properties"),
                name + "=1M\nquarkus.log.category.\"\u0432\u0435\u0441\u0442\u043a\u0430\".level=INFO\n");
        assertThat(SettingsCheck.faults(config(new PropertiesConfigSource(file.toUri().toURL(), 260)))).anyMatch(
                sentence -> sentence.contains(file.toString()) && sentence.contains("in its name that are no Latin letters"))
                .noneMatch(sentence -> sentence.contains("quarkus.log.category"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"quarkus.mailer.host", "quarkus.mailer.own-host-name", "quarkus.mailer.dkim.selector",
            "quarkus.mailer.dkim.sdid"})
    void a_name_that_dns_cannot_hold_is_told(String name) {
        assertThat(faults(Map.of(), Map.of(name, "a".repeat(254)))).singleElement().asString().startsWith(name + " (");
    }

    @Test
    void variables_that_the_locale_cannot_read_are_named_and_no_password_is_told() {
        assertThat(faults(Map.of("VIESTKA_PUBLICATION_CONTACT", "\uFFFD\uFFFD", "QUARKUS_MAILER_PASSWORD", "hush\uFFFD")))
                .hasSize(2)
                .anyMatch(sentence -> sentence.startsWith("viestka.publication.contact (VIESTKA_PUBLICATION_CONTACT)"))
                .anyMatch(sentence -> sentence.startsWith("quarkus.mailer.password (QUARKUS_MAILER_PASSWORD)"))
                .allMatch(sentence -> sentence.contains("LC_ALL=C.UTF-8")).noneMatch(sentence -> sentence.contains("hush"));
    }

    @Test
    void the_sender_of_an_envelope_may_be_as_long_as_an_address() {
        var longest = "example.".repeat(23) + "org.by";
        var verp = MailSettings.bounceAddress("x".repeat(ReturnPath.LENGTH), longest);
        assertThat(verp).hasSize(254);
        assertThat(faults(Map.of("VIESTKA_MAIL_BOUNCE_DOMAIN", longest, "QUARKUS_MAILER_FROM", "weekly@" + longest,
                "VIESTKA_DELIVERY_RETURN_PATH", verp))).isEmpty();
        assertRefused("viestka.mail.bounce-domain", "VIESTKA_MAIL_BOUNCE_DOMAIN", "a" + longest);
        assertRefused("quarkus.mailer.from", "QUARKUS_MAILER_FROM", "weekly@a" + longest);
        assertRefused("viestka.delivery.return-path", "VIESTKA_DELIVERY_RETURN_PATH", verp.replace("@", "@a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql:", "jdbc:postgresql:/news", "jdbc:postgresql://db",
            "jdbc:postgresql://db:99999/news",
            "jdbc:postgresql://db:0/news", "jdbc:postgresql://db:x/news", "jdbc:postgresql://viestka:hush@db/news",
            "jdbc:postgresql://db/n%zz", "jdbc:postgresql://a,b:99999/news", "jdbc:postgresql://[::1/news",
            "postgresql://db/news",
            "jdbc:postgresql://d b/news", "jdbc:postgresql://[::x]/news"})
    void an_address_of_a_database_that_the_driver_cannot_use_is_named(String url) {
        assertThat(faults(Map.of("QUARKUS_DATASOURCE_JDBC_URL", url))).singleElement().asString()
                .startsWith("quarkus.datasource.jdbc.url (").doesNotContain("hush", "Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql:news", "jdbc:postgresql://db/news", "jdbc:postgresql://db/",
            "jdbc:postgresql:///news",
            "jdbc:postgresql://a:5433,b/news?targetServerType=primary", "jdbc:postgresql://[::1]:5432/news",
            "jdbc:postgresql://my_db:5432/%D0%B2?user=viestka&password=a%20b", "jdbc:postgresql://db/news?options=-c%20a=b"})
    void an_address_of_a_database_is_taken_in_each_form_that_the_driver_knows(String url) {
        assertThat(Driver.parseURL(url, null)).isNotNull();
        assertThat(faults(Map.of("QUARKUS_DATASOURCE_JDBC_URL", url))).isEmpty();
    }

    @Test
    void a_text_that_would_break_a_header_is_named() {
        assertThat(faults(Map.of("VIESTKA_PUBLICATION_CONTACT", "One\nTwo"))).singleElement().asString()
                .contains("viestka.publication.contact");
    }

    @Test
    void lists_may_have_blanks_and_a_comma_at_the_end() {
        assertThat(faults(Map.of("VIESTKA_PUBLICATION_RUBRICS", "ruling-elite, security-issues,",
                "VIESTKA_EDITIONS_BE_RU_LANGUAGES",
                "be, ru", "VIESTKA_MIRRORS", "https://a.example, https://b.example,", "VIESTKA_SUBSCRIPTION_EXPOSED_DOMAINS",
                "*.бел, yandex.*")))
                .isEmpty();
    }

    @Test
    void a_user_of_the_relay_without_a_password_is_named() {
        assertThat(faults(Map.of("QUARKUS_MAILER_USERNAME", "weekly", "QUARKUS_MAILER_PASSWORD", ""))).singleElement()
                .asString()
                .contains("quarkus.mailer.password (QUARKUS_MAILER_PASSWORD) is missing");
        assertThat(faults(Map.of("QUARKUS_MAILER_USERNAME", "", "QUARKUS_MAILER_PASSWORD", ""))).isEmpty();
        assertThat(faults(Map.of("QUARKUS_MAILER_USERNAME", "weekly", "QUARKUS_MAILER_PASSWORD", "secret",
                "QUARKUS_MAILER_AUTH_METHODS", "DIGEST-MD5 PLAIN"))).isEmpty();
    }

    @Test
    void signing_without_a_key_is_named() {
        assertThat(faults(Map.of("QUARKUS_MAILER_DKIM_ENABLED", "true", "QUARKUS_MAILER_DKIM_SELECTOR", "s1"))).singleElement()
                .asString().contains("quarkus.mailer.dkim.private-key").doesNotContain("Exception");
        assertThat(faults(Map.of("QUARKUS_MAILER_DKIM_ENABLED", "true", "QUARKUS_MAILER_DKIM_PRIVATE_KEY_PATH", "/none.pem")))
                .singleElement().asString().contains("/none.pem cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Subject,To", "From,Comments", "From,Received", "From,Keywords"})
    void header_fields_that_nobody_may_sign_are_named(String fields) {
        assertThat(faults(Map.of("QUARKUS_MAILER_DKIM_ENABLED", "true", "QUARKUS_MAILER_DKIM_SELECTOR", "s1",
                "QUARKUS_MAILER_DKIM_PRIVATE_KEY", key(), "QUARKUS_MAILER_DKIM_SIGNED_HEADERS", fields))).singleElement()
                .asString().contains("signed-headers").doesNotContain("Exception");
        assertThat(faults(Map.of("QUARKUS_MAILER_FROM", "weekly@example.org", "QUARKUS_MAILER_DKIM_ENABLED", "true",
                "QUARKUS_MAILER_DKIM_SELECTOR", "s1", "QUARKUS_MAILER_DKIM_PRIVATE_KEY", key(), "QUARKUS_MAILER_DKIM_AUID",
                "news@mail.example.org", "QUARKUS_MAILER_DKIM_BODY_LIMIT", "1", "QUARKUS_MAILER_DKIM_EXPIRE_TIME", "3600")))
                .isEmpty();
    }

    @Test
    void signed_headers_that_cannot_be_are_named_and_not_the_key() throws NoSuchAlgorithmException {
        var keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        var key = Map.of("quarkus.mailer.dkim.enabled", "true", "quarkus.mailer.dkim.selector", "s1",
                "quarkus.mailer.dkim.private-key",
                Base64.getEncoder().encodeToString(keys.generateKeyPair().getPrivate().getEncoded()));
        for (var list : List.of("Subject", "From,Return-Path", "From,Sub ject")) {
            var settings = new HashMap<>(key);
            settings.put("quarkus.mailer.dkim.signed-headers", list);
            assertThat(faults(Map.of(), settings)).singleElement().asString().startsWith("quarkus.mailer.dkim.signed-headers")
                    .doesNotContain("private-key");
        }
        var settings = new HashMap<>(key);
        settings.put("quarkus.mailer.dkim.signed-headers", "from, from ,SUBJECT");
        assertThat(faults(Map.of(), settings)).isEmpty();
    }

    @Test
    void a_name_that_nobody_reads_is_told() {
        assertThat(faults(Map.of(), Map.of("viestka.publc-url", "https://a.example"))).singleElement().asString()
                .contains("viestka.publc-url").contains("misspelt").doesNotContain("SRCFG");
    }

    @Test
    void all_faults_are_told_at_once_and_no_password_with_them() {
        assertThat(faults(Map.of("QUARKUS_MAILER_FROM", "weekly", "VIESTKA_DELIVERY_GRACE", "-1s", "VIESTKA_PUBLIC_URL",
                "https://admin:secret@a.example"))).hasSize(3).noneMatch(sentence -> sentence.contains("secret"));
        assertThat(faults(Map.of("VIESTKA_SITE_CACHE", "99999999999999999999", "VIESTKA_DELIVERY_GRACE",
                "9223372036854775807d", "VIESTKA_EDITIONS_EN_LANGUAGES", "en,en", "VIESTKA_PUBLICATION_CONTACT", "One\nTwo",
                "VIESTKA_DELIVERY_TRANSPORT", "pigeon"))).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource({"quarkus.datasource.jdbc.url, postgresql://db/news?user=viestka&password=hush",
            "quarkus.datasource.jdbc.url, jdbc:mysql://viestka:hu/hush@db/news", "quarkus.mailer.dkim.private-key, hush"})
    void a_value_that_holds_a_secret_is_never_told(String name, String value) {
        assertThat(faults(Map.of(), Map.of(name, value, "quarkus.mailer.dkim.enabled", "true",
                "quarkus.mailer.dkim.selector", "s1"))).anyMatch(sentence -> sentence.startsWith(name))
                .noneMatch(sentence -> sentence.contains("hush"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.password", "a.client-secret", "a.private-key", "a.key-store.p12", "quarkus.datasource.jdbc.url",
            "quarkus.datasource.reports.jdbc.url"})
    void what_a_secret_is_shows_by_its_name(String name) {
        var faults = new Faults();
        faults.add(name, "hush", "is wrong");
        assertThat(faults.sentences()).singleElement().asString().startsWith(name).endsWith(") is wrong.")
                .doesNotContain("hush");
    }

    @Test
    void a_password_with_a_slash_before_a_host_is_not_told_either() {
        var faults = new Faults();
        faults.add("viestka.public-url", "https://admin:hu/hush@a.example", "is wrong");
        assertThat(faults.sentences()).singleElement().asString().contains("'https://…@a.example' is wrong.");
    }

    @Test
    void every_number_and_every_time_of_ours_has_a_least_value() {
        for (var type : SettingsCheck.MAPPINGS) {
            ConfigMappings.getProperties(configClass(type)).forEach((name, property) -> {
                var method = property.getMethod().getReturnType();
                if (Set.<Class<?>>of(int.class, Duration.class, OptionalInt.class).contains(method) && !name.contains("*")
                        || name.equals("viestka.delivery.timeout")) {
                    assertThat(faults(Map.of(), Map.of(name, "-7"))).as(name).singleElement().asString().contains(name + " (");
                }
            });
        }
    }

    @Test
    void every_mapping_of_settings_is_read() {
        var mappings = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.viestka").stream().filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                .map(type -> type.getName()).toList();
        assertThat(SettingsCheck.MAPPINGS.stream().map(Class::getName)).containsExactlyInAnyOrderElementsOf(mappings);
    }

    private static String key() {
        try {
            var pair = KeyPairGenerator.getInstance("RSA");
            pair.initialize(2048);
            return Base64.getEncoder().encodeToString(pair.generateKeyPair().getPrivate().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertRefused(String name, String variable, String value) {
        assertThat(faults(Map.of(variable, value))).as("'%s'", value).singleElement().asString()
                .startsWith(name + " (" + variable + ")").endsWith(".")
                .doesNotContain("Exception", "SRCFG", "java.", "null", "\n");
    }

    private static List<String> faults(Map<String, String> environment) {
        return faults(environment, Map.of());
    }

    private static List<String> faults(Map<String, String> environment, Map<String, String> properties) {
        return SettingsCheck.faults(config(environment, properties));
    }

    private static SmallRyeConfig config(Map<String, String> environment, Map<String, String> properties) {
        return config(new EnvConfigSource(environment, 300), new PropertiesConfigSource(properties, "properties", 400));
    }

    private static SmallRyeConfig config(ConfigSource... sources) {
        try {
            return new SmallRyeConfigBuilder().addDefaultInterceptors().addDiscoveredInterceptors().addDiscoveredConverters()
                    .withProfile("prod").withSources(new RelayDefaults())
                    .withSources(
                            new PropertiesConfigSource(SettingsCheckTest.class.getResource("/application.properties"), 250))
                    .withSources(sources).build();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
