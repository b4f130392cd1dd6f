package org.viestka.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever judges mails is judged first. */
class MailClientsTest {

    @ParameterizedTest
    @ValueSource(strings = {"<p style='display:flex'>a</p>", "<p style='width:calc(1px + 2px)'>a</p>",
            "<p style='color:var(--x)'>a</p>", "<p style='position:fixed'>a</p>", "<p style='font-size:2vmin'>a</p>",
            "<style>p > a { color: #000 }</style>", "<style>[lang] { color: #000 }</style>",
            "<style>a:hover { color: #000 }</style>", "<style>@import 'x.css';</style>",
            "<style>@font-face { font-family: x }</style>", "<style>@media (min-width: 1px) { .a { color: #000 } }</style>",
            "<style>#a { color: #000 }</style>", "<form><input></form>", "<svg></svg>", "<video></video>",
            "<p style='box-shadow:1px 1px #000'>a</p>", "<p style='background-image:url(x)'>a</p>"})
    void what_some_client_does_not_show_is_found(String html) {
        assertThat(new MailClients().troubles(html)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<p style='color:#123456;font-size:14px;margin:0 0 12px'>a</p>",
            "<style>@media (prefers-color-scheme: dark) { .a, .b { color: #000 !important; } }</style><p class='a'>a</p>",
            "<a href='https://example.org' style='display:inline-block'>a</a>",
            "<table role='presentation'><tr><td>a</td></tr></table>"})
    void what_all_show_is_no_trouble(String html) {
        assertThat(new MailClients().troubles(html)).isEmpty();
    }
}
