/*
 * scan.h - the words that everything about scanning shares: what a scanner can do, what is
 * asked of it, what comes, how it ends; and the interface through which scanned lines come.
 *
 * Lengths are in 1/300 inch, eSCL's unit, whatever the resolution.
 * Effects: none.
 * Source: eSCL's terms; SANE standard 1.06, section 4 (status, frames).
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_SCAN_H
#define SERVER_SCAN_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Units of a length in an inch. */
#define SCAN_UNITS 300u

/* How a scan, or a page of it, ended. SCAN_OK is 0; what stands beside each is what a person
 * can do, or what a protocol makes of it. */
enum scan_result {
    SCAN_OK,
    SCAN_NO_DOCS,    /* the feeder is empty: the end of a stack, or nothing was put in */
    SCAN_JAMMED,     /* paper is jammed in the feeder */
    SCAN_COVER_OPEN, /* a cover is open */
    SCAN_BUSY,       /* the machine prints, or somebody else scans: try again later */
    SCAN_INVALID,    /* it cannot do what was asked */
    SCAN_CANCELED,
    SCAN_IO,        /* reading from the scanner failed */
    SCAN_NO_MEMORY, /* memory, or room on the disk */
    SCAN_DENIED,    /* this user may not open the device */
    SCAN_GONE,      /* no such device now: off, unplugged */
    SCAN_CRASHED,   /* the scanner's driver crashed, or spoke nonsense, and was ended */
    SCAN_TIMEOUT,   /* the scanner, or its driver, did not answer in time */
};

/* scan_result_keyword - "no-docs", "jammed" ...; for logs and machines. scan_result_text - a
 * sentence for a person: what happened and what to do. Both for ever. */
const char *scan_result_keyword(enum scan_result result);
const char *scan_result_text(enum scan_result result);

/* Where the paper lies. */
enum scan_input { SCAN_PLATEN, SCAN_FEEDER, SCAN_FEEDER_DUPLEX };
#define SCAN_NUM_INPUTS 3

/* What is delivered. */
enum scan_color { SCAN_BLACK_AND_WHITE, SCAN_GRAY, SCAN_COLOR };
#define SCAN_NUM_COLORS 3

struct scan_area {
    uint32_t x, y, width, height;
};

#define SCAN_MAX_RESOLUTIONS 16
#define SCAN_MAX_BUTTONS     8

/* What a device says of itself. Zero where it does not tell. */
struct scan_caps {
    char maker[64], model[128], serial[64];
    bool has[SCAN_NUM_INPUTS]; /* by enum scan_input */
    /* What it reaches, by input; larger papers are padded with white. */
    uint32_t width[SCAN_NUM_INPUTS], height[SCAN_NUM_INPUTS];
    bool gray, color;                           /* lines of which kind it can send */
    unsigned resolutions[SCAN_MAX_RESOLUTIONS]; /* dots per inch, ascending */
    size_t num_resolutions;
    bool feeder_sensor; /* tells whether paper lies in the feeder */
    size_t num_buttons;
};

/* What the feeder's sensor says. */
enum scan_feeder { SCAN_FEEDER_UNKNOWN, SCAN_FEEDER_EMPTY, SCAN_FEEDER_LOADED };

struct scan_sensors {
    enum scan_feeder feeder;
    uint32_t buttons; /* bit n: button n + 1 was pressed since the last question */
};

/* One page as it is asked for. The area is within what the device reaches, dpi is one of its
 * resolutions; color is SCAN_GRAY or SCAN_COLOR: black and white is made of gray (threshold).
 */
struct scan_params {
    enum scan_input input;
    enum scan_color color;
    unsigned dpi;
    struct scan_area area;
};

/* One page as it comes: this counts, not what was asked for. */
struct scan_image {
    uint32_t width;  /* pixels of a line */
    uint32_t height; /* lines; 0: unknown, until end_of_image */
    bool color;      /* 3 bytes a pixel: red, green, blue; else 1: 0 is black, 255 white */
};

/* No scanner has wider lines or longer pages; what says so is refused. */
#define SCAN_MAX_WIDTH  65535u
#define SCAN_MAX_HEIGHT 200000u

/*
 * Where scanned lines come from. One thread uses it, but for cancel.
 */
struct scan_source {
    /*
     * start - the next page: of the platen, the same one again; of a feeder, the next sheet or
     * its other side. want stays the same from page to page. The source must be done with the
     * page before: read to its end, or failed.
     *
     * got   out: what comes
     *
     * SCAN_NO_DOCS: the feeder has no more. After any result but SCAN_OK only finish may be
     * called.
     */
    enum scan_result (*start)(void *ctx, const struct scan_params *want,
                              struct scan_image *got);

    /*
     * read_line - the next line, from the top.
     *
     * line           out: got->width pixels
     * end_of_image   out: true: there was no further line, nothing was written
     */
    enum scan_result (*read_line)(void *ctx, uint8_t *line, bool *end_of_image);

    /* finish - the batch is over, for whatever reason: the device is at rest afterwards, or its
     * process was ended. start may follow. */
    void (*finish)(void *ctx);

    /* cancel - from any thread: what start and read_line are doing ends soon with
     * SCAN_CANCELED, and so does every call up to finish. */
    void (*cancel)(void *ctx);
    void *ctx;
};

#endif
