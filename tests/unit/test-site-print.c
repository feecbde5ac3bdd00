/*
 * test-site-print.c - what is kept for a browser, the script for Windows, guesses about
 * devices, and forms with files as they come in.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/documents.h"
#include "server/site/help-parts.h"
#include "server/site/print-parts.h"
#include "server/site/qr.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ANNA "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define BOB  "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

/* ---- what is kept ---- */

static struct print_item *put(const char *browser, char id[TRAY_ID_SIZE])
{
    struct print_item *item = print_item_new();

    id[0] = '\0';
    if (item != NULL && tray_put(item, browser))
        snprintf(id, TRAY_ID_SIZE, "%s", item->id);
    return item;
}

static bool is_there(const char *id, const char *browser)
{
    struct print_item *item = tray_watch(id, browser);

    print_item_release(item);
    return item != NULL;
}

static time_t now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}

static void test_tray(void)
{
    char id[TRAY_ID_SIZE], other[TRAY_ID_SIZE];
    struct print_item *item = put(ANNA, id), *second = put(ANNA, other), *taken;

    ok(strlen(id) == 32 && strspn(id, "0123456789abcdef") == 32 && strcmp(id, other) != 0,
       "each document has a name that nobody guesses");
    ok(is_there(id, ANNA), "the browser that sent it finds it");
    ok(!is_there(id, BOB), "another one does not");
    ok(!is_there(id, ""), "nor one without a name");
    print_item_release(item);
    ok(is_there(id, ANNA), "it stays after the request");
    tray_tick(now() + TRAY_KEEP_SECONDS - 2);
    ok(is_there(id, ANNA), "for nearly ten minutes");
    taken = tray_take(id, ANNA);
    ok(taken != NULL && !is_there(id, ANNA), "who takes it has it alone");
    ok(tray_take(id, ANNA) == NULL, "so it cannot be printed twice");
    ok(tray_put(taken, ANNA) && is_there(id, ANNA), "and puts it back under its name");
    print_item_release(taken);
    tray_tick(now() + TRAY_KEEP_SECONDS + 2);
    ok(!is_there(id, ANNA) && !is_there(other, ANNA),
       "after ten minutes without use it is gone");
    print_item_release(second);
}

static void test_tray_limits(void)
{
    char ids[TRAY_MAX_OF_ONE + 1][TRAY_ID_SIZE], browser[TRAY_ID_SIZE], id[TRAY_ID_SIZE];
    unsigned kept = 0;

    for (size_t i = 0; i <= TRAY_MAX_OF_ONE; i++)
        print_item_release(put(ANNA, ids[i]));
    ok(!is_there(ids[0], ANNA) && is_there(ids[1], ANNA) &&
           is_there(ids[TRAY_MAX_OF_ONE], ANNA),
       "a fifth document of a browser pushes out its first");
    for (unsigned i = 0; i < TRAY_MAX_ITEMS; i++) {
        snprintf(browser, sizeof(browser), "%032x", i);
        print_item_release(put(browser, id));
        kept += id[0] != '\0';
    }
    ok(kept == TRAY_MAX_ITEMS - TRAY_MAX_OF_ONE, "there is a limit for all together");
    tray_tick(now() + TRAY_KEEP_SECONDS + 2);
    ok(!is_there(ids[1], ANNA), "and room again later");
}

/* ---- forms ---- */

#define MARK "----mark"

static bool take(struct upload_form *f, const char *text)
{
    return upload_form_take(f, (const uint8_t *)text, strlen(text));
}

static const char two_files[] =
    "--" MARK "\r\nContent-Disposition: form-data; name=\"copies\"\r\n\r\n2\r\n"
    "--" MARK "\r\nContent-Disposition: form-data; name=\"media\"\r\n\r\n\r\n"
    "--" MARK "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n"
    "first\r\n--" MARK "\r\nContent-Disposition: form-data; name=\"file\"; "
    "filename=\"b.txt\"\r\n\r\nsecond!\r\n--" MARK "--\r\n";

static void test_form(const char *text, size_t max, bool good, enum upload_fault fault,
                      const char *name)
{
    struct upload_form f = {0};
    bool all = upload_form_begin(&f, "multipart/form-data; boundary=" MARK, max) &&
               take(&f, text) && upload_form_end(&f);

    if (!ok(all == good && f.fault == fault, "%s", name))
        diag("%d: %s", (int)f.fault, f.why);
    upload_form_clear(&f);
}

static void test_forms(void)
{
    static const struct document_limits little = {"/tmp", 8, 0},
                                        full = {"/tmp", 1000, UINT64_MAX / 2},
                                        room = {"/tmp", 1 << 20, 0};
    struct upload_form f = {0};
    char bytes[16], why[256];

    documents_set_limits(&room);
    ok(upload_form_begin(&f, "multipart/form-data; boundary=" MARK, 10) &&
           take(&f, two_files) && upload_form_end(&f) && f.num_files == 2,
       "all files of a form are taken");
    ok(strcmp(f.files[1].name, "b.txt") == 0 && f.files[1].file.size == 7 &&
           scratch_read(&f.files[1].file, 0, bytes, 7, why, sizeof(why)) &&
           memcmp(bytes, "second!", 7) == 0,
       "each with its name and its bytes");
    ok(strcmp(upload_form_get(&f, "copies"), "2") == 0 && upload_form_get(&f, "media") == NULL,
       "fields are kept, empty ones ask nothing");
    upload_form_clear(&f);
    test_form(two_files, 1, false, UPLOAD_TOO_MANY, "more files than are wanted are refused");
    test_form("--" MARK "--\r\n", 1, false, UPLOAD_EMPTY, "so is a form without a file");
    test_form("--" MARK "\r\nContent-Disposition: form-data; name=\"file\"; "
              "filename=\"a\"\r\n\r\nhalf",
              1, false, UPLOAD_SHORT, "and one that breaks off");
    documents_set_limits(&little);
    test_form(two_files, 2, false, UPLOAD_TOO_LARGE, "and files larger than a job may be");
    documents_set_limits(&full);
    test_form(two_files, 2, false, UPLOAD_NO_ROOM, "and any when the disk is nearly full");
    documents_set_limits(&room);
    test_form(two_files, 2, true, UPLOAD_FINE, "what was refused leaves nothing behind");
    ok(!upload_form_begin(&f, "text/plain", 1) && f.fault == UPLOAD_UNREADABLE,
       "what is no such form is not taken for one");
}

/* ---- the script ---- */

static void test_quote(const char *text, const char *wanted, const char *name)
{
    char quoted[100];

    if (!ok(help_quote(text, quoted, sizeof(quoted)) && strcmp(quoted, wanted) == 0, "%s",
            name))
        diag("got %s", quoted);
}

static void test_script(void)
{
    char quoted[10], *script;

    test_quote("office", "'office'", "a plain name is quoted");
    test_quote("it's", "'it''s'", "a quotation mark is doubled");
    test_quote("\xe2\x80\x98\xe2\x80\x99\xe2\x80\x9a\xe2\x80\x9b",
               "'\xe2\x80\x98\xe2\x80\x98\xe2\x80\x99\xe2\x80\x99\xe2\x80\x9a\xe2\x80\x9a"
               "\xe2\x80\x9b\xe2\x80\x9b'",
               "so are the typographic ones, which PowerShell takes for the same");
    test_quote("$(calc) `n \"x\"", "'$(calc) `n \"x\"'",
               "what PowerShell replaces elsewhere stays");
    test_quote("a\nb\rc\x7f", "'abc'", "line ends are left out");
    test_quote("\xe2\x80\x9c", "'\xe2\x80\x9c'", "other marks are not doubled");
    ok(!help_quote("123456789", quoted, sizeof(quoted)), "what does not fit is refused");
    script =
        help_script(WORDS_EN, "x\r\nRemove-Item C:\\ -Recurse\r\n", "http://h:1/ipp/print/x");
    ok(script != NULL && strstr(script, "\nRemove-Item") == NULL,
       "a name with line ends does not become a command");
    ok(script != NULL && strstr(script, "\r\nAdd-Printer -IppURL $address\r\n") != NULL &&
           strstr(script, "\r\n$address = 'http://h:1/ipp/print/x'\r\n") != NULL,
       "the printer is added by its address");
    free(script);
    ok(help_script(WORDS_EN, "x", "http://h/';calc;'") == NULL &&
           help_script(WORDS_EN, "x", "file:///c:/x") == NULL,
       "there is none for what is no address");
}

/* ---- guesses ---- */

static void test_guess(const char *agent, const char *platform, const char *wanted)
{
    ok(strcmp(help_guess(agent, platform), wanted) == 0, "the browser of %s is told",
       wanted[0] != '\0' ? wanted : "nothing that is known");
}

static void test_host(const char *field, const char *wanted, const char *name)
{
    char host[64];

    help_host(field, "server.local", host, sizeof(host));
    if (!ok(strcmp(host, wanted) == 0, "%s", name))
        diag("got %s", host);
}

static void test_guesses(void)
{
    test_guess("Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "\"Windows\"", "windows");
    test_guess("Mozilla/5.0 (Windows NT 6.1; WOW64)", "", "windows7");
    test_guess("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)", "", "ios");
    test_guess("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", "", "mac");
    test_guess("Mozilla/5.0 (Linux; Android 14; Pixel 8)", "\"Android\"", "android");
    test_guess("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0)", "\"Chrome OS\"", "chromeos");
    test_guess("Mozilla/5.0 (X11; Linux x86_64)", "\"Linux\"", "linux");
    test_guess("curl/8", "", "");
    test_host("printer.example:8080", "printer.example", "a host is told without its port");
    test_host("[2001:db8::1]:8080", "[2001:db8::1]", "an IPv6 address with its brackets");
    test_host("192.0.2.7", "192.0.2.7", "one without a port is told, too");
    test_host("localhost:8080", "server.local",
              "what means each computer itself is no address for a phone");
    test_host("127.0.0.1:8080", "server.local", "nor is the loopback address");
    test_host("", "server.local", "where nothing is told, the server's own name is taken");
}

/* ---- the QR code ---- */

static void test_qr(void)
{
    static char long_text[1002];
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);

    memset(long_text, 'x', sizeof(long_text) - 1);
    ok(out != NULL && !qr_put(out, long_text, ""), "what is too long becomes no QR code");
    ok(out != NULL && qr_put(out, "http://h:8080", "a \"label\"") && fflush(out) == 0 &&
           strstr(text, "role=\"img\"") != NULL && strstr(text, "a &quot;label&quot;") != NULL,
       "an address becomes one, with its label");
    /* version 1 to M has 14 bytes of data: 21 modules and 4 at each side */
    ok(text != NULL && strstr(text, "viewBox=\"0 0 29 29\"") != NULL,
       "with white around it, as the standard wants it");
    /* the finder pattern begins with seven dark modules in a row */
    ok(text != NULL && strstr(text, "d=\"M4 4h7v1h-7z") != NULL,
       "its corner is where it belongs");
    if (out != NULL)
        fclose(out);
    free(text);
}

int main(void)
{
    test_tray();
    test_tray_limits();
    test_forms();
    test_script();
    test_guesses();
    test_qr();
    return tap_done();
}
