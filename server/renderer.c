/*
 * renderer.c - see renderer.h; what was chosen, measured and ruled out is in RENDERING.md.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "renderer.h"

#include "driver/luma.h"
#include "log.h"
#include "pnm.h"
#include "renderer-child.h"
#include "renderer-programs.h"
#include "scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define BUFFER_SIZE 65536u

#define OWN_MAX_MEMORY                                                                         \
    (UINT64_C(1) << 30) /* a scan of A3 in colour at 600 dpi as JPEG 2000                      \
                         */
#define OWN_PAGE_SECONDS 120u
/* Time for a document that is converted as a whole, and the most for a run, in pages. */
#define CONVERT_PAGES 10u
#define MAX_RUN_PAGES 10000u

struct renderer {
    struct renderer_limits limits;
    char sandbox[1024], folder[1024];
    int source; /* the document as PDF */
    struct scratch_space space;
    struct scratch converted;
    unsigned pages;
    struct renderer_asked asked;

    /* the run */
    struct child child;
    unsigned page, last; /* the page that is read or comes next; the run's last */
    uint8_t buffer[BUFFER_SIZE];
    size_t at, filled;  /* of the buffer */
    struct pnm picture; /* of the page */
    uint32_t lines_left;
    uint8_t *line; /* in the picture's own pixels */

    enum renderer_error error;
    enum renderer_error end_error; /* what comes after the last page */
    char why[256], end_why[256], warning[256];
};

static bool fail(struct renderer *r, enum renderer_error error, const char *why)
{
    if (r->error == RENDERER_FINE) {
        r->error = error;
        snprintf(r->why, sizeof r->why, "%s", why);
    }
    child_end(&r->child);
    return false;
}

static bool fail_page(struct renderer *r, enum renderer_error error, const char *why)
{
    char text[sizeof r->why];

    snprintf(text, sizeof text, "Page %u: %s", r->page, why);
    return fail(r, error, text);
}

/* ---- children ---- */

static struct child_watch watch_of(const struct renderer *r)
{
    return (struct child_watch){
        .seconds = r->limits.page_seconds,
        .max_files = r->limits.max_temporary,
        .canceled = r->limits.canceled,
        .ctx = r->limits.ctx,
    };
}

/* Our own program is built with the sanitizer that this one is built with, and that takes
 * terabytes of addresses. */
static uint64_t memory_for_own(const struct renderer *r)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    (void)r;
    return 0;
#else
    return r->limits.max_memory;
#endif
}

static bool start_child(struct renderer *r, const struct program_command *command, int input,
                        int output, unsigned pages)
{
    struct child_plan plan = {
        .arguments = command->arguments,
        .source = input < 0 ? r->source : -1,
        .input = input,
        .output = output,
        .folder = r->folder,
        .memory = input < 0 ? r->limits.max_memory : memory_for_own(r),
        .max_file = r->limits.max_temporary,
        .cpu_seconds = r->limits.page_seconds * (pages < MAX_RUN_PAGES ? pages : MAX_RUN_PAGES),
    };
    char why[256];

    return child_start(&r->child, r->sandbox, &plan, why, sizeof why) ||
           fail(r, RENDERER_FAILED, why);
}

/* Of a wait that did not end by the child's own end. */
static bool fail_wait(struct renderer *r, enum child_result result)
{
    if (result == CHILD_CANCELED)
        return fail(r, RENDERER_CANCELED, "The job was canceled");
    if (result == CHILD_FULL)
        return fail(r, RENDERER_LIMIT, "The document needs too much temporary space");
    return fail(r, RENDERER_LIMIT, "The document takes too long to compute");
}

/* The log gets what a program said; control characters of documents do not. */
static void log_said(const struct child *child, enum log_level level)
{
    char text[sizeof child->said];
    size_t n = child->said_length;

    for (size_t i = 0; i < n; i++)
        text[i] = (char)(child->said[i] < ' ' || child->said[i] > '~' ? ' ' : child->said[i]);
    text[n] = '\0';
    if (n > 0)
        log_say(level, "renderer: %s", text);
}

/* Once for all documents: it is the kernel that lacks something. */
static void log_missing_guard(const struct child *child)
{
    static atomic_flag said = ATOMIC_FLAG_INIT;
    const char *line = strstr(child->said, "canon-sandbox: this kernel lacks ");

    if (line != NULL && !atomic_flag_test_and_set(&said))
        log_say(LOG_SAY_WARN, "%.*s", (int)strcspn(line, "\n"), line);
}

/* A child whose result is a file, or what it says. */
static bool run_child(struct renderer *r, const struct program_command *command, int input,
                      int output, unsigned pages)
{
    struct child_watch watch = watch_of(r);
    enum child_result result = CHILD_BYTES;
    uint8_t nothing[512];
    size_t got;

    if (!start_child(r, command, input, output, pages))
        return false;
    if (output >= 0)
        result = child_wait(&r->child, &watch);
    else
        while (result == CHILD_BYTES)
            result = child_read(&r->child, &watch, nothing, sizeof nothing, &got);
    log_missing_guard(&r->child);
    log_said(&r->child, LOG_SAY_DEBUG);
    return result == CHILD_ENDED || fail_wait(r, result);
}

static bool fail_judged(struct renderer *r)
{
    char why[256];
    enum renderer_error error = program_judge(&r->child, why, sizeof why);

    log_said(&r->child, LOG_SAY_INFO);
    return fail(r, error, why);
}

/* ---- open ---- */

static bool find(struct renderer *r, enum program program, char *path, size_t size)
{
    char why[256];

    return program_find(program, path, size, why, sizeof why) || fail(r, RENDERER_FAILED, why);
}

static bool count_pages(struct renderer *r)
{
    struct program_command command;

    if (!find(r, PROGRAM_GHOSTSCRIPT, command.path, sizeof command.path))
        return false;
    program_count_pages(&command);
    if (!run_child(r, &command, -1, -1, 1))
        return false;
    if (!program_said_number(r->child.said, SAID_PAGES, &r->pages) || r->pages == 0)
        return fail_judged(r);
    return true;
}

static bool open_converted(struct renderer *r)
{
    char why[256];

    r->space = (struct scratch_space){r->limits.folder, r->limits.max_temporary};
    return scratch_open(&r->converted, &r->space, why, sizeof why) ||
           fail(r, RENDERER_FAILED, why);
}

/* The converted document takes the place of what came. */
static bool use_converted(struct renderer *r)
{
    close(r->source);
    r->source = r->converted.fd;
    r->converted.fd = -1;
    return count_pages(r);
}

static void note_asked(struct renderer *r)
{
    unsigned sides;

    (void)program_said_number(r->child.said, SAID_COPIES, &r->asked.copies);
    if (program_said_number(r->child.said, SAID_SIDES, &sides) && sides <= SIDES_SHORT_EDGE)
        r->asked.sides = (int)sides;
}

/* Pages that were shown before PostScript failed are good; what is wrong comes after them. The
 * writer of PDF makes an empty page where none was shown, which nobody wants. */
static bool convert_postscript(struct renderer *r, const struct renderer_paper *paper)
{
    struct program_command command;
    unsigned shown = 1, error;

    if (!open_converted(r) || !find(r, PROGRAM_GHOSTSCRIPT, command.path, sizeof command.path))
        return false;
    program_postscript_to_pdf(&command, paper);
    if (!run_child(r, &command, -1, r->converted.fd, CONVERT_PAGES))
        return false;
    if (!WIFEXITED(r->child.status) || WEXITSTATUS(r->child.status) != 0)
        return fail_judged(r);
    note_asked(r);
    (void)program_said_number(r->child.said, SAID_PAGES, &shown); /* not after `quit` */
    if (program_said_number(r->child.said, SAID_ERROR, &error)) {
        r->end_error = program_judge(&r->child, r->end_why, sizeof r->end_why);
        log_said(&r->child, LOG_SAY_INFO);
    }
    if (shown > 0)
        return use_converted(r);
    return r->end_error != RENDERER_FINE
               ? fail(r, r->end_error, r->end_why)
               : fail(r, RENDERER_DAMAGED, "The document shows no page");
}

/* Text to pages, or a few words across one. */
static bool convert_text(struct renderer *r, const struct renderer_paper *paper,
                         void (*program)(struct program_command *c,
                                         const struct renderer_paper *paper))
{
    struct program_command command;

    if (!open_converted(r) || !find(r, PROGRAM_TEXT, command.path, sizeof command.path))
        return false;
    program(&command, paper);
    if (!run_child(r, &command, r->source, r->converted.fd, CONVERT_PAGES))
        return false;
    if (!WIFEXITED(r->child.status) || WEXITSTATUS(r->child.status) != 0)
        return fail_judged(r);
    return use_converted(r);
}

/* Opened anew: with an offset of its own, that neither the caller nor a child moves. */
static bool open_source(struct renderer *r, int fd)
{
    char path[32];
    struct stat info;

    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    r->source = open(path, O_RDONLY | O_CLOEXEC);
    if (r->source < 0 || fstat(r->source, &info) != 0 || !S_ISREG(info.st_mode))
        return fail(r, RENDERER_FAILED, "The document's file cannot be read");
    return true;
}

static void open_document(struct renderer *r, int fd, const char *format,
                          const struct renderer_paper *paper)
{
    char why[256];

    if (!find(r, PROGRAM_SANDBOX, r->sandbox, sizeof r->sandbox) || !open_source(r, fd))
        return;
    if (!scratch_make_folder(r->limits.folder, r->folder, sizeof r->folder, why, sizeof why))
        fail(r, RENDERER_FAILED, why);
    else if (strcmp(format, "application/pdf") == 0)
        count_pages(r);
    else if (strcmp(format, "application/postscript") == 0)
        convert_postscript(r, paper);
    else if (strcmp(format, "text/plain") == 0)
        convert_text(r, paper, program_text_to_pdf);
    else if (strcmp(format, RENDERER_WATERMARK) == 0)
        convert_text(r, paper, program_watermark_to_pdf);
    else
        fail(r, RENDERER_FAILED, "There is no renderer for this format");
}

bool renderer_can(const char *format, char *why, size_t why_size)
{
    char path[1024], ignored[256];
    bool text = strcmp(format, "text/plain") == 0 || strcmp(format, RENDERER_WATERMARK) == 0;

    if (why == NULL) {
        why = ignored;
        why_size = sizeof ignored;
    }
    if (!text && strcmp(format, "application/pdf") != 0 &&
        strcmp(format, "application/postscript") != 0) {
        snprintf(why, why_size, "There is no renderer for %s", format);
        return false;
    }
    return program_find(PROGRAM_SANDBOX, path, sizeof path, why, why_size) &&
           program_find(PROGRAM_GHOSTSCRIPT, path, sizeof path, why, why_size) &&
           (!text || program_find(PROGRAM_TEXT, path, sizeof path, why, why_size));
}

struct renderer *renderer_open(int fd, const char *format, const struct renderer_paper *paper,
                               const struct renderer_limits *limits)
{
    static const struct renderer_paper a4 = {21000, 29700, 500};
    struct renderer *r = calloc(1, sizeof *r);

    if (r == NULL)
        return NULL;
    r->limits = *limits;
    r->asked.sides = -1;
    if (r->limits.max_memory == 0)
        r->limits.max_memory = OWN_MAX_MEMORY;
    if (r->limits.page_seconds == 0)
        r->limits.page_seconds = OWN_PAGE_SECONDS;
    r->source = -1;
    r->converted = (struct scratch)SCRATCH_NONE;
    r->child = (struct child)CHILD_NONE;
    open_document(r, fd, format, paper != NULL ? paper : &a4);
    return r;
}

unsigned renderer_pages(const struct renderer *r)
{
    return r->pages;
}

/* ---- run ---- */

struct renderer_asked renderer_asked(const struct renderer *r)
{
    return r->asked;
}

bool renderer_start(struct renderer *r, unsigned first, unsigned last, double dpi)
{
    struct program_command command;

    child_end(&r->child);
    r->at = r->filled = 0;
    r->lines_left = 0;
    if (r->error != RENDERER_FINE)
        return false;
    r->page = first > 0 ? first : 1;
    r->last = last < r->pages ? last : r->pages;
    if (r->page > r->last)
        return true; /* no pages will come */
    if (!find(r, PROGRAM_GHOSTSCRIPT, command.path, sizeof command.path))
        return false;
    program_render(&command, r->page, r->last, dpi);
    return start_child(r, &command, -1, -1, r->last - r->page + 1);
}

/* The program has ended before all pages had come. */
static bool fail_short(struct renderer *r)
{
    char why[200];
    enum renderer_error error = program_judge(&r->child, why, sizeof why);

    log_said(&r->child, LOG_SAY_INFO);
    return fail_page(r, error, why);
}

/* More bytes into the buffer, which is empty. */
static bool fill(struct renderer *r)
{
    struct child_watch watch = watch_of(r);
    enum child_result result =
        child_read(&r->child, &watch, r->buffer, sizeof r->buffer, &r->filled);

    r->at = 0;
    if (result == CHILD_BYTES)
        return true;
    r->filled = 0;
    return result == CHILD_ENDED ? fail_short(r) : fail_wait(r, result);
}

/* n bytes of the run; NULL: nobody wants them. */
static bool take(struct renderer *r, uint8_t *bytes, size_t n)
{
    while (n > 0) {
        size_t part;

        if (r->at == r->filled && !fill(r))
            return false;
        part = r->filled - r->at < n ? r->filled - r->at : n;
        if (bytes != NULL) {
            memcpy(bytes, r->buffer + r->at, part);
            bytes += part;
        }
        r->at += part;
        n -= part;
    }
    return true;
}

/* All pages have come; whether they came well. */
static bool end_run(struct renderer *r)
{
    struct child_watch watch = watch_of(r);
    enum child_result result = CHILD_BYTES;
    char why[256];
    size_t got;

    while (r->child.pid != 0 && result == CHILD_BYTES)
        result = child_read(&r->child, &watch, r->buffer, sizeof r->buffer, &got);
    if (result == CHILD_CANCELED)
        return fail_wait(r, result);
    log_missing_guard(&r->child);
    if (program_judge(&r->child, why, sizeof why) == RENDERER_LIMIT)
        return fail(r, RENDERER_LIMIT, why); /* it went on with what it could get */
    if (!program_drew_all(r->child.said)) {
        log_said(&r->child, LOG_SAY_WARN);
        snprintf(r->warning, sizeof r->warning,
                 "Parts of the document are damaged and may be missing on paper");
    } else {
        log_said(&r->child, LOG_SAY_DEBUG);
    }
    child_end(&r->child);
    if (r->last == r->pages && r->end_error != RENDERER_FINE)
        return fail(r, r->end_error, r->end_why);
    return false;
}

static bool read_header(struct renderer *r)
{
    enum pnm_step step = PNM_MORE;
    uint8_t byte;

    pnm_start(&r->picture);
    while (step == PNM_MORE) {
        if (!take(r, &byte, 1))
            return false;
        step = pnm_byte(&r->picture, byte);
    }
    if (step == PNM_BAD)
        return fail_page(r, RENDERER_FAILED, "Ghostscript gave something else than a picture");
    if (r->picture.width > PIPELINE_MAX_WIDTH || r->picture.height > PIPELINE_MAX_HEIGHT)
        return fail_page(r, RENDERER_LIMIT, "It is too large for the machine's resolution");
    return true;
}

static bool make_line(struct renderer *r)
{
    uint8_t *line = realloc(r->line, pixel_line_bytes(r->picture.pixel, r->picture.width));

    if (line == NULL)
        return fail_page(r, RENDERER_LIMIT, "There is no memory for a line of it");
    r->line = line;
    return true;
}

/* What is left of a page that nobody wants. */
static bool skip_page(struct renderer *r)
{
    size_t line = pixel_line_bytes(r->picture.pixel, r->picture.width);

    for (; r->lines_left > 0; r->lines_left--)
        if (!take(r, NULL, line))
            return false;
    return true;
}

bool renderer_page(struct renderer *r, uint32_t *width, uint32_t *height)
{
    if (r->error != RENDERER_FINE)
        return false;
    if (r->lines_left > 0) {
        if (!skip_page(r))
            return false;
        r->page++;
    }
    if (r->page == 0 || r->page > r->last)
        return r->page != 0 && end_run(r);
    if (!read_header(r) || !make_line(r))
        return false;
    r->lines_left = *height = r->picture.height;
    *width = r->picture.width;
    return true;
}

bool renderer_line(struct renderer *r, uint8_t *gray)
{
    if (r->error != RENDERER_FINE || r->lines_left == 0)
        return false;
    if (!take(r, r->line, pixel_line_bytes(r->picture.pixel, r->picture.width)))
        return false;
    luma_line(r->picture.pixel, r->line, 0, r->picture.width, gray);
    r->lines_left--;
    if (r->lines_left == 0)
        r->page++;
    return true;
}

/* ---- results ---- */

enum renderer_error renderer_error(const struct renderer *r)
{
    return r->error;
}

const char *renderer_why(const struct renderer *r)
{
    return r->why;
}

const char *renderer_warning(const struct renderer *r)
{
    return r->warning;
}

void renderer_close(struct renderer *r)
{
    if (r == NULL)
        return;
    child_end(&r->child);
    scratch_close(&r->converted);
    if (r->source >= 0)
        close(r->source);
    if (r->folder[0] != '\0')
        scratch_remove_folder(r->folder);
    free(r->line);
    free(r);
}
