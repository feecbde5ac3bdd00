/*
 * pcl5e-internal.h - what the files of the decoder of PCL 5e share; users include
 * pcl5e-decode.h. Effects: none. SPDX-License-Identifier: Apache-2.0
 */
#ifndef DECODE_PCL5E_INTERNAL_H
#define DECODE_PCL5E_INTERNAL_H

#include "tests/decode/pcl5e-decode.h"
#include "tests/decode/pjl-decode.h"

#define PCL_MAX_DATA 32767u /* bytes behind one command */
#define PCL_MAX_ROW  4096u  /* bytes of a row that are kept; 32768 dots */
#define PCL_INCH     7200   /* places are kept in this part of an inch */
#define PCL_DOT      12     /* of a dot at 600 dpi */

/* What the next byte is. */
enum pcl_state {
    PCL_TEXT,    /* a character, a control code or ESC */
    PCL_ESCAPE,  /* what follows an ESC */
    PCL_GROUP,   /* the group of a command, or already its value */
    PCL_VALUE,   /* the value, then the letter */
    PCL_DATA,    /* bytes behind a command */
    PCL_OUTSIDE, /* PJL, or the begin of a stream */
};

/* A raster: ESC * t, ESC * r, ESC * b. */
struct pcl_raster {
    bool open;
    unsigned resolution; /* one of 75 100 150 200 300 600 */
    unsigned method;
    uint32_t width, height; /* source dots; 0: not limited */
    int32_t x, y;           /* of its first row, 1/7200 inch in the logical page */
    uint32_t row;           /* the next one */
    size_t seed_size;
    uint8_t seed[PCL_MAX_ROW];
};

/* What ESC E resets. */
struct pcl_environment {
    unsigned size; /* row of the table */
    unsigned source, duplex, copies;
    double left_shift, top_shift; /* decipoints */
    char type[64];
    unsigned units; /* to the inch */
    int32_t x, y;   /* of the cursor, 1/7200 inch in the logical page */
    int32_t top_margin, line;
    bool hpgl;
};

struct pcl5e_decoder {
    struct decode_callbacks callbacks;
    struct decode_ticket ticket;
    bool reference_sources;
    bool in_job, by_pjl, ticket_told;
    unsigned remarks;
    uint64_t offset;
    char error[200];

    struct pjl_reader pjl;
    enum pcl_state state;
    char parameter, group; /* of the open command */
    char value[24];
    size_t num_value;
    char letter; /* of the command whose data come; small: more of it follows them */
    size_t data_size, data_have;

    struct pcl_environment env;
    struct pcl_raster raster;
    bool in_page; /* something is on the page, and page_start was told */
    struct decode_page page;
    size_t stride;
    uint8_t *bits; /* of the page, while in_page */
    uint8_t data[PCL_MAX_DATA];
};

/* A command: its value is number, with a sign where it is relative. */
struct pcl_command {
    char parameter, group, letter; /* the letter in upper case */
    double number;
    bool relative;
};

/* pcl_fail - the stream is damaged here; the first text stays. Always false. */
__attribute__((format(printf, 2, 3))) bool pcl_fail(struct pcl5e_decoder *d, const char *format,
                                                    ...);
__attribute__((format(printf, 2, 3))) void pcl_remark(struct pcl5e_decoder *d,
                                                      const char *format, ...);

/* ---- pcl5e-commands.c ---- */

/* pcl_reset - the environment as PJL set it. */
void pcl_reset(struct pcl5e_decoder *d);

/* pcl_command - carry one out. Those with data come again with them, to pcl_data. */
bool pcl_command(struct pcl5e_decoder *d, const struct pcl_command *c);

/* pcl_has_data - whether bytes follow the command. */
bool pcl_has_data(const struct pcl_command *c);

/* pcl_data - the data of the command d->parameter, d->group, d->letter, all of them. */
bool pcl_data(struct pcl5e_decoder *d);

/* pcl_control - a control code or a character. */
bool pcl_character(struct pcl5e_decoder *d, uint8_t byte);

/* pcl_tell_ticket - once a job. */
bool pcl_tell_ticket(struct pcl5e_decoder *d);

/* ---- pcl5e-page.c ---- */

/* Dots of the paper of a row of the table, and from its edge to the logical page. */
struct pcl_paper {
    unsigned code;
    const char *name;
    uint16_t width, height, left;
};
extern const struct pcl_paper pcl_papers[]; /* the first is the default; code 0 ends it */

bool pcl_page_begin(struct pcl5e_decoder *d);

/* pcl_page_eject - tell the page, white where there is none yet. */
bool pcl_page_eject(struct pcl5e_decoder *d);

/* pcl_raster_end - as any other command does. */
void pcl_raster_end(struct pcl5e_decoder *d);

/* pcl_raster_start - at x, 1/7200 inch, where none is open. */
void pcl_raster_start(struct pcl5e_decoder *d, int32_t x);

/* pcl_raster_skip - ESC * b # Y. */
bool pcl_raster_skip(struct pcl5e_decoder *d, uint32_t rows);

/* pcl_raster_data - ESC * b # W: d->data. */
bool pcl_raster_data(struct pcl5e_decoder *d);

/* ---- pcl5e-methods.c ---- */

/* pcl_unpack_row - the row that data of a method other than 5 make of r->seed, into it. NULL,
 * or what is wrong. */
const char *pcl_unpack_row(struct pcl_raster *r, unsigned method, const uint8_t *data,
                           size_t n);

#endif
