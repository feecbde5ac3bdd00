/*
 * profile-mail.c - a document is sent by mail (profile-parts.h), by libcurl: SMTP, its
 * encryption, and MIME are too much to write once more.
 *
 * Encrypted, with the server's certificate checked, unless the file of profiles says otherwise;
 * then without a password. Effects: connections.
 * Source: RFC 2047 for the subject, RFC 5321 and 5322 for addresses and fields.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "profile-parts.h"

#include "server/log.h"

#include <cups/http.h>
#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define MAX_ADDRESSES   16
#define CONNECT_SECONDS 30L
#define SLOW_SECONDS    60L /* without a byte */
#define ALL_SECONDS     1800L

/* ---- addresses ---- */

/* One: a name of what RFC 5322 calls atoms, without quotes, at a domain or address. */
static bool address_is_good(const char *text, size_t n)
{
    static const char atoms[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+/=?^_`{|}~-.";
    static const char domains[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";
    const char *at = memchr(text, '@', n);
    size_t local = at != NULL ? (size_t)(at - text) : 0, domain = n - local - (at != NULL);

    return local > 0 && local <= 64 && domain > 0 && n <= 254 && strspn(text, atoms) == local &&
           strspn(at + 1, domains) >= domain && text[0] != '.' && at[-1] != '.' &&
           at[1] != '.' && at[1] != '-' && text[n - 1] != '.' && text[n - 1] != '-';
}

/* The next address of a list; n: its length, 0: it is none. */
static const char *next_address(const char *list, const char **address, size_t *n)
{
    list += strspn(list, " ");
    *address = list;
    *n = strcspn(list, ", ");
    if (!address_is_good(list, *n))
        *n = 0;
    list += strcspn(list, ", ");
    list += strspn(list, " ");
    if (*list == ',')
        return list + 1;
    if (*list != '\0')
        *n = 0;
    return NULL;
}

bool profile_mail_addresses(const char *list)
{
    size_t count = 0;

    while (list != NULL) {
        const char *address;
        size_t n;

        list = next_address(list, &address, &n);
        if (n == 0 || ++count > MAX_ADDRESSES)
            return false;
    }
    return true;
}

/* ---- the message ---- */

static bool add_line(struct curl_slist **list, const char *line)
{
    struct curl_slist *longer = curl_slist_append(*list, line);

    if (longer != NULL)
        *list = longer;
    return longer != NULL;
}

/* "Subject: =?UTF-8?B?...?=", in pieces of whole characters, as long as a line may be. */
static bool add_subject(struct curl_slist **headers, const char *text)
{
    char line[1000] = "Subject:";
    size_t n = strlen(line);

    while (*text != '\0' && n + 90 < sizeof(line)) {
        size_t take = strlen(text) < 42 ? strlen(text) : 42;

        while (take > 0 && ((unsigned char)text[take] & 0xc0) == 0x80)
            take--;
        if (take == 0)
            break;
        n += (size_t)snprintf(line + n, sizeof(line) - n, "%s =?UTF-8?B?",
                              n > strlen("Subject:") ? "\r\n" : "");
        httpEncode64_2(line + n, (int)(sizeof(line) - n), text, (int)take);
        n += strlen(line + n);
        n += (size_t)snprintf(line + n, sizeof(line) - n, "?=");
        text += take;
    }
    return add_line(headers, line);
}

static bool add_headers(struct curl_slist **headers, const struct profile_document *document,
                        const struct scan_profile *profile, const struct profile_mail *mail)
{
    static const char days[] = "SunMonTueWedThuFriSat";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    char line[1200];
    uint64_t by_chance[2] = {0, 0};
    time_t now = time(NULL);
    struct tm when;

    (void)gmtime_r(&now, &when);
    if (getrandom(by_chance, sizeof(by_chance), 0) != (ssize_t)sizeof(by_chance))
        return false;
    snprintf(line, sizeof(line), "Date: %.3s, %d %.3s %d %02d:%02d:%02d +0000",
             days + (size_t)3 * (size_t)when.tm_wday, when.tm_mday,
             months + (size_t)3 * (size_t)when.tm_mon, when.tm_year + 1900, when.tm_hour,
             when.tm_min, when.tm_sec);
    if (!add_line(headers, line))
        return false;
    snprintf(line, sizeof(line), "Message-ID: <%016llx%016llx@%s>",
             (unsigned long long)by_chance[0], (unsigned long long)by_chance[1],
             strrchr(mail->from, '@') + 1);
    if (!add_line(headers, line))
        return false;
    snprintf(line, sizeof(line), "From: %s", mail->from);
    if (!add_line(headers, line))
        return false;
    snprintf(line, sizeof(line), "To: %.1100s", profile->where);
    return add_line(headers, line) && add_subject(headers, document->title) &&
           add_line(headers, "Auto-Submitted: auto-generated");
}

static bool add_file(curl_mime *mime, const struct profile_document *document, size_t i,
                     const char *base)
{
    curl_mimepart *part = curl_mime_addpart(mime);
    char path[1200], name[PROFILE_NAME_SIZE + 40];

    profile_document_path(document, i, path, sizeof(path));
    if (document->n == 1)
        snprintf(name, sizeof(name), "%s.%s", base, document->extension);
    else
        snprintf(name, sizeof(name), "%s-%zu.%s", base, i + 1, document->extension);
    return part != NULL && curl_mime_filedata(part, path) == CURLE_OK &&
           curl_mime_filename(part, name) == CURLE_OK &&
           curl_mime_type(part, document->type) == CURLE_OK &&
           curl_mime_encoder(part, "base64") == CURLE_OK;
}

static bool add_parts(curl_mime *mime, const struct profile_document *document,
                      const struct scan_profile *profile)
{
    curl_mimepart *text = curl_mime_addpart(mime);
    char base[PROFILE_NAME_SIZE], sentence[400];
    bool good;

    snprintf(sentence, sizeof(sentence), "%u page%s, scanned on %s.\r\n", document->pages,
             document->pages == 1 ? "" : "s", document->scanner);
    good = text != NULL && curl_mime_data(text, sentence, CURL_ZERO_TERMINATED) == CURLE_OK &&
           curl_mime_type(text, "text/plain; charset=utf-8") == CURLE_OK &&
           curl_mime_encoder(text, "quoted-printable") == CURLE_OK;
    profile_name_make(profile->pattern[0] != '\0' ? profile->pattern : PROFILE_DEFAULT_PATTERN,
                      &document->facts, 1, base);
    for (size_t i = 0; good && i < document->n; i++)
        good = add_file(mime, document, i, base);
    return good;
}

/* ---- the connection ---- */

static int ask_canceled(void *ctx, curl_off_t down_all, curl_off_t down, curl_off_t up_all,
                        curl_off_t up)
{
    const struct profile_place *place = ctx;

    (void)down_all;
    (void)down;
    (void)up_all;
    (void)up;
    return place->canceled != NULL && place->canceled(place->ctx);
}

struct sending {
    CURL *curl;
    curl_mime *mime;
    struct curl_slist *headers, *recipients;
    char error[CURL_ERROR_SIZE], from[260], password[VAULT_SECRET_MAX + 1];
};

static bool add_recipients(struct sending *s, const char *list)
{
    while (list != NULL) {
        const char *address;
        char text[260];
        size_t n;

        list = next_address(list, &address, &n);
        if (n == 0)
            return false;
        snprintf(text, sizeof(text), "<%.*s>", (int)n, address);
        if (!add_line(&s->recipients, text))
            return false;
    }
    return true;
}

/* False: the password cannot be read. */
static bool set_account(struct sending *s, const struct profile_mail *mail)
{
    if (mail->user[0] == '\0')
        return true;
    if (!vault_is_sealed(mail->password)) {
        if (strlen(mail->password) >= sizeof(s->password))
            return false;
        memcpy(s->password, mail->password, strlen(mail->password) + 1);
    } else if (!vault_unseal(PROFILE_MAIL_PURPOSE, mail->password, s->password,
                             sizeof(s->password)))
        return false;
    return curl_easy_setopt(s->curl, CURLOPT_USERNAME, mail->user) == CURLE_OK &&
           curl_easy_setopt(s->curl, CURLOPT_PASSWORD, s->password) == CURLE_OK;
}

static bool set_options(struct sending *s, const struct profile_mail *mail,
                        const struct profile_place *place)
{
    CURL *c = s->curl;

    snprintf(s->from, sizeof(s->from), "<%s>", mail->from);
    (void)curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(c, CURLOPT_ERRORBUFFER, s->error);
    (void)curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
    (void)curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, 1L);
    (void)curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, SLOW_SECONDS);
    (void)curl_easy_setopt(c, CURLOPT_TIMEOUT, ALL_SECONDS);
    (void)curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
    (void)curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, ask_canceled);
    (void)curl_easy_setopt(c, CURLOPT_XFERINFODATA, place);
    return curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps") == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_URL, mail->server) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_USE_SSL,
                            (long)(mail->plain ? CURLUSESSL_NONE : CURLUSESSL_ALL)) ==
               CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_MAIL_FROM, s->from) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_MAIL_RCPT, s->recipients) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_HTTPHEADER, s->headers) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_MIMEPOST, s->mime) == CURLE_OK;
}

static bool send_it(struct sending *s, const struct profile_document *document,
                    const struct scan_profile *profile, const struct profile_mail *mail,
                    const struct profile_place *place, char *what, size_t what_size)
{
    CURLcode code;

    snprintf(what, what_size, "There is no memory for the mail.");
    if ((s->curl = curl_easy_init()) == NULL || (s->mime = curl_mime_init(s->curl)) == NULL ||
        !add_recipients(s, profile->where) ||
        !add_headers(&s->headers, document, profile, mail) ||
        !add_parts(s->mime, document, profile) || !set_options(s, mail, place))
        return false;
    if (!set_account(s, mail)) {
        snprintf(what, what_size,
                 "The password of the mail server cannot be read: write it to the file of "
                 "profiles again.");
        return false;
    }
    code = curl_easy_perform(s->curl);
    if (code != CURLE_OK)
        snprintf(what, what_size, "The mail to %.300s was not sent: %s (%.250s).",
                 profile->where, s->error[0] != '\0' ? s->error : curl_easy_strerror(code),
                 mail->server);
    return code == CURLE_OK;
}

static void begin_curl(void)
{
    (void)curl_global_init(CURL_GLOBAL_DEFAULT);
}

bool profile_to_mail(const struct profile_document *document,
                     const struct scan_profile *profile, const struct profile_mail *mail,
                     const struct profile_place *place, char *what, size_t what_size)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct sending s = {.curl = NULL};
    bool good;

    if (mail->server[0] == '\0' || mail->from[0] == '\0') {
        snprintf(what, what_size,
                 "There is no mail server: write [mail] with server and from "
                 "to the file of profiles.");
        return false;
    }
    if (mail->plain && mail->user[0] != '\0') {
        snprintf(what, what_size,
                 "A password is not sent without encryption: take user and "
                 "password from [mail], or encryption = none.");
        return false;
    }
    pthread_once(&once, begin_curl);
    good = send_it(&s, document, profile, mail, place, what, what_size);
    if (good)
        snprintf(what, what_size, "Sent to %s.", profile->where);
    curl_mime_free(s.mime);
    curl_easy_cleanup(s.curl);
    curl_slist_free_all(s.headers);
    curl_slist_free_all(s.recipients);
    vault_wipe(s.password, sizeof(s.password));
    return good;
}
