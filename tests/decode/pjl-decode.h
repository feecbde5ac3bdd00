/*
 * pjl-decode.h - a reader of the Printer Job Language around jobs, for decoders of the
 * languages inside. Shares no code with driver/. Effects: none. Source: driver/FORMAT-pcl5e.md
 * section 2.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DECODE_PJL_DECODE_H
#define DECODE_PJL_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PJL_MAX_LINE 1024u /* bytes of a line that are looked at */
#define PJL_UEL      "\033%-12345X"
#define PJL_UEL_SIZE 9u

/* What the lines said since the job began. Numbers are -1 where nothing was said. */
struct pjl_job {
    bool begun; /* by @PJL JOB */
    bool ended; /* by @PJL EOJ */
    bool has_title, has_user;
    char title[256], user[256];
    char language[16]; /* of ENTER LANGUAGE, as written; "" before */
    int resolution;
    int duplex;     /* 0 off, 1 on */
    int short_edge; /* BINDING: 0 long edge, 1 short edge */
    int economode;  /* 0 off, 1 on */
    int ret;        /* 0 off, 1 on in any strength */
    int copies;     /* SET COPIES */
    int sets;       /* SET QTY */
};

enum pjl_result {
    PJL_MORE,     /* all bytes were taken, nothing is complete */
    PJL_LINE,     /* a line is complete: reader.line, and job has what it set */
    PJL_LANGUAGE, /* a line was complete that enters a language; its bytes come next */
    PJL_DATA,     /* no PJL comes here: reader.held (num_held bytes, taken before or now), then
                     what was not taken, belong to the machine's usual language */
};

struct pjl_reader {
    struct pjl_job job;
    char line[PJL_MAX_LINE + 1]; /* without its end; bytes beyond are dropped */
    size_t num_line;
    bool too_long; /* bytes of the line were dropped */
    uint8_t held[PJL_UEL_SIZE];
    size_t num_held;
    bool in_line;
};

/* pjl_reader_init - a new stream: a UEL, @PJL or any language may come. */
void pjl_reader_init(struct pjl_reader *r);

/* pjl_job_init - forget the last job's settings, where a next one may begin. */
void pjl_job_init(struct pjl_job *job);

/*
 * pjl_reader_feed - up to the end of the next line.
 *
 * used  out: how many of the n bytes were taken
 *
 * Any number of UELs is taken silently. After PJL_LANGUAGE and PJL_DATA the caller reads the
 * language, and comes back with the first byte behind the UEL that ended it.
 */
enum pjl_result pjl_reader_feed(struct pjl_reader *r, const uint8_t *bytes, size_t n,
                                size_t *used);

/* pjl_reader_idle - no line and no UEL has been begun. */
bool pjl_reader_idle(const struct pjl_reader *r);

#endif
