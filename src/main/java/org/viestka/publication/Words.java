package org.viestka.publication;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/**
 * Every fixed wording of pages, mails and errors. The texts stand in {@code messages/words_<language>.properties}: a new
 * language is a new file there and changes no class.
 */
@MessageBundle("words")
public interface Words {
    @Message
    String address_invisible_sign();

    @Message
    String address_malformed();

    @Message
    String address_missing();

    @Message
    String address_mixed_alphabets();

    @Message
    String address_non_ascii();

    @Message
    String address_too_long();

    @Message
    String archive();

    @Message
    String bounces_braked(int brake);

    @Message
    String commentary_not_draft();

    @Message
    String commentary_not_published();

    @Message
    String confirm_button();

    @Message
    String confirm_mail_link();

    @Message
    String confirm_mail_not_you();

    @Message
    String confirm_mail_subject();

    @Message
    String confirm_mail_text(String publication, String edition);

    @Message
    String confirm_text(String publication, String edition);

    @Message
    String confirm_title();

    @Message
    String conflict_last_admin();

    @Message
    String conflict_name();

    @Message
    String conflict_second_factor();

    @Message
    String discreet_mail_subject();

    @Message
    String doctor_database_copied();

    @Message
    String doctor_database_copied_fix();

    @Message
    String doctor_database_ok();

    @Message
    String doctor_dkim_domain(String signing, String sender);

    @Message
    String doctor_dkim_domain_fix(String sender);

    @Message
    String doctor_dkim_fix(String name, String record);

    @Message
    String doctor_dkim_missing(String name);

    @Message
    String doctor_dkim_off();

    @Message
    String doctor_dkim_off_fix();

    @Message
    String doctor_dkim_ok(String name);

    @Message
    String doctor_dkim_other(String name);

    @Message
    String doctor_dmarc_bad(String domain);

    @Message
    String doctor_dmarc_fix(String domain);

    @Message
    String doctor_dmarc_missing(String domain);

    @Message
    String doctor_dmarc_ok(String domain, String policy);

    @Message
    String doctor_dns_silent();

    @Message
    String doctor_dns_silent_fix();

    @Message
    String doctor_host_unknown(String host);

    @Message
    String doctor_ptr_fix();

    @Message
    String doctor_ptr_missing(String address);

    @Message
    String doctor_ptr_not_back(String address, String name);

    @Message
    String doctor_ptr_ok(String address);

    @Message
    String doctor_ptr_private(String host);

    @Message
    String doctor_ptr_private_fix();

    @Message
    String doctor_relay_down(String host, String said);

    @Message
    String doctor_relay_down_fix();

    @Message
    String doctor_relay_early_fix(int port);

    @Message
    String doctor_relay_late_fix();

    @Message
    String doctor_relay_login_fix();

    @Message
    String doctor_relay_ok(String host);

    @Message
    String doctor_relay_open(String host);

    @Message
    String doctor_relay_open_fix();

    @Message
    String doctor_relay_replaces(String host, String fields);

    @Message
    String doctor_relay_replaces_fix(String fields);

    @Message
    String doctor_spf_many(String domain);

    @Message
    String doctor_spf_many_fix();

    @Message
    String doctor_spf_missing(String domain);

    @Message
    String doctor_spf_missing_fix(String domain);

    @Message
    String doctor_spf_ok(String domain);

    @Message
    String doctor_spf_open(String domain);

    @Message
    String doctor_spf_open_fix();

    @Message
    String doctor_url_fix();

    @Message
    String doctor_url_form(String url);

    @Message
    String doctor_url_local(String url);

    @Message
    String doctor_url_ok(String url);

    @Message
    String doctor_url_plain(String url);

    @Message
    String embed_note(String publication);

    @Message
    String embed_snippet_use();

    @Message
    String import_abandoned();

    @Message
    String import_binary();

    @Message
    String import_bounced();

    @Message
    String import_broken(long first, long last);

    @Message
    String import_column_strange(long line, String columns);

    @Message
    String import_column_twice(long line, String column);

    @Message
    String import_columns(long line, String seen, String columns);

    @Message
    String import_discreet();

    @Message
    String import_duplicate();

    @Message
    String import_ended();

    @Message
    String import_held_together();

    @Message
    String import_no_column();

    @Message
    String import_no_edition();

    @Message
    String import_not_utf_16(long line);

    @Message
    String import_opt_out();

    @Message
    String import_row_too_long(long line);

    @Message
    String import_time();

    @Message
    String invalid_address();

    @Message
    String invalid_code();

    @Message
    String invalid_date();

    @Message
    String invalid_edition();

    @Message
    String invalid_event(String events);

    @Message
    String invalid_format();

    @Message
    String invalid_idempotency_key(int most);

    @Message
    String invalid_json();

    @Message
    String invalid_language();

    @Message
    String invalid_missing();

    @Message
    String invalid_name();

    @Message
    String invalid_no_translation();

    @Message
    String invalid_password_too_long(int most);

    @Message
    String invalid_past();

    @Message
    String invalid_proof();

    @Message
    String invalid_proof_recipients(int most);

    @Message
    String invalid_remarks();

    @Message
    String invalid_role();

    @Message
    String invalid_rubric();

    @Message
    String invalid_sort();

    @Message
    String invalid_span_length(int most);

    @Message
    String invalid_span_order();

    @Message
    String invalid_span_times();

    @Message
    String invalid_stamp();

    @Message
    String invalid_status();

    @Message
    String invalid_too_long(int most);

    @Message
    String invalid_too_short(int least);

    @Message
    String invalid_trend();

    @Message
    String invalid_url();

    @Message
    String invalid_url_https();

    @Message
    String invalid_url_private();

    @Message
    String invalid_week();

    @Message
    String keys_busy();

    @Message
    String keys_nodes_lack();

    @Message
    String keys_nothing_new();

    @Message
    String language_switch();

    @Message
    String link_dead();

    @Message
    String link_until(String time);

    @Message
    String mailing_change_edition();

    @Message
    String mailing_in_browser();

    @Message
    String mailing_incomplete(String titles);

    @Message
    String mailing_left(int count);

    @Message
    String mailing_mirrors(String site);

    @Message
    String mailing_none();

    @Message
    String mailing_nothing_in_edition();

    @Message
    String mailing_nothing_published();

    @Message
    String mailing_proof(String subject);

    @Message
    String mailing_read_in_this_language();

    @Message
    String mailing_relay_down();

    @Message
    String mailing_state_forbids(String state);

    @Message
    String mailing_subject(String publication, String week);

    @Message
    String mailing_unsubscribe();

    @Message
    String mailing_why(String publication, String edition);

    @Message
    String own_data_ask();

    @Message
    String own_data_erase();

    @Message
    String own_data_erase_text();

    @Message
    String own_data_erase_title();

    @Message
    String own_data_erased();

    @Message
    String own_data_erased_never();

    @Message
    String own_data_erased_text();

    @Message
    String own_data_export();

    @Message
    String own_data_export_text();

    @Message
    String own_data_export_title();

    @Message
    String own_data_intro();

    @Message
    String own_data_mail_link();

    @Message
    String own_data_mail_not_you();

    @Message
    String own_data_mail_subject();

    @Message
    String own_data_mail_text(String publication);

    @Message
    String own_data_never();

    @Message
    String own_data_sent();

    @Message
    String own_data_title();

    @Message
    String page_again();

    @Message
    String page_error();

    @Message
    String page_feed();

    @Message
    String page_home();

    @Message
    String page_invitation();

    @Message
    String page_mirrors();

    @Message
    String page_not_found();

    @Message
    String page_sections();

    @Message
    String page_skip();

    @Message
    String page_unavailable();

    @Message
    String preferences_bounced();

    @Message
    String preferences_edition();

    @Message
    String preferences_link_sent();

    @Message
    String preferences_mail_link();

    @Message
    String preferences_mail_not_you();

    @Message
    String preferences_mail_subject();

    @Message
    String preferences_mail_text(String publication);

    @Message
    String preferences_order();

    @Message
    String preferences_pause();

    @Message
    String preferences_paused();

    @Message
    String preferences_resume();

    @Message
    String preferences_save();

    @Message
    String preferences_saved();

    @Message
    String preferences_title();

    @Message
    String problem_error(String number);

    @Message
    String problem_forbidden();

    @Message
    String problem_idempotency_other();

    @Message
    String problem_idempotency_running();

    @Message
    String problem_invalid();

    @Message
    String problem_media_type();

    @Message
    String problem_method();

    @Message
    String problem_not_acceptable();

    @Message
    String problem_not_found();

    @Message
    String problem_password_wanted();

    @Message
    String problem_second_factor();

    @Message
    String problem_second_factor_wanted();

    @Message
    String problem_stale();

    @Message
    String problem_too_large();

    @Message
    String problem_too_many();

    @Message
    String problem_too_slow();

    @Message
    String problem_unauthorized();

    @Message
    String problem_unavailable();

    @Message
    String relay_asks_for_fewer(String reply);

    @Message
    String relay_refuses_login(String reply);

    @Message
    String relay_takes_nothing(String reply);

    @Message
    String relay_unreachable(String reply);

    @Message
    String restore_waits();

    @Message
    String safety();

    @Message
    String safety_border();

    @Message
    String safety_device();

    @Message
    String safety_mail();

    @Message
    String safety_network();

    @Message
    String safety_us();

    @Message
    String safety_why();

    @Message
    String safety_window();

    @Message
    String site_all_rubrics();

    @Message
    String site_archive();

    @Message
    String site_brief();

    @Message
    String site_motto();

    @Message
    String site_newer();

    @Message
    String site_nothing_yet();

    @Message
    String site_older();

    @Message
    String site_others();

    @Message
    String site_pages();

    @Message
    String site_rubrics();

    @Message
    String subscribe_address();

    @Message
    String subscribe_button();

    @Message
    String subscribe_caution();

    @Message
    String subscribe_caution_delete();

    @Message
    String subscribe_caution_mailbox();

    @Message
    String subscribe_caution_read();

    @Message
    String subscribe_caution_title();

    @Message
    String subscribe_check();

    @Message
    String subscribe_check_text();

    @Message
    String subscribe_discreet();

    @Message
    String subscribe_discreet_hint();

    @Message
    String subscribe_done();

    @Message
    String subscribe_done_text();

    @Message
    String subscribe_edition();

    @Message
    String subscribe_exposed();

    @Message
    String subscribe_exposed_other();

    @Message
    String subscribe_foreign();

    @Message
    String subscribe_heading();

    @Message
    String subscribe_leave_empty();

    @Message
    String subscribe_mistakes();

    @Message
    String subscribe_once_more();

    @Message
    String subscribe_proof();

    @Message
    String subscribe_proof_missing();

    @Message
    String subscribe_proof_script();

    @Message
    String subscribe_text();

    @Message
    String subscriber_known();

    @Message
    String subscriber_opted_out();

    @Message
    String subscriber_reason();

    @Message
    String subscriber_suppressed();

    @Message
    String teaser_more();

    @Message
    String trend_improved();

    @Message
    String trend_unchanged();

    @Message
    String trend_worsened();

    @Message
    String unsubscribe_button();

    @Message
    String unsubscribe_done();

    @Message
    String unsubscribe_done_text();

    @Message
    String unsubscribe_instead();

    @Message
    String unsubscribe_instead_button();

    @Message
    String unsubscribe_text(String publication);

    @Message
    String unsubscribe_title();

    @Message
    String warning_cells(String names);

    @Message
    String warning_code_words(String names);

    @Message
    String warning_guessed_links(String names);

    @Message
    String warning_html(String names);

    @Message
    String warning_html_as_text(String names);

    @Message
    String warning_links(String names);

    @Message
    String warning_missing_notes(String names);

    @Message
    String warning_parts(String names);

    @Message
    String warning_pictures(String names);

    @Message
    String warning_repeated_notes(String names);

    @Message
    String warning_signs(String names);

    @Message
    String warning_unused_addresses(String names);

    @Message
    String warning_unused_notes(String names);

    @Message
    String webhook_too_many(int most);
}
