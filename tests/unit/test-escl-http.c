/*
 * test-escl-http.c - eSCL over HTTP, as clients speak it: the order of requests of macOS,
 * Windows, sane-airscan, SANE's escl backend, Mopria, NAPS2 and VueScan; what goes wrong on the
 * way. Scanners and jobs are doubles that follow a script.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "escl-double.h"
#include "http-client.h"

#include "server/scan/escl-calls.h"
#include "server/scan/escl-http.h"
#include "server/http/http-parts.h"
#include "server/scan/web-scan.h"

#include <math.h>

#define HEAD                                                                                   \
    "<scan:ScanSettings xmlns:scan=\"http://schemas.hp.com/imaging/escl/2011/05/03\" "         \
    "xmlns:pwg=\"http://www.pwg.org/schemas/2010/12/sm\"><pwg:Version>2.63</pwg:Version>"
#define TAIL "</scan:ScanSettings>"
#define PLATEN_JPEG                                                                            \
    HEAD "<pwg:InputSource>Platen</pwg:InputSource><scan:ColorMode>Grayscale8"                 \
         "</scan:ColorMode><pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>" TAIL
#define FEEDER(color, format)                                                                  \
    HEAD "<pwg:InputSource>Feeder</pwg:InputSource><scan:ColorMode>" color                     \
         "</scan:ColorMode><pwg:DocumentFormat>" format "</pwg:DocumentFormat>" TAIL
#define FEEDER_JPEG FEEDER("RGB24", "image/jpeg")
#define FEEDER_PDF  FEEDER("Grayscale8", "application/pdf")
#define AS_XML      "Content-Type: text/xml\r\n"

#define MEGABYTE   ((size_t)1024 * 1024)
#define HUGE_BYTES (8 * MEGABYTE)

/* ---- the page of people, which has nothing to do with it ---- */

static struct http_answer *get_page(const struct http_request *request)
{
    (void)request;
    return http_text(200, "text/html", "a page");
}

const struct http_route web_scan_routes[] = {
    {"GET", "/", 0, get_page, NULL, NULL}
};
const size_t num_web_scan_routes = 1;

void web_scan_link(const char *name, const char *host, bool tls, char *link, size_t size)
{
    (void)name, (void)host, (void)tls, (void)size;
    link[0] = '\0';
}

/* ---- a client ---- */

struct reply {
    unsigned status;
    char head[4096];
    uint8_t *body; /* within bytes */
    size_t n;
    bool whole; /* as long as it says, or up to the last chunk */
    uint8_t *bytes;
};

static void reply_free(struct reply *reply)
{
    free(reply->bytes);
    memset(reply, 0, sizeof(*reply));
}

static const char *field(const struct reply *reply, const char *name)
{
    static _Thread_local char value[512];
    const char *at = strstr(reply->head, name);

    if (at == NULL)
        return "";
    at += strlen(name);
    snprintf(value, sizeof(value), "%.*s", (int)strcspn(at, "\r\n"), at);
    return value;
}

/* Chunks, in place. */
static void join_chunks(struct reply *reply, size_t n)
{
    uint8_t *at = reply->body, *end = at + n, *to = at;

    while (at < end) {
        char *after;
        unsigned long size = strtoul((char *)at, &after, 16);

        at = (uint8_t *)after + 2;
        if (size == 0 || at + size > end) {
            reply->whole = size == 0 && at <= end;
            break;
        }
        memmove(to, at, size);
        to += size;
        at += size + 2;
    }
    reply->n = (size_t)(to - reply->body);
}

static void understand(struct reply *reply, size_t n)
{
    uint8_t *end;
    size_t head;

    reply->bytes[n] = '\0';
    end = (uint8_t *)strstr((char *)reply->bytes, "\r\n\r\n");
    if (end == NULL)
        return;
    reply->body = end + 4;
    head = (size_t)(end + 2 - reply->bytes);
    snprintf(reply->head, sizeof(reply->head), "%.*s", (int)head, (char *)reply->bytes);
    reply->status = (unsigned)strtoul(reply->head + 9, NULL, 10);
    n -= (size_t)(reply->body - reply->bytes);
    if (strcmp(field(reply, "Transfer-Encoding: "), "chunked") == 0) {
        join_chunks(reply, n);
        return;
    }
    reply->n = n;
    reply->whole = field(reply, "Content-Length: ")[0] == '\0' ||
                   strtoull(field(reply, "Content-Length: "), NULL, 10) == n;
}

static char *make_request(unsigned port, const char *method, const char *path,
                          const char *fields, const char *body, const char *version)
{
    size_t size = 1024 + strlen(path) + strlen(fields) + strlen(body);
    char *text = (char *)pictures_alloc(size);
    bool has_body = strcmp(method, "POST") == 0 || strcmp(method, "PUT") == 0;
    int n = snprintf(text, size, "%s %s %s\r\nHost: 127.0.0.1:%u\r\nConnection: close\r\n%s",
                     method, path, version, port, fields);

    if (has_body)
        n += snprintf(text + n, size - (size_t)n, "Content-Length: %zu\r\n", strlen(body));
    snprintf(text + n, size - (size_t)n, "\r\n%s", has_body ? body : "");
    return text;
}

/* One request by a connection of its own, as sane-airscan does it. */
static unsigned ask_by(struct reply *reply, unsigned port, const char *method, const char *path,
                       const char *fields, const char *body, const char *version)
{
    char *request = make_request(port, method, path, fields, body, version);
    size_t size = HUGE_BYTES + 65536;
    bool reset = false;
    int fd = connect_to(port);

    reply_free(reply);
    reply->bytes = pictures_alloc(size);
    if (fd >= 0)
        understand(reply,
                   talk(fd, request, strlen(request), (char *)reply->bytes, size - 1, &reset));
    if (reset)
        reply->whole = false;
    if (fd >= 0)
        close(fd);
    free(request);
    return reply->status;
}

static unsigned ask(struct reply *reply, const char *method, const char *path)
{
    return ask_by(reply, scanners[0].facts.port, method, path, "User-Agent: test\r\n", "",
                  "HTTP/1.1");
}

static unsigned post(struct reply *reply, const char *settings)
{
    return ask_by(reply, scanners[0].facts.port, "POST", "/eSCL/ScanJobs",
                  AS_XML "User-Agent: test\r\n", settings, "HTTP/1.1");
}

/* The job of the reply's Location, with something behind it. */
static char *job_path(const struct reply *reply, const char *more)
{
    static char path[8][300];
    static unsigned i;

    i = (i + 1) % 8;
    snprintf(path[i], sizeof(path[i]), "%s%s", field(reply, "Location: "), more);
    return path[i];
}

static bool has(const struct reply *reply, const char *text)
{
    return reply->body != NULL && strstr((const char *)reply->body, text) != NULL;
}

/* The width of a JPEG's frame: which page it is, from 0; 999: no whole JPEG. */
static unsigned page_number(const struct reply *reply)
{
    const uint8_t *at = reply->body;

    if (reply->status != 200 || !reply->whole || reply->n < 20 ||
        strcmp(field(reply, "Content-Type: "), "image/jpeg") != 0 || at[0] != 0xFF ||
        at[1] != 0xD8 || at[reply->n - 2] != 0xFF || at[reply->n - 1] != 0xD9)
        return 999;
    for (size_t i = 2; i + 9 < reply->n; i++)
        if (at[i] == 0xFF && at[i + 1] == 0xC0)
            return (unsigned)(at[i + 7] << 8 | at[i + 8]) - 100;
    return 999;
}

static bool has_bytes(const struct reply *reply, const char *text, size_t from)
{
    size_t n = strlen(text);

    for (size_t i = from; i + n <= reply->n; i++)
        if (memcmp(reply->body + i, text, n) == 0)
            return true;
    return false;
}

/* How many pages a whole PDF has; 999: it is none. */
static unsigned pdf_pages(const struct reply *reply)
{
    unsigned n = 0;

    if (reply->status != 200 || !reply->whole || reply->n < 20 ||
        memcmp(reply->body, "%PDF-", 5) != 0 ||
        strcmp(field(reply, "Content-Type: "), "application/pdf") != 0 ||
        !has_bytes(reply, "%%EOF", reply->n - 10))
        return 999;
    for (size_t i = 0; i + 12 < reply->n; i++)
        n += memcmp(reply->body + i, "/Type/Page/", 11) == 0;
    return n;
}

/* ---- the scene ---- */

static void make_script(unsigned ready, bool ends, enum scan_result end)
{
    double_lock();
    memset(&script, 0, sizeof(script));
    script.ready = ready;
    script.ends = ends;
    script.end = end;
    double_unlock();
}

static void make_scanners(void)
{
    for (size_t i = 0; i < 2; i++) {
        make_facts(&scanners[i].facts);
        scanners[i].shown = i == 0;
    }
    strcpy(scanners[1].facts.name, "cellar");
}

static void start_serving(unsigned port)
{
    struct escl_setup setup = {
        .port = port, .web_port = 8000, .host = "gateway.local", .mac_gamma = 180};
    char why[300] = "";

    if (!listen_find(&setup.listen, "127.0.0.1", why, sizeof(why)))
        diag("%s", why);
    escl_start(&setup);
}

/* ---- clients ---- */

static void test_macos(void)
{
    struct reply reply = {0};
    char *job;

    make_script(1, true, SCAN_OK);
    ok(ask(&reply, "GET", "/eSCL/ScannerCapabilities") == 200 &&
           strcmp(field(&reply, "Content-Type: "), "text/xml") == 0 &&
           has(&reply, "</scan:ScannerCapabilities>"),
       "macOS asks for the abilities and gets XML");
    ok(has(&reply, "<scan:IconURI>http://gateway.local:") &&
           has(&reply, "<scan:AdminURI>http://gateway.local:"),
       "with addresses under the name that clients are told");
    ok(ask(&reply, "GET", "/eSCL/ScannerIcon") == 200 && reply.n > 1000 &&
           memcmp(reply.body, "\x89PNG", 4) == 0,
       "and for the icon");
    ok(ask(&reply, "GET", "/eSCL/ScannerStatus") == 200 &&
           has(&reply, "<pwg:State>Idle</pwg:State>"),
       "and for the status");
    ok(post(&reply, PLATEN_JPEG) == 201 && reply.n == 0 &&
           strncmp(field(&reply, "Location: "), "/eSCL/ScanJobs/", 15) == 0 &&
           strlen(field(&reply, "Location: ")) == 15 + 32,
       "a job is created, with a path and no body");
    job = job_path(&reply, "");
    ok(ask(&reply, "GET", job_path(&reply, "/NextDocument")) == 200 &&
           page_number(&reply) == 0 && field(&reply, "Content-Length: ")[0] != '\0',
       "its page comes with its length");
    {
        char next[400];

        snprintf(next, sizeof(next), "%s/NextDocument", job);
        ok(ask(&reply, "GET", next) == 404, "the glass has no second page");
        ok(ask(&reply, "DELETE", job) == 200, "the job is deleted");
        ok(ask(&reply, "DELETE", job) == 200, "once more, which does no harm");
        ok(ask(&reply, "GET", next) == 410, "then it is gone");
    }
    ok(ask(&reply, "GET", "/eSCL/ScannerStatus") == 200 &&
           has(&reply, "<pwg:State>Idle</pwg:State>") &&
           has(&reply, "<pwg:ImagesCompleted>1</pwg:ImagesCompleted>") &&
           has(&reply, "<pwg:JobState>Completed</pwg:JobState>"),
       "the status tells one image of a job that is completed");
    reply_free(&reply);
}

static void test_mac_gamma(void)
{
    struct reply reply = {0};

    make_script(1, true, SCAN_OK);
    ok(ask_by(&reply, scanners[0].facts.port, "POST", "/eSCL/ScanJobs",
              AS_XML "User-Agent: AirScanScanner/1910 CFNetwork/1408 Darwin/22\r\n",
              PLATEN_JPEG, "HTTP/1.1") == 201 &&
           fabs(scanners[0].jobs->info.settings.gamma - 1.8) < 0.001,
       "scans for macOS's own program are made lighter, where it is asked for");
    ok(post(&reply, PLATEN_JPEG) == 201 &&
           fabs(scanners[0].jobs->info.settings.gamma - 1) < 0.001,
       "those for others are not");
    reply_free(&reply);
}

static void test_windows(void)
{
    struct reply reply = {0};
    char job[200], next[300];
    bool good = true;

    make_script(3, true, SCAN_OK);
    ok(post(&reply, FEEDER_JPEG) == 201, "Windows scans a stack of three");
    snprintf(job, sizeof(job), "%s", field(&reply, "Location: "));
    snprintf(next, sizeof(next), "%s/NextDocument", job);
    ok(ask(&reply, "GET", "/eSCL/ScannerStatus") == 200 &&
           has(&reply, "<pwg:State>Processing</pwg:State>") &&
           has(&reply, "<scan:AdfState>ScannerAdfProcessing</scan:AdfState>") &&
           has(&reply, "<pwg:ImagesToTransfer>3</pwg:ImagesToTransfer>") &&
           has(&reply, "<pwg:JobState>Processing</pwg:JobState>"),
       "while pages wait the job and the feeder are processing");
    for (unsigned i = 0; i < 3; i++)
        good = ask(&reply, "GET", next) == 200 && page_number(&reply) == i && good;
    ok(good, "three pages come in their order");
    ok(ask(&reply, "GET", next) == 404,
       "the end of the stack is 404, not 409, which Windows shows as a jam");
    ok(ask(&reply, "GET", "/eSCL/ScannerStatus") == 200 &&
           has(&reply, "<pwg:ImagesCompleted>3</pwg:ImagesCompleted>") &&
           has(&reply, "<pwg:JobState>Completed</pwg:JobState>"),
       "then the job is completed");
    reply_free(&reply);
}

static void test_sane_escl(void)
{
    struct reply reply = {0};
    unsigned port = scanners[0].facts.port;

    make_script(1, true, SCAN_OK);
    ok(ask_by(&reply, port, "POST", "/eSCL/ScanJobs",
              "Content-Type: application/x-www-form-urlencoded\r\n", PLATEN_JPEG,
              "HTTP/1.1") == 201,
       "SANE's escl backend calls its settings a form, and is understood");
    ok(ask(&reply, "GET", job_path(&reply, "/NextDocument")) == 200, "it gets its page");
    make_script(0, true, SCAN_JAMMED);
    script.start = SCAN_NO_DOCS;
    ok(ask_by(&reply, port, "POST", "/eSCL/ScanJobs", "", FEEDER_JPEG, "HTTP/1.1") == 409 &&
           strncmp(reply.head, "HTTP/1.1 409 Conflict\r\n", 23) == 0 &&
           has(&reply, "409 Conflict"),
       "it is told of an empty feeder in the words that it looks for");
    script.start = SCAN_BUSY;
    ok(ask_by(&reply, port, "POST", "/eSCL/ScanJobs", "", FEEDER_JPEG, "HTTP/1.1") == 503 &&
           has(&reply, "503 Service Unavailable") && field(&reply, "Retry-After: ")[0] > '0',
       "and of a scanner that is busy");
    reply_free(&reply);
}

static void test_mopria(void)
{
    struct reply reply = {0};
    char job[200], next[300];

    make_script(3, true, SCAN_OK);
    ok(post(&reply, FEEDER_PDF) == 201, "Mopria asks for a PDF of a stack");
    snprintf(job, sizeof(job), "%s", field(&reply, "Location: "));
    snprintf(next, sizeof(next), "%s/NextDocument", job);
    ok(ask(&reply, "GET", next) == 200 && pdf_pages(&reply) == 3 &&
           strcmp(field(&reply, "Transfer-Encoding: "), "chunked") == 0,
       "one document with all pages comes, in chunks");
    ok(ask(&reply, "GET", next) == 404, "and no other");
    ok(ask(&reply, "DELETE", job) == 200, "it is deleted");
    make_script(2, true, SCAN_OK);
    ok(post(&reply, FEEDER("BlackAndWhite1", "application/pdf")) == 201 &&
           ask(&reply, "GET", job_path(&reply, "/NextDocument")) == 200 &&
           pdf_pages(&reply) == 2 && has_bytes(&reply, "CCITTFaxDecode", 0),
       "in black and white it is packed as a facsimile");
    reply_free(&reply);
}

static void test_old_http(void)
{
    struct reply reply = {0};
    unsigned port = scanners[0].facts.port;

    make_script(2, true, SCAN_OK);
    ok(post(&reply, FEEDER_PDF) == 201 &&
           ask_by(&reply, port, "GET", job_path(&reply, "/NextDocument"), "", "", "HTTP/1.0") ==
               200 &&
           field(&reply, "Transfer-Encoding: ")[0] == '\0' && pdf_pages(&reply) == 2,
       "a client of HTTP/1.0 gets no chunks");
    reply_free(&reply);
}

static void test_naps2_and_vuescan(void)
{
    struct reply reply = {0};

    make_script(2, true, SCAN_OK);
    ok(post(&reply, HEAD "<pwg:InputSource>Feeder</pwg:InputSource><scan:Duplex>true"
                         "</scan:Duplex><scan:ColorMode>RGB24</scan:ColorMode>"
                         "<pwg:DocumentFormat>image/png</pwg:DocumentFormat>" TAIL) == 201 &&
           scanners[0].jobs->info.settings.input == SCAN_FEEDER_DUPLEX &&
           ask(&reply, "GET", job_path(&reply, "/NextDocument")) == 200 &&
           strcmp(field(&reply, "Content-Type: "), "image/png") == 0 && reply.whole,
       "NAPS2 scans both sides as PNG");
    ok(ask(&reply, "GET", "/eSCL/ScanJobs") == 405 &&
           ask(&reply, "GET", "/eSCL/Elsewhere") == 404 && ask(&reply, "GET", "/") == 200,
       "paths are under /eSCL (VueScan), the page for people is at the root");
    reply_free(&reply);
}

/* ---- waiting ---- */

struct asker {
    pthread_t thread;
    struct reply reply;
    char path[300];
};

static void *ask_in_thread(void *ctx)
{
    struct asker *asker = ctx;

    ask(&asker->reply, "GET", asker->path);
    return NULL;
}

static void begin_asking(struct asker *asker, const char *path)
{
    memset(asker, 0, sizeof(*asker));
    snprintf(asker->path, sizeof(asker->path), "%s", path);
    pthread_create(&asker->thread, NULL, ask_in_thread, asker);
}

static unsigned end_asking(struct asker *asker)
{
    pthread_join(asker->thread, NULL);
    return asker->reply.status;
}

static const struct escl_times short_times = {
    .begin = 50, .page = 100, .arrive = 20000, .cancel = 5000};
static const struct escl_times long_times = {
    .begin = 50, .page = 20000, .arrive = 20000, .cancel = 5000};

static void test_airscan(void)
{
    struct reply reply = {0};
    struct asker asker;
    char next[300];

    escl_set_times(&short_times);
    make_script(0, false, SCAN_OK);
    ok(post(&reply, FEEDER_JPEG) == 201, "sane-airscan's job is created before its page");
    snprintf(next, sizeof(next), "%s/NextDocument", field(&reply, "Location: "));
    ok(ask(&reply, "GET", next) == 503 && field(&reply, "Retry-After: ")[0] > '0',
       "a page that is not there yet is 503, and worth another question");
    ok(ask(&reply, "GET", "/eSCL/ScannerStatus") == 200 &&
           has(&reply, "<pwg:State>Processing</pwg:State>"),
       "the status says then that it is processing, or sane-airscan would give up");
    escl_set_times(&long_times);
    begin_asking(&asker, next);
    double_lock();
    double_add(scanners[0].jobs);
    double_unlock();
    ok(end_asking(&asker) == 200 && page_number(&asker.reply) == 0,
       "who waits gets the page when it is there");
    reply_free(&asker.reply);
    begin_asking(&asker, next);
    double_lock();
    double_end(scanners[0].jobs, SCAN_OK);
    double_unlock();
    ok(end_asking(&asker) == 404, "or hears of the end of the stack");
    reply_free(&asker.reply);
    reply_free(&reply);
}

static void test_cancel_while_waiting(void)
{
    struct reply reply = {0};
    struct asker asker;
    char job[200], next[300];
    unsigned asked;

    make_script(0, false, SCAN_OK);
    ok(post(&reply, FEEDER_JPEG) == 201, "a job that gives no page");
    snprintf(job, sizeof(job), "%s", field(&reply, "Location: "));
    snprintf(next, sizeof(next), "%s/NextDocument", job);
    asked = scanners[0].jobs->asked;
    begin_asking(&asker, next);
    (void)double_wait_asked(&scanners[0], asked + 1);
    ok(ask(&reply, "DELETE", job) == 200, "is canceled while its client waits");
    ok(end_asking(&asker) == 410, "who hears that it is gone");
    ok(ask(&reply, "GET", "/eSCL/ScannerStatus") == 200 &&
           has(&reply, "<pwg:JobState>Canceled</pwg:JobState>") &&
           has(&reply, "<pwg:State>Idle</pwg:State>"),
       "and the scanner is idle");
    reply_free(&asker.reply);
    reply_free(&reply);
}

/* ---- trouble of the scanner ---- */

static void test_jams(void)
{
    struct reply reply = {0};
    char next[300];

    make_script(1, true, SCAN_JAMMED);
    ok(post(&reply, FEEDER_JPEG) == 201, "a stack that jams behind its first sheet");
    snprintf(next, sizeof(next), "%s/NextDocument", field(&reply, "Location: "));
    ok(ask(&reply, "GET", next) == 200 && page_number(&reply) == 0, "gives that sheet");
    ok(ask(&reply, "GET", next) == 409, "and then 409");
    ok(ask(&reply, "GET", "/eSCL/ScannerStatus") == 200 &&
           has(&reply, "<scan:AdfState>ScannerAdfJam</scan:AdfState>") &&
           has(&reply, "<pwg:JobState>Aborted</pwg:JobState>"),
       "with a feeder that is jammed");
    make_script(2, true, SCAN_JAMMED);
    ok(post(&reply, FEEDER_PDF) == 201, "as a PDF");
    snprintf(next, sizeof(next), "%s/NextDocument", field(&reply, "Location: "));
    ok(ask(&reply, "GET", next) == 200 && pdf_pages(&reply) == 2,
       "the sheets before it are a whole document");
    ok(ask(&reply, "GET", next) == 409, "and then comes 409");
    reply_free(&reply);
}

/* "Ask again" would be asked again for ever. */
static void test_bad_ends(void)
{
    static const enum scan_result results[] = {SCAN_BUSY, SCAN_GONE,    SCAN_NO_MEMORY,
                                               SCAN_IO,   SCAN_CRASHED, SCAN_TIMEOUT};
    struct reply reply = {0};

    for (size_t i = 0; i < sizeof(results) / sizeof(results[0]); i++) {
        char next[300];

        make_script(1, true, results[i]);
        (void)post(&reply, FEEDER_JPEG);
        snprintf(next, sizeof(next), "%s/NextDocument", field(&reply, "Location: "));
        ok(ask(&reply, "GET", next) == 200 && page_number(&reply) == 0 &&
               ask(&reply, "GET", next) == 500,
           "a stack that ends by \"%s\" gives its sheet, and then 500",
           scan_result_keyword(results[i]));
    }
    reply_free(&reply);
}

static void test_bad_beginnings(void)
{
    static const struct {
        enum scan_result result;
        unsigned status;
    } rows[] = {
        {SCAN_NO_DOCS,    409},
        {SCAN_JAMMED,     409},
        {SCAN_COVER_OPEN, 409},
        {SCAN_INVALID,    409},
        {SCAN_BUSY,       503},
        {SCAN_GONE,       503},
        {SCAN_NO_MEMORY,  503},
        {SCAN_IO,         500},
        {SCAN_CRASHED,    500},
        {SCAN_TIMEOUT,    500},
        {SCAN_DENIED,     500},
    };
    struct reply reply = {0};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        make_script(0, true, rows[i].result);
        ok(post(&reply, FEEDER_PDF) == rows[i].status,
           "a job that ends at once by \"%s\" is answered with %u",
           scan_result_keyword(rows[i].result), rows[i].status);
    }
    make_script(0, true, SCAN_COVER_OPEN);
    ok(post(&reply, FEEDER_JPEG) == 409 && ask(&reply, "GET", "/eSCL/ScannerStatus") == 200 &&
           has(&reply, "ScannerAdfHatchOpen") &&
           has(&reply, "<pwg:JobState>Aborted</pwg:JobState>"),
       "an open cover is in the status, and the job that met it");
    ok(ask_by(&reply, scanners[0].facts.port, "GET", "/eSCL/ScannerStatus", "", "",
              "HTTP/1.1") == 200 &&
           has(&reply, "ScannerAdfDoorOpen"),
       "and for clients without a name, SANE's, in the word that they know");
    scanners[0].facts.known = false;
    ok(post(&reply, PLATEN_JPEG) == 503 &&
           ask(&reply, "GET", "/eSCL/ScannerCapabilities") == 503,
       "a scanner that was never seen is not there yet");
    scanners[0].facts.known = true;
    reply_free(&reply);
}

/* ---- trouble of clients ---- */

static void test_nonsense(void)
{
    struct reply reply = {0};
    unsigned port = scanners[0].facts.port;
    char *large = (char *)pictures_alloc(MEGABYTE + 1);

    make_script(1, true, SCAN_OK);
    ok(post(&reply, "") == 400, "no body is 400");
    ok(post(&reply, "{}") == 400, "JSON is 400");
    ok(post(&reply, "<ScanSettings><scan:X/></ScanSettings>") == 400,
       "a prefix without a namespace is 400");
    ok(post(&reply, HEAD "<scan:XResolution>0</scan:XResolution>" TAIL) == 400,
       "a resolution of 0 is 400");
    ok(post(&reply, HEAD "<pwg:ScanRegions><pwg:ScanRegion><pwg:Width>1e99</pwg:Width>"
                         "</pwg:ScanRegion></pwg:ScanRegions>" TAIL) == 400,
       "a width of 1e99 is 400");
    ok(post(&reply, "<!DOCTYPE a [<!ENTITY b \"c\">]><ScanSettings/>") == 400,
       "entities are 400");
    ok(post(&reply, HEAD "<pwg:DocumentFormat>image/tiff</pwg:DocumentFormat>" TAIL) == 409,
       "TIFF is 409");
    memset(large, ' ', MEGABYTE);
    large[0] = '<'; /* and nothing that could end it */
    ok(post(&reply, large) == 413, "a megabyte is 413");
    ok(ask_by(&reply, port, "POST", "/eSCL/ScanJobs", "Content-Type: text/plain\r\n",
              PLATEN_JPEG, "HTTP/1.1") == 415,
       "settings as plain text are 415: a page of a stranger can have a browser send that");
    ok(ask_by(&reply, port, "POST", "/eSCL/ScanJobs",
              "Content-Type: application/x-www-form-urlencoded\r\n"
              "User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\n",
              PLATEN_JPEG, "HTTP/1.1") == 415,
       "so are a browser's as a form");
    ok(ask_by(&reply, port, "POST", "/eSCL/ScanJobs",
              "Content-Type: application/xml; charset=utf-8\r\n", PLATEN_JPEG,
              "HTTP/1.1") == 201,
       "application/xml is XML");
    ok(ask(&reply, "GET", "/eSCL/ScanJobs/00/NextDocument") == 404 &&
           ask(&reply, "DELETE", "/eSCL/ScanJobs/00") == 404 &&
           ask(&reply, "GET", "/eSCL/ScanJobs/00/ScanImageInfo") == 404,
       "a job that is none is 404");
    free(large);
    reply_free(&reply);
}

/* Reads a little of the answer, then is gone. */
static void break_off(const char *path)
{
    char *request = make_request(scanners[0].facts.port, "GET", path, "", "", "HTTP/1.1"),
         some[1000];
    struct linger at_once = {.l_onoff = 1};
    int fd = connect_to(scanners[0].facts.port);

    if (fd >= 0 && send_text(fd, request) && receive_some(fd, some, sizeof(some)) > 0)
        (void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
    if (fd >= 0)
        close(fd);
    free(request);
}

static void test_broken_downloads(void)
{
    struct reply reply = {0};
    char next[300];

    make_script(0, false, SCAN_OK);
    script.huge = HUGE_BYTES;
    ok(post(&reply, FEEDER_JPEG) == 201, "a stack of large pages");
    snprintf(next, sizeof(next), "%s/NextDocument", field(&reply, "Location: "));
    double_lock();
    double_add(scanners[0].jobs);
    script.huge = 0;
    double_add(scanners[0].jobs);
    double_end(scanners[0].jobs, SCAN_OK);
    double_unlock();
    break_off(next);
    ok(ask(&reply, "GET", next) == 200 && reply.n == HUGE_BYTES && reply.whole &&
           reply.body[1000] == (uint8_t)(7000 + 3),
       "a page whose download broke off comes again");
    ok(ask_by(&reply, scanners[0].facts.port, "HEAD", next, "", "", "HTTP/1.1") == 200,
       "who asks for the head of the next one only");
    ok(ask(&reply, "GET", next) == 200 && page_number(&reply) == 1, "gets it all the same");
    ok(ask(&reply, "GET", next) == 404, "and then there are no more");
    reply_free(&reply);
}

static void test_broken_pdf(void)
{
    struct reply reply = {0};
    struct asker asker;
    char next[300];

    make_script(1, false, SCAN_OK);
    ok(post(&reply, FEEDER_PDF) == 201, "a PDF of a stack that goes on");
    snprintf(next, sizeof(next), "%s/NextDocument", field(&reply, "Location: "));
    break_off(next);
    double_lock();
    double_end(scanners[0].jobs, SCAN_OK);
    double_unlock();
    while (ask(&reply, "GET", next) == 503)
        ; /* the server has not heard yet that the first client is gone */
    ok(pdf_pages(&reply) == 1, "whose download broke off in the first page can be begun again");
    make_script(1, false, SCAN_OK);
    ok(post(&reply, FEEDER_PDF) == 201, "another one");
    snprintf(next, sizeof(next), "%s/NextDocument", field(&reply, "Location: "));
    begin_asking(&asker, next);
    (void)double_wait_asked(&scanners[0], scanners[0].jobs->asked + 1);
    next[strlen(next) - strlen("/NextDocument")] = '\0';
    ok(ask(&reply, "DELETE", next) == 200, "is deleted meanwhile");
    ok(end_asking(&asker) != 200 || !asker.reply.whole,
       "and the client sees that its document broke off");
    reply_free(&asker.reply);
    reply_free(&reply);
}

/* ---- answers without a server, read as far as a test wants ---- */

/* A request for the next document of the job of the last answer. */
static struct http_request request_for(const struct reply *reply, char id[64])
{
    struct http_request request = {
        .method = "GET", .host = "127.0.0.1", .local = true, .ctx = &scanners[0]};

    snprintf(id, 64, "%s", field(reply, "/eSCL/ScanJobs/"));
    request.piece[0] = id;
    return request;
}

/* All of a body; -1: it broke off. */
static long read_all(struct http_answer *answer)
{
    static char bytes[32768];
    uint64_t at = 0;
    long n;

    while ((n = http_answer_read(answer, at, bytes, sizeof(bytes))) > 0)
        at += (uint64_t)n;
    return n < 0 ? -1 : (long)at;
}

static void *ask_next(void *ctx)
{
    return escl_next_document(ctx);
}

static void test_next_waits_for_the_last(void)
{
    struct reply reply = {0};
    struct http_request request;
    struct http_answer *first;
    void *second = NULL;
    pthread_t thread;
    char id[64];
    unsigned asked;
    long n;

    make_script(2, true, SCAN_OK);
    ok(post(&reply, FEEDER_JPEG) == 201, "a client has read a page to its end");
    request = request_for(&reply, id);
    first = escl_next_document(&request);
    n = read_all(first);
    asked = scanners[0].jobs->asked;
    pthread_create(&thread, NULL, ask_next, &request);
    /* that nothing happens has no moment of its own: a tenth of a second stands for it */
    ok(n > 0 && !receive_waits(-1, 100) && scanners[0].jobs->asked == asked,
       "and asks for the next one before we hear of that: it waits");
    http_answer_free(first, true);
    pthread_join(thread, &second);
    ok(second != NULL && http_answer_status(second) == 200 &&
           scanners[0].jobs->info.taken == 1 && read_all(second) > 0,
       "for the next page, when the first one arrived");
    http_answer_free(second, true);
    ok(scanners[0].jobs->info.taken == 2, "which arrives, too");
    reply_free(&reply);
}

static void test_lost_pdf(void)
{
    struct reply reply = {0};
    struct http_request request;
    struct http_answer *answer;
    char id[64];

    make_script(2, false, SCAN_OK);
    ok(post(&reply, FEEDER_PDF) == 201, "a PDF whose first page was let go");
    request = request_for(&reply, id);
    answer = escl_next_document(&request);
    double_wait_taken(scanners[0].jobs, 1);
    http_answer_free(answer, false);
    answer = escl_next_document(&request);
    ok(answer != NULL && http_answer_status(answer) == 410,
       "cannot be begun again when it broke off");
    ok(scanners[0].jobs->info.state == SCAN_JOB_CANCELED, "and its scan is canceled");
    http_answer_free(answer, true);
    reply_free(&reply);
}

static void test_deleted_pdf(void)
{
    struct reply reply = {0};
    struct http_request request;
    struct http_answer *answer;
    char id[64], some[100];

    make_script(0, false, SCAN_OK);
    script.noise = true;
    ok(post(&reply, FEEDER_PDF) == 201, "a PDF of a scan that is done");
    double_lock();
    double_add(scanners[0].jobs);
    double_add(scanners[0].jobs);
    double_end(scanners[0].jobs, SCAN_OK);
    double_unlock();
    request = request_for(&reply, id);
    answer = escl_next_document(&request);
    ok(http_answer_read(answer, 0, some, sizeof(some)) > 0, "is on its way");
    ok(ask(&reply, "DELETE", job_path(&reply, "")) == 200, "when its job is deleted");
    ok(read_all(answer) == -1, "it breaks off, and is no whole document of fewer pages");
    http_answer_free(answer, false);
    reply_free(&reply);
}

static void *post_in_thread(void *ctx)
{
    post(ctx, FEEDER_JPEG);
    return NULL;
}

static void test_feeder_is_tried(void)
{
    static const struct escl_times patient = {
        .begin = 20000, .page = 20000, .arrive = 20000, .cancel = 5000};
    struct reply reply = {0};
    pthread_t thread;
    bool waits;

    escl_set_times(&patient);
    make_script(0, false, SCAN_OK);
    double_forget_jobs(&scanners[0]);
    pthread_create(&thread, NULL, post_in_thread, &reply);
    waits = double_was_asked(&scanners[0], 5);
    double_lock();
    double_end(scanners[0].jobs, SCAN_NO_DOCS);
    double_unlock();
    pthread_join(thread, NULL);
    ok(waits && reply.status == 409,
       "a feeder without a sensor is tried before its job is created: it was empty");
    make_script(0, false, SCAN_OK);
    scanners[0].facts.feeder = SCAN_FEEDER_LOADED;
    ok(post(&reply, FEEDER_JPEG) == 201, "one that is known to be loaded is not waited for");
    scanners[0].facts.feeder = SCAN_FEEDER_UNKNOWN;
    scan_job_cancel(scanners[0].jobs, 0);
    escl_set_times(&long_times);
    reply_free(&reply);
}

static void test_no_page_twice(void)
{
    struct reply reply = {0};
    char next[300];
    bool good = true;

    for (unsigned round = 0; round < 20; round++) {
        make_script(3, true, SCAN_OK);
        good = post(&reply, FEEDER_JPEG) == 201 && good;
        snprintf(next, sizeof(next), "%s/NextDocument", field(&reply, "Location: "));
        for (unsigned i = 0; i < 3; i++)
            good = ask(&reply, "GET", next) == 200 && page_number(&reply) == i && good;
        good = ask(&reply, "GET", next) == 404 && good;
    }
    ok(good, "a client that asks for the next page at once, by another connection, never gets "
             "one twice");
    reply_free(&reply);
}

/* ---- the rest ---- */

static void test_information(void)
{
    struct reply reply = {0};
    char job[200], path[300];
    unsigned port = scanners[0].facts.port;

    make_script(1, true, SCAN_OK);
    ok(post(&reply, PLATEN_JPEG) == 201, "a job");
    snprintf(job, sizeof(job), "%s", field(&reply, "Location: "));
    snprintf(path, sizeof(path), "%s/ScanImageInfo", job);
    ok(ask(&reply, "GET", path) == 200 && has(&reply, "<scan:ActualWidth>100<") &&
           has(&reply, "<scan:ActualHeight>60<") &&
           has(&reply, "<scan:ActualBytesPerLine>100<"),
       "tells what its page is before it is fetched");
    snprintf(path, sizeof(path), "%s/NextDocument", job);
    ok(ask(&reply, "GET", path) == 200 && page_number(&reply) == 0, "which is fetched");
    snprintf(path, sizeof(path), "%s/ScanImageInfo", job);
    ok(ask(&reply, "GET", path) == 200 && has(&reply, "<scan:ActualWidth>100<"),
       "and afterwards");
    ok(ask_by(&reply, port, "PUT", "/eSCL/ScanBufferInfo", AS_XML, PLATEN_JPEG, "HTTP/1.1") ==
               200 &&
           has(&reply, "<scan:ImageWidth>2550<") && has(&reply, "<scan:ImageHeight>3508<"),
       "the size of a page is told before it is scanned");
    ok(scanners[0].jobs->info.settings.dpi == 300 &&
           strcmp(scanners[0].jobs->info.asker.way, "escl") == 0 &&
           strcmp(scanners[0].jobs->info.asker.host, "127.0.0.1") == 0 &&
           strcmp(scanners[0].jobs->info.asker.agent, "test") == 0,
       "a job knows who asked for it");
    reply_free(&reply);
}

static void test_two_scanners(void)
{
    struct reply reply = {0};
    char next[300];
    unsigned port;

    scanners[1].shown = true;
    double_watcher(NULL);
    port = scanners[1].facts.port;
    ok(port >= 8010 && port != scanners[0].facts.port, "a scanner that comes has another port");
    make_script(1, true, SCAN_OK);
    ok(post(&reply, PLATEN_JPEG) == 201, "a job of the one");
    snprintf(next, sizeof(next), "%s/NextDocument", field(&reply, "Location: "));
    ok(ask_by(&reply, port, "GET", next, "", "", "HTTP/1.1") == 404, "is no job of the other");
    ok(ask_by(&reply, port, "GET", "/eSCL/ScannerStatus", "", "", "HTTP/1.1") == 200 &&
           !has(&reply, "JobInfo"),
       "which does not tell of it");
    ok(ask(&reply, "GET", next) == 200, "and is fetched from its own");
    scanners[1].shown = false;
    double_watcher(NULL);
    ok(connect_to(port) < 0, "a scanner that goes closes its port");
    scanners[1].shown = true;
    double_watcher(NULL);
    ok(scanners[1].facts.port == port, "and has it again when it comes back");
    scanners[1].shown = false;
    double_watcher(NULL);
    reply_free(&reply);
}

static void test_foreign_jobs(void)
{
    struct http_request request = {.host = "192.0.2.7"};
    struct reply reply = {0};
    const char *id;

    make_script(1, true, SCAN_OK);
    ok(post(&reply, PLATEN_JPEG) == 201, "a client's job");
    id = field(&reply, "/eSCL/ScanJobs/");
    ok(!escl_job_is_told(&scanners[0], id, &request), "is not told to other computers");
    request.host = "127.0.0.1";
    ok(escl_job_is_told(&scanners[0], id, &request), "but to the one it is from");
    make_script(0, false, SCAN_OK);
    {
        const struct scan_asker asker = {.way = "web"};
        const struct scan_handover handover = {2, 90};
        struct scan_settings settings = {.input = SCAN_PLATEN};
        struct scan_job *job;
        char why[100], path[200];

        scan_job_start(&scanners[0], &settings, &handover, &asker, &job, why, sizeof(why));
        snprintf(path, sizeof(path), "/eSCL/ScanJobs/%s/NextDocument", job->info.id);
        ok(ask(&reply, "GET", path) == 404, "a job of the page for people is none of eSCL's");
        ok(ask(&reply, "GET", "/eSCL/ScannerStatus") == 200 &&
               has(&reply, "<pwg:State>Processing</pwg:State>") && !has(&reply, job->info.id),
           "but it makes the scanner busy");
        scan_job_cancel(job, 0);
        scan_job_release(job);
    }
    reply_free(&reply);
}

static void *get_statuses(void *ctx)
{
    struct reply reply = {0};
    unsigned *good = ctx;

    for (unsigned i = 0; i < 5; i++)
        *good += ask(&reply, "GET", "/eSCL/ScannerStatus") == 200 &&
                 has(&reply, "</scan:ScannerStatus>");
    reply_free(&reply);
    return NULL;
}

static void test_many_polls(void)
{
    pthread_t threads[20];
    unsigned good[20] = {0}, sum = 0;
    struct reply reply = {0};

    make_script(2, false, SCAN_OK);
    ok(post(&reply, FEEDER_JPEG) == 201, "during a scan");
    for (size_t i = 0; i < 20; i++)
        pthread_create(&threads[i], NULL, get_statuses, &good[i]);
    for (size_t i = 0; i < 20; i++) {
        pthread_join(threads[i], NULL);
        sum += good[i];
    }
    ok(sum == 100, "twenty clients ask for the status five times each and get it");
    scan_job_cancel(scanners[0].jobs, 0);
    reply_free(&reply);
}

static void test_stop_while_waiting(void)
{
    struct reply reply = {0};
    struct asker asker;
    unsigned asked, port = scanners[0].facts.port;

    make_script(0, false, SCAN_OK);
    ok(post(&reply, FEEDER_JPEG) == 201, "a client waits for a page");
    asked = scanners[0].jobs->asked;
    begin_asking(&asker, job_path(&reply, "/NextDocument"));
    (void)double_wait_asked(&scanners[0], asked + 1);
    escl_stop();
    ok(end_asking(&asker) != 200, "when the server stops, which does not wait for the page");
    ok(scanners[0].jobs->info.state == SCAN_JOB_CANCELED, "the scan is canceled");
    start_serving(0);
    ok(scanners[0].facts.port == port, "the next start has the same port");
    escl_stop();
    reply_free(&asker.reply);
    reply_free(&reply);
}

static void test_asked_port(void)
{
    unsigned kept = scanners[0].facts.port;

    start_serving(kept + 100);
    ok(scanners[0].facts.port == kept + 100, "a port that is asked for counts more");
    escl_stop();
}

int main(void)
{
    make_scanners();
    escl_set_times(&long_times);
    start_serving(0);
    ok(scanners[0].facts.port >= 8010 && scanners[0].facts.tls_port == 0,
       "a scanner's port is 8010, or one behind it");
    test_macos();
    test_mac_gamma();
    test_windows();
    test_sane_escl();
    test_mopria();
    test_old_http();
    test_naps2_and_vuescan();
    test_airscan();
    test_cancel_while_waiting();
    test_jams();
    test_bad_ends();
    test_bad_beginnings();
    test_nonsense();
    test_broken_downloads();
    test_broken_pdf();
    test_next_waits_for_the_last();
    test_lost_pdf();
    test_deleted_pdf();
    test_feeder_is_tried();
    test_no_page_twice();
    test_information();
    test_two_scanners();
    test_foreign_jobs();
    test_many_polls();
    test_stop_while_waiting();
    test_asked_port();
    for (size_t i = 0; i < 2; i++)
        double_forget_jobs(&scanners[i]);
    return tap_done();
}
