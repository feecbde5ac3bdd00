/*
 * status-parts.h - what the files of the first page share.
 *
 * status-machine.c knows the parts of a machine, status-picture.c draws them, status-panel.c
 * has a printer's panel, status-scanners.c the scanners, site-status.c the page.
 * Effects: pages; reads queues and scanners.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SITE_STATUS_PARTS_H
#define SERVER_SITE_STATUS_PARTS_H

#include "state-words.h"
#include "visit.h"

#include "driver/models.h"

#include <pappl/pappl.h>

/* How a part is, for its colour and its sign. */
enum part_mark { MARK_OK, MARK_WARN, MARK_BAD, MARK_UNKNOWN };

/* A part of a machine, in the visitor's language. */
struct machine_part {
    char name[80], state[200];
    enum part_mark mark;
    int percent;                       /* how full it is, 0..100; -1: not known */
    bool bypass;                       /* of a tray: it hangs at the side */
    const struct media_source *source; /* of a tray that the model knows; NULL */
};

#define MACHINE_TRAYS 10

struct machine {
    bool copier; /* it has a scanner on top */
    struct machine_part cover, output, toner;
    bool has_toner; /* something is known of it */
    struct machine_part trays[MACHINE_TRAYS];
    size_t num_trays;
};

/*
 * machine_look - the parts of a queue's machine.
 *
 * model  NULL: not known
 * data   of its printer: what a person has set to lie in the trays
 */
void machine_look(const struct visit *visit, const struct state_view *state,
                  const struct model *model, const pappl_pr_driver_data_t *data,
                  struct machine *machine);

/* picture_put - as SVG, with a title and all parts in words. id: one of the page's own. */
void picture_put(struct visit *visit, const struct machine *machine, int id);

/* panel_put - all that there is to see of a printer. brief: many are shown. */
void panel_put(struct visit *visit, pappl_printer_t *printer, bool brief);

/* panel_in_order - whether nothing keeps it from printing. */
bool panel_in_order(pappl_printer_t *printer);

/* scanners_put - all scanners; nothing where there is none. */
void scanners_put(struct visit *visit);

#endif
