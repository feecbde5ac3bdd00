/*
 * models.h - what each supported machine can do.
 * Effects: none.
 * Source: shared device notes reduced to rules; README.md names them per model.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_MODELS_H
#define DRIVER_MODELS_H

#include "media.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pdl_ops;
struct slim_params;

/* A size of one group of machines. */
struct caps_media {
    const struct media *media;
    bool drawer; /* may lie in a drawer */
    bool duplex; /* can be printed on two sides */
};

/* A type of one group of machines. A type with sizes set fits only those. */
struct caps_type {
    const struct media_type *type;
    bool drawer;
    bool duplex;
    bool envelopes;           /* fits envelope sizes */
    bool sheets;              /* fits sizes that are no envelopes */
    const char *const *sizes; /* NULL: all of the above; else PWG names, NULL at the end */
};

/* A setting that may be left to the machine. */
enum choice { CHOICE_DEVICE, CHOICE_OFF, CHOICE_ON };

/* How UFR II LT differs between groups: FORMAT-ufr2lt.md section 9 (classes). */
struct ufr2lt_params {
    uint16_t model_id[2];    /* attribute C1 of opcode 01 */
    uint8_t header_7;        /* byte 7 of a packet header */
    uint16_t band_rows;      /* rows in a band, the last has the rest */
    uint32_t band_max_bytes; /* a band ends early so that its block stays below; 0: never */
    uint16_t band_round;     /* band width is rounded up to this many dots */
    bool device_collates;    /* knows finishing 0B, the machine collates sets */
    bool page_ends_twice;    /* 6.4: the codes behind a page's last band */
    /* SLIM distances; NULL: the usual ones, slim_params_normal and slim_params_color_tone */
    const struct slim_params *slim;
    const struct slim_params *slim_color_tone;
};

/* How PCL 5e differs between groups: FORMAT-pcl5e.md sections 3 and 6. */
struct pcl5e_params {
    bool multi_purpose_tray; /* the bypass is source 4, drawer 2 source 5; else 2 and 4 */
    bool method_9;           /* knows the compression method 9 */
};

/* How PCL XL differs between groups: FORMAT-pclxl.md section 8. */
struct pclxl_params {
    bool delta_row; /* knows class 3.0 and that compression */
};

/* One hardware group. */
struct caps {
    const char *name; /* "ir1020": for logs and tests */
    unsigned dpi;     /* both directions */
    unsigned pages_per_minute;
    uint32_t max_copies;
    uint32_t max_binding_shift_hmm;
    const struct caps_media *media; /* the default first */
    size_t num_media;
    const struct media_source *const *sources; /* the default first */
    size_t num_sources;
    const struct caps_type *types; /* the default first */
    size_t num_types;
    enum choice toner_save_default;
    enum choice refinement_default;
    bool collate_default;
    const char *letter_default; /* PWG name of the default size where Letter is usual */
    const char *make;           /* NULL: Canon */
    /* What cannot be printed on at the edges, where it is more than the size's own margin */
    uint32_t margin_hmm;
    uint32_t envelope_margin_hmm;
    struct ufr2lt_params ufr2lt;
    struct pcl5e_params pcl5e;
    struct pclxl_params pclxl;
};

/* One row of models.def: a group in one of its languages. */
struct model {
    const char *name;         /* "canon_ir1020_ufr2lt": the driver name, kept for ever */
    const char *model_prefix; /* "iR1020/1024/1025": begins MDL of the IEEE-1284 id */
    const char *suffix;       /* "(UFRII LT)": ends it when the machine has several languages */
    const struct caps *caps;
    const struct pdl_ops *pdl;
};

extern const struct model models[];
extern const size_t num_models;

/* NULL when no row has the name. */
const struct model *model_find(const char *name);

/* The row of caps for a size or type; NULL when this group does not have it. */
const struct caps_media *caps_find_media(const struct caps *caps, const struct media *media);
const struct caps_type *caps_find_type(const struct caps *caps, const struct media_type *type);

/* caps_margin - what the group leaves free at each edge of a size, in 1/100 mm. */
uint32_t caps_margin(const struct caps *caps, const struct media *media);
bool caps_has_source(const struct caps *caps, const struct media_source *source);

/* model_make_and_model - "Canon iR1020/1024/1025 (UFRII LT)" into text; cut to n - 1 bytes. */
void model_make_and_model(const struct model *model, char *text, size_t n);

#endif
