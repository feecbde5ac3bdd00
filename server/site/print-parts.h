/*
 * print-parts.h - what the files of the page to print from share. For site-print.c and
 * print-*.c only.
 *
 * A document that was sent is an item. It is printed and gone, or kept for the browser that
 * sent it: to be looked at, to be printed with other options. An item that nobody asks for is
 * forgotten.
 *
 * One lock guards all items that are kept. It is held for moments only.
 * Effects: temporary files, a thread that makes previews.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SITE_PRINT_PARTS_H
#define SERVER_SITE_PRINT_PARTS_H

#include "parts.h"

#include "server/intent.h"
#include "server/preview.h"
#include "server/upload-form.h"

#include <time.h>

/* All limits of what is kept. */
#define TRAY_MAX_ITEMS    16
#define TRAY_MAX_OF_ONE   4 /* of one browser; more push out its oldest */
#define TRAY_KEEP_SECONDS 600
#define TRAY_MAX_PAGES    10 /* of a preview */
#define TRAY_LOOK_SECONDS 60 /* for making one */

#define TRAY_ID_SIZE 33

enum print_look {
    LOOK_NONE, /* not asked for */
    LOOK_WAITS,
    LOOK_MAKING,
    LOOK_DONE,   /* all of it */
    LOOK_MORE,   /* there are more sides */
    LOOK_FAILED, /* see why */
};

struct print_item {
    struct upload_form form; /* the files, and what was chosen */
    int queue;
    uint64_t drained; /* bytes that came and were not wanted */
    bool useless;     /* its document is of no kind that is printed */
    char id[TRAY_ID_SIZE], browser[TRAY_ID_SIZE];

    /* for print-tray.c, or with its lock */
    time_t used; /* CLOCK_MONOTONIC */
    unsigned refs;
    bool kept;
    struct print_item *next;
    enum print_look look;
    unsigned version;      /* of what is looked at */
    struct intent *intent; /* of the preview that is to be made */
    const struct model *model;
    char format[64];
    struct preview_page pages[TRAY_MAX_PAGES];
    size_t num_pages;
    char why[512];
    bool worked_on; /* by the thread */
};

/* ---- print-tray.c ---- */

void tray_start(void);
void tray_stop(void);

/* tray_random_id - 32 hexadecimal digits that nobody guesses. */
void tray_random_id(char id[TRAY_ID_SIZE]);

/* print_item_new - one reference. NULL: no memory. */
struct print_item *print_item_new(void);
void print_item_release(struct print_item *item); /* NULL is fine */

/* tray_put - keep an item for a browser. It gets an id if it has none. False: too much is kept
 * already. */
bool tray_put(struct print_item *item, const char *browser);

/* tray_find - a reference; NULL: there is none of that id for this browser, or not any more. */
struct print_item *tray_find(const char *id, const char *browser);

/* tray_watch - the same without counting as use: for what a page asks for by itself. */
struct print_item *tray_watch(const char *id, const char *browser);

/* tray_take - it is not kept any more, and nobody works on it: the caller's alone. NULL: as
 * above. */
struct print_item *tray_take(const char *id, const char *browser);

/* tray_look - have a preview made; intent is taken over. */
void tray_look(struct print_item *item, struct intent *intent, const struct model *model,
               const char *format);

void tray_lock(void);
void tray_unlock(void);

/* tray_tick - forget what nobody asked for until now (CLOCK_MONOTONIC). */
void tray_tick(time_t now);

/* ---- print-options.c ---- */

/* A form whose fields are drawn. */
struct print_fields {
    struct visit *visit;
    ipp_t *attributes;              /* of the printer, as it announces them */
    const struct upload_form *form; /* what was chosen before; NULL: the query says */
    bool secret;                    /* codes may be sent over this connection */
};

/* The common ones; the others. */
void print_put_common(const struct print_fields *f);
void print_put_more(const struct print_fields *f);

/* print_option_is - whether a field of that name is an option of a job here. */
bool print_option_is(const char *name);
bool print_option_is_common(const char *name); /* seen at first */

/* print_put_option - the name of an option, or of its value, in the visit's language. */
void print_put_option(struct visit *visit, const char *name, const char *value);

/* print_value - what was chosen; "". */
const char *print_value(const struct print_fields *f, const char *name);

/* ---- print-form.c ---- */

/* print_page - the page; item: that is kept, or what was sent and could not be followed; NULL:
 * an empty form. status: of the answer. Its sentence is the visit's refusal. */
struct http_answer *print_page(struct visit *visit, struct print_item *item, unsigned status);

/* print_put_pages - the part that shows what will come out, which renews itself. */
void print_put_pages(struct visit *visit, struct print_item *item);

/* print_put_printers - a form to choose another printer for a page ("/print"), which has other
 * options or addresses. With a single one, its name. */
void print_put_printers(struct visit *visit, pappl_printer_t *printer, const char *page);

/* print_printer - of a number; the default one for 0 or one that is not there. NULL: there is
 * no printer at all. */
pappl_printer_t *print_printer(int id);

/* ---- print-send.c ---- */

/* print_send - all files of an item become jobs. job: the last one's number. False: the visit's
 * refusal says why; files before may have become jobs, and are gone from the item. */
bool print_send(struct visit *visit, struct print_item *item, int *job);

/* print_may - whether the visitor's address may print on a printer; 0: on any. */
bool print_may(const struct visit *visit, int queue);

/* print_look - begin the preview of an item with the options of its form. False: the refusal
 * says why. */
bool print_look(struct visit *visit, struct print_item *item);

/* print_refuse_form - what was wrong with the form that came, as a refusal; its status. */
unsigned print_refuse_form(struct visit *visit, const struct upload_form *form);

/* print_is_private - whether nobody on the way can read what the visitor sends. */
bool print_is_private(const struct visit *visit);

#endif
