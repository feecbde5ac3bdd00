/*
 * ticket.c - wishes of a person become a job the machine accepts.
 * Effects: none.
 * Source: the maker's PPDs. Their 118 pairs of options that exclude one another (129 with
 * pre-punched paper) are five rules:
 *   1. a drawer takes only some sizes and types           (caps_media.drawer, caps_type.drawer)
 *   2. two-sided printing takes only some sizes and types (caps_media.duplex, caps_type.duplex)
 *   3. envelopes go with envelope sizes                   (caps_type.envelopes and .sheets)
 *   4. some types come in some sizes only                 (caps_type.sizes)
 *   5. short-edge printing is not bound left, long-edge printing not at the top
 * Sisters have single pairs besides, of a type and a size or of a source and either: masks of
 * caps_media_more and caps_type_more. And some do not collate some sizes.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/ticket.h"

#include "driver/text.h"

#include <string.h>

#define COUNT(array)   (sizeof(array) / sizeof((array)[0]))
#define MAX_ACCOUNT    9999999u /* 7 digits, as much as the stream carries */
#define MAX_LENGTH_HMM 10000000u
/* Rounding to points or pixels moves an edge by less; two known sizes differ by more. */
#define SIZE_TOLERANCE_HMM 100u

/* ---- wishes ---- */

void wishes_init(struct wishes *wishes)
{
    *wishes = (struct wishes){
        .sides = -1,
        .collate = -1,
        .toner_save = -1,
        .refinement = -1,
        .screen = -1,
        .binding = -1,
    };
}

struct keyword {
    const char *name;
    int value;
};

static enum result find_keyword(const struct keyword *keywords, const char *name, int *value)
{
    for (; keywords->name; keywords++) {
        if (strcmp(keywords->name, name) == 0) {
            *value = keywords->value;
            return RESULT_OK;
        }
    }
    return RESULT_FORMAT;
}

static enum result set_sides(struct wishes *wishes, const char *value)
{
    static const struct keyword keywords[] = {
        {"one-sided",            SIDES_ONE       },
        {"two-sided-long-edge",  SIDES_LONG_EDGE },
        {"two-sided-short-edge", SIDES_SHORT_EDGE},
        {NULL,                   0               },
    };

    return find_keyword(keywords, value, &wishes->sides);
}

/* The IPP keywords, and short names that can also say "group", for which IPP has no word. */
static enum result set_collate(struct wishes *wishes, const char *value)
{
    static const struct keyword keywords[] = {
        {"separate-documents-uncollated-copies", COLLATE_UNCOLLATED},
        {"separate-documents-collated-copies",   COLLATE_COLLATED  },
        {"single-document",                      COLLATE_COLLATED  },
        {"single-document-new-sheet",            COLLATE_COLLATED  },
        {"none",                                 COLLATE_UNCOLLATED},
        {"uncollated",                           COLLATE_UNCOLLATED},
        {"collated",                             COLLATE_COLLATED  },
        {"group",                                COLLATE_GROUP     },
        {NULL,                                   0                 },
    };

    return find_keyword(keywords, value, &wishes->collate);
}

/* The same by an option of our own, which can leave it to IPP's. */
static enum result set_copies_order(struct wishes *wishes, const char *value)
{
    static const struct keyword keywords[] = {
        {"uncollated", COLLATE_UNCOLLATED},
        {"collated",   COLLATE_COLLATED  },
        {"group",      COLLATE_GROUP     },
        {NULL,         0                 },
    };

    if (strcmp(value, "auto") == 0)
        return RESULT_OK;
    return find_keyword(keywords, value, &wishes->collate);
}

static enum result set_quality(struct wishes *wishes, const char *value)
{
    static const struct keyword keywords[] = {
        {"draft",  QUALITY_DRAFT },
        {"normal", QUALITY_NORMAL},
        {"high",   QUALITY_HIGH  },
        {"3",      QUALITY_DRAFT },
        {"4",      QUALITY_NORMAL},
        {"5",      QUALITY_HIGH  },
        {NULL,     0             },
    };
    int quality = 0;
    enum result result = find_keyword(keywords, value, &quality);

    if (result == RESULT_OK)
        wishes->quality = (enum quality)quality;
    return result;
}

static enum result set_content(struct wishes *wishes, const char *value)
{
    static const struct keyword keywords[] = {
        {"auto",             CONTENT_AUTO   },
        {"text",             CONTENT_TEXT   },
        {"graphic",          CONTENT_GRAPHIC},
        {"text-and-graphic", CONTENT_GRAPHIC},
        {"photo",            CONTENT_PHOTO  },
        {NULL,               0              },
    };
    int content = 0;
    enum result result = find_keyword(keywords, value, &content);

    if (result == RESULT_OK)
        wishes->content = (enum content)content;
    return result;
}

/* A setting that follows the quality, or that the machine can be left to decide. */
static enum result set_choice(int *choice, const char *value)
{
    static const struct keyword keywords[] = {
        {"auto",   -1           },
        {"device", CHOICE_DEVICE},
        {"false",  CHOICE_OFF   },
        {"off",    CHOICE_OFF   },
        {"no",     CHOICE_OFF   },
        {"true",   CHOICE_ON    },
        {"on",     CHOICE_ON    },
        {"yes",    CHOICE_ON    },
        {NULL,     0            },
    };

    return find_keyword(keywords, value, choice);
}

static enum result set_toner_save(struct wishes *wishes, const char *value)
{
    return set_choice(&wishes->toner_save, value);
}

static enum result set_refinement(struct wishes *wishes, const char *value)
{
    return set_choice(&wishes->refinement, value);
}

static enum result set_screen(struct wishes *wishes, const char *value)
{
    static const struct keyword keywords[] = {
        {"gradation",  SCREEN_GRADATION },
        {"resolution", SCREEN_RESOLUTION},
        {"color-tone", SCREEN_COLOR_TONE},
        {"auto",       -1               },
        {NULL,         0                },
    };

    return find_keyword(keywords, value, &wishes->screen);
}

static enum result set_binding(struct wishes *wishes, const char *value)
{
    static const struct keyword keywords[] = {
        {"left", BINDING_LEFT},
        {"top",  BINDING_TOP },
        {"auto", -1          },
        {NULL,   0           },
    };

    return find_keyword(keywords, value, &wishes->binding);
}

/* Digits only; numbers too large become UINT32_MAX, which every limit then cuts. */
static enum result parse_number(const char *value, uint32_t *number)
{
    uint64_t n = 0;

    if (!*value)
        return RESULT_FORMAT;
    for (; *value; value++) {
        if (*value < '0' || *value > '9')
            return RESULT_FORMAT;
        n = n * 10 + (uint64_t)(*value - '0');
        if (n > UINT32_MAX)
            n = UINT32_MAX;
    }
    *number = (uint32_t)n;
    return RESULT_OK;
}

static enum result parse_positive(const char *value, uint32_t *number)
{
    uint32_t n = 0;
    enum result result = parse_number(value, &n);

    if (result == RESULT_OK && n == 0)
        return RESULT_FORMAT;
    if (result == RESULT_OK)
        *number = n;
    return result;
}

static enum result set_copies(struct wishes *wishes, const char *value)
{
    return parse_positive(value, &wishes->copies);
}

static enum result set_pages(struct wishes *wishes, const char *value)
{
    return parse_positive(value, &wishes->pages);
}

static enum result set_shift(struct wishes *wishes, const char *value)
{
    return parse_number(value, &wishes->binding_shift_hmm);
}

/* -100 to 100; anything else is no value. */
static enum result parse_tone(const char *value, int *tone)
{
    bool negative = *value == '-';
    uint32_t n = 0;
    enum result result = parse_number(value + (negative || *value == '+'), &n);

    if (result == RESULT_OK && n > TONE_MAX)
        return RESULT_FORMAT;
    if (result == RESULT_OK)
        *tone = negative ? -(int)n : (int)n;
    return result;
}

static enum result set_brightness(struct wishes *wishes, const char *value)
{
    return parse_tone(value, &wishes->adjust.brightness);
}

static enum result set_contrast(struct wishes *wishes, const char *value)
{
    return parse_tone(value, &wishes->adjust.contrast);
}

static enum result set_account_id(struct wishes *wishes, const char *value)
{
    enum result result = parse_number(value, &wishes->department_id);

    if (result == RESULT_OK)
        wishes->account = true;
    return result;
}

static enum result set_account_pin(struct wishes *wishes, const char *value)
{
    return parse_number(value, &wishes->pin);
}

/* Any word may be asked for; ticket_resolve() sees to those the machine does not have. */
static enum result set_string(const char **string, const char *value)
{
    if (!*value)
        return RESULT_FORMAT;
    *string = value;
    return RESULT_OK;
}

static enum result set_media(struct wishes *wishes, const char *value)
{
    return set_string(&wishes->media, value);
}

static enum result set_source(struct wishes *wishes, const char *value)
{
    return set_string(&wishes->source, value);
}

static enum result set_type(struct wishes *wishes, const char *value)
{
    return set_string(&wishes->type, value);
}

enum result wishes_set(struct wishes *wishes, const char *name, const char *value)
{
    static const struct {
        const char *name;
        enum result (*set)(struct wishes *wishes, const char *value);
    } attributes[] = {
        {"media",                      set_media       },
        {"media-source",               set_source      },
        {"media-type",                 set_type        },
        {"sides",                      set_sides       },
        {"copies",                     set_copies      },
        {"multiple-document-handling", set_collate     },
        {"collate",                    set_collate     },
        {"copies-order",               set_copies_order},
        {"print-quality",              set_quality     },
        {"print-content-optimize",     set_content     },
        {"toner-save",                 set_toner_save  },
        {"image-refinement",           set_refinement  },
        {"halftone",                   set_screen      },
        {"brightness",                 set_brightness  },
        {"contrast",                   set_contrast    },
        {"binding-edge",               set_binding     },
        {"binding-shift",              set_shift       },
        {"job-account-id",             set_account_id  },
        {"job-account-pin",            set_account_pin },
        {"job-pages",                  set_pages       },
    };

    for (size_t i = 0; i < COUNT(attributes); i++)
        if (strcmp(attributes[i].name, name) == 0)
            return value ? attributes[i].set(wishes, value) : RESULT_FORMAT;
    return RESULT_UNSUPPORTED;
}

/* ---- sizes ---- */

struct size {
    uint32_t width_hmm; /* 0: not known */
    uint32_t length_hmm;
};

/* One side of a PWG name, "8.25" before 'x', in thousandths of its unit; moves *p behind it. */
static bool parse_side(const char **p, uint64_t *thousandths)
{
    const char *start = *p;
    uint64_t n = 0, scale = 1000;
    bool fraction = false;

    for (; (**p >= '0' && **p <= '9') || (**p == '.' && !fraction); (*p)++) {
        if (**p == '.') {
            fraction = true;
            continue;
        }
        if (fraction && scale == 1)
            continue; /* finer than a thousandth: nothing to us */
        n = n * 10 + (uint64_t)(**p - '0');
        if (fraction)
            scale /= 10;
        if (n > MAX_LENGTH_HMM)
            return false;
    }
    *thousandths = n * scale;
    return *p != start && n > 0;
}

/* The size at the end of a PWG self-describing name, "na_foolscap_8.5x13in"; 0 x 0 if none. */
static struct size size_of_name(const char *name)
{
    const struct size none = {0, 0};
    const char *p = strrchr(name, '_');
    uint64_t width, length, hmm; /* hmm in one unit */

    if (!p)
        return none;
    p++;
    if (!parse_side(&p, &width) || *p++ != 'x' || !parse_side(&p, &length))
        return none;
    if (strcmp(p, "in") == 0)
        hmm = 2540;
    else if (strcmp(p, "mm") == 0)
        hmm = 100;
    else
        return none;
    width = (width * hmm + 500) / 1000;
    length = (length * hmm + 500) / 1000;
    if (width > MAX_LENGTH_HMM || length > MAX_LENGTH_HMM)
        return none;
    return (struct size){(uint32_t)width, (uint32_t)length};
}

/* What was asked for, upright; 0 x 0 when that cannot be told. */
static struct size wished_size(const struct wishes *wishes)
{
    struct size size = {0, 0};

    if (wishes->media)
        size = size_of_name(wishes->media);
    if (size.width_hmm == 0)
        size = (struct size){wishes->width_hmm, wishes->length_hmm};
    if (size.width_hmm == 0 || size.length_hmm == 0)
        return (struct size){0, 0};
    if (size.width_hmm > size.length_hmm)
        size = (struct size){size.length_hmm, size.width_hmm};
    return size;
}

static bool holds(const struct media *media, struct size size)
{
    return media_holds(media, size.width_hmm, size.length_hmm, SIZE_TOLERANCE_HMM);
}

static uint64_t area(const struct media *media)
{
    return (uint64_t)media->width_hmm * media->length_hmm;
}

/* The smallest sheet, or envelope, that holds the size; NULL when none does. */
static const struct media *smallest_holding(const struct caps *caps, struct size size,
                                            bool envelope)
{
    const struct media *best = NULL;

    for (size_t i = 0; i < caps->num_media; i++) {
        const struct media *media = caps->media[i].media;

        if (media->envelope == envelope && holds(media, size) &&
            (!best || area(media) < area(best)))
            best = media;
    }
    return best;
}

static const struct media *largest(const struct caps *caps)
{
    const struct media *best = caps->media[0].media;

    for (size_t i = 1; i < caps->num_media; i++)
        if (area(caps->media[i].media) > area(best))
            best = caps->media[i].media;
    return best;
}

static bool asks_for_envelope(const struct wishes *wishes)
{
    return wishes->type && strcmp(wishes->type, "envelope") == 0;
}

/* What lies in the drawer mostly, if the size fits onto it. */
static const struct media *usual_holding(const struct caps *caps, const struct wishes *wishes,
                                         struct size size)
{
    const struct media *media = media_find(wishes->usual);

    return media && caps_find_media(caps, media) && holds(media, size) ? media : NULL;
}

/* An envelope stands in for an unknown size only where the person speaks of an envelope. */
static const struct media *nearest_larger(const struct caps *caps, const struct wishes *wishes,
                                          struct size size)
{
    const struct media *media = NULL;

    if (asks_for_envelope(wishes))
        media = smallest_holding(caps, size, true);
    if (!media)
        media = usual_holding(caps, wishes, size);
    if (!media)
        media = smallest_holding(caps, size, false);
    return media ? media : largest(caps);
}

/* ---- resolution: size, then type, then source, then sides; each keeps those before it ---- */

static const struct media *resolve_media(const struct caps *caps, const struct wishes *wishes,
                                         uint32_t *changed)
{
    const struct media *media = media_find(wishes->media);
    struct size size;

    if (media && caps_find_media(caps, media))
        return media;
    size = wished_size(wishes);
    if (size.width_hmm == 0) {
        if (wishes->media)
            *changed |= TICKET_MEDIA;
        return caps->media[0].media;
    }
    media = media_find_size(size.width_hmm, size.length_hmm, SIZE_TOLERANCE_HMM);
    if (media && caps_find_media(caps, media))
        return media;
    *changed |= TICKET_MEDIA;
    return nearest_larger(caps, wishes, size);
}

static uint32_t bit_of_media(const struct media *media)
{
    return 1u << (media - media_sizes);
}

static uint32_t bit_of_source(const struct media_source *source)
{
    return 1u << (source - media_sources);
}

/* Rules 3 and 4. */
static bool type_fits(const struct caps *caps, const struct caps_type *type,
                      const struct media *media)
{
    if (media->envelope ? !type->envelopes : !type->sheets)
        return false;
    if (caps_type_more(caps, type->type).not_in & bit_of_media(media))
        return false;
    if (!type->sizes)
        return true;
    for (const char *const *size = type->sizes; *size; size++)
        if (strcmp(*size, media->name) == 0)
            return true;
    return false;
}

/* The first type of a group, the usual one, fits every size, or every sheet; then there is one
 * for envelopes. */
static const struct caps_type *usual_type(const struct caps *caps, const struct media *media)
{
    for (size_t i = 0; i < caps->num_types; i++)
        if (type_fits(caps, &caps->types[i], media))
            return &caps->types[i];
    return &caps->types[0];
}

static const struct caps_type *resolve_type(const struct caps *caps,
                                            const struct wishes *wishes,
                                            const struct media *media, uint32_t *changed)
{
    const struct caps_type *type;

    /* "auto" asks for nothing, where a group knows no such type as well */
    if (!wishes->type || strcmp(wishes->type, "auto") == 0)
        return usual_type(caps, media);
    type = caps_find_type(caps, media_type_find(wishes->type));
    if (type && type_fits(caps, type, media))
        return type;
    *changed |= TICKET_TYPE;
    return usual_type(caps, media);
}

/* Rule 1. */
static bool source_fits(const struct caps *caps, const struct media_source *source,
                        const struct caps_media *media, const struct caps_type *type)
{
    const uint32_t not_from = caps_media_more(caps, media->media).not_from |
                              caps_type_more(caps, type->type).not_from;

    return (!source->drawer || (media->drawer && type->drawer)) &&
           !(not_from & bit_of_source(source));
}

/* The first source that is no drawer and is not the automatic one takes everything; a group
 * without one leaves it to the machine. */
static const struct media_source *
bypass(const struct caps *caps, const struct caps_media *media, const struct caps_type *type)
{
    for (size_t i = 1; i < caps->num_sources; i++)
        if (!caps->sources[i]->drawer && source_fits(caps, caps->sources[i], media, type))
            return caps->sources[i];
    return caps->sources[0];
}

static const struct media_source *
resolve_source(const struct caps *caps, const struct wishes *wishes,
               const struct caps_media *media, const struct caps_type *type, uint32_t *changed)
{
    const struct media_source *source;

    if (!wishes->source)
        return caps->sources[0];
    source = media_source_find(wishes->source);
    if (!source || !caps_has_source(caps, source)) {
        *changed |= TICKET_SOURCE;
        return caps->sources[0];
    }
    if (source_fits(caps, source, media, type))
        return source;
    *changed |= TICKET_SOURCE;
    return bypass(caps, media, type);
}

/* Rule 2. */
static enum sides resolve_sides(const struct wishes *wishes, const struct caps_media *media,
                                const struct caps_type *type, uint32_t *changed)
{
    if (wishes->sides != SIDES_LONG_EDGE && wishes->sides != SIDES_SHORT_EDGE)
        return SIDES_ONE;
    if (media->duplex && type->duplex)
        return (enum sides)wishes->sides;
    *changed |= TICKET_SIDES;
    return SIDES_ONE;
}

/* Rule 5: the sides are kept, the binding follows them. */
static enum binding resolve_binding(const struct wishes *wishes, enum sides sides,
                                    uint32_t *changed)
{
    enum binding usual = sides == SIDES_SHORT_EDGE ? BINDING_TOP : BINDING_LEFT;

    if (wishes->binding != BINDING_LEFT && wishes->binding != BINDING_TOP)
        return usual;
    if (sides != SIDES_ONE && wishes->binding != (int)usual)
        *changed |= TICKET_BINDING;
    return sides == SIDES_ONE ? (enum binding)wishes->binding : usual;
}

static uint32_t at_most(uint32_t value, uint32_t limit, enum ticket_change change,
                        uint32_t *changed)
{
    if (value <= limit)
        return value;
    *changed |= (uint32_t)change;
    return limit;
}

static enum collate wished_collate(const struct caps *caps, const struct wishes *wishes)
{
    switch (wishes->collate) {
    case COLLATE_UNCOLLATED:
        return COLLATE_UNCOLLATED;
    case COLLATE_COLLATED:
        return COLLATE_COLLATED;
    case COLLATE_GROUP:
        return COLLATE_GROUP;
    default:
        return caps->collate_default ? COLLATE_COLLATED : COLLATE_UNCOLLATED;
    }
}

/*
 * Who makes the copies. A machine that collates gets the number of sets. One that does not is
 * still told to make several copies of a single page, for which the order does not matter;
 * sets of more pages, or of a number not known yet, are sent again by the host.
 */
static void resolve_copies(const struct caps *caps, const struct wishes *wishes,
                           struct ticket *ticket)
{
    uint32_t copies = at_most(wishes->copies ? wishes->copies : 1, caps->max_copies,
                              TICKET_COPIES, &ticket->changed);

    ticket->job.collate = wished_collate(caps, wishes);
    ticket->job.copies = copies;
    ticket->host_copies = 1;
    if (ticket->job.collate != COLLATE_COLLATED ||
        (caps->ufr2lt.device_collates && !caps_media_more(caps, ticket->job.media).no_collate))
        return;
    ticket->job.collate = COLLATE_UNCOLLATED;
    if (copies > 1 && wishes->pages != 1) {
        ticket->job.copies = 1;
        ticket->host_copies = copies;
    }
}

/* Numbers from outside an enum would be a caller's mistake; the halftone must not see them. */
static enum content resolve_content(enum content content)
{
    switch (content) {
    case CONTENT_AUTO:
    case CONTENT_TEXT:
    case CONTENT_GRAPHIC:
    case CONTENT_PHOTO:
        return content;
    }
    return CONTENT_AUTO;
}

static enum quality resolve_quality(enum quality quality)
{
    switch (quality) {
    case QUALITY_DEFAULT:
    case QUALITY_DRAFT:
    case QUALITY_NORMAL:
    case QUALITY_HIGH:
        return quality;
    }
    return QUALITY_DEFAULT;
}

static enum choice resolve_choice(int wished, bool on_by_quality, enum choice usual)
{
    if (wished == CHOICE_DEVICE || wished == CHOICE_OFF || wished == CHOICE_ON)
        return (enum choice)wished;
    return on_by_quality ? CHOICE_ON : usual;
}

static enum choice resolve_toner_save(const struct caps *caps, int wished, enum quality quality)
{
    enum choice choice =
        resolve_choice(wished, quality == QUALITY_DRAFT, caps->toner_save_default);

    return choice == CHOICE_DEVICE && caps->toner_save_always ? caps->toner_save_default
                                                              : choice;
}

static enum choice resolve_refinement(const struct caps *caps, int wished, enum quality quality)
{
    if (caps->no_refinement)
        return CHOICE_DEVICE;
    return resolve_choice(wished, quality == QUALITY_HIGH, caps->refinement_default);
}

static enum halftone_screen resolve_screen(int wished, enum content content)
{
    if (wished == SCREEN_GRADATION || wished == SCREEN_RESOLUTION ||
        wished == SCREEN_COLOR_TONE)
        return (enum halftone_screen)wished;
    return content == CONTENT_TEXT || content == CONTENT_GRAPHIC ? SCREEN_RESOLUTION
                                                                 : SCREEN_GRADATION;
}

static void resolve_account(const struct wishes *wishes, struct ticket *ticket)
{
    if (!wishes->account)
        return;
    if (wishes->department_id > MAX_ACCOUNT || wishes->pin > MAX_ACCOUNT) {
        ticket->changed |= TICKET_ACCOUNT;
        return;
    }
    ticket->job.account = true;
    ticket->job.department_id = wishes->department_id;
    ticket->job.pin = wishes->pin;
}

void ticket_resolve(const struct model *model, const struct wishes *wishes,
                    struct ticket *ticket)
{
    const struct caps *caps = model->caps;
    struct job_params *job = &ticket->job;
    const struct caps_media *media;
    const struct caps_type *type;

    *ticket = (struct ticket){.content = resolve_content(wishes->content),
                              .adjust = wishes->adjust,
                              .quality = resolve_quality(wishes->quality)};
    job->title = wishes->title ? wishes->title : "";
    job->user = wishes->user ? wishes->user : "";
    job->media = resolve_media(caps, wishes, &ticket->changed);
    media = caps_find_media(caps, job->media);
    type = resolve_type(caps, wishes, job->media, &ticket->changed);
    job->type = type->type;
    job->source = resolve_source(caps, wishes, media, type, &ticket->changed);
    job->sides = resolve_sides(wishes, media, type, &ticket->changed);
    job->binding = resolve_binding(wishes, job->sides, &ticket->changed);
    job->binding_shift_hmm = at_most(wishes->binding_shift_hmm, caps->max_binding_shift_hmm,
                                     TICKET_SHIFT, &ticket->changed);
    resolve_copies(caps, wishes, ticket);
    job->toner_save = resolve_toner_save(caps, wishes->toner_save, ticket->quality);
    job->refinement = resolve_refinement(caps, wishes->refinement, ticket->quality);
    job->screen = resolve_screen(wishes->screen, ticket->content);
    resolve_account(wishes, ticket);
}

/* ---- words ---- */

static void explain_media(const struct wishes *wishes, const struct ticket *ticket,
                          struct text *text)
{
    struct size size = wished_size(wishes);

    text_put(text, "Printed on ");
    text_put(text, ticket->job.media->label);
    if (size.width_hmm == 0) {
        text_put(text, ": the paper size asked for is not known.");
        return;
    }
    text_put(text, ": this printer does not take paper of ");
    text_put_number(text, size.width_hmm / 100 + (size.width_hmm % 100 >= 50));
    text_put(text, " x ");
    text_put_number(text, size.length_hmm / 100 + (size.length_hmm % 100 >= 50));
    text_put(text, " mm.");
}

static void explain_type(const struct wishes *wishes, const struct ticket *ticket,
                         const struct caps *caps, struct text *text)
{
    const struct media_type *type = media_type_find(wishes->type);

    text_put(text, "Paper type set to ");
    text_put(text, strcmp(ticket->job.type->name, "auto") == 0 ? "automatic"
                                                               : ticket->job.type->label);
    text_put(text, ": ");
    if (!type || !caps_find_type(caps, type)) {
        text_put(text, "this printer does not know the type asked for.");
        return;
    }
    text_put(text, "it cannot be ");
    text_put(text, type->label);
    text_put(text, " in the size ");
    text_put(text, ticket->job.media->label);
    text_put(text, ".");
}

/* What a rule about size and type turned down: the size if it alone is enough. */
static const char *culprit(const struct ticket *ticket, bool size_is_fine)
{
    return size_is_fine ? ticket->job.type->label : ticket->job.media->label;
}

static bool holds_size(const struct caps *caps, const struct media_source *source,
                       const struct media *media)
{
    return (!source->drawer || caps_find_media(caps, media)->drawer) &&
           !(caps_media_more(caps, media).not_from & bit_of_source(source));
}

static void explain_source(const struct wishes *wishes, const struct ticket *ticket,
                           const struct caps *caps, struct text *text)
{
    const struct media_source *source = media_source_find(wishes->source);

    if (!source || !caps_has_source(caps, source)) {
        text_put(text, "Paper source set to automatic: this printer does not have the one "
                       "asked for.");
        return;
    }
    if (ticket->job.source == caps->sources[0]) {
        text_put(text, "Paper source set to automatic: ");
    } else {
        text_put(text, "Paper taken from the ");
        text_put(text, ticket->job.source->label);
        text_put(text, ": ");
    }
    text_put(text, source->label);
    text_put(text, " cannot hold ");
    text_put(text, culprit(ticket, holds_size(caps, source, ticket->job.media)));
    text_put(text, ".");
}

static bool prints_two_sides(const struct caps *caps)
{
    for (size_t i = 0; i < caps->num_media; i++)
        if (caps->media[i].duplex)
            return true;
    return false;
}

static void explain_sides(const struct ticket *ticket, const struct caps *caps,
                          struct text *text)
{
    text_put(text, "Printed one-sided: ");
    if (!prints_two_sides(caps)) {
        text_put(text, "this printer does not print on both sides.");
        return;
    }
    text_put(text, culprit(ticket, caps_find_media(caps, ticket->job.media)->duplex));
    text_put(text, " cannot be printed on both sides.");
}

static void explain_copies(const struct caps *caps, struct text *text)
{
    text_put(text, "Copies limited to ");
    text_put_number(text, caps->max_copies);
    text_put(text, ": this printer makes no more in one job.");
}

static void explain_binding(const struct ticket *ticket, struct text *text)
{
    text_put(text, ticket->job.binding == BINDING_TOP
                       ? "Bound at the top: pages turned over the short edge cannot be bound "
                         "on the left."
                       : "Bound on the left: pages turned over the long edge cannot be bound "
                         "at the top.");
}

static void explain_shift(const struct caps *caps, struct text *text)
{
    text_put(text, "Binding shift limited to ");
    text_put_number(text, caps->max_binding_shift_hmm / 100);
    text_put(text, " mm: this printer cannot shift further.");
}

static void explain_change(const struct model *model, const struct wishes *wishes,
                           const struct ticket *ticket, enum ticket_change change,
                           struct text *text)
{
    const struct caps *caps = model->caps;

    switch (change) {
    case TICKET_MEDIA:
        explain_media(wishes, ticket, text);
        break;
    case TICKET_TYPE:
        explain_type(wishes, ticket, caps, text);
        break;
    case TICKET_SOURCE:
        explain_source(wishes, ticket, caps, text);
        break;
    case TICKET_SIDES:
        explain_sides(ticket, caps, text);
        break;
    case TICKET_COPIES:
        explain_copies(caps, text);
        break;
    case TICKET_BINDING:
        explain_binding(ticket, text);
        break;
    case TICKET_SHIFT:
        explain_shift(caps, text);
        break;
    case TICKET_ACCOUNT:
        text_put(text, "Department ID not sent: it and its PIN have at most 7 digits.");
        break;
    }
}

void ticket_explain(const struct model *model, const struct wishes *wishes,
                    const struct ticket *ticket, char *text, size_t n)
{
    static const enum ticket_change order[] = {
        TICKET_MEDIA,  TICKET_TYPE,    TICKET_SOURCE, TICKET_SIDES,
        TICKET_COPIES, TICKET_BINDING, TICKET_SHIFT,  TICKET_ACCOUNT,
    };
    struct text t;

    text_init(&t, text, n);
    for (size_t i = 0; i < COUNT(order); i++) {
        if (!(ticket->changed & (uint32_t)order[i]))
            continue;
        if (t.used > 0)
            text_put(&t, " ");
        explain_change(model, wishes, ticket, order[i], &t);
    }
}
