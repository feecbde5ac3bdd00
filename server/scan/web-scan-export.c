/*
 * web-scan-export.c - see web-scan-parts.h: pages leave the page as files, on paper, and to the
 * destinations of profiles.
 *
 * A document is made in a nameless file first: its length is known then, and a disk that is
 * full, or a page that is damaged, is told in a sentence instead of a file that breaks off.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "web-scan-parts.h"

#include "image-pdf.h"
#include "profiles.h"
#include "web-scan-form.h"
#include "zip-write.h"

#include "server/ascii.h"
#include "server/scratch.h"
#include "server/submission.h"
#include "server/ways.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* As large as a document may become beside its pages. */
#define DOCUMENT_ROOM (UINT64_C(64) << 20)

/* ---- which pages ---- */

struct choosing {
    unsigned numbers[TRAY_MAX_PAGES];
    size_t n;
};

static void note_page(void *ctx, const char *name, const char *value)
{
    struct choosing *c = ctx;
    long number;

    if (strcmp(name, "page") == 0 && c->n < TRAY_MAX_PAGES &&
        web_form_number(value, 1, 99999999, &number))
        c->numbers[c->n++] = (unsigned)number;
}

static bool is_chosen(const struct choosing *c, unsigned number)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->numbers[i] == number)
            return true;
    return c->n == 0;
}

size_t web_choose(struct web_tray *tray, const struct http_request *request,
                  struct web_chosen chosen[TRAY_MAX_PAGES])
{
    struct choosing c = {.n = 0};
    size_t n = 0;

    if (request != NULL)
        http_each(request, note_page, &c);
    for (size_t i = 0; i < tray->n; i++) {
        const struct tray_page *page = &tray->pages[i];

        if (!page->gone && is_chosen(&c, page->number))
            chosen[n++] = (struct web_chosen){
                scan_page_hold(page->page), {.crop = page->crop, .quarters = page->quarters}
            };
    }
    return n;
}

void web_let_go(struct web_chosen *chosen, size_t n)
{
    for (size_t i = 0; i < n; i++)
        scan_page_release(chosen[i].page);
}

struct scan_page *web_page_as(const struct web_chosen *chosen, enum scan_encoding encoding,
                              unsigned reduce, unsigned quality, char *why, size_t why_size)
{
    const struct scan_page_facts *facts = scan_page_facts(chosen->page);
    struct page_change change = chosen->change;
    bool bits = facts->color == SCAN_BLACK_AND_WHITE;

    change.encoding = encoding;
    change.color = bits && (encoding == SCAN_JPEG || reduce > 1) ? SCAN_GRAY : facts->color;
    change.reduce = reduce;
    change.quality = quality;
    if (page_change_nothing(chosen->page, &change))
        return scan_page_hold(chosen->page);
    return page_change(chosen->page, &change, web_scan.folder,
                       tray_bytes_left() + DOCUMENT_ROOM, why, why_size);
}

void *web_read_all(const struct scan_page *page, size_t *n)
{
    uint8_t *bytes;
    long got = 1;

    *n = (size_t)scan_page_facts(page)->bytes;
    bytes = malloc(*n + 1);
    for (size_t at = 0; bytes != NULL && at < *n; at += (size_t)got) {
        got = scan_page_read(page, at, bytes + at, *n - at);
        if (got <= 0) {
            free(bytes);
            return NULL;
        }
    }
    return bytes;
}

/* ---- documents ---- */

struct document {
    struct scratch_space space;
    struct scratch file;
    char *why;
    size_t why_size;
};

static enum result write_document(void *ctx, const void *bytes, size_t n)
{
    struct document *d = ctx;

    return scratch_write(&d->file, d->file.size, bytes, n, d->why, d->why_size) ? RESULT_OK
                                                                                : RESULT_IO;
}

static void free_document(struct document *d)
{
    if (d != NULL)
        scratch_close(&d->file);
    free(d);
}

static struct document *new_document(char *why, size_t why_size)
{
    struct document *d = calloc(1, sizeof(*d));

    snprintf(why, why_size, "%s", WORD(not_made));
    if (d == NULL)
        return NULL;
    d->space = (struct scratch_space){web_scan.folder, tray_bytes_left() + DOCUMENT_ROOM};
    d->why = why;
    d->why_size = why_size;
    if (!scratch_open(&d->file, &d->space, why, why_size)) {
        free(d);
        return NULL;
    }
    return d;
}

/* A page's own size stays: what is cut or turned is not packed again more than once. */
static enum result put_pdf_page(struct pdf_writer *pdf, const struct web_chosen *chosen,
                                char *why, size_t why_size)
{
    enum scan_encoding encoding = scan_page_facts(chosen->page)->encoding;
    struct web_chosen cut = *chosen;
    struct scan_page *page;
    enum result result;

    cut.change.quarters = 0; /* the PDF says how it is shown */
    page = web_page_as(&cut, encoding, 1, 92, why, why_size);
    if (page == NULL)
        return RESULT_IO;
    result = pdf_writer_page(pdf, page, chosen->change.quarters);
    scan_page_release(page);
    return result;
}

static bool put_pdf(struct document *d, const struct web_chosen *chosen, size_t n,
                    const char *title, const char *creator)
{
    struct sink out = {write_document, d};
    struct pdf_facts facts = {.title = title, .creator = creator, .made = time(NULL)};
    struct pdf_writer *pdf = pdf_writer_new(&facts, &out);
    enum result result = pdf != NULL ? RESULT_OK : RESULT_IO;

    for (size_t i = 0; i < n && result == RESULT_OK; i++)
        result = put_pdf_page(pdf, &chosen[i], d->why, d->why_size);
    if (result == RESULT_OK)
        result = pdf_writer_end(pdf);
    pdf_writer_free(pdf);
    return result == RESULT_OK;
}

/* Reads all of a page: for its sum, or (zip) to store it. */
static bool walk_page(const struct scan_page *page, uint32_t *crc, struct zip_writer *zip)
{
    uint8_t bytes[65536];
    uint64_t at = 0;
    long got;

    while ((got = scan_page_read(page, at, bytes, sizeof(bytes))) > 0) {
        *crc = (uint32_t)crc32_z(*crc, bytes, (size_t)got);
        if (zip != NULL && zip_bytes(zip, bytes, (size_t)got) != RESULT_OK)
            return false;
        at += (uint64_t)got;
    }
    return got == 0;
}

static bool put_zip(struct document *d, const struct web_chosen *chosen, size_t n,
                    enum scan_encoding encoding, const char *title)
{
    struct sink out = {write_document, d};
    struct zip_writer *zip = malloc(sizeof(*zip));
    char name[256];
    bool good = zip != NULL;

    if (zip != NULL)
        zip_begin(zip, &out, time(NULL));
    for (size_t i = 0; i < n && good; i++) {
        struct scan_page *page = web_page_as(&chosen[i], encoding, 1, 92, d->why, d->why_size);
        uint32_t crc = 0, again = 0;

        snprintf(name, sizeof(name), "%s-%03zu.%s", title, i + 1,
                 encoding == SCAN_PNG ? "png" : "jpg");
        good = page != NULL && walk_page(page, &crc, NULL) &&
               zip_file(zip, name, (uint32_t)scan_page_facts(page)->bytes, crc) == RESULT_OK &&
               walk_page(page, &again, zip);
        scan_page_release(page);
    }
    good = good && zip_end(zip) == RESULT_OK;
    free(zip);
    return good;
}

/* ---- a file for the browser ---- */

static long read_document(void *ctx, uint64_t at, void *bytes, size_t n)
{
    struct document *d = ctx;
    uint64_t left = at < d->file.size ? d->file.size - at : 0;
    char why[256];

    n = n < left ? n : (size_t)left;
    return n == 0 || scratch_read(&d->file, at, bytes, n, why, sizeof(why)) ? (long)n : -1;
}

static void document_sent(void *ctx, bool all_sent)
{
    (void)all_sent;
    free_document(ctx);
}

static long read_page(void *ctx, uint64_t at, void *bytes, size_t n)
{
    return scan_page_read(ctx, at, bytes, n);
}

static void page_sent(void *ctx, bool all_sent)
{
    (void)all_sent;
    scan_page_release(ctx);
}

/* Content-Disposition, RFC 6266: a name in ASCII for old readers, and the name. */
static void disposition(const char *title, const char *extension, char *field, size_t size)
{
    char ascii[128];
    size_t used;

    ascii_from_utf8(title, ascii, sizeof(ascii));
    for (char *at = ascii; *at != '\0'; at++)
        if (strchr("\"\\%;/?", *at) != NULL)
            *at = '-';
    used = (size_t)snprintf(field, size, "attachment; filename=\"%s.%s\"; filename*=UTF-8''",
                            ascii, extension);
    for (const char *at = title; *at != '\0' && used + 16 < size; at++) {
        bool plain = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') ||
                     (*at >= '0' && *at <= '9') || strchr("-._~", *at) != NULL;

        used += (size_t)snprintf(field + used, size - used, plain ? "%c" : "%%%02X",
                                 (unsigned char)*at);
    }
    snprintf(field + used, size - used, ".%s", extension);
}

/* The facts of the tray and the request that every way out needs. */
static void title_of(const struct http_request *request, char *title, size_t size)
{
    char preset[64];
    time_t now = time(NULL);
    struct tm t = {0};

    (void)localtime_r(&now, &t);
    strftime(preset, sizeof(preset), "Scan %Y-%m-%d %H.%M", &t);
    web_form_name(http_query(request, "name"), preset, title, size);
}

static struct http_answer *send_picture(const struct web_chosen *chosen,
                                        enum scan_encoding encoding, char *why, size_t why_size)
{
    struct scan_page *page = web_page_as(chosen, encoding, 1, 92, why, why_size);

    return page == NULL ? NULL
                        : http_stream(200, scan_encoding_type(encoding),
                                      scan_page_facts(page)->bytes, read_page, page_sent, page);
}

static struct http_answer *send_file(const struct http_request *request,
                                     const struct web_chosen *chosen, size_t n,
                                     const char *title, const char **extension, char *why,
                                     size_t why_size)
{
    const char *format = http_query(request, "format");
    enum scan_encoding encoding = strcmp(format, "png") == 0 ? SCAN_PNG : SCAN_JPEG;
    bool pdf = strcmp(format, "pdf") == 0;
    struct scanner_facts facts;
    struct document *d;

    if (!pdf && n == 1) {
        *extension = encoding == SCAN_PNG ? "png" : "jpg";
        return send_picture(chosen, encoding, why, why_size);
    }
    d = new_document(why, why_size);
    if (d == NULL)
        return NULL;
    scanner_facts(request->ctx, &facts);
    *extension = pdf ? "pdf" : "zip";
    if (pdf ? put_pdf(d, chosen, n, title, facts.name) : put_zip(d, chosen, n, encoding, title))
        return http_stream(200, pdf ? "application/pdf" : "application/zip", d->file.size,
                           read_document, document_sent, d);
    free_document(d);
    return NULL;
}

/* The page tells why there is no file. A script stays on the page when nothing comes (204), and
 * asks for the notice; without one the page is shown anew. */
static struct http_answer *no_file(const struct http_request *request, const char *why)
{
    struct web_tray *tray = tray_open(request);

    if (tray != NULL)
        tray_say(tray, true, why);
    tray_close(tray);
    if (strcmp(http_query(request, "script"), "yes") == 0)
        return http_text(204, NULL, "");
    return http_add(http_text(303, NULL, ""), "Location", "./");
}

struct http_answer *web_download(const struct http_request *request)
{
    struct web_chosen chosen[TRAY_MAX_PAGES];
    struct web_tray *tray = tray_open(request);
    struct http_answer *answer;
    const char *extension = "";
    char title[128], field[640], why[512] = "";
    size_t n;

    if (tray == NULL)
        return http_text(404, "text/plain; charset=utf-8", WORD(forgotten));
    n = web_choose(tray, request, chosen);
    tray_close(tray);
    if (n == 0)
        return no_file(request, WORD(no_pages));
    title_of(request, title, sizeof(title));
    answer = send_file(request, chosen, n, title, &extension, why, sizeof(why));
    web_let_go(chosen, n);
    if (answer == NULL)
        return no_file(request, why[0] != '\0' ? why : WORD(not_made));
    disposition(title, extension, field, sizeof(field));
    return http_add(answer, "Content-Disposition", field);
}

/* ---- paper ---- */

static pappl_printer_t *find_queue(const struct http_request *request)
{
    const char *name = http_query(request, "printer");
    struct scanner_facts facts;

    if (name[0] != '\0')
        return way_printer(web_scan.system, name);
    scanner_facts(request->ctx, &facts);
    return facts.printer_id > 0
               ? papplSystemFindPrinter(web_scan.system, NULL, facts.printer_id, NULL)
               : NULL;
}

static ipp_t *wishes(const struct http_request *request)
{
    ipp_t *attributes = ippNew();
    const char *sides = http_query(request, "sides");
    long copies = 1;

    (void)web_form_number(http_query(request, "copies"), 1, 99, &copies);
    ippAddInteger(attributes, IPP_TAG_JOB, IPP_TAG_INTEGER, "copies", (int)copies);
    if (strcmp(sides, "one-sided") == 0 || strcmp(sides, "two-sided-long-edge") == 0)
        ippAddString(attributes, IPP_TAG_JOB, IPP_TAG_KEYWORD, "sides", NULL, sides);
    ippAddString(attributes, IPP_TAG_JOB, IPP_TAG_KEYWORD, "print-scaling", NULL, "none");
    return attributes;
}

bool web_print(const struct http_request *request, struct web_chosen *chosen, size_t n,
               char *what, size_t what_size)
{
    struct submission s = {
        .printer = find_queue(request), .host = request->host, .format = "application/pdf"};
    struct document_input input;
    struct document *d;
    char title[128];
    int id = 0;
    bool printed;

    if (s.printer == NULL) {
        snprintf(what, what_size, "%s", WORD(no_queue));
        return false;
    }
    d = new_document(what, what_size);
    if (d == NULL)
        return false;
    title_of(request, title, sizeof(title));
    s.name = title;
    printed = put_pdf(d, chosen, n, title, "");
    if (printed) {
        s.attributes = wishes(request);
        what[0] = '\0';
        input_from_fd(&input, d->file.fd, d->file.size);
        printed = submission_print(&s, &input, &id, what, what_size) == SUBMISSION_TAKEN;
        ippDelete(s.attributes);
    }
    free_document(d);
    if (printed)
        web_word_fill(what, what_size, WORD_printed, (unsigned)id);
    else if (what[0] == '\0')
        snprintf(what, what_size, "%s", WORD(not_printed));
    return printed;
}

/* ---- a profile's destination ---- */

bool web_deliver(const struct http_request *request, struct web_chosen *chosen, size_t n,
                 char *what, size_t what_size)
{
    struct scan_page *pages[TRAY_MAX_PAGES];
    unsigned quarters[TRAY_MAX_PAGES];
    struct scan_profile profile;
    size_t made = 0;
    bool delivered;

    if (!profile_find(http_query(request, "profile"), &profile)) {
        snprintf(what, what_size, "%s", WORD(no_profile));
        return false;
    }
    snprintf(what, what_size, "%s", WORD(not_made));
    for (; made < n; made++) {
        struct web_chosen cut = chosen[made];

        quarters[made] = cut.change.quarters;
        cut.change.quarters = 0;
        pages[made] =
            web_page_as(&cut, scan_page_facts(cut.page)->encoding, 1, 92, what, what_size);
        if (pages[made] == NULL)
            break;
    }
    delivered = made == n && profile_deliver(&profile, pages, quarters, n, what, what_size);
    for (size_t i = 0; i < made; i++)
        scan_page_release(pages[i]);
    return delivered;
}
