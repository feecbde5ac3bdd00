/*
 * client-scan-file.c - see client-scan-file.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "client-scan-file.h"

#include "client-say.h"
#include "ipp-scan.h"
#include "scan/scan-job.h"

#include <curl/curl.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

/* Pages of one scan; a scanner that never ends its stack fills no disk. */
#define MAX_PAGES 999

/* How often a page is asked for that is not there yet; each time the server waits for it. */
#define MAX_TRIES 300

/* A sentence of the server behind a refusal. */
#define REASON_SIZE 512

static volatile sig_atomic_t interrupted;

static void note_interrupt(int number)
{
    (void)number;
    interrupted = 1;
}

void client_scan_catch(void)
{
    struct sigaction action = {.sa_handler = note_interrupt};

    sigemptyset(&action.sa_mask);
    /* the second one ends the program at once */
    action.sa_flags = (int)SA_RESETHAND;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

bool client_scan_interrupted(void)
{
    return interrupted != 0;
}

void client_scan_read(ipp_t *response, struct scan_progress *p)
{
    const char *text =
        ippGetString(ippFindAttribute(response, "scan-words", IPP_TAG_TEXT), 0, NULL);

    p->state = ippGetInteger(ippFindAttribute(response, "scan-state", IPP_TAG_INTEGER), 0);
    p->pages =
        (unsigned)ippGetInteger(ippFindAttribute(response, "scan-pages", IPP_TAG_INTEGER), 0);
    snprintf(p->words, sizeof(p->words), "%s", text != NULL ? text : "");
}

bool client_scan_ask(struct link *link, const char *scanner, const char *id, bool cancel,
                     struct scan_progress *p)
{
    ipp_t *request = ippNewRequest((ipp_op_t)IPP_OP_SCAN), *response;

    *p = (struct scan_progress){.state = -1};
    link_add_system_uri(request);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "scanner-name", NULL, scanner);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_TEXT, "scan-id", NULL, id);
    if (cancel)
        ippAddBoolean(request, IPP_TAG_OPERATION, "scan-cancel", 1);
    response = link_ask_system(link, request);
    if (response != NULL)
        client_scan_read(response, p);
    ippDelete(response);
    return p->state == SCAN_JOB_PENDING || p->state == SCAN_JOB_PROCESSING;
}

/* ---- HTTP ---- */

/* One scan into files. */
struct fetching {
    const struct scan_fetch *fetch;
    CURL *curl;
    char job[256]; /* path of the job; "": there is none */
    FILE *file;    /* where a document goes; NULL: nowhere */
    bool ending;   /* what is asked now is not to be broken off by Ctrl-C */
    char reason[REASON_SIZE];
    size_t reason_n;
    long status;        /* of the last answer; 0: there was none, and reason says why */
    bool said;          /* what went wrong */
    unsigned documents; /* that are complete files */
    atomic_bool ended;  /* the scan, as the server tells */
};

static const char *job_id(const struct fetching *f)
{
    const char *slash = strrchr(f->job, '/');

    return slash != NULL ? slash + 1 : "";
}

static size_t take_body(char *bytes, size_t size, size_t n, void *ctx)
{
    struct fetching *f = ctx;
    long status = 0;
    size_t room = sizeof(f->reason) - 1 - f->reason_n;

    n *= size;
    curl_easy_getinfo(f->curl, CURLINFO_RESPONSE_CODE, &status);
    if (f->file != NULL && status == 200)
        return fwrite(bytes, 1, n, f->file);
    if (n < room)
        room = n;
    memcpy(f->reason + f->reason_n, bytes, room);
    f->reason_n += room;
    f->reason[f->reason_n] = '\0';
    return n;
}

/* Location, of which the path counts. */
static size_t take_header(char *line, size_t size, size_t n, void *ctx)
{
    static const char name[] = "location:";
    struct fetching *f = ctx;
    size_t at = sizeof(name) - 1, end = size * n;

    if (end <= at || strncasecmp(line, name, at) != 0)
        return size * n;
    while (at < end && line[at] == ' ')
        at++;
    while (end > at && (unsigned char)line[end - 1] <= ' ')
        end--;
    if (end - at < sizeof(f->job) && line[at] == '/') {
        memcpy(f->job, line + at, end - at);
        f->job[end - at] = '\0';
    }
    return size * n;
}

static int look_around(void *ctx, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    const struct fetching *f = ctx;

    (void)a, (void)b, (void)c, (void)d;
    return client_scan_interrupted() && !f->ending;
}

/* One request. The status, which is kept, too. */
static long ask(struct fetching *f, const char *method, const char *path, const char *body)
{
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: text/xml");
    const bool colons = strchr(f->fetch->host, ':') != NULL;
    char url[600];
    CURLcode code;

    snprintf(url, sizeof(url), "http://%s%s%s:%u%s", colons ? "[" : "", f->fetch->host,
             colons ? "]" : "", f->fetch->port, path);
    f->reason_n = 0;
    f->reason[0] = '\0';
    curl_easy_reset(f->curl);
    curl_easy_setopt(f->curl, CURLOPT_URL, url);
    curl_easy_setopt(f->curl, CURLOPT_PROXY, "");
    curl_easy_setopt(f->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(f->curl, CURLOPT_USERAGENT, "canon-printer-app/" VERSION);
    curl_easy_setopt(f->curl, CURLOPT_CONNECTTIMEOUT, 10L);
    curl_easy_setopt(f->curl, CURLOPT_TIMEOUT, f->ending ? 60L : 0L);
    curl_easy_setopt(f->curl, CURLOPT_CUSTOMREQUEST, method);
    if (body != NULL) {
        curl_easy_setopt(f->curl, CURLOPT_POSTFIELDS, body);
        curl_easy_setopt(f->curl, CURLOPT_HTTPHEADER, headers);
    }
    curl_easy_setopt(f->curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(f->curl, CURLOPT_WRITEDATA, f);
    curl_easy_setopt(f->curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(f->curl, CURLOPT_HEADERDATA, f);
    curl_easy_setopt(f->curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(f->curl, CURLOPT_XFERINFOFUNCTION, look_around);
    curl_easy_setopt(f->curl, CURLOPT_XFERINFODATA, f);
    code = curl_easy_perform(f->curl);
    curl_slist_free_all(headers);
    f->status = 0;
    if (code == CURLE_OK)
        curl_easy_getinfo(f->curl, CURLINFO_RESPONSE_CODE, &f->status);
    else
        snprintf(f->reason, sizeof(f->reason), "%s", curl_easy_strerror(code));
    return f->status;
}

/* The server's sentence, without the status that may stand before it; without one the number.
 */
static int complain(const struct fetching *f, const char *what)
{
    const char *text = f->reason, *colon = strstr(f->reason, ": ");
    char line[REASON_SIZE];
    size_t n = 0;

    if (strspn(text, "0123456789") == 3 && colon != NULL)
        text = colon + 2;
    for (; *text != '\0'; text++) { /* one line, whatever came */
        line[n] = *text;
        if ((unsigned char)line[n] < ' ')
            line[n] = ' ';
        n++;
    }
    while (n > 0 && line[n - 1] == ' ')
        n--;
    line[n] = '\0';
    if (n > 0 && line[0] != '<')
        return client_complain(1, "%s: %s", what, line);
    return client_complain(1, "%s: the scanner's server answered %ld.", what, f->status);
}

/* ---- what is told meanwhile ---- */

static bool to_stdout(const struct fetching *f)
{
    return strcmp(f->fetch->file, "-") == 0;
}

static FILE *talk(const struct fetching *f)
{
    return to_stdout(f) ? stderr : stdout;
}

/* Tells each page as it is ready; the download of a PDF says nothing of pages. */
struct teller {
    struct fetching *f;
    atomic_bool stop;
    unsigned told;
};

static void tell_pages(struct teller *t, unsigned pages)
{
    for (; t->told < pages; t->told++)
        fprintf(talk(t->f), "Page %u is scanned.\n", t->told + 1);
    fflush(talk(t->f));
}

static void *tell(void *ctx)
{
    struct teller *t = ctx;
    const struct scan_fetch *fetch = t->f->fetch;
    struct scan_progress p = {.state = -1};
    bool more = true;

    while (more && !atomic_load(&t->stop)) {
        more = client_scan_ask(fetch->link, fetch->scanner, job_id(t->f), false, &p);
        tell_pages(t, p.pages);
    }
    atomic_store(&t->f->ended, !more && p.state >= 0);
    return NULL;
}

/* ---- files ---- */

/* A file beside the one it becomes when it is whole. */
static bool open_part(struct fetching *f, const char *name, char *part, size_t size)
{
    int fd = -1;

    part[0] = '\0';
    if (to_stdout(f)) {
        f->file = stdout;
        return true;
    }
    if ((size_t)snprintf(part, size, "%s.XXXXXX", name) < size)
        fd = mkstemp(part);
    f->file = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (f->file == NULL && fd >= 0)
        close(fd);
    return f->file != NULL;
}

static bool close_part(struct fetching *f, const char *part, const char *name, bool keep)
{
    bool good = keep && fflush(f->file) == 0;

    if (f->file != stdout)
        good = fclose(f->file) == 0 && good;
    f->file = NULL;
    if (part[0] == '\0')
        return good;
    good = good && rename(part, name) == 0;
    if (!good)
        (void)unlink(part);
    return good;
}

/* A second, or until Ctrl-C. */
static void wait_a_moment(void)
{
    const struct timespec second = {.tv_sec = 1};

    nanosleep(&second, NULL);
}

static long cannot_write(struct fetching *f, const char *name, int error)
{
    (void)client_complain(1, "The file '%s' cannot be written: %s.", name, strerror(error));
    f->said = true;
    return 0;
}

/* The next document into a file. Its status: 200, 404 at the end. */
static long fetch_one(struct fetching *f)
{
    char name[1100], part[1110], path[300];
    long status = 503;
    int error = 0;

    errno = ENAMETOOLONG;
    if (!scan_ticket_file(f->fetch->file, f->documents + 1, name, sizeof(name)) ||
        !open_part(f, name, part, sizeof(part)))
        return cannot_write(f, f->fetch->file, errno);
    snprintf(path, sizeof(path), "%s/NextDocument", f->job);
    for (int i = 0; status == 503 && i < MAX_TRIES && !client_scan_interrupted(); i++) {
        if (atomic_load(&f->ended)) /* this is the last time: nothing more will come */
            i = MAX_TRIES;
        else if (i > 0) /* it waited for the page already, as long as it may */
            wait_a_moment();
        status = ask(f, "GET", path, NULL);
    }
    error = ferror(f->file) ? errno : 0;
    if (!close_part(f, part, name, status == 200) && status == 200)
        error = errno;
    return error != 0 ? cannot_write(f, name, error) : status;
}

/* All documents; true when they came to their end. */
static bool fetch_all(struct fetching *f)
{
    long status = 200;

    while (status == 200 && f->documents < MAX_PAGES) {
        status = fetch_one(f);
        if (status == 200)
            f->documents++;
        if (status == 200 && (!f->fetch->ticket->page_by_page || to_stdout(f)))
            return true;
    }
    return status == 404;
}

/* ---- the whole ---- */

static void say_files(const struct fetching *f, const struct scan_progress *p)
{
    const char *file = f->fetch->file;

    if (f->documents == 0)
        return;
    if (to_stdout(f))
        fprintf(stderr, "%s\n", p->words);
    else if (f->documents == 1)
        printf("%s is there%s%s.\n", file, p->words[0] != '\0' ? ": " : "", p->words);
    else
        printf("%u files are there, %s the first.\n", f->documents, file);
    fflush(stdout);
}

static int say_end(const struct fetching *f, bool all, const struct scan_progress *p)
{
    say_files(f, p);
    if (client_scan_interrupted())
        return client_complain(1, "The scan is canceled.");
    if (f->said)
        return 1;
    if (p->state == SCAN_JOB_ABORTED)
        return client_complain(1, "%s", p->words);
    if (!all)
        return complain(f, "The scan broke off");
    return f->documents > 0 ? 0 : client_complain(1, "There was no page: the feeder is empty.");
}

/* What the last page's answer was stays. */
static void delete_job(struct fetching *f)
{
    char reason[REASON_SIZE];
    long status = f->status;

    memcpy(reason, f->reason, sizeof(reason));
    (void)ask(f, "DELETE", f->job, NULL);
    memcpy(f->reason, reason, sizeof(reason));
    f->status = status;
}

static int run(struct fetching *f)
{
    struct teller teller = {.f = f, .stop = false};
    struct scan_progress end = {.state = -1};
    pthread_t thread;
    bool all, there;

    /* not broken off: there may be a job then of which only its answer tells */
    f->ending = true;
    (void)ask(f, "POST", "/eSCL/ScanJobs", f->fetch->ticket->xml);
    f->ending = false;
    if (f->status != 201 || f->job[0] == '\0')
        return complain(f, "The scan could not begin");
    fputs("Scanning ...\n", talk(f));
    fflush(talk(f));
    there = pthread_create(&thread, NULL, tell, &teller) == 0;
    all = fetch_all(f);
    f->ending = true;
    if (!all || client_scan_interrupted())
        delete_job(f);
    atomic_store(&teller.stop, true);
    if (there)
        pthread_join(thread, NULL);
    (void)client_scan_ask(f->fetch->link, f->fetch->scanner, job_id(f), false, &end);
    tell_pages(&teller, end.pages);
    if (all) /* nothing of it is wanted any more */
        delete_job(f);
    return say_end(f, all, &end);
}

int client_scan_file(const struct scan_fetch *fetch)
{
    struct fetching f = {.fetch = fetch};
    int status;

    client_scan_catch();
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != 0 || (f.curl = curl_easy_init()) == NULL)
        return client_complain(1, "There is no memory left.");
    status = run(&f);
    curl_easy_cleanup(f.curl);
    curl_global_cleanup();
    return status;
}
