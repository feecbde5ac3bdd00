/*
 * test-scan-web-tray.c - the collections of the page to scan from: whose they are, their order,
 * what is deleted, their limits, and a scan's way into them. Scan jobs and requests are
 * doubles.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/scan/web-scan-tray.h"

#include "tap.h"

#include <stdlib.h>
#include <string.h>

/* ---- doubles ---- */

struct scanner {
    const char *uuid;
};

static struct scanner first = {"11111111-0000"}, second = {"22222222-0000"};
static char cookie[256];

void scanner_facts(struct scanner *scanner, struct scanner_facts *facts)
{
    memset(facts, 0, sizeof(*facts));
    snprintf(facts->uuid, sizeof(facts->uuid), "%s", scanner->uuid);
}

const char *http_header(const struct http_request *request, const char *name)
{
    (void)request;
    return strcmp(name, "Cookie") == 0 ? cookie : "test";
}

struct scan_job {
    unsigned made, given, taken, references;
    bool ended, canceled;
    enum scan_result result;
    unsigned blank;
    char why[64];
    uint64_t bytes;
};

static struct scan_job job;
static enum scan_result start_result;
static const char *folder;

static struct scan_page *page_of(uint64_t bytes)
{
    struct scan_page_facts facts = {.color = SCAN_GRAY, .width = 8, .height = 8, .dpi = 75};
    char why[256];
    struct scan_page *page = scan_page_new(folder, bytes, why, sizeof(why));
    struct sink sink = scan_page_sink(page);
    uint8_t zeros[64] = {0};

    for (uint64_t i = 0; i < bytes; i += sizeof(zeros))
        if (sink_write(&sink, zeros, sizeof(zeros)) != RESULT_OK)
            abort();
    scan_page_complete(page, &facts);
    return page;
}

enum scan_result scan_job_start(struct scanner *scanner, const struct scan_settings *settings,
                                const struct scan_handover *handover,
                                const struct scan_asker *asker, struct scan_job **started,
                                char *why, size_t why_size)
{
    (void)scanner;
    (void)settings;
    (void)handover;
    if (strcmp(asker->way, "web") != 0)
        abort();
    snprintf(why, why_size, "%s", start_result == SCAN_OK ? "" : "Not now.");
    job = (struct scan_job){.references = 1, .bytes = 64};
    *started = start_result == SCAN_OK ? &job : NULL;
    return start_result;
}

enum scan_result scan_job_page(struct scan_job *j, unsigned n, unsigned wait_ms,
                               struct scan_page **page)
{
    (void)wait_ms;
    if (n < j->made) {
        *page = page_of(j->bytes);
        return SCAN_OK;
    }
    return !j->ended ? SCAN_TIMEOUT : j->result == SCAN_OK ? SCAN_NO_DOCS : j->result;
}

void scan_job_take(struct scan_job *j, unsigned n)
{
    j->taken = n;
}

void scan_job_cancel(struct scan_job *j, unsigned wait_ms)
{
    (void)wait_ms;
    j->canceled = true;
}

void scan_job_info(struct scan_job *j, struct scan_job_info *info)
{
    memset(info, 0, sizeof(*info));
    info->state = !j->ended                    ? SCAN_JOB_PROCESSING
                  : j->result == SCAN_CANCELED ? SCAN_JOB_CANCELED
                  : j->result == SCAN_OK       ? SCAN_JOB_COMPLETED
                                               : SCAN_JOB_ABORTED;
    info->result = j->result;
    info->blank = j->blank;
    snprintf(info->why, sizeof(info->why), "%s", j->why);
}

bool scan_job_wait(struct scan_job *j, unsigned wait_ms)
{
    (void)wait_ms;
    return j->ended;
}

struct scan_job *scan_job_hold(struct scan_job *j)
{
    j->references++;
    return j;
}

void scan_job_release(struct scan_job *j)
{
    if (j != NULL)
        j->references--;
}

/* ---- helpers ---- */

static const struct http_request request = {.ctx = &first, .host = "192.0.2.1"};
static const struct http_request secure = {.ctx = &first, .host = "192.0.2.1", .tls = true};
static const struct http_request other = {.ctx = &second, .host = "192.0.2.1"};

/* A browser without cookies comes: its cookie is set. */
static struct web_tray *come(const struct http_request *r)
{
    struct web_tray *tray;
    char field[256];
    bool is_new;

    cookie[0] = '\0';
    tray = tray_open_or_new(r, &is_new);
    if (tray == NULL)
        return NULL;
    tray_cookie(tray, r, field, sizeof(field));
    snprintf(cookie, sizeof(cookie), "a=b; %.*s; c=d", (int)strcspn(field, ";"), field);
    return tray;
}

static bool order_is(const struct web_tray *tray, const char *wanted)
{
    char order[256] = "";

    for (size_t i = 0; i < tray->n; i++)
        if (!tray->pages[i].gone)
            snprintf(order + strlen(order), sizeof(order) - strlen(order), "%u",
                     tray->pages[i].number);
    if (strcmp(order, wanted) != 0)
        diag("order is %s", order);
    return strcmp(order, wanted) == 0;
}

static void fill(struct web_tray *tray, unsigned n)
{
    while (n-- > 0)
        (void)tray_add(tray, page_of(64));
}

/* ---- tests ---- */

static void test_owner(void)
{
    struct web_tray *tray = come(&request);
    char mine[256], field[256];
    bool is_new;

    ok(tray != NULL && strlen(tray->id) == 32 && strcmp(tray->id, tray->token) != 0,
       "who comes first gets a collection with an id and another token");
    fill(tray, 1);
    tray_cookie(tray, &request, field, sizeof(field));
    ok(strstr(field, "HttpOnly") != NULL && strstr(field, "SameSite=Strict") != NULL &&
           strstr(field, "Secure") == NULL,
       "the cookie is for this site's server alone");
    tray_cookie(tray, &secure, field, sizeof(field));
    ok(strncmp(field, "__Host-", 7) == 0 && strstr(field, "; Secure") != NULL,
       "the one of TLS is sent by TLS alone");
    tray_close(tray);
    snprintf(mine, sizeof(mine), "%s", cookie);

    tray = tray_open_or_new(&request, &is_new);
    ok(!is_new && tray_count(tray) == 1, "it is found again by its cookie");
    tray_close(tray);
    ok(tray_open(&other) == NULL, "not at another scanner");
    ok(tray_open(&secure) == NULL, "and not by the name of the other cookie");
    cookie[strlen(cookie) - 6] ^= 1;
    ok(tray_open(&request) == NULL, "a cookie with one wrong letter opens nothing");
    snprintf(cookie, sizeof(cookie), "scan-11111111=");
    ok(tray_open(&request) == NULL, "nor does an empty one");
    snprintf(cookie, sizeof(cookie), "scan-11111111=0123456789abcdef0123456789abcdeg");
    ok(tray_open(&request) == NULL, "nor one that is none");
    tray = come(&request);
    ok(tray != NULL && tray_count(tray) == 0, "another browser sees none of the pages");
    tray_close(tray);
}

static void test_order(void)
{
    struct web_tray *tray = come(&request);

    fill(tray, 4);
    ok(order_is(tray, "1234"), "pages come one behind the other");
    tray_move(tray, 1, 2);
    ok(order_is(tray, "2314"), "the first is moved to the third place");
    tray_move(tray, 4, 0);
    ok(order_is(tray, "4231"), "the last to the first");
    tray_move(tray, 2, 99);
    ok(order_is(tray, "4312"), "a place that is none is the last one");
    tray_move(tray, 77, 0);
    ok(order_is(tray, "4312"), "a page that is none moves nothing");
    ok(tray_delete(tray, 3) == 1 && order_is(tray, "412"), "a page is deleted");
    tray_move(tray, 2, 1);
    ok(order_is(tray, "421"), "others are moved past it");
    ok(tray_restore(tray) == 1 && tray_count(tray) == 4 && tray_page(tray, 3) != NULL,
       "it is brought back");
    (void)tray_delete(tray, 3);
    ok(tray_delete(tray, 4) == 1 && tray_restore(tray) == 1 && tray_page(tray, 3) == NULL,
       "only what was deleted last is");
    ok(tray_delete(tray, 0) == 3 && tray_count(tray) == 0 && tray_restore(tray) == 3,
       "all are deleted, and brought back");
    ok(tray_delete(tray, 3) == 0 && tray_count(tray) == 3,
       "a page that is gone for good is no page");
    tray_close(tray);
}

static void test_scan(void)
{
    const struct scan_settings settings = {.input = SCAN_FEEDER};
    struct web_tray *tray = come(&request);
    char why[256];

    start_result = SCAN_BUSY;
    ok(!tray_scan(&tray, &settings, AIM_PAGES, &request, why, sizeof(why)) && tray != NULL &&
           !tray_busy(tray) && strcmp(why, "Not now.") == 0,
       "a scan that cannot begin says why");
    start_result = SCAN_OK;
    ok(tray_scan(&tray, &settings, AIM_PAGES, &request, why, sizeof(why)) && tray_busy(tray),
       "a scan begins");
    job.made = 2;
    tray_close(tray);
    tray = tray_open(&request);
    ok(order_is(tray, "12") && tray_busy(tray) && job.taken == 2,
       "its pages are there as they come, while it goes on");
    job.made = 3;
    job.ended = true;
    job.result = SCAN_JAMMED;
    snprintf(job.why, sizeof(job.why), "Document feeder jammed");
    tray_close(tray);
    tray = tray_open(&request);
    ok(order_is(tray, "123") && !tray_busy(tray) && tray->bad &&
           strncmp(tray->notice, "Paper is jammed in the feeder: remove it", 40) == 0 &&
           job.references == 0,
       "after a jam the complete pages are kept, and it is told what to do");

    (void)tray_scan(&tray, &settings, AIM_PAGES, &request, why, sizeof(why));
    job.ended = true;
    job.result = SCAN_IO;
    snprintf(job.why, sizeof(job.why), "The lamp is broken.");
    tray_close(tray);
    tray = tray_open(&request);
    ok(strcmp(tray->notice, "The lamp is broken.") == 0,
       "what the driver says of other trouble is told");

    (void)tray_scan(&tray, &settings, AIM_PREVIEW, &request, why, sizeof(why));
    job.made = 1;
    job.ended = true;
    tray_close(tray);
    tray = tray_open(&request);
    ok(tray->preview != NULL && order_is(tray, "123"), "a preview is no page");

    (void)tray_scan(&tray, &settings, AIM_PAGES, &request, why, sizeof(why));
    ok(tray_cancel(tray) == &job && job.references == 2, "who cancels gets the job");
    scan_job_release(&job);
    job.ended = true;
    job.result = SCAN_CANCELED;
    tray_close(tray);
    tray = tray_open(&request);
    ok(!tray_busy(tray) && !tray->bad && order_is(tray, "123"),
       "a canceled scan is no trouble");

    (void)tray_scan(&tray, &settings, AIM_PAGES, &request, why, sizeof(why));
    job.bytes = UINT64_C(1) << 21;
    job.made = 1;
    tray_close(tray);
    tray = tray_open(&request);
    ok(order_is(tray, "123") && job.canceled && tray_busy(tray),
       "a page for which there is no room ends the scan");
    job.ended = true;
    job.result = SCAN_CANCELED;
    tray_close(tray);
    tray = tray_open(&request);
    ok(!tray_busy(tray) && tray->bad, "and that is told");
    tray_close(tray);
}

static void test_limits(void)
{
    struct web_tray *tray = come(&request);
    unsigned made = 0;

    fill(tray, TRAY_MAX_PAGES + 5);
    ok(tray_count(tray) == TRAY_MAX_PAGES && tray_room(tray) == 0,
       "a collection has its limit");
    (void)tray_delete(tray, 1);
    ok(tray_add(tray, page_of(64)) && tray_count(tray) == TRAY_MAX_PAGES,
       "what was deleted makes room");
    tray_close(tray);
    for (unsigned i = 0; i < 4; i++) {
        tray = come(&request);
        fill(tray, TRAY_MAX_PAGES);
        made += (unsigned)tray_count(tray);
        tray_close(tray);
    }
    ok(made < 3 * TRAY_MAX_PAGES && made >= 100, "all collections together have one too");

    trays_stop();
    trays_setup(1 << 20);
    for (unsigned i = 0; i < TRAYS_MAX; i++) {
        tray = come(&request);
        fill(tray, i < TRAYS_MAX - 1);
        tray_close(tray);
    }
    tray = come(&request);
    ok(tray != NULL,
       "who comes when all places are taken has the place of an empty collection");
    fill(tray, 1);
    tray_close(tray);
    ok(come(&request) == NULL, "pages of others are never thrown away for it");
}

int main(void)
{
    const char *tmp = getenv("TMPDIR");
    struct web_tray *tray;

    folder = tmp != NULL ? tmp : "/tmp";
    trays_setup(1 << 20);
    test_owner();
    test_order();
    test_scan();
    test_limits();
    trays_stop();
    ok(tray_open(&request) == NULL, "at the end nothing is left");
    trays_setup(1 << 20);
    tray = come(&request);
    ok(tray != NULL && tray_count(tray) == 0, "and it can begin again");
    tray_close(tray);
    trays_stop();
    return tap_done();
}
