/*
 * media.h - paper sizes, sources and types: PWG 5101.1 and IPP names, and the codes each
 * printer language has for them.
 * Effects: none.
 * Source: driver/FORMAT-ufr2lt.md (codes), PWG 5101.1 (names and sizes).
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_MEDIA_H
#define DRIVER_MEDIA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Sizes in 1/100 mm (hmm), portrait. */
struct media {
    const char *name;  /* PWG self-describing name, "iso_a4_210x297mm" */
    const char *label; /* what people call it, "A4" */
    uint32_t width_hmm;
    uint32_t length_hmm;
    uint32_t margin_hmm;     /* the same on all four sides */
    uint32_t width_dots_600; /* nearest dot at 600 dpi */
    uint32_t length_dots_600;
    bool envelope;
    uint16_t ufr2_ticket; /* FORMAT-ufr2lt.md section 5, "ticket" */
    uint8_t ufr2_doc;     /* the same, "doc" */
};

struct media_source {
    const char *name; /* IPP media-source keyword: "auto", "by-pass-tray", "tray-1", "tray-2" */
    const char *label; /* "Drawer 1" */
    bool drawer;       /* under the rules for drawers of struct caps */
    uint8_t ufr2_ticket;
    uint8_t ufr2_doc;
};

struct media_type {
    const char *name;  /* IPP media-type keyword: "stationery" */
    const char *label; /* "Plain paper" */
    uint8_t ufr2_ticket;
};

/*
 * Every size, source and type the project knows. A model's struct caps points into these
 * tables. Order is the order people see.
 */
extern const struct media media_sizes[];
extern const size_t num_media_sizes;
extern const struct media_source media_sources[];
extern const size_t num_media_sources;
extern const struct media_type media_types[];
extern const size_t num_media_types;

/* Each finds by exact PWG/IPP name; NULL when unknown or name is NULL. */
const struct media *media_find(const char *name);
const struct media_source *media_source_find(const char *name);
const struct media_type *media_type_find(const char *name);

/*
 * media_find_size - the known size nearest to width x length, both within tolerance_hmm.
 *
 * Portrait only: a caller with a turned page swaps first. NULL when none is near enough.
 */
const struct media *media_find_size(uint32_t width_hmm, uint32_t length_hmm,
                                    uint32_t tolerance_hmm);

/* media_holds - whether a size goes onto the paper as it lies, but for tolerance_hmm. */
bool media_holds(const struct media *media, uint32_t width_hmm, uint32_t length_hmm,
                 uint32_t tolerance_hmm);

#endif
