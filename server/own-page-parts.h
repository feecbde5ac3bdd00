/*
 * own-page-parts.h - what the files share that draw the pages of our own. For own-page*.c only.
 *
 * own-page.c has the way into the intake, and the pages; own-page-modules.c what several pages
 * show, own-page-calibration.c the calibration page.
 * Effects: none but memory.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_OWN_PAGE_PARTS_H
#define SERVER_OWN_PAGE_PARTS_H

#include "drawing.h"
#include "own-page.h"

/* A side that is drawn. Places and lengths are dots of 600 dpi. */
struct side {
    struct drawing *drawing;
    const struct own_page *page;
    const struct ticket *ticket;
    int32_t width, height;    /* of the sheet */
    int32_t margin;           /* what cannot be printed, on each side */
    int32_t left, right;      /* between these the contents lie */
    int32_t y, bottom;        /* where the next thing goes, and must end */
    int32_t shift_x, shift_y; /* by which the page will be moved */
    bool back;
};

/* side_title - the emblem, a heading and a line below it. */
void side_title(struct side *s, const char *title, const char *line);

/* side_facts - what the page is told to tell, as far as there is room. side_fact - one line;
 * false: there was no room. */
void side_facts(struct side *s);
bool side_fact(struct side *s, const char *line);

/* side_paragraph - text in as many lines as it takes. False: there was no room for all, and
 * nothing is drawn. */
bool side_paragraph(struct side *s, const char *text);

/* What is set in columns, each SIDE_COLUMN wide. */
#define SIDE_COLUMN 1323 /* 56 mm */
struct module {
    const char *caption;
    int32_t (*draw)(struct drawing *d, int32_t x, int32_t y); /* its height */
    int32_t height;
};
extern const struct module module_tones, module_ramp, module_lines, module_text, module_photo,
    module_rosette, module_specimen;

/* side_modules - in as many columns as fit, each where there is most room; those for which
 * there is none are left out. NULL at the end. */
void side_modules(struct side *s, const struct module *const modules[]);

/* side_calibrate - all of a calibration page. */
void side_calibrate(struct side *s);

#endif
