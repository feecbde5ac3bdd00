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

/*
 * What else there is to a size or a type in groups that need it. Masks have a bit (1u << n) for
 * row n of the tables of media.c; media-rows.h names the rows.
 */
struct caps_media_more {
    uint32_t not_from; /* sources it cannot come from, beside what drawer says */
    bool turned;       /* UFR II LT: fed with its long side across, the bitmap is turned */
    bool fine;         /* class JB400: 600 x 600 dpi with two bits for a dot */
    bool no_collate;   /* the machine itself does not collate it */
};

struct caps_type_more {
    uint32_t not_in;   /* sizes it does not come in, beside the above */
    uint32_t not_from; /* sources, beside what drawer says */
    uint8_t ticket;    /* UFR II LT: its code in this group */
    bool fine;         /* as a size's */
};

/* A setting that may be left to the machine. */
enum choice { CHOICE_DEVICE, CHOICE_OFF, CHOICE_ON };

/* How a band's dots are coded. */
enum ufr2lt_codec { CODEC_SLIM, CODEC_PACKBITS, CODEC_G4, CODEC_JBIG };

/* What a group calls a source: FORMAT-ufr2lt.md 3.3. */
struct ufr2lt_source {
    uint8_t ticket;
    uint8_t doc;
    const char *name; /* NULL, or how the ticket tells it in words instead */
};

/*
 * How UFR II LT differs between groups: FORMAT-ufr2lt.md section 9 (classes).
 *
 * Records are packets of a ticket that always have the same data: operation, number of bytes,
 * bytes, and so on; an operation of 0 ends them. NULL: none.
 */
struct ufr2lt_params {
    uint16_t model_id[2];    /* attribute C1 of opcode 01 */
    uint8_t header_7;        /* byte 7 of a packet header */
    enum ufr2lt_codec codec; /* G4 and JBIG: a page is coded as a whole */
    uint16_t band_rows;      /* rows in a band, the last has the rest */
    uint16_t band_rows_wide; /* the same where such a band would have over 40960 bytes; 0 */
    uint32_t band_dots;      /* not 0: rows in a band are as many as have so many dots */
    uint32_t band_max_bytes; /* a band ends early so that its block stays below; 0: never */
    uint16_t band_round;     /* band width is rounded up to this many dots */
    bool two_thirds;         /* class JB400: 400 dpi down the page, but for what is fine */
    bool device_collates;    /* knows finishing 0B, the machine collates sets */
    bool no_uncollated;      /* does not know finishing 08: group (0F) stands for it */
    bool no_group;           /* does not know 0F: 08 stands for it */
    bool page_ends_twice;    /* 6.4: the codes behind a page's last band */
    bool one_sided;          /* the ticket does not tell sides */
    uint8_t two_sided;       /* how it tells two; 0: the usual 04 */
    /* SLIM distances; NULL: the usual ones, slim_params_normal and slim_params_color_tone */
    const struct slim_params *slim;
    const struct slim_params *slim_color_tone;
    const struct ufr2lt_source
        *sources;                    /* one for each of the group's; NULL: those of media.c */
    const uint8_t *before_finishing; /* records */
    const uint8_t *behind_finishing;
    const uint8_t *behind_media;
    const uint8_t *last;
    const uint8_t *last_without_toner_save; /* NULL: the same */
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
    const struct caps_media_more *media_more;  /* NULL, or one for each of media */
    const struct media_source *const *sources; /* the default first */
    size_t num_sources;
    const struct caps_type *types; /* the default first */
    size_t num_types;
    const struct caps_type_more *types_more; /* NULL, or one for each of types */
    enum choice toner_save_default;
    enum choice refinement_default;
    bool toner_save_always; /* it is either on or off, never left to the machine */
    bool no_refinement;
    bool collate_default;
    const char *letter_default; /* PWG name of the default size where Letter is usual */
    const char *make;           /* NULL: Canon */
    uint32_t margin_hmm;        /* where the language reaches less than the media's own */
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

/* The further members of a size or type; all 0 where the group has none. */
struct caps_media_more caps_media_more(const struct caps *caps, const struct media *media);
struct caps_type_more caps_type_more(const struct caps *caps, const struct media_type *type);

/* model_make_and_model - "Canon iR1020/1024/1025 (UFRII LT)" into text; cut to n - 1 bytes. */
void model_make_and_model(const struct model *model, char *text, size_t n);

#endif
