/*
 * uri.c - device URIs, read strictly: a typing error is told, not guessed around.
 * Effects: none.
 * Source: RFC 3986; RFC 6874 for zones.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/uri.h"

#include <arpa/inet.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* A part of the text that is read. */
struct span {
    const char *at;
    size_t n;
};

struct reader {
    char *why;
    size_t why_size;
};

/* Always false, so that a caller can return it. */
__attribute__((format(printf, 2, 3))) static bool complain(const struct reader *r,
                                                           const char *text, ...)
{
    va_list args;

    if (r->why && r->why_size > 0) {
        va_start(args, text);
        vsnprintf(r->why, r->why_size, text, args);
        va_end(args);
    }
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int hex_value(char c)
{
    if (is_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* The part before the first of the given characters; the rest, from that character on, stays in
 * *from. */
static struct span take_until(struct span *from, const char *stops)
{
    struct span part = {from->at, 0};

    while (part.n < from->n && !strchr(stops, part.at[part.n]))
        part.n++;
    from->at += part.n;
    from->n -= part.n;
    return part;
}

static bool span_is(struct span s, const char *word)
{
    return s.n == strlen(word) && strncasecmp(s.at, word, s.n) == 0;
}

/* Percent-decode into size bytes. Control characters are refused however they are written:
 * they end up in protocol lines, file names and messages. */
static bool decode(const struct reader *r, const char *what, struct span s, char *out,
                   size_t size)
{
    size_t i, n = 0;

    for (i = 0; i < s.n; i++) {
        unsigned c = (unsigned char)s.at[i];

        if (c == '%') {
            int high = -1, low = -1;

            if (s.n - i > 2) {
                high = hex_value(s.at[i + 1]);
                low = hex_value(s.at[i + 2]);
            }
            if (high < 0 || low < 0)
                return complain(r, "The %s has a %% without two hexadecimal digits after it.",
                                what);
            c = (unsigned)(high * 16 + low);
            i += 2;
        }
        if (c < 0x20 || c == 0x7F)
            return complain(r, "The %s has a control character in it.", what);
        if (n + 1 >= size)
            return complain(r, "The %s is longer than %zu characters.", what, size - 1);
        out[n++] = (char)c;
    }
    out[n] = '\0';
    return true;
}

static bool read_number(const struct reader *r, const char *what, struct span s, unsigned low,
                        unsigned high, unsigned *number)
{
    unsigned v = 0;
    size_t i;

    for (i = 0; i < s.n && is_digit(s.at[i]) && v <= high; i++)
        v = v * 10 + (unsigned)(s.at[i] - '0');
    if (s.n == 0 || i < s.n || v < low || v > high)
        return complain(r, "The %s is to be a number from %u to %u, not \"%.*s\".", what, low,
                        high, (int)(s.n < 40 ? s.n : 40), s.at);
    *number = v;
    return true;
}

static bool read_port(const struct reader *r, const char *what, struct span s, uint16_t *port)
{
    unsigned number = 0;

    if (!read_number(r, what, s, 1, 65535, &number))
        return false;
    *port = (uint16_t)number;
    return true;
}

/* An IPv6 address between brackets, its zone written %25ZONE or, as many do, %ZONE. */
static bool read_ipv6(const struct reader *r, struct span s, struct uri *uri)
{
    struct span rest = s;
    struct span address = take_until(&rest, "%");
    char text[64];
    struct in6_addr binary;
    size_t i;

    if (address.n >= sizeof text)
        return complain(r, "The IPv6 address in brackets is too long.");
    memcpy(text, address.at, address.n);
    text[address.n] = '\0';
    if (inet_pton(AF_INET6, text, &binary) != 1)
        return complain(r, "\"%s\" in brackets is not an IPv6 address.", text);
    if (rest.n > 0) {
        size_t skip = rest.n >= 3 && rest.at[1] == '2' && rest.at[2] == '5' ? 3 : 1;

        rest.at += skip;
        rest.n -= skip;
        if (rest.n == 0 || rest.n > 15)
            return complain(r, "The zone after the IPv6 address is to have 1 to 15 "
                               "characters.");
        for (i = 0; i < rest.n; i++)
            if (!is_letter(rest.at[i]) && !is_digit(rest.at[i]) && !strchr("-_.", rest.at[i]))
                return complain(r, "The zone after the IPv6 address is not a name of a "
                                   "network interface.");
    }
    snprintf(uri->host, sizeof uri->host, "%s%s%.*s", text, rest.n > 0 ? "%" : "", (int)rest.n,
             rest.at);
    return true;
}

/* HOST[:PORT] or [ADDRESS][:PORT] */
static bool read_host(const struct reader *r, struct span s, struct uri *uri)
{
    struct span name;
    size_t i;

    if (s.n > 0 && s.at[0] == '[') {
        s.at++;
        s.n--;
        name = take_until(&s, "]");
        if (s.n == 0)
            return complain(r, "The bracket after the IPv6 address is missing.");
        s.at++;
        s.n--;
        if (!read_ipv6(r, name, uri))
            return false;
        if (s.n > 0 && s.at[0] != ':')
            return complain(r, "After the IPv6 address only a colon and a port may follow.");
    } else {
        name = take_until(&s, ":");
        if (name.n == 0)
            return complain(r, "The name or address of the printer is missing.");
        if (s.n > 1 && memchr(s.at + 1, ':', s.n - 1))
            return complain(r, "An IPv6 address is to be put in brackets, as in [fe80::1].");
        if (name.n > 253)
            return complain(r, "The name of the printer is longer than 253 characters.");
        for (i = 0; i < name.n; i++)
            if (!is_letter(name.at[i]) && !is_digit(name.at[i]) && !strchr("-_.", name.at[i]))
                return complain(r, "The name of the printer may have letters, digits, dots and "
                                   "dashes only.");
        memcpy(uri->host, name.at, name.n);
        uri->host[name.n] = '\0';
    }
    if (s.n > 0) {
        s.at++;
        s.n--;
        return read_port(r, "port", s, &uri->port);
    }
    return true;
}

static bool read_switch(const struct reader *r, const char *what, struct span s, bool *on)
{
    *on = span_is(s, "yes");
    return *on || span_is(s, "no") ||
           complain(r, "The option \"%s\" is to be yes or no, not \"%.*s\".", what,
                    (int)(s.n < 40 ? s.n : 40), s.at);
}

/* The options of a scheme, for the sentence about one that is not known. */
static const char *known_options(enum uri_scheme scheme)
{
    switch (scheme) {
    case URI_SOCKET:
        return "snmp-port and snmp-community are.";
    case URI_LPD:
        return "stream, snmp-port and snmp-community are.";
    case URI_USB:
        return "serial, port and interface are.";
    case URI_FILE:
    default:
        return "a folder takes none.";
    }
}

/* One NAME=VALUE after the question mark. */
static bool read_option(const struct reader *r, struct span name, struct span value,
                        struct uri *uri)
{
    bool network = uri->scheme == URI_SOCKET || uri->scheme == URI_LPD;
    bool usb = uri->scheme == URI_USB;
    unsigned number;

    if (network && span_is(name, "snmp-port"))
        return read_port(r, "SNMP port", value, &uri->snmp_port);
    if (network && span_is(name, "snmp-community")) {
        if (value.n == 0)
            return complain(r, "The SNMP community is empty.");
        return decode(r, "SNMP community", value, uri->snmp_community,
                      sizeof uri->snmp_community);
    }
    if (uri->scheme == URI_LPD && span_is(name, "stream"))
        return read_switch(r, "stream", value, &uri->stream);
    if (usb && span_is(name, "serial"))
        return decode(r, "serial number", value, uri->serial, sizeof uri->serial);
    if (usb && span_is(name, "port"))
        return decode(r, "USB port", value, uri->usb_port, sizeof uri->usb_port);
    if (usb && span_is(name, "interface")) {
        if (!read_number(r, "interface", value, 0, 255, &number))
            return false;
        uri->usb_interface = (int)number;
        return true;
    }
    /* CUPS adds it where a machine has one; serial or model name the same machine. */
    if (usb && span_is(name, "uuid"))
        return true;
    /* Options of CUPS' socket and lpd backends: addresses are copied from there. What they tell
     * the backend to wait for or to leave out, this program does in one way always. */
    if (network &&
        (span_is(name, "waiteof") || span_is(name, "contimeout") || span_is(name, "snmp") ||
         span_is(name, "banner") || span_is(name, "format") || span_is(name, "mode") ||
         span_is(name, "order") || span_is(name, "reserve") ||
         span_is(name, "sanitize_title") || span_is(name, "timeout")))
        return true;
    return complain(r, "The option \"%.*s\" is not known; %s", (int)(name.n < 40 ? name.n : 40),
                    name.at, known_options(uri->scheme));
}

/* What follows the question mark. The same option twice: which one is meant is not known. */
static bool read_options(const struct reader *r, struct span s, struct uri *uri)
{
    struct span seen[8];
    size_t i, num_seen = 0;

    while (s.n > 0) {
        struct span pair, name;

        s.at++; /* the question mark or ampersand */
        s.n--;
        pair = take_until(&s, "&");
        name = take_until(&pair, "=");
        if (pair.n == 0)
            return complain(r, "After the question mark NAME=VALUE is expected, not \"%.*s\".",
                            (int)(name.n < 40 ? name.n : 40), name.at);
        pair.at++;
        pair.n--;
        for (i = 0; i < num_seen; i++)
            if (seen[i].n == name.n && strncasecmp(seen[i].at, name.at, name.n) == 0)
                return complain(r, "The option \"%.*s\" is there twice.",
                                (int)(name.n < 40 ? name.n : 40), name.at);
        if (num_seen == sizeof seen / sizeof seen[0])
            return complain(r, "There are too many options.");
        seen[num_seen++] = name;
        if (!read_option(r, name, pair, uri))
            return false;
    }
    return true;
}

static bool read_socket(const struct reader *r, struct span s, struct uri *uri)
{
    struct span authority = take_until(&s, "/?");
    struct span path;

    uri->port = 9100;
    if (memchr(authority.at, '@', authority.n))
        return complain(r, "A socket takes no user name.");
    if (!read_host(r, authority, uri))
        return false;
    path = take_until(&s, "?");
    if (path.n > 1)
        return complain(r, "A socket takes no path after the port; lpd://HOST/QUEUE names a "
                           "queue.");
    return read_options(r, s, uri);
}

static bool read_lpd(const struct reader *r, struct span s, struct uri *uri)
{
    struct span authority = take_until(&s, "/?");
    struct span path = take_until(&s, "?");
    const char *at = memchr(authority.at, '@', authority.n);
    size_t i;

    uri->port = 515;
    if (at) {
        struct span user = {authority.at, (size_t)(at - authority.at)};

        if (!decode(r, "user name", user, uri->user, sizeof uri->user))
            return false;
        for (i = 0; uri->user[i]; i++)
            if (!is_letter(uri->user[i]) && !is_digit(uri->user[i]) &&
                !strchr("-_.", uri->user[i]))
                return complain(r, "The user name may have letters, digits, dots and dashes "
                                   "only.");
        authority.n -= user.n + 1;
        authority.at = at + 1;
    }
    if (!read_host(r, authority, uri))
        return false;
    if (path.n > 0) {
        path.at++;
        path.n--;
    }
    if (path.n == 0)
        return complain(r, "The queue is missing: write lpd://%s/QUEUE, often \"lp\".",
                        uri->host);
    if (!decode(r, "queue", path, uri->queue, sizeof uri->queue))
        return false;
    /* The protocol ends the queue's name at a blank. */
    if (strpbrk(uri->queue, " /"))
        return complain(r, "The name of the queue may not have blanks or slashes.");
    return read_options(r, s, uri);
}

static bool read_usb(const struct reader *r, struct span s, struct uri *uri)
{
    struct span make = take_until(&s, "/?");
    struct span model = take_until(&s, "?");

    if (model.n > 0) {
        model.at++;
        model.n--;
    }
    if (make.n == 0 || model.n == 0)
        return complain(r, "Make and model are needed, as in usb://Canon/iR1020/1024/1025.");
    return decode(r, "make", make, uri->make, sizeof uri->make) &&
           decode(r, "model", model, uri->model, sizeof uri->model) && read_options(r, s, uri);
}

static bool read_file(const struct reader *r, struct span s, struct uri *uri)
{
    struct span authority = take_until(&s, "/?");
    struct span path = take_until(&s, "?");
    const char *part;
    size_t n;

    if (authority.n > 0 && !span_is(authority, "localhost"))
        return complain(r, "A folder begins with three slashes, as in file:///home/me/jobs.");
    if (!decode(r, "folder", path, uri->folder, sizeof uri->folder))
        return false;
    n = strlen(uri->folder);
    while (n > 1 && uri->folder[n - 1] == '/')
        uri->folder[--n] = '\0';
    if (n == 0)
        return complain(r, "The folder is missing, as in file:///home/me/jobs.");
    /* With one of these at its end a symbolic link would be followed all the same. */
    for (part = uri->folder; part; part = strchr(part + 1, '/')) {
        size_t length = strcspn(part + 1, "/");

        if ((length == 1 && part[1] == '.') ||
            (length == 2 && part[1] == '.' && part[2] == '.'))
            return complain(r, "The folder is to be written without \".\" and \"..\".");
    }
    return read_options(r, s, uri);
}

bool uri_parse(const char *text, struct uri *uri, char *why, size_t why_size)
{
    static const struct {
        const char *name;
        enum uri_scheme scheme;
        bool (*read)(const struct reader *, struct span, struct uri *);
    } schemes[] = {
        {"socket", URI_SOCKET, read_socket},
        {"lpd",    URI_LPD,    read_lpd   },
        {"usb",    URI_USB,    read_usb   },
        {"file",   URI_FILE,   read_file  },
    };
    const struct reader r = {why, why_size};
    struct span all, scheme;
    size_t i;

    memset(uri, 0, sizeof *uri);
    uri->usb_interface = -1;
    uri->snmp_port = 161;
    strcpy(uri->snmp_community, "public");
    if (!text)
        return complain(&r, "The device URI is missing.");
    all.at = text;
    all.n = strnlen(text, URI_MAX + 1);
    if (all.n > URI_MAX)
        return complain(&r, "The device URI is longer than %d characters.", URI_MAX);
    scheme = take_until(&all, ":");
    if (all.n < 3 || memcmp(all.at, "://", 3) != 0)
        return complain(&r, "A device URI begins with socket://, lpd://, usb:// or file://.");
    all.at += 3;
    all.n -= 3;
    for (i = 0; i < sizeof schemes / sizeof schemes[0]; i++)
        if (span_is(scheme, schemes[i].name)) {
            uri->scheme = schemes[i].scheme;
            return schemes[i].read(&r, all, uri);
        }
    return complain(&r,
                    "Devices of kind \"%.*s\" are not known; socket://, lpd://, usb:// and "
                    "file:// are.",
                    (int)(scheme.n < 40 ? scheme.n : 40), scheme.at);
}

/* A text being written; n stays at size once it was too much. */
struct writer {
    char *text;
    size_t n, size;
};

static void put(struct writer *w, const char *bytes, size_t n)
{
    if (w->n >= w->size || n >= w->size - w->n) {
        w->n = w->size;
        return;
    }
    memcpy(w->text + w->n, bytes, n);
    w->n += n;
    w->text[w->n] = '\0';
}

/* Encoded as CUPS does: slashes and brackets of a model name stay readable. */
static void put_encoded(struct writer *w, const char *text, const char *also_plain)
{
    char code[4];

    for (; *text; text++) {
        if (is_letter(*text) || is_digit(*text) || strchr("-._~", *text) ||
            strchr(also_plain, *text)) {
            put(w, text, 1);
        } else {
            snprintf(code, sizeof code, "%%%02X", (unsigned)(unsigned char)*text);
            put(w, code, 3);
        }
    }
}

static void put_number(struct writer *w, unsigned number)
{
    char digits[16];

    snprintf(digits, sizeof digits, "%u", number);
    put(w, digits, strlen(digits));
}

static void put_option(struct writer *w, char *mark, const char *name, const char *value)
{
    put(w, mark, 1);
    *mark = '&';
    put(w, name, strlen(name));
    put(w, "=", 1);
    put_encoded(w, value, "");
}

bool uri_format_usb(const struct uri *uri, char *text, size_t n)
{
    struct writer w = {text, 0, n};
    char mark = '?';
    char number[16];

    put(&w, "usb://", 6);
    put_encoded(&w, uri->make, "");
    put(&w, "/", 1);
    put_encoded(&w, uri->model, "/()");
    if (uri->serial[0])
        put_option(&w, &mark, "serial", uri->serial);
    if (uri->usb_port[0])
        put_option(&w, &mark, "port", uri->usb_port);
    if (uri->usb_interface >= 0) {
        snprintf(number, sizeof number, "%d", uri->usb_interface);
        put_option(&w, &mark, "interface", number);
    }
    if (n > 0 && w.n >= n)
        text[0] = '\0';
    return w.n < n;
}

bool uri_format_network(const struct uri *uri, char *text, size_t n)
{
    const bool lpd = uri->scheme == URI_LPD;
    struct writer w = {text, 0, n};
    struct uri again;

    put(&w, lpd ? "lpd://" : "socket://", lpd ? 6 : 9);
    put_encoded(&w, uri->host, "");
    if (uri->port != (lpd ? 515 : 9100)) {
        put(&w, ":", 1);
        put_number(&w, uri->port);
    }
    if (lpd) {
        put(&w, "/", 1);
        put_encoded(&w, uri->queue, "");
    }
    if (uri->snmp_port != 161) {
        put(&w, "?snmp-port=", 11);
        put_number(&w, uri->snmp_port);
    }
    if (w.n < n && uri_parse(text, &again, NULL, 0))
        return true;
    if (n > 0)
        text[0] = '\0';
    return false;
}
