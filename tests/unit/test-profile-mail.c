/*
 * test-profile-mail.c - scans by mail: what the mail server is told, and what becomes of its
 * refusals.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "profile-help.h"
#include "smtp-server.h"

static char made[300];
static struct profile_place place = {.folder = made, .max_bytes = 1 << 24};
static struct smtp_server server;
static struct profile_mail mail;

static bool send_scan(struct scan_profile *profile, size_t n, char *what, size_t what_size)
{
    struct scan_page *pages[2] = {small_page(SCAN_GRAY, SCAN_JPEG),
                                  small_page(SCAN_COLOR, SCAN_JPEG)};
    struct profile_document document;
    bool good;

    what[0] = '\0';
    good = profile_document_make(profile, "Erdgescho\xc3\x9f", pages, NULL, n, &place,
                                 &document, what, what_size) &&
           profile_to_mail(&document, profile, &mail, &place, what, what_size);
    profile_document_remove(&document);
    scan_page_release(pages[0]);
    scan_page_release(pages[1]);
    return good;
}

static bool mail_has(const char *words)
{
    bool has = strstr(server.mail, words) != NULL;

    if (!has)
        diag("'%s' is not in: %.3000s", words, server.mail);
    return has;
}

static void test_sent(void)
{
    struct scan_profile profile = profile_to("mail", "a@example.org, b@example.org");
    char what[1600];

    snprintf(profile.pattern, sizeof(profile.pattern),
             "Br\xc3\xbc"
             "cke");
    ok(send_scan(&profile, 1, what, sizeof(what)) &&
           strcmp(what, "Sent to a@example.org, b@example.org.") == 0 && server.mails == 1,
       "A scan is sent");
    ok(strstr(server.commands, "MAIL FROM:<scans@example.org>") != NULL &&
           strstr(server.commands, "RCPT TO:<a@example.org>\r\nRCPT TO:<b@example.org>\r\n") !=
               NULL,
       "To each of its addresses");
    ok(mail_has("From: scans@example.org\r\n") &&
           mail_has("To: a@example.org, b@example.org\r\n") && mail_has("Message-ID: <") &&
           mail_has("@example.org>\r\n") && mail_has(" +0000\r\n") &&
           mail_has("Subject: =?UTF-8?B?TGV0dGVycw==?=\r\n"),
       "With the fields that a mail has");
    ok(mail_has("Content-Type: application/pdf") &&
           mail_has("Content-Disposition: attachment") &&
           mail_has("filename=\"Br\xc3\xbc"
                    "cke.pdf\"") &&
           mail_has("base64") && mail_has("\r\nJVBERi0"),
       "And the file, under its name");
    ok(mail_has("1 page, scanned on Erdgescho=C3=9F."), "And a sentence");
    profile.format = PROFILE_JPEG;
    memset(profile.name, 'x', 30);
    snprintf(profile.name + 30, sizeof(profile.name) - 30,
             "\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc");
    ok(send_scan(&profile, 2, what, sizeof(what)) && mail_has("cke-1.jpg\"") &&
           mail_has("cke-2.jpg\"") && mail_has("Content-Type: image/jpeg"),
       "Two pages of pictures are two files");
    ok(mail_has("Subject: =?UTF-8?B?"
                "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4w7zDvMO8w7zDvMO8?=\r\n"
                " =?UTF-8?B?w7zDvA==?=\r\n"),
       "A long subject is cut between two letters");
}

static void test_failures(void)
{
    struct scan_profile profile = profile_to("mail", "a@example.org");
    unsigned before = server.mails;
    char what[1600];

    smtp_refuse(&server, "RCPT", "550 nobody here\r\n");
    ok(!send_scan(&profile, 1, what, sizeof(what)) && strstr(what, "not sent") != NULL,
       "An address that the server does not take is a failure");
    smtp_refuse(&server, "MAIL", "451 later\r\n");
    ok(!send_scan(&profile, 1, what, sizeof(what)) && strstr(what, "451") != NULL,
       "So is a server that is busy, with its number");
    smtp_refuse(&server, "DATA", NULL);
    ok(!send_scan(&profile, 1, what, sizeof(what)), "So is a connection that breaks off");
    smtp_refuse(&server, NULL, NULL);
    mail.plain = false;
    ok(!send_scan(&profile, 1, what, sizeof(what)) && server.mails == before,
       "A server without encryption is not used where it is required");
    ok(strstr(server.commands, "MAIL") == NULL, "Not even told about the mail");
    mail.plain = true;
    snprintf(mail.user, sizeof(mail.user), "me");
    server.commands[0] = '\0';
    ok(!send_scan(&profile, 1, what, sizeof(what)) &&
           strstr(what, "without encryption") != NULL && server.commands[0] == '\0',
       "A password does not go out plain");
    mail.plain = false;
    snprintf(mail.password, sizeof(mail.password), "%s", VAULT_LOST);
    ok(!send_scan(&profile, 1, what, sizeof(what)) && strstr(what, "again") != NULL,
       "One that cannot be unsealed is to be written again");
    mail.user[0] = mail.server[0] = '\0';
    ok(!send_scan(&profile, 1, what, sizeof(what)) && strstr(what, "[mail]") != NULL,
       "Without a server the person is told where to name one");
    ok(count_files(made) == 0, "Nothing is left behind");
}

static void test_gone(void)
{
    struct scan_profile profile = profile_to("mail", "a@example.org");
    char what[1600];

    snprintf(mail.server, sizeof(mail.server), "smtp://127.0.0.1:%u", server.port);
    mail.plain = true;
    smtp_stop(&server);
    ok(!send_scan(&profile, 1, what, sizeof(what)) && strstr(what, "127.0.0.1") != NULL,
       "A server that is away is named");
}

int main(void)
{
    new_folder(made, sizeof(made));
    log_begin();
    smtp_start(&server);
    snprintf(mail.server, sizeof(mail.server), "smtp://127.0.0.1:%u", server.port);
    snprintf(mail.from, sizeof(mail.from), "scans@example.org");
    mail.plain = true;
    test_sent();
    test_failures();
    test_gone();
    scratch_remove_folder(made);
    return tap_done();
}
