/*
 * announce-txt.c - see announce-txt.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "announce-txt.h"

#include <stdio.h>
#include <string.h>

static bool same_scan(const struct announce_scan *a, const struct announce_scan *b)
{
    return a->port == b->port && a->tls_port == b->tls_port &&
           strcmp(a->make_model, b->make_model) == 0 && strcmp(a->uuid, b->uuid) == 0 &&
           strcmp(a->host, b->host) == 0 && a->platen == b->platen && a->feeder == b->feeder &&
           a->duplex == b->duplex && a->gray == b->gray && a->color == b->color;
}

bool announce_same(const struct announce_facts *a, const struct announce_facts *b)
{
    return strcmp(a->name, b->name) == 0 && strcmp(a->path, b->path) == 0 &&
           strcmp(a->queue, b->queue) == 0 && strcmp(a->maker, b->maker) == 0 &&
           strcmp(a->model, b->model) == 0 && strcmp(a->location, b->location) == 0 &&
           strcmp(a->admin_url, b->admin_url) == 0 && strcmp(a->formats, b->formats) == 0 &&
           strcmp(a->kind, b->kind) == 0 && strcmp(a->urf, b->urf) == 0 &&
           strcmp(a->uuid, b->uuid) == 0 && a->color == b->color && a->duplex == b->duplex &&
           a->tls == b->tls && a->paper_max == b->paper_max && a->raw_port == b->raw_port &&
           a->lpd_port == b->lpd_port && a->page_port == b->page_port &&
           strcmp(a->page, b->page) == 0 && same_scan(&a->scan, &b->scan);
}

/* Where to cut a value so that it has at most n bytes, no half character, and of a list no half
 * item. */
static size_t fit(const char *value, size_t n, bool list)
{
    size_t length = strlen(value), at = n;

    if (length <= n)
        return length;
    if (list) {
        while (at > 0 && value[at] != ',')
            at--;
        return at;
    }
    while (at > 0 && ((unsigned char)value[at] & 0xc0u) == 0x80u)
        at--;
    return at;
}

static void put(struct announce_txt *txt, const char *key, const char *value, bool list)
{
    size_t used = strlen(key), n;
    char *string = txt->strings[txt->n];

    if (txt->n == TXT_MAX_STRINGS || used + 2 > TXT_SIZE)
        return;
    n = fit(value, TXT_SIZE - 2 - used, list);
    memcpy(string, key, used);
    string[used++] = '=';
    memcpy(string + used, value, n);
    string[used + n] = '\0';
    txt->n++;
}

static void put_text(struct announce_txt *txt, const char *key, const char *value)
{
    put(txt, key, value, false);
}

/* Nothing is said where nothing is known. */
static void put_known(struct announce_txt *txt, const char *key, const char *value, bool list)
{
    if (value[0] != '\0')
        put(txt, key, value, list);
}

static void put_flag(struct announce_txt *txt, const char *key, bool value)
{
    put(txt, key, value ? "T" : "F", false);
}

/* What all kinds of printing have: who it is. */
static void put_names(const struct announce_facts *facts, struct announce_txt *txt)
{
    char both[200], product[204]; /* both are shorter: announce_facts */

    snprintf(both, sizeof(both), "%s%s%s", facts->maker, facts->maker[0] != '\0' ? " " : "",
             facts->model);
    snprintf(product, sizeof(product), "(%s)", both);
    put_text(txt, "ty", both);
    put_text(txt, "product", product); /* the brackets are the specification's */
    put_text(txt, "note", facts->location);
    put_known(txt, "adminurl", facts->admin_url, false);
    put_known(txt, "pdl", facts->formats, true);
    put_known(txt, "UUID", facts->uuid, false);
    put_known(txt, "usb_MFG", facts->maker, false);
    put_known(txt, "usb_MDL", facts->model, false);
}

/* What the machine and this program can do with paper. Copies and sets are made here. */
static void put_abilities(const struct announce_facts *facts, struct announce_txt *txt)
{
    put_flag(txt, "Color", facts->color);
    put_flag(txt, "Duplex", facts->duplex);
    put_flag(txt, "Copies", true);
    put_flag(txt, "Collate", true);
    put_flag(txt, "Bind", false);
    put_flag(txt, "Punch", false);
    put_flag(txt, "Sort", false);
    put_flag(txt, "Staple", false);
    if (facts->paper_max != NULL)
        put_text(txt, "PaperMax", facts->paper_max);
    put_flag(txt, "Scan", facts->scan.port != 0 || facts->scan.tls_port != 0);
    put_flag(txt, "Fax", false);
}

/*
 * mopria-certified is, by its name, a word of the Mopria Alliance, which has not certified this
 * product. But it is by this key that Android's and Windows' driverless printing know the
 * version of the attributes they may ask for, and CUPS 2.4 and PAPPL's answers tell 1.3 for the
 * same reason; so it is told here as it is there. README.md says that it is no certificate.
 * There is no print_wfds, which says that Wi-Fi Direct is there.
 */
void announce_txt_ipp(const struct announce_facts *facts, struct announce_txt *txt)
{
    txt->n = 0;
    put_text(txt, "txtvers", "1"); /* [Bonjour Printing: the first] */
    put_text(txt, "qtotal", "1");
    put_text(txt, "rp", facts->path);
    put_names(facts, txt);
    put_text(txt, "priority", "0");
    put_known(txt, "kind", facts->kind, true);
    put_known(txt, "URF", facts->urf, true);
    put_abilities(facts, txt);
    put_text(txt, "air", "none"); /* nobody has to log in */
    put_text(txt, "mopria-certified", "1.3");
    if (facts->tls)
        put_text(txt, "TLS", "1.2");
}

void announce_txt_stream(const struct announce_facts *facts, bool lpd, struct announce_txt *txt)
{
    txt->n = 0;
    put_text(txt, "txtvers", "1");
    put_text(txt, "qtotal", "1");
    if (lpd)
        put_text(txt, "rp", facts->queue);
    put_names(facts, txt);
    put_text(txt, "priority", "100"); /* IPP is better */
    put_text(txt, "gateway", TXT_GATEWAY);
    put_abilities(facts, txt);
}

/* A link to a scanner's own listener. */
static void put_link(struct announce_txt *txt, const char *key,
                     const struct announce_scan *scan, bool tls, const char *path)
{
    char link[TXT_SIZE];
    bool numeric6 = strchr(scan->host, ':') != NULL; /* an IPv6 address */
    int n = snprintf(link, sizeof(link), "%s://%s%s%s:%u%s", tls ? "https" : "http",
                     numeric6 ? "[" : "", scan->host, numeric6 ? "]" : "",
                     tls ? scan->tls_port : scan->port, path);

    /* half a link leads nowhere */
    if (scan->host[0] != '\0' && n > 0 && (size_t)n + strlen(key) + 2 <= TXT_SIZE)
        put(txt, key, link, false);
}

/* cs and is: lists of those words for which the scanner has it. */
static void put_words(struct announce_txt *txt, const char *key, const char *const words[],
                      const bool has[], size_t n)
{
    char list[64] = "";

    for (size_t i = 0; i < n; i++)
        if (has[i])
            snprintf(list + strlen(list), sizeof(list) - strlen(list), "%s%s",
                     list[0] != '\0' ? "," : "", words[i]);
    put_known(txt, key, list, true);
}

/* Black and white is made of gray, and gray of color, where the machine sends only that.
 * mopria-certified-scan is not told: nobody certified this, and clients do without. */
void announce_txt_scan(const struct announce_scan *scan, const char *location, bool tls,
                       struct announce_txt *txt)
{
    static const char *const modes[] = {"binary", "grayscale", "color"};
    static const char *const inputs[] = {"platen", "adf"};
    const bool any = scan->gray || scan->color;
    const bool has_mode[] = {any, any, scan->color};
    const bool has_input[] = {scan->platen, scan->feeder || scan->duplex};

    txt->n = 0;
    put_text(txt, "txtvers", "1");
    put_text(txt, "vers", "2.63");
    put_text(txt, "rs", "eSCL"); /* this very word: VueScan and SANE's escl look for it */
    put_text(txt, "ty", scan->make_model);
    put_text(txt, "note", location);
    put_known(txt, "uuid", scan->uuid, false);
    put_text(txt, "pdl", "application/pdf,image/jpeg,image/png");
    put_words(txt, "cs", modes, has_mode, 3);
    put_words(txt, "is", inputs, has_input, 2);
    put_flag(txt, "duplex", scan->duplex);
    put_link(txt, "adminurl", scan, tls, "/");
    put_link(txt, "representation", scan, tls, "/eSCL/ScannerIcon");
}
