/*
 * renderer.h - pages of documents that are more than a picture (PDF, PostScript, text) as gray
 * lines, made by programs of the system in a child process that can do no harm: limits on time,
 * memory, files and no network (sandbox/).
 *
 * One thread uses a renderer, from open to close: the kernel ends a child when the thread that
 * started it ends. Effects: child processes, nameless temporary files, a folder "in-..." while
 * it is open.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_RENDERER_H
#define SERVER_RENDERER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct renderer;

/* What is the same for all renderers of a document. */
struct renderer_limits {
    const char *folder;          /* for temporary files */
    uint64_t max_temporary;      /* bytes of them together */
    uint64_t max_memory;         /* bytes of address space of a child; 0: renderer.c's own */
    unsigned page_seconds;       /* the longest wait for a byte of a page; a run gets this much
                                    processor time for each of its pages; 0: renderer.c's own */
    bool (*canceled)(void *ctx); /* asked while waiting; NULL: never */
    void *ctx;
};

/* The sheet that text is laid out on, and that PostScript gets which asks for none. */
struct renderer_paper {
    uint32_t width_hmm, length_hmm; /* as the reader holds it: landscape is wider than long */
    uint32_t margin_hmm;
};

/* Why there are no more pages. */
enum renderer_error {
    RENDERER_FINE, /* the document has ended */
    RENDERER_CANCELED,
    RENDERER_DAMAGED,  /* nobody can make sense of the document */
    RENDERER_PASSWORD, /* it is encrypted and its password is not known */
    RENDERER_LIMIT,    /* it takes too much time, memory or disk */
    RENDERER_FAILED,   /* the program is missing or could not be started */
};

/* The format of a few words of UTF-8 that shall lie across a sheet, in gray: one page. Nobody
 * can send it: it has no media type. */
#define RENDERER_WATERMARK "watermark"

/*
 * renderer_can - whether documents of a format (application/pdf, application/postscript,
 * text/plain, RENDERER_WATERMARK) can be rendered here: the programs are there.
 *
 * why   out: which package is missing, a sentence; may be NULL
 *
 * From any thread; cheap after the first call.
 */
bool renderer_can(const char *format, char *why, size_t why_size);

/*
 * renderer_open - look at a document.
 *
 * fd      a file, read from its beginning whatever its offset; the caller's, and may be closed
 *         after this
 * format  one that renderer_can() knows
 * paper   for text/plain and application/postscript; NULL: A4
 * limits  copied; folder is kept by pointer
 *
 * PostScript and text become PDF here, so this may take a while. Never NULL but without memory:
 * look at renderer_error.
 */
struct renderer *renderer_open(int fd, const char *format, const struct renderer_paper *paper,
                               const struct renderer_limits *limits);

/* renderer_pages - of the document; 0: not known. */
unsigned renderer_pages(const struct renderer *r);

/* What PostScript itself asks of the printer, as drivers write it. */
struct renderer_asked {
    unsigned copies; /* 0: it says nothing; untrusted */
    int sides;       /* enum sides; -1: it says nothing */
};

/* renderer_asked - the last of each that the document asks; known after renderer_open. */
struct renderer_asked renderer_asked(const struct renderer *r);

/*
 * renderer_start - render pages first to last, from 1, at a resolution. An earlier run ends, at
 * whatever page it is.
 *
 * last   may be more than there are
 * dpi    of both directions; 1 to 2400, need not be a whole number: a page is made larger or
 *        smaller by it
 *
 * False: see renderer_error.
 */
bool renderer_start(struct renderer *r, unsigned first, unsigned last, double dpi);

/*
 * renderer_page - the run's next page: its size in pixels at the dpi of the run, as it is seen
 * (turned by what the document says). What is left of the page before is skipped. False: there
 * are no more, or see renderer_error.
 */
bool renderer_page(struct renderer *r, uint32_t *width, uint32_t *height);

/* renderer_line - the page's next line from the top: width gray samples, 0 black, 255 white.
 * False: all have come, or see renderer_error. */
bool renderer_line(struct renderer *r, uint8_t *gray);

/* renderer_error - why something gave false; RENDERER_FINE: nothing was wrong. The first one
 * sticks. renderer_why: the same in a sentence for the person, "" when fine. */
enum renderer_error renderer_error(const struct renderer *r);
const char *renderer_why(const struct renderer *r);

/*
 * renderer_warning - what may be wrong with pages that have come, a sentence; "" when nothing.
 * Set when a run has given all its pages: a page whose contents are partly damaged is printed
 * as far as it can be made out, which is what other programs do with it.
 */
const char *renderer_warning(const struct renderer *r);

void renderer_close(struct renderer *r); /* ends its children. NULL is fine */

#endif
