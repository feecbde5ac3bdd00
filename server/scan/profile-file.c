/*
 * profile-file.c - the file of profiles (profile-parts.h): sections of lines "NAME = VALUE".
 *
 *   [mail]
 *   server = smtps://mail.example.org
 *   user = scanner
 *   password = ...
 *   from = scanner@example.org
 *
 *   [profile Invoices]
 *   button = 1
 *   folder = /srv/invoices
 *
 * Empty lines, and what begins with "#", are the person's. SPDX-License-Identifier: Apache-2.0
 */
#include "profile-parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MAX_BYTES 1400

/* ---- lines ---- */

/* The text from a place on: one line without its end. */
struct line {
    const char *start;
    size_t n;         /* without the line end */
    const char *next; /* the next one; NULL: there is none */
};

static struct line line_at(const char *text, const char *end)
{
    const char *newline = memchr(text, '\n', (size_t)(end - text));
    struct line line = {text, (size_t)((newline != NULL ? newline : end) - text),
                        newline != NULL && newline + 1 < end ? newline + 1 : NULL};

    if (line.n > 0 && text[line.n - 1] == '\r')
        line.n--;
    return line;
}

static void trim(const char **start, size_t *n)
{
    while (*n > 0 && (**start == ' ' || **start == '\t')) {
        (*start)++;
        (*n)--;
    }
    while (*n > 0 && ((*start)[*n - 1] == ' ' || (*start)[*n - 1] == '\t'))
        (*n)--;
}

enum kind { LINE_EMPTY, LINE_MAIL, LINE_PROFILE, LINE_SETTING, LINE_NONSENSE };

/* A line taken apart: a profile's name, or a setting's name and value. */
struct read_line {
    enum kind kind;
    bool head; /* of a section, though it may be nonsense */
    char name[64];
    char value[LINE_MAX_BYTES];
};

static bool copy_part(char *to, size_t size, const char *start, size_t n)
{
    trim(&start, &n);
    if (n >= size || memchr(start, '\0', n) != NULL)
        return false;
    memcpy(to, start, n);
    to[n] = '\0';
    return true;
}

static enum kind read_head(struct read_line *r, const char *start, size_t n)
{
    char head[100];

    if (n < 3 || start[n - 1] != ']' || !copy_part(head, sizeof(head), start + 1, n - 2))
        return LINE_NONSENSE;
    if (strcmp(head, "mail") == 0)
        return LINE_MAIL;
    if (strncmp(head, "profile ", 8) != 0 ||
        !copy_part(r->name, sizeof(r->name), head + 8, strlen(head + 8)) ||
        !profile_name_is_good(r->name))
        return LINE_NONSENSE;
    return LINE_PROFILE;
}

static void read_line(struct read_line *r, const struct line *line)
{
    const char *start = line->start, *equals;
    size_t n = line->n;

    trim(&start, &n);
    r->name[0] = r->value[0] = '\0';
    r->head = n > 0 && *start == '[';
    if (n == 0 || *start == '#') {
        r->kind = LINE_EMPTY;
        return;
    }
    if (r->head) {
        r->kind = read_head(r, start, n);
        return;
    }
    equals = memchr(start, '=', n);
    r->kind = equals != NULL &&
                      copy_part(r->name, sizeof(r->name), start, (size_t)(equals - start)) &&
                      copy_part(r->value, sizeof(r->value), equals + 1,
                                n - (size_t)(equals - start) - 1)
                  ? LINE_SETTING
                  : LINE_NONSENSE;
}

/* ---- reading ---- */

struct reading {
    struct profile_list *list;
    void (*trouble)(void *ctx, unsigned line, const char *why);
    void *ctx;
    unsigned line, head; /* numbers of the line, and of its section's head */
    enum kind section;   /* LINE_EMPTY: none that counts */
    struct scan_profile profile;
    bool bad; /* of the section */
};

static void complain(struct reading *r, unsigned line, const char *why)
{
    r->bad = true;
    r->trouble(r->ctx, line, why);
}

static bool mail_server_is_good(const char *url)
{
    const char *host = strncmp(url, "smtp://", 7) == 0    ? url + 7
                       : strncmp(url, "smtps://", 8) == 0 ? url + 8
                                                          : "";

    return host[0] != '\0' &&
           strspn(host,
                  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]") ==
               strlen(host);
}

/* NULL, or what is wrong. */
static const char *set_mail(struct profile_mail *mail, const char *name, const char *value)
{
    char *to = NULL;
    size_t size = 0;

    for (const char *c = value; *c != '\0'; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            return "There is a control character in the value.";
    if (strcmp(name, "encryption") == 0) {
        mail->plain = strcmp(value, "none") == 0;
        return mail->plain || strcmp(value, "required") == 0
                   ? NULL
                   : "encryption is required, or none.";
    }
    if (strcmp(name, "server") == 0) {
        if (!mail_server_is_good(value))
            return "server is smtps://HOST or smtp://HOST, with :PORT where it is another one.";
        to = mail->server, size = sizeof(mail->server);
    } else if (strcmp(name, "user") == 0)
        to = mail->user, size = sizeof(mail->user);
    else if (strcmp(name, "password") == 0)
        to = mail->password, size = sizeof(mail->password);
    else if (strcmp(name, "from") == 0) {
        if (!profile_mail_addresses(value) || strchr(value, ',') != NULL)
            return "from is one address.";
        to = mail->from, size = sizeof(mail->from);
    }
    if (to == NULL)
        return "There is no such setting of mail.";
    if (strlen(value) >= size)
        return "The value is too long.";
    memcpy(to, value, strlen(value) + 1);
    return NULL;
}

static void end_section(struct reading *r)
{
    struct profile_list *list = r->list;

    if (r->section != LINE_PROFILE || r->bad)
        return;
    if (r->profile.where[0] == '\0')
        complain(r, r->head,
                 "The profile does not say where to: folder, mail, command, print.");
    else if (list->n == PROFILES_MAX)
        complain(r, r->head, "There are too many profiles.");
    else
        list->profiles[list->n++] = r->profile;
}

static void begin_section(struct reading *r, const struct read_line *line)
{
    end_section(r);
    r->section = line->kind;
    r->head = r->line;
    r->bad = false;
    if (line->kind != LINE_PROFILE)
        return;
    profile_init(&r->profile, line->name);
    for (size_t i = 0; i < r->list->n; i++)
        if (strcmp(r->list->profiles[i].name, line->name) == 0)
            complain(r, r->line, "There is a profile of this name already.");
}

static void take_setting(struct reading *r, const struct read_line *line)
{
    char why[400] = "";
    const char *wrong;

    if (r->section == LINE_PROFILE) {
        if (!profile_apply(&r->profile, line->name, line->value, false, why, sizeof(why)))
            complain(r, r->line, why);
    } else if (r->section == LINE_MAIL) {
        if ((wrong = set_mail(&r->list->mail, line->name, line->value)) != NULL)
            complain(r, r->line, wrong);
    } else if (r->section == LINE_EMPTY)
        complain(r, r->line, "This belongs to no section.");
}

static void take_line(struct reading *r, const struct read_line *line)
{
    switch (line->kind) {
    case LINE_EMPTY:
        break;
    case LINE_MAIL:
    case LINE_PROFILE:
        begin_section(r, line);
        break;
    case LINE_SETTING:
        take_setting(r, line);
        break;
    case LINE_NONSENSE:
        complain(r, r->line, "This is neither NAME = VALUE nor [mail] or [profile NAME].");
    }
}

void profile_file_parse(const char *text, size_t n, struct profile_list *list,
                        void (*trouble)(void *ctx, unsigned line, const char *why), void *ctx)
{
    struct reading r = {.list = list, .trouble = trouble, .ctx = ctx, .section = LINE_EMPTY};
    struct read_line read;

    memset(list, 0, sizeof(*list));
    for (const char *at = n > 0 ? text : NULL; at != NULL;) {
        struct line line = line_at(at, text + n);

        r.line++;
        read_line(&read, &line);
        /* a head that makes no sense ends the section before it all the same */
        if (read.kind == LINE_NONSENSE && read.head) {
            end_section(&r);
            r.section = LINE_NONSENSE;
        }
        take_line(&r, &read);
        at = line.next;
    }
    end_section(&r);
    vault_wipe(&read, sizeof(read));
}

/* ---- writing ---- */

/* The lines of a profile's section, from its head to its last setting: notes between it and the
 * next one may be about that. False: there is none. */
static bool find_section(const char *text, size_t n, const char *name, size_t *from, size_t *to)
{
    struct read_line read;
    bool found = false;

    for (const char *at = n > 0 ? text : NULL; at != NULL;) {
        struct line line = line_at(at, text + n);

        read_line(&read, &line);
        if (found && read.head)
            break;
        if (!found && read.kind == LINE_PROFILE && strcmp(read.name, name) == 0) {
            *from = (size_t)(at - text);
            found = true;
        }
        if (found && read.kind != LINE_EMPTY)
            *to = line.next != NULL ? (size_t)(line.next - text) : n;
        at = line.next;
    }
    return found;
}

char *profile_file_edit(const char *text, size_t n, const char *name, const char *lines)
{
    size_t from = n, to = n, size, at;
    bool found = find_section(text, n, name, &from, &to);
    bool ends = from == 0 || text[from - 1] == '\n';
    char *fresh;

    size = n + strlen(name) + (lines != NULL ? strlen(lines) : 0) + 40;
    if ((fresh = malloc(size)) == NULL)
        return NULL;
    memcpy(fresh, text, from);
    at = from;
    if (lines != NULL)
        at += (size_t)snprintf(fresh + at, size - at, "%s%s[profile %s]\n%s", ends ? "" : "\n",
                               found || n == 0 ? "" : "\n", name, lines);
    memcpy(fresh + at, text + to, n - to);
    fresh[at + n - to] = '\0';
    return fresh;
}

char *profile_file_seal(const char *text, size_t n)
{
    struct read_line read = {.kind = LINE_EMPTY};
    char sealed[VAULT_TEXT_MAX], *fresh = NULL;
    bool in_mail = false;

    for (const char *at = n > 0 ? text : NULL; at != NULL && fresh == NULL;) {
        struct line line = line_at(at, text + n);
        size_t before = (size_t)(at - text), after = n - before - line.n;

        read_line(&read, &line);
        if (read.head)
            in_mail = read.kind == LINE_MAIL;
        if (in_mail && read.kind == LINE_SETTING && strcmp(read.name, "password") == 0 &&
            read.value[0] != '\0' && !vault_is_sealed(read.value) &&
            vault_seal(PROFILE_MAIL_PURPOSE, read.value, sealed, sizeof(sealed)) &&
            (fresh = malloc(n + sizeof(sealed) + 20)) != NULL) {
            size_t more = before;

            memcpy(fresh, text, before);
            more +=
                (size_t)snprintf(fresh + before, sizeof(sealed) + 20, "password = %s", sealed);
            memcpy(fresh + more, at + line.n, after);
            fresh[more + after] = '\0';
        }
        at = line.next;
    }
    vault_wipe(&read, sizeof(read));
    return fresh;
}
