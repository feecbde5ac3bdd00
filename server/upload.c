/*
 * upload.c - see upload.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "upload.h"

#include "access-print.h"
#include "charset.h"
#include "ipp-access.h"
#include "ipp-jobs.h"
#include "log.h"
#include "submission.h"
#include "upload-form.h"
#include "web-parts.h"
#include "web.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* Of a document that is refused: read, so that the sender reads the answer. */
#define MAX_DRAIN ((uint64_t)64 << 20)

static enum way_upload allowed;

struct upload {
    pappl_client_t *client;
    http_t *http;
    char host[64];
    struct upload_form form; /* the fields of the address, too */
    char why[512];
};

/* ---- the answer ---- */

static bool wants_answer(const struct upload *u, const char *form)
{
    const char *wanted = upload_form_get(&u->form, "answer");

    return wanted != NULL && strcmp(wanted, form) == 0;
}

static bool finish(struct upload *u, http_status_t status, int job, const char *message)
{
    uint64_t drained = 0;
    char *text = NULL, piece[16384];
    size_t n = 0;
    ssize_t got;
    FILE *out;
    bool sent = false, json = wants_answer(u, "json");

    while (drained < MAX_DRAIN && httpGetState(u->http) == HTTP_STATE_POST_RECV &&
           (got = httpRead2(u->http, piece, sizeof(piece))) > 0)
        drained += (uint64_t)got;
    if (status == HTTP_STATUS_OK && job > 0 && wants_answer(u, "html"))
        return web_go(u->client, "/jobs");
    out = open_memstream(&text, &n);
    if (out == NULL)
        return false;
    if (json) {
        fprintf(out, "{\"job\": %d, \"message\": ", job);
        web_put_json(out, message);
        fputs("}\n", out);
    } else
        fprintf(out, "%s\n", message);
    if (fclose(out) == 0)
        sent = papplClientRespond(u->client, status, NULL,
                                  json ? "application/json" : "text/plain", 0, n) &&
               httpWrite2(u->http, text, n) == (ssize_t)n && httpFlushWrite(u->http) >= 0;
    free(text);
    return sent && httpGetState(u->http) != HTTP_STATE_POST_RECV;
}

/* ---- who may ---- */

/* Whether an address, "http://HOST:PORT/...", is of the host that the request names. */
static bool is_own(const struct upload *u, const char *address)
{
    const char *host = httpGetField(u->http, HTTP_FIELD_HOST);
    const char *at = strstr(address, "://");
    size_t n = strlen(host);

    return at != NULL && n > 0 && strncasecmp(at + 3, host, n) == 0 &&
           (at[3 + n] == '\0' || at[3 + n] == '/');
}

/*
 * A page on the web can have a visitor's browser send a form to any address it can reach, this
 * one too. Browsers tell where the page is from; programs do not.
 */
static bool is_cross_site(const struct upload *u)
{
    const char *origin = httpGetField(u->http, HTTP_FIELD_ORIGIN);
    const char *referer = httpGetField(u->http, HTTP_FIELD_REFERER);

    return (origin != NULL && origin[0] != '\0' && !is_own(u, origin)) ||
           (referer != NULL && referer[0] != '\0' && !is_own(u, referer));
}

/* ---- options ---- */

static int hex(char c)
{
    return isdigit((unsigned char)c)    ? c - '0'
           : isxdigit((unsigned char)c) ? tolower((unsigned char)c) - 'a' + 10
                                        : -1;
}

/* "a%20b+c" up to any of the ends; behind it on return. */
static const char *decode(const char *text, const char *ends, char *out, size_t size)
{
    uint8_t bytes[256];
    size_t n = 0;

    while (*text != '\0' && strchr(ends, *text) == NULL) {
        int high = *text == '%' ? hex(text[1]) : -1;
        int low = high >= 0 ? hex(text[2]) : -1;
        int byte = low >= 0 ? high << 4 | low : *text == '+' ? ' ' : (unsigned char)*text;

        if (n < sizeof(bytes))
            bytes[n++] = byte != 0 ? (uint8_t)byte : '?';
        text += low >= 0 ? 3 : 1;
    }
    charset_tidy(bytes, n, out, size);
    return text;
}

static void read_query(struct upload *u, const char *query)
{
    char name[128], value[256];

    while (query != NULL && *query != '\0') {
        query = decode(query, "=&", name, sizeof(name));
        value[0] = '\0';
        if (*query == '=')
            query = decode(query + 1, "&", value, sizeof(value));
        upload_form_set(&u->form, name, value);
        query += *query == '&';
    }
}

static const char *find_option(const struct upload *u, const char *name)
{
    return upload_form_get(&u->form, name);
}

/* ---- the form ---- */

/* False and a sentence: nothing that is printed came. */
static bool read_form(struct upload *u, struct document_input *input)
{
    const char *type = httpGetField(u->http, HTTP_FIELD_CONTENT_TYPE);
    uint8_t piece[16384];
    bool good = upload_form_begin(&u->form, type, 1);
    ssize_t n;

    while (good && (n = input_read(input, piece, sizeof(piece))) > 0)
        good = upload_form_take(&u->form, piece, (size_t)n);
    good = good && upload_form_end(&u->form);
    snprintf(u->why, sizeof(u->why), "%s", good ? "The form ends too early." : u->form.why);
    return good && input_came_whole(input);
}

/* ---- all of it ---- */

static bool is_wish(const cups_option_t *option)
{
    return strcmp(option->name, "answer") != 0 && strcmp(option->name, "title") != 0 &&
           strcmp(option->name, "user") != 0;
}

/* What is asked, as job attributes. NULL without memory. */
static ipp_t *make_attributes(const struct upload *u)
{
    ipp_t *attributes = ippNew();
    cups_option_t *wishes = NULL;
    int n = 0;

    for (int i = 0; i < u->form.num_fields; i++)
        if (is_wish(&u->form.fields[i]))
            n = cupsAddOption(u->form.fields[i].name, u->form.fields[i].value, n, &wishes);
    if (attributes != NULL)
        cupsEncodeOptions2(attributes, n, wishes, IPP_TAG_JOB);
    cupsFreeOptions(n, wishes);
    return attributes;
}

static http_status_t status_of(enum submission_result result)
{
    switch (result) {
    case SUBMISSION_TAKEN:
        return HTTP_STATUS_OK;
    case SUBMISSION_BUSY:
        return HTTP_STATUS_SERVICE_UNAVAILABLE;
    case SUBMISSION_REFUSED:
    case SUBMISSION_FAILED:
    default:
        return HTTP_STATUS_BAD_REQUEST;
    }
}

static bool print(struct upload *u, pappl_printer_t *printer, struct document_input *input)
{
    struct submission s = {.printer = printer,
                           .name = find_option(u, "title"),
                           .user = find_option(u, "user"),
                           .host = u->host};
    enum submission_result result;
    int id = 0;

    /* never dropped: the job would come out for everybody to see. Addresses are logged. */
    if (find_option(u, "code") != NULL || find_option(u, "job-password") != NULL)
        return finish(u, HTTP_STATUS_BAD_REQUEST, 0,
                      "A job that comes by HTTP cannot wait for a code.");
    if (s.name == NULL && u->form.num_files > 0)
        s.name = u->form.files[0].name;
    s.attributes = make_attributes(u);
    result = submission_print(&s, input, &id, u->why, sizeof(u->why));
    ippDelete(s.attributes);
    if (result == SUBMISSION_TAKEN) {
        snprintf(u->why, sizeof(u->why), "Job %d", id);
        log_say(LOG_SAY_INFO, "[Job %d] Came by HTTP from %s.", id, u->host);
    } else if (u->why[0] == '\0')
        snprintf(u->why, sizeof(u->why), "Canceled.");
    return finish(u, status_of(result), result == SUBMISSION_TAKEN ? id : 0, u->why);
}

static bool receive(struct upload *u, pappl_printer_t *printer)
{
    const char *type = httpGetField(u->http, HTTP_FIELD_CONTENT_TYPE);
    struct document_input input, file;

    /* it has been logged already, but will not be again */
    if (find_option(u, "job-account-pin") != NULL)
        return finish(u, HTTP_STATUS_BAD_REQUEST, 0,
                      "A PIN in an address is seen in logs: send it as a field of a form.");
    input_from_http(&input, u->http);
    /* curl --data-binary says it is a form of the other kind: what it is its first bytes tell
     */
    if (strncasecmp(type, "multipart/", 10) != 0)
        return print(u, printer, &input);
    if (!read_form(u, &input) || lseek(u->form.files[0].file.fd, 0, SEEK_SET) != 0)
        return finish(u, HTTP_STATUS_BAD_REQUEST, 0, u->why);
    input_from_fd(&file, u->form.files[0].file.fd, u->form.files[0].file.size);
    return print(u, printer, &file);
}

/* Programs that look here mostly take everything. libcups does not keep the field Accept. */
static bool is_browser(const struct upload *u)
{
    const char *agent = httpGetField(u->http, HTTP_FIELD_USER_AGENT);

    return agent != NULL && strncmp(agent, "Mozilla/", 8) == 0;
}

static bool is_open(pappl_client_t *client)
{
    return allowed == UPLOAD_ALL || (allowed == UPLOAD_LOCAL && ipp_is_local(client));
}

/* People print at the web page. */
static bool go_to_form(pappl_client_t *client, pappl_printer_t *printer)
{
    char path[64];

    snprintf(path, sizeof(path), "/print?printer=%d", papplPrinterGetID(printer));
    return web_go(client, path);
}

static bool serve(pappl_client_t *client, void *data)
{
    struct upload u = {.client = client, .http = papplClientGetHTTP(client)};
    pappl_system_t *system = papplClientGetSystem(client);
    int id = (int)(intptr_t)data;
    pappl_printer_t *printer = papplSystemFindPrinter(
        system, NULL, id != 0 ? id : papplSystemGetDefaultPrinterID(system), NULL);
    bool sent;

    httpAddrString(httpGetAddress(u.http), u.host, sizeof(u.host));
    read_query(&u, papplClientGetOptions(client));
    if (!is_open(client))
        sent = finish(&u, HTTP_STATUS_FORBIDDEN, 0,
                      "This is possible only on the computer of "
                      "the gateway.");
    else if (printer != NULL && papplClientGetMethod(client) == HTTP_STATE_POST &&
             !ipp_may_print(client, papplPrinterGetID(printer))) {
        log_say(LOG_SAY_WARN, "[Access] %s may not print on %s.", u.host,
                papplPrinterGetName(printer));
        sent = finish(&u, HTTP_STATUS_FORBIDDEN, 0, ACCESS_PRINT_REFUSAL);
    } else if (is_cross_site(&u))
        sent = finish(&u, HTTP_STATUS_FORBIDDEN, 0, "A page of another site may not print.");
    else if (printer == NULL)
        sent = finish(&u, HTTP_STATUS_NOT_FOUND, 0, "There is no such queue.");
    else if (papplClientGetMethod(client) != HTTP_STATE_POST && is_browser(&u))
        sent = go_to_form(client, printer);
    else if (papplClientGetMethod(client) != HTTP_STATE_POST)
        sent = finish(&u, HTTP_STATUS_OK, 0,
                      "Send a document here by POST: curl --data-binary @FILE URL");
    else
        sent = receive(&u, printer);
    upload_form_clear(&u.form);
    return sent;
}

void upload_setup(pappl_system_t *system, enum way_upload upload)
{
    allowed = upload;
    if (allowed != UPLOAD_OFF)
        papplSystemAddResourceCallback(system, "/print", "text/plain", serve, NULL);
}

void upload_add_printer(pappl_printer_t *printer)
{
    char path[256] = "", full[300];

    if (allowed == UPLOAD_OFF)
        return;
    papplPrinterGetPath(printer, NULL, path, sizeof(path));
    snprintf(full, sizeof(full), "/print%s", path);
    papplSystemAddResourceCallback(papplPrinterGetSystem(printer), full, "text/plain", serve,
                                   /* not the printer itself, which may be deleted */
                                   /* NOLINTNEXTLINE(performance-no-int-to-ptr): a number */
                                   (void *)(intptr_t)papplPrinterGetID(printer));
}
