/*
 * unwrap.c - see unwrap.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "unwrap.h"

#include "charset.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The universal exit: out of any language, into PJL. */
static const uint8_t uel[9] = {0x1B, '%', '-', '1', '2', '3', '4', '5', 'X'};

#define CTRL_D 0x04

/* TBCP's mark of a quoted byte, and the one that begins the protocol. */
#define QUOTE 0x01
#define MARK  'M'

/* ---- PJL ---- */

/* A piece of a line; not ended by NUL. */
struct text {
    const char *at;
    size_t n;
};

static bool is(struct text t, const char *word)
{
    return t.n == strlen(word) && strncasecmp(t.at, word, t.n) == 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static struct text trim(struct text t)
{
    while (t.n > 0 && is_blank(t.at[0])) {
        t.at++;
        t.n--;
    }
    while (t.n > 0 && (is_blank(t.at[t.n - 1]) || t.at[t.n - 1] == '\r'))
        t.n--;
    return t;
}

/* The next word, up to a blank or '='. */
static struct text take_word(struct text *rest)
{
    struct text word;

    *rest = trim(*rest);
    word = (struct text){rest->at, 0};
    while (word.n < rest->n && !is_blank(word.at[word.n]) && word.at[word.n] != '=')
        word.n++;
    rest->at += word.n;
    rest->n -= word.n;
    *rest = trim(*rest);
    return word;
}

/* What is behind '=', without quotes; n 0: nothing. */
static struct text take_value(struct text *rest)
{
    struct text value;
    bool quoted;

    *rest = trim(*rest);
    if (rest->n == 0 || rest->at[0] != '=')
        return (struct text){rest->at, 0};
    rest->at++;
    rest->n--;
    *rest = trim(*rest);
    quoted = rest->n > 0 && rest->at[0] == '"';
    value = (struct text){rest->at + quoted, 0};
    while (value.n + quoted < rest->n &&
           (quoted ? value.at[value.n] != '"' : !is_blank(value.at[value.n])))
        value.n++;
    rest->at = value.at + value.n;
    rest->n -= value.n + quoted;
    if (quoted && rest->n > 0) {
        rest->at++;
        rest->n--;
    }
    return value;
}

struct word_pair {
    const char *pjl, *ipp;
};

static const char *look_up(const struct word_pair *pairs, size_t n, struct text value)
{
    for (size_t i = 0; i < n; i++)
        if (is(value, pairs[i].pjl))
            return pairs[i].ipp;
    return NULL;
}

static const struct word_pair papers[] = {
    {"A4",        "iso_a4_210x297mm"        },
    {"A5",        "iso_a5_148x210mm"        },
    {"A3",        "iso_a3_297x420mm"        },
    {"LETTER",    "na_letter_8.5x11in"      },
    {"LEGAL",     "na_legal_8.5x14in"       },
    {"EXECUTIVE", "na_executive_7.25x10.5in"},
    {"STATEMENT", "na_invoice_5.5x8.5in"    },
    {"JISB5",     "jis_b5_182x257mm"        },
    {"B5",        "iso_b5_176x250mm"        },
    {"COM10",     "na_number-10_4.125x9.5in"},
    {"MONARCH",   "na_monarch_3.875x7.5in"  },
    {"DL",        "iso_dl_110x220mm"        },
    {"C5",        "iso_c5_162x229mm"        },
};

/* As the drawers are numbered on this machine. HP's own printers have the bypass as tray 1, but
 * who chose "Tray 1" for this one stands before a drawer. */
static const struct word_pair sources[] = {
    {"TRAY1",      "tray-1"      },
    {"TRAY2",      "tray-2"      },
    {"TRAY3",      "tray-3"      },
    {"MPTRAY",     "by-pass-tray"},
    {"MANUALFEED", "by-pass-tray"},
    {"AUTO",       "auto"        },
    {"AUTOSELECT", "auto"        },
};

#define LOOK_UP(pairs, value) look_up(pairs, sizeof(pairs) / sizeof((pairs)[0]), value)

static void set_name(char *name, size_t size, struct text value)
{
    if (value.n > 0 && name[0] == '\0')
        charset_tidy((const uint8_t *)value.at, value.n, name, size);
}

static int number(struct text value)
{
    int n = 0;

    for (size_t i = 0; i < value.n; i++) {
        if (!isdigit((unsigned char)value.at[i]) || n > 999)
            return 0;
        n = n * 10 + value.at[i] - '0';
    }
    return n <= 999 ? n : 0;
}

static void set_sides(struct unwrap_wishes *w)
{
    w->sides = !w->duplex_said ? NULL
               : !w->duplex    ? "one-sided"
               : w->short_edge ? "two-sided-short-edge"
                               : "two-sided-long-edge";
}

/* JOBATTR="@USER=..."; others say other things. */
static void take_job_attribute(struct text value, struct unwrap_wishes *w)
{
    if (value.n > 6 && strncasecmp(value.at, "@USER=", 6) == 0)
        set_name(w->user, sizeof(w->user), (struct text){value.at + 6, value.n - 6});
}

static void set_variable(struct text name, struct text value, struct unwrap_wishes *w)
{
    const char *word;

    if (is(name, "COPIES") || is(name, "QTY")) {
        int copies = number(value);

        /* drivers set the one they mean and leave the other at 1 */
        if (copies > w->copies) {
            w->copies = copies;
            w->collated = is(name, "QTY");
        }
    } else if (is(name, "DUPLEX") && (is(value, "ON") || is(value, "OFF"))) {
        w->duplex_said = true;
        w->duplex = is(value, "ON");
    } else if (is(name, "BINDING"))
        w->short_edge = is(value, "SHORTEDGE");
    else if (is(name, "PAPER") && (word = LOOK_UP(papers, value)) != NULL)
        w->media = word;
    else if (is(name, "MEDIASOURCE") && (word = LOOK_UP(sources, value)) != NULL)
        w->source = word;
    else if (is(name, "ECONOMODE") && (is(value, "ON") || is(value, "OFF")))
        w->toner_save = is(value, "ON") ? "on" : "off";
    else if (is(name, "JOBNAME"))
        set_name(w->name, sizeof(w->name), value);
    else if (is(name, "USERNAME"))
        set_name(w->user, sizeof(w->user), value);
    else if (is(name, "JOBATTR"))
        take_job_attribute(value, w);
    set_sides(w);
}

static void set_language(struct text value, struct unwrap_info *info)
{
    size_t n = value.n < sizeof(info->language) ? value.n : sizeof(info->language) - 1;

    for (size_t i = 0; i < n; i++)
        info->language[i] = (char)toupper((unsigned char)value.at[i]);
    info->language[n] = '\0';
}

/* One line behind "@PJL". True: the document begins behind it. */
static bool take_line(struct text line, struct unwrap_info *info)
{
    struct text command = take_word(&line);

    if (is(command, "ENTER")) {
        if (is(take_word(&line), "LANGUAGE"))
            set_language(take_value(&line), info);
        return true;
    }
    if (is(command, "SET")) {
        struct text name = take_word(&line);

        set_variable(name, take_value(&line), &info->wishes);
    } else if (is(command, "JOB")) {
        while (line.n > 0) {
            struct text name = take_word(&line), value = take_value(&line);

            if (is(name, "NAME"))
                set_name(info->wishes.name, sizeof(info->wishes.name), value);
            else if (name.n == 0 && value.n == 0)
                break; /* nothing of the form NAME=VALUE */
        }
    }
    return false;
}

static bool starts(const uint8_t *bytes, size_t n, const void *mark, size_t length)
{
    return n >= length && memcmp(bytes, mark, length) == 0;
}

/* All that is before the document; false: its end is not within n bytes. */
static bool read_wrapper(const uint8_t *bytes, size_t n, struct unwrap_info *info, size_t *end)
{
    size_t at = 0;

    while (at < n) {
        const uint8_t *newline;

        if (starts(bytes + at, n - at, uel, sizeof(uel))) {
            info->wrapped = true;
            at += sizeof(uel);
        } else if (info->wrapped && (isspace(bytes[at]) || bytes[at] == '\0'))
            at++;
        else if (n - at >= 4 && strncasecmp((const char *)bytes + at, "@PJL", 4) == 0) {
            struct text line = {(const char *)bytes + at + 4, 0};

            newline = memchr(bytes + at, '\n', n - at);
            if (newline == NULL)
                return false;
            line.n = (size_t)(newline - bytes) - at - 4;
            at = (size_t)(newline - bytes) + 1;
            info->wrapped = true; /* some leave the first exit out */
            if (take_line(line, info))
                break;
        } else
            break;
    }
    *end = at;
    return true;
}

static size_t blanks_before_wrapper(const uint8_t *bytes, size_t n)
{
    size_t i = 0;

    while (i < n && (isspace(bytes[i]) || bytes[i] == CTRL_D || bytes[i] == '\0'))
        i++;
    return starts(bytes + i, n - i, uel, sizeof(uel)) ||
                   (n - i >= 4 && strncasecmp((const char *)bytes + i, "@PJL", 4) == 0)
               ? i
               : 0;
}

bool unwrap_look(const uint8_t *start, size_t n, bool whole, struct unwrap_info *info)
{
    size_t before = blanks_before_wrapper(start, n), end = 0;

    memset(info, 0, sizeof(*info));
    if (!read_wrapper(start + before, n - before, info, &end)) {
        sniff(NULL, 0, true, &info->document);
        info->document.what = whole ? "PJL without a document" : "PJL without an end";
        return false;
    }
    if (end > 0)
        end += before;
    sniff(start + end, n - end, whole, &info->document);
    info->document.offset += end;
    if (end > 0 && end == n) {
        info->document.format = "application/vnd.hp-pjl";
        info->document.what = "PJL without a document";
    } else if (info->document.format == NULL || info->document.charset != NULL) {
        /* The language is said and the document is not of it: code, not text. */
        if (strncmp(info->language, "PCLXL", 5) == 0)
            info->document.format = "application/vnd.hp-pclxl";
        else if (strncmp(info->language, "PCL", 3) == 0)
            info->document.format = "application/vnd.hp-pcl";
        else if (strncmp(info->language, "POSTSCRIPT", 10) == 0)
            info->document.format = "application/x-postscript-part";
        else if (strncmp(info->language, "HPGL", 4) == 0)
            info->document.format = "application/vnd.hp-hpgl";
        else
            return info->document.format != NULL;
        info->document.charset = NULL;
        info->document.what = "code of a printer language";
    }
    return info->document.format != NULL;
}

/* ---- the document on its way ---- */

bool unwrap_needed(const struct unwrap_info *info)
{
    return info->wrapped || info->document.tbcp || info->document.offset > 0 ||
           (info->document.format != NULL &&
            strcmp(info->document.format, "application/postscript") == 0);
}

void unwrap_begin(struct unwrap *u, const struct unwrap_info *info)
{
    memset(u, 0, sizeof(*u));
    u->skip = info->document.offset;
    u->tbcp = info->document.tbcp;
    u->wrapped = info->wrapped || u->tbcp;
    u->postscript = info->document.format != NULL &&
                    strcmp(info->document.format, "application/postscript") == 0;
}

/* What is held is the document's after all, but for its last `keep` bytes. */
static size_t give_held(struct unwrap *u, size_t keep, uint8_t *out)
{
    size_t n = u->num_held - keep;

    memcpy(out, u->held, n);
    memmove(u->held, u->held + n, keep);
    u->num_held = keep;
    return n;
}

/* How many of the held bytes may still become the end: a beginning of the universal exit, and
 * the Ctrl-Ds and newlines before it. */
static size_t may_be_end(const struct unwrap *u)
{
    for (size_t first = 0; first < u->num_held; first++) {
        const uint8_t *b = u->held + first;
        size_t n = u->num_held - first, tail = 0;

        while (u->postscript && tail < n &&
               (b[tail] == CTRL_D || (tail > 0 && (b[tail] == '\r' || b[tail] == '\n'))))
            tail++;
        if (tail == n)
            return n;
        if (u->wrapped && n - tail <= sizeof(uel) && memcmp(b + tail, uel, n - tail) == 0)
            return n;
    }
    return 0;
}

static bool is_exit(const struct unwrap *u)
{
    return u->wrapped && u->num_held >= sizeof(uel) &&
           memcmp(u->held + u->num_held - sizeof(uel), uel, sizeof(uel)) == 0;
}

/* One byte of the document, TBCP undone. */
static size_t take_byte(struct unwrap *u, uint8_t byte, uint8_t *out)
{
    size_t n = 0;

    if (u->num_held == 0 && byte != uel[0] && byte != CTRL_D) {
        out[0] = byte;
        return 1;
    }
    if (u->num_held == sizeof(u->held)) /* no end is as long as this */
        n = give_held(u, u->num_held - 1, out);
    u->held[u->num_held++] = byte;
    if (is_exit(u)) {
        u->ended = true;
        u->num_held = 0;
        return n;
    }
    return n + give_held(u, may_be_end(u), out + n);
}

/* A byte of TBCP: quoted ones stand for control characters, a bare Ctrl-D ends the document. */
static size_t take_quoted(struct unwrap *u, uint8_t byte, uint8_t *out)
{
    if (u->quote) {
        size_t n = byte != MARK ? give_held(u, 0, out) : 0;

        u->quote = false;
        if (byte != MARK)
            out[n++] = byte ^ 0x40;
        return n;
    }
    if (byte == QUOTE)
        u->quote = true;
    else if (byte == CTRL_D)
        u->ended = true;
    else if (byte != 0x03 && byte != 0x05 && byte != 0x11 && byte != 0x13 && byte != 0x14 &&
             byte != 0x1C)
        return take_byte(u, byte, out);
    return 0;
}

size_t unwrap_pass(struct unwrap *u, const uint8_t *in, size_t n, uint8_t *out)
{
    size_t used = 0;

    for (size_t i = 0; i < n && !u->ended; i++) {
        if (u->skip > 0)
            u->skip--;
        else if (u->tbcp)
            used += take_quoted(u, in[i], out + used);
        else
            used += take_byte(u, in[i], out + used);
    }
    return used;
}

size_t unwrap_finish(struct unwrap *u, uint8_t *out)
{
    size_t keep = 0;

    /* Ctrl-D at the very end, alone or with newlines; the beginning of an exit that was cut off
     * is given: it was the document's, or harms nothing. */
    if (u->postscript && u->num_held > 0 && u->held[0] == CTRL_D)
        keep = u->num_held;
    if (u->ended)
        return 0;
    u->ended = true;
    return give_held(u, keep, out);
}
