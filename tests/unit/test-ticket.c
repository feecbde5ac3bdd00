/*
 * test-ticket.c - every combination of wishes becomes a job the machine accepts.
 * Effects: standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/ticket.h"
#include "tests/unit/tap.h"

#include <string.h>

static const struct model *ir1020;
static const struct model *ir1018;

/* ---- the maker's table of options that exclude one another, by PPD names ---- */

static const struct {
    const char *ppd, *name;
} names[] = {
    {"Letter",         "na_letter_8.5x11in"      },
    {"Legal",          "na_legal_8.5x14in"       },
    {"Statement",      "na_invoice_5.5x8.5in"    },
    {"Executive",      "na_executive_7.25x10.5in"},
    {"A5",             "iso_a5_148x210mm"        },
    {"B5",             "jis_b5_182x257mm"        },
    {"A4",             "iso_a4_210x297mm"        },
    {"Monarch",        "na_monarch_3.875x7.5in"  },
    {"Com10",          "na_number-10_4.125x9.5in"},
    {"dl_envelope",    "iso_dl_110x220mm"        },
    {"Envelope_C5",    "iso_c5_162x229mm"        },
    {"Envelope_B5",    "iso_b5_176x250mm"        },
    {"PlainPaper",     "stationery"              },
    {"RECYCLED",       "stationery-recycled"     },
    {"COLOR",          "stationery-colored"      },
    {"PREPUNCHED",     "stationery-prepunched"   },
    {"BOND",           "stationery-fine"         },
    {"HEAVY1",         "stationery-heavyweight"  },
    {"HEAVY2",         "cardstock"               },
    {"HEAVY3",         "cardboard"               },
    {"OHP",            "transparency"            },
    {"LABELS",         "labels"                  },
    {"ENVELOPE",       "envelope"                },
    {"Cas1",           "tray-1"                  },
    {"Cas2",           "tray-2"                  },
    {"DuplexNoTumble", "two-sided-long-edge"     },
    {"DuplexTumble",   "two-sided-short-edge"    },
};

#define SMALL     "Statement Executive A5 B5"
#define ENVELOPES "Monarch Com10 dl_envelope Envelope_C5 Envelope_B5"
#define THICK     "HEAVY2 HEAVY3 OHP LABELS ENVELOPE"
#define TWO_SIDED "DuplexNoTumble DuplexTumble"

/* Each word on the left excludes each word on the right. */
static const struct {
    const char *left, *right;
} excluded[] = {
    {TWO_SIDED,   THICK                         },
    {TWO_SIDED,   SMALL " " ENVELOPES           },
    {"Cas1 Cas2", THICK                         },
    {"Cas1 Cas2", SMALL " " ENVELOPES           },
    {ENVELOPES,   "BOND COLOR HEAVY1 HEAVY2 HEAVY3 LABELS OHP PREPUNCHED PlainPaper "
                "RECYCLED"       },
    {"A5 B5",     "BOND ENVELOPE OHP PREPUNCHED"},
    {"Executive", "ENVELOPE OHP PREPUNCHED"     },
    {"Legal",     "ENVELOPE OHP PREPUNCHED"     },
    {"Statement", "ENVELOPE OHP PREPUNCHED"     },
    {"Letter",    "ENVELOPE"                    },
    {"A4",        "BOND ENVELOPE PREPUNCHED"    },
};

static const char *ppd_name(const char *name)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i].name, name) == 0)
            return names[i].ppd;
    return "-";
}

static bool has_word(const char *words, const char *word)
{
    size_t n = strlen(word);

    for (const char *at = words; (at = strstr(at, word)) != NULL; at += n)
        if ((at == words || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
            return true;
    return false;
}

static bool excludes(const char *a, const char *b)
{
    a = ppd_name(a);
    b = ppd_name(b);
    for (size_t i = 0; i < sizeof excluded / sizeof excluded[0]; i++)
        if ((has_word(excluded[i].left, a) && has_word(excluded[i].right, b)) ||
            (has_word(excluded[i].left, b) && has_word(excluded[i].right, a)))
            return true;
    return false;
}

static bool allowed(const char *size, const char *type, const char *source, const char *sides)
{
    const char *all[4] = {size, type, source, sides};

    for (size_t i = 0; i < 4; i++)
        for (size_t j = i + 1; j < 4; j++)
            if (excludes(all[i], all[j]))
                return false;
    return true;
}

static void test_pairs(void)
{
    unsigned pairs = 0, punched = 0;

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        for (size_t j = i + 1; j < sizeof names / sizeof names[0]; j++) {
            bool p = strcmp(names[i].ppd, "PREPUNCHED") == 0 ||
                     strcmp(names[j].ppd, "PREPUNCHED") == 0;

            if (excludes(names[i].name, names[j].name))
                *(p ? &punched : &pairs) += 1;
        }
    }
    /* The remaining 2 of the 118 are those of the binding edge. */
    ok(pairs == 116 && punched == 11, "The table here has the 118 and 11 pairs of the PPDs");
    diag("%u pairs, %u with pre-punched paper", pairs + 2, punched);
}

/* ---- all combinations ---- */

static const char *const sides_names[] = {"one-sided", "two-sided-long-edge",
                                          "two-sided-short-edge"};

struct tally {
    unsigned count, fine, changed;
    bool allowed, size, untouched, order, said, explained, binding;
};

/* The order of keeping, said once more in other words: a wish gives way only if the wishes kept
 * before it, as they now are, exclude it. */
static bool kept_in_order(const struct wishes *w, const struct ticket *t)
{
    const char *size = t->job.media->name, *type = t->job.type->name;
    const char *sides = sides_names[w->sides];
    bool type_had_to = excludes(size, w->type);
    bool source_had_to = excludes(size, w->source) || excludes(type, w->source);
    bool sides_had_to = excludes(size, sides) || excludes(type, sides);

    return (strcmp(type, w->type) != 0) == type_had_to &&
           (strcmp(t->job.source->name, w->source) != 0) == source_had_to &&
           ((int)t->job.sides != w->sides) == sides_had_to;
}

static bool said(const struct wishes *w, const struct ticket *t)
{
    uint32_t want = 0;

    want |= strcmp(t->job.type->name, w->type) != 0 ? TICKET_TYPE : 0;
    want |= strcmp(t->job.source->name, w->source) != 0 ? TICKET_SOURCE : 0;
    want |= (int)t->job.sides != w->sides ? TICKET_SIDES : 0;
    return t->changed == want;
}

static void try_combination(const struct model *model, const struct wishes *w,
                            struct tally *tally)
{
    struct ticket t;
    char text[1024];
    bool was_allowed = allowed(w->media, w->type, w->source, sides_names[w->sides]);

    ticket_resolve(model, w, &t);
    ticket_explain(model, w, &t, text, sizeof text);
    tally->count++;
    tally->fine += was_allowed;
    tally->changed += t.changed != 0;
    tally->allowed &= allowed(t.job.media->name, t.job.type->name, t.job.source->name,
                              sides_names[t.job.sides]);
    tally->size &= strcmp(t.job.media->name, w->media) == 0;
    tally->untouched &= was_allowed == (t.changed == 0);
    tally->order &= kept_in_order(w, &t);
    tally->said &= said(w, &t);
    tally->explained &= (text[0] != '\0') == (t.changed != 0);
    tally->binding &=
        t.job.binding == (t.job.sides == SIDES_SHORT_EDGE ? BINDING_TOP : BINDING_LEFT);
}

static void test_combinations(const struct model *model)
{
    struct tally tally = {0, 0, 0, true, true, true, true, true, true, true};
    struct wishes w;

    wishes_init(&w);
    for (size_t m = 0; m < model->caps->num_media; m++)
        for (size_t t = 0; t < model->caps->num_types; t++)
            for (size_t s = 0; s < model->caps->num_sources; s++)
                for (w.sides = SIDES_ONE; w.sides <= SIDES_SHORT_EDGE; w.sides++) {
                    w.media = model->caps->media[m].media->name;
                    w.type = model->caps->types[t].type->name;
                    w.source = model->caps->sources[s]->name;
                    try_combination(model, &w, &tally);
                }
    diag("%s: %u combinations, %u allowed as asked, %u changed", model->name, tally.count,
         tally.fine, tally.changed);
    ok(tally.count == 12 * 12 * 4 * 3, "%s: every combination was tried", model->name);
    ok(tally.allowed, "%s: the result of each is allowed", model->name);
    ok(tally.size, "%s: the size is always kept", model->name);
    ok(tally.untouched, "%s: what was allowed is not changed", model->name);
    ok(tally.order, "%s: a wish gives way only to the size, the type, the source before it",
       model->name);
    ok(tally.said, "%s: just the changes made are reported", model->name);
    ok(tally.explained, "%s: there are words for each change and none without", model->name);
    ok(tally.binding, "%s: the binding edge follows the sides", model->name);
}

/* ---- single wishes ---- */

/* A ticket of options "name=value", NULL at the end. */
static struct ticket resolve(const struct model *model, const char *const *options,
                             struct wishes *w)
{
    struct ticket t;

    wishes_init(w);
    for (; *options; options += 2)
        if (wishes_set(w, options[0], options[1]) != RESULT_OK)
            ok(false, "%s=%s can be asked for", options[0], options[1]);
    ticket_resolve(model, w, &t);
    return t;
}

static struct ticket with(const struct model *model, const char *name, const char *value)
{
    const char *const options[] = {name, value, NULL};
    struct wishes w;

    return resolve(model, options, &w);
}

static struct ticket with2(const struct model *model, const char *name, const char *value,
                           const char *name2, const char *value2)
{
    const char *const options[] = {name, value, name2, value2, NULL};
    struct wishes w;

    return resolve(model, options, &w);
}

static void test_defaults(void)
{
    struct wishes w;
    struct ticket t;

    wishes_init(&w);
    ticket_resolve(ir1020, &w, &t);
    ok(t.changed == 0 && t.host_copies == 1, "No wishes change nothing");
    ok(strcmp(t.job.title, "") == 0 && strcmp(t.job.user, "") == 0,
       "No title and no user are empty strings");
    ok(t.job.media == media_find("iso_a4_210x297mm") &&
           t.job.source == media_source_find("auto") && t.job.type == media_type_find("auto"),
       "The defaults are A4 and the machine's choice of source and type");
    ok(t.job.sides == SIDES_ONE && t.job.binding == BINDING_LEFT && t.job.copies == 1 &&
           t.job.binding_shift_hmm == 0,
       "The default is one copy, one-sided, bound left");
    ok(t.job.collate == COLLATE_UNCOLLATED && t.job.toner_save == CHOICE_OFF &&
           t.job.refinement == CHOICE_DEVICE && t.job.screen == SCREEN_GRADATION,
       "iR1020: uncollated, toner save off, refinement the machine's, gradation");
    ok(!t.job.account, "No department id unless there is one");
    ticket_resolve(ir1018, &w, &t);
    ok(t.job.collate == COLLATE_COLLATED && t.job.toner_save == CHOICE_DEVICE &&
           t.job.refinement == CHOICE_DEVICE && t.job.copies == 1,
       "iR1018: collated, toner save and refinement the machine's");
}

static bool on_media(const char *asked, const char *got)
{
    struct ticket t = with(ir1020, "media", asked);

    return strcmp(t.job.media->name, got) == 0 && t.changed == TICKET_MEDIA;
}

static bool on_size(uint32_t width, uint32_t length, const char *got, uint32_t changed)
{
    struct wishes w;
    struct ticket t;

    wishes_init(&w);
    w.width_hmm = width;
    w.length_hmm = length;
    ticket_resolve(ir1020, &w, &t);
    return strcmp(t.job.media->name, got) == 0 && t.changed == changed;
}

static void test_unknown_sizes(void)
{
    ok(on_media("na_foolscap_8.5x13in", "na_legal_8.5x14in"), "Folio is printed on Legal");
    ok(on_media("iso_a6_105x148mm", "na_invoice_5.5x8.5in"),
       "A6 is printed on the smallest sheet that holds it, not on an envelope");
    ok(on_media("iso_a3_297x420mm", "na_legal_8.5x14in"), "A3 is printed on the largest sheet");
    ok(on_media("om_folio_210x330mm", "na_legal_8.5x14in"), "210 x 330 mm is held by Legal");
    ok(on_media("custom_odd_148.25x210.5mm", "iso_a5_148x210mm") == false,
       "A5 but for half a millimetre is A5 and no change");
    ok(with(ir1020, "media", "custom_odd_148.25x210.5mm").job.media ==
           media_find("iso_a5_148x210mm"),
       "Sizes with a fraction are read");
    ok(on_media("nonsense", "iso_a4_210x297mm") && on_media("a_b_", "iso_a4_210x297mm") &&
           on_media("a_1x2", "iso_a4_210x297mm") && on_media("a_.x.in", "iso_a4_210x297mm") &&
           on_media("a_9999999999999999999x2mm", "iso_a4_210x297mm") &&
           on_media("a_0x0mm", "iso_a4_210x297mm") &&
           on_media("a_1.5.5x2mm", "iso_a4_210x297mm"),
       "A name that tells no size is printed on the default size");
    ok(on_size(21000, 29700, "iso_a4_210x297mm", 0), "A size in millimetres is found");
    ok(on_size(27940, 21590, "na_letter_8.5x11in", 0), "A turned size is that size");
    ok(on_size(20990, 29740, "iso_a4_210x297mm", 0), "A size rounded to points is found");
    ok(on_size(5000, 5000, "na_invoice_5.5x8.5in", TICKET_MEDIA),
       "A small size gets the smallest sheet");
    ok(on_size(UINT32_MAX, UINT32_MAX, "na_legal_8.5x14in", TICKET_MEDIA),
       "An endless size gets the largest sheet");
    ok(on_size(21000, 0, "iso_a4_210x297mm", 0), "Half a size is no size");
    ok(with2(ir1020, "media", "jpn_chou4_90x205mm", "media-type", "envelope").job.media ==
           media_find("iso_dl_110x220mm"),
       "An unknown envelope is printed on the smallest envelope that holds it");
    ok(with2(ir1020, "media", "iso_c4_229x324mm", "media-type", "envelope").job.media ==
           media_find("na_legal_8.5x14in"),
       "An envelope larger than all becomes a sheet");
}

static void test_unknown_words(void)
{
    struct ticket t = with(ir1020, "media-type", "papyrus");

    ok(t.changed == TICKET_TYPE && strcmp(t.job.type->name, "auto") == 0,
       "An unknown type becomes automatic");
    t = with(ir1020, "media-source", "tray-17");
    ok(t.changed == TICKET_SOURCE && strcmp(t.job.source->name, "auto") == 0,
       "An unknown source becomes automatic");
}

static bool made(struct ticket t, uint32_t device, enum collate collate, uint32_t host)
{
    return t.job.copies == device && t.job.collate == collate && t.host_copies == host;
}

static struct ticket copies(const struct model *model, const char *n, const char *collate,
                            uint32_t pages)
{
    const char *const options[] = {"copies", n, "collate", collate, NULL};
    struct wishes w;
    struct ticket t = resolve(model, options, &w);

    w.pages = pages;
    ticket_resolve(model, &w, &t);
    return t;
}

static void test_copies(void)
{
    ok(made(copies(ir1020, "5", "none", 0), 5, COLLATE_UNCOLLATED, 1),
       "iR1020: uncollated copies are the machine's");
    ok(made(copies(ir1020, "5", "collated", 0), 1, COLLATE_UNCOLLATED, 5),
       "iR1020: collated sets are the host's while the number of pages is not known");
    ok(made(copies(ir1020, "5", "collated", 2), 1, COLLATE_UNCOLLATED, 5),
       "iR1020: collated sets of two pages are the host's");
    ok(made(copies(ir1020, "5", "collated", 1), 5, COLLATE_UNCOLLATED, 1),
       "iR1020: copies of a single page are the machine's");
    ok(made(copies(ir1020, "1", "collated", 7), 1, COLLATE_UNCOLLATED, 1),
       "iR1020: one collated set is one job");
    ok(made(copies(ir1020, "5", "group", 7), 5, COLLATE_GROUP, 1),
       "iR1020: group is the machine's, and only when asked for");
    ok(made(copies(ir1018, "5", "none", 7), 5, COLLATE_UNCOLLATED, 1),
       "iR1018: uncollated copies are the machine's");
    ok(made(copies(ir1018, "5", "collated", 7), 5, COLLATE_COLLATED, 1),
       "iR1018: collated sets are the machine's");
    ok(made(copies(ir1018, "5", "group", 1), 5, COLLATE_GROUP, 1), "iR1018: group as asked");
    ok(made(with(ir1018, "copies", "3"), 3, COLLATE_COLLATED, 1),
       "iR1018: collates unless told not to");
    ok(made(with(ir1020, "copies", "3"), 3, COLLATE_UNCOLLATED, 1),
       "iR1020: does not collate unless told to");
    ok(with(ir1020, "copies", "999").changed == 0, "999 copies are made");
    ok(with(ir1020, "copies", "1000").changed == TICKET_COPIES &&
           with(ir1020, "copies", "1000").job.copies == 999,
       "More become 999");
    ok(made(copies(ir1020, "99999999999999999999", "collated", 2), 1, COLLATE_UNCOLLATED, 999),
       "So do endless copies by the host");
}

static void test_copies_once(void)
{
    bool once = true;

    for (size_t m = 0; m < num_models; m++)
        for (int collate = -1; collate <= COLLATE_GROUP; collate++)
            for (uint32_t n = 0; n <= 999; n += 37)
                for (uint32_t pages = 0; pages < 4; pages++) {
                    struct wishes w;
                    struct ticket t;

                    wishes_init(&w);
                    w.copies = n;
                    w.collate = collate;
                    w.pages = pages;
                    ticket_resolve(&models[m], &w, &t);
                    once = once &&
                           t.job.copies * t.host_copies == (n == 0 ? 1
                                                            : n > models[m].caps->max_copies
                                                                ? models[m].caps->max_copies
                                                                : n) &&
                           (t.job.copies == 1 || t.host_copies == 1);
                }
    ok(once, "Copies are made exactly once, by the machine or by the host");
}

static void test_quality(void)
{
    ok(with(ir1020, "print-quality", "draft").job.toner_save == CHOICE_ON &&
           with(ir1020, "print-quality", "3").job.toner_save == CHOICE_ON,
       "Draft saves toner");
    ok(with(ir1020, "print-quality", "normal").job.toner_save == CHOICE_OFF &&
           with(ir1020, "print-quality", "5").job.toner_save == CHOICE_OFF,
       "Normal and high do not");
    ok(with2(ir1020, "print-quality", "draft", "toner-save", "false").job.toner_save ==
           CHOICE_OFF,
       "Toner save off wins over draft");
    ok(with(ir1020, "toner-save", "device").job.toner_save == CHOICE_DEVICE,
       "Toner save can be left to the machine");
    ok(with(ir1020, "print-quality", "high").job.refinement == CHOICE_ON &&
           with(ir1020, "print-quality", "4").job.refinement == CHOICE_DEVICE,
       "High quality turns refinement on");
    ok(with2(ir1020, "print-quality", "high", "image-refinement", "false").job.refinement ==
           CHOICE_OFF,
       "Refinement off wins over high quality");
    ok(with(ir1020, "image-refinement", "true").job.refinement == CHOICE_ON,
       "Refinement can be asked for");
    ok(with(ir1020, "print-quality", "high").quality == QUALITY_HIGH,
       "The quality is handed on");
}

static void test_content(void)
{
    static const struct {
        const char *word;
        enum content content;
        enum halftone_screen screen;
    } contents[] = {
        {"auto",             CONTENT_AUTO,    SCREEN_GRADATION },
        {"text",             CONTENT_TEXT,    SCREEN_RESOLUTION},
        {"graphic",          CONTENT_GRAPHIC, SCREEN_RESOLUTION},
        {"text-and-graphic", CONTENT_GRAPHIC, SCREEN_RESOLUTION},
        {"photo",            CONTENT_PHOTO,   SCREEN_GRADATION },
    };
    static const struct {
        const char *word;
        enum halftone_screen screen;
    } screens[] = {
        {"gradation",  SCREEN_GRADATION },
        {"resolution", SCREEN_RESOLUTION},
        {"color-tone", SCREEN_COLOR_TONE},
    };

    for (size_t i = 0; i < 5; i++) {
        struct ticket t = with(ir1020, "print-content-optimize", contents[i].word);

        ok(t.content == contents[i].content && t.job.screen == contents[i].screen,
           "Content %s chooses its halftone", contents[i].word);
        for (size_t j = 0; j < 3; j++)
            ok(with2(ir1020, "print-content-optimize", contents[i].word, "halftone",
                     screens[j].word)
                       .job.screen == screens[j].screen,
               "Halftone %s wins over content %s", screens[j].word, contents[i].word);
    }
}

static void test_binding(void)
{
    struct ticket t = with2(ir1020, "sides", "two-sided-long-edge", "binding-edge", "top");

    ok(t.job.sides == SIDES_LONG_EDGE && t.job.binding == BINDING_LEFT &&
           t.changed == TICKET_BINDING,
       "Long edge is bound left even if the top is asked for");
    t = with2(ir1020, "sides", "two-sided-short-edge", "binding-edge", "left");
    ok(t.job.sides == SIDES_SHORT_EDGE && t.job.binding == BINDING_TOP &&
           t.changed == TICKET_BINDING,
       "Short edge is bound at the top even if left is asked for");
    t = with2(ir1020, "sides", "two-sided-short-edge", "binding-edge", "top");
    ok(t.changed == 0 && t.job.binding == BINDING_TOP, "Short edge and top go together");
    t = with(ir1020, "binding-edge", "top");
    ok(t.changed == 0 && t.job.binding == BINDING_TOP, "One-sided is bound where it is asked");
    t = with2(ir1020, "sides", "two-sided-short-edge", "media", "iso_a5_148x210mm");
    ok(t.job.sides == SIDES_ONE && t.job.binding == BINDING_LEFT && t.changed == TICKET_SIDES,
       "Two sides that are dropped take their binding with them");
    ok(with(ir1020, "binding-shift", "5000").job.binding_shift_hmm == 5000,
       "50 mm are shifted");
    t = with(ir1020, "binding-shift", "5001");
    ok(t.job.binding_shift_hmm == 5000 && t.changed == TICKET_SHIFT, "More become 50 mm");
}

static void test_tone(void)
{
    struct ticket t = with2(ir1020, "brightness", "-30", "contrast", "+100");

    ok(t.adjust.brightness == -30 && t.adjust.contrast == 100 && t.changed == 0,
       "Brightness and contrast have a sign");
}

static void test_account(void)
{
    struct ticket t = with2(ir1020, "job-account-id", "9999999", "job-account-pin", "7654321");

    ok(t.job.account && t.job.department_id == 9999999 && t.job.pin == 7654321 &&
           t.changed == 0,
       "A department id and PIN of 7 digits are sent");
    t = with(ir1020, "job-account-id", "0001234");
    ok(t.job.account && t.job.department_id == 1234 && t.job.pin == 0, "A missing PIN is 0");
    t = with(ir1020, "job-account-id", "10000000");
    ok(!t.job.account && t.job.department_id == 0 && t.changed == TICKET_ACCOUNT,
       "An id of 8 digits is not sent");
    t = with2(ir1020, "job-account-id", "1", "job-account-pin", "99999999999999999999999");
    ok(!t.job.account && t.changed == TICKET_ACCOUNT, "An endless PIN is not sent");
    t = with(ir1020, "job-account-pin", "1234");
    ok(!t.job.account && t.changed == 0, "A PIN without an id is not sent");
}

static void test_rejected(void)
{
    static const char *const bad[][2] = {
        {"sides",                      "both"     },
        {"sides",                      ""         },
        {"copies",                     "0"        },
        {"copies",                     "-1"       },
        {"copies",                     "2 "       },
        {"copies",                     ""         },
        {"print-quality",              "6"        },
        {"print-content-optimize",     "music"    },
        {"toner-save",                 "1"        },
        {"image-refinement",           "perhaps"  },
        {"halftone",                   "Gradation"},
        {"binding-edge",               "right"    },
        {"brightness",                 "101"      },
        {"brightness",                 "--5"      },
        {"contrast",                   "-101"     },
        {"contrast",                   "-"        },
        {"binding-shift",              "-5"       },
        {"job-account-id",             "12a"      },
        {"job-account-pin",            "0x1"      },
        {"job-pages",                  "0"        },
        {"media",                      ""         },
        {"media-source",               ""         },
        {"media-type",                 ""         },
        {"multiple-document-handling", "sorted"   },
        {"collate",                    "true"     },
    };
    struct wishes w, before;

    wishes_init(&w);
    before = w;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ok(wishes_set(&w, bad[i][0], bad[i][1]) == RESULT_FORMAT, "%s=%s is refused", bad[i][0],
           bad[i][1]);
    ok(wishes_set(&w, "sides", NULL) == RESULT_FORMAT, "No value is refused");
    ok(wishes_set(&w, "finishings", "3") == RESULT_UNSUPPORTED &&
           wishes_set(&w, "", "") == RESULT_UNSUPPORTED,
       "An unknown name is told from a bad value");
    ok(w.sides == before.sides && w.copies == before.copies && w.collate == before.collate &&
           w.media == before.media && w.account == before.account && w.pages == before.pages &&
           w.binding_shift_hmm == before.binding_shift_hmm && w.screen == before.screen &&
           w.department_id == before.department_id,
       "A refused value changes nothing");
}

/* Numbers no enum has come from a caller's mistake; they must not reach an encoder. */
static void test_wild_numbers(void)
{
    struct wishes w;
    struct ticket t;

    wishes_init(&w);
    w.sides = 77;
    w.collate = 88;
    w.toner_save = 99;
    w.refinement = -5;
    w.screen = 1000;
    w.binding = 4;
    w.content = (enum content)9;
    w.quality = (enum quality)2;
    ticket_resolve(ir1020, &w, &t);
    ok(t.job.sides == SIDES_ONE && t.job.collate == COLLATE_UNCOLLATED &&
           t.job.toner_save == CHOICE_OFF && t.job.refinement == CHOICE_DEVICE &&
           t.job.screen == SCREEN_GRADATION && t.job.binding == BINDING_LEFT &&
           t.content == CONTENT_AUTO && t.quality == QUALITY_DEFAULT,
       "Wild numbers are taken as not asked");
}

static void explains(const char *const *options, const char *want)
{
    struct wishes w;
    struct ticket t = resolve(ir1020, options, &w);
    char text[1024];

    ticket_explain(ir1020, &w, &t, text, sizeof text);
    if (!ok(strcmp(text, want) == 0, "Says: %s", want))
        diag("but was: %s", text);
}

#define EXPLAINS(want, ...) explains((const char *const[]){__VA_ARGS__, NULL}, want)

static void test_words(void)
{
    char text[8];
    const char *const two[] = {"media", "iso_a5_148x210mm", "sides", "two-sided-long-edge",
                               NULL};
    struct wishes w;
    struct ticket t;

    EXPLAINS("Printed one-sided: A5 cannot be printed on both sides.", "media",
             "iso_a5_148x210mm", "sides", "two-sided-long-edge");
    EXPLAINS("Printed one-sided: Labels cannot be printed on both sides.", "media-type",
             "labels", "sides", "two-sided-long-edge");
    EXPLAINS("Paper taken from the Bypass tray: Drawer 1 cannot hold Transparency.",
             "media-type", "transparency", "media-source", "tray-1");
    EXPLAINS("Paper type set to automatic: it cannot be Bond paper in the size A4.",
             "media-type", "stationery-fine");
    EXPLAINS("Printed on Legal: this printer does not take paper of 216 x 330 mm.", "media",
             "na_foolscap_8.5x13in");
    EXPLAINS("Printed on A4: the paper size asked for is not known.", "media", "\x1b[2Jx");
    EXPLAINS("Paper source set to automatic: this printer does not have the one asked for. "
             "Copies limited to 999: this printer makes no more in one job.",
             "media-source", "tray-9", "copies", "5000");
    EXPLAINS("Paper type set to automatic: this printer does not know the type asked for.",
             "media-type", "papyrus");
    EXPLAINS("Bound on the left: pages turned over the long edge cannot be bound at the top. "
             "Binding shift limited to 50 mm: this printer cannot shift further.",
             "sides", "two-sided-long-edge", "binding-edge", "top", "binding-shift", "9000");
    EXPLAINS("Department ID not sent: it and its PIN have at most 7 digits.", "job-account-id",
             "12345678");
    EXPLAINS("", "copies", "2");
    t = resolve(ir1020, two, &w);
    ticket_explain(ir1020, &w, &t, text, sizeof text);
    ok(strcmp(text, "Printed") == 0, "Words are cut to their buffer");
    ticket_explain(ir1020, &w, &t, text, 1);
    ok(text[0] == '\0', "A buffer of one byte gets an empty string");
    text[0] = 'x';
    ticket_explain(ir1020, &w, &t, text, 0);
    ok(text[0] == 'x', "A buffer of no bytes gets nothing");
}

int main(void)
{
    ir1020 = model_find("canon_ir1020_ufr2lt");
    ir1018 = model_find("canon_ir1018_ufr2lt");
    if (!ok(ir1020 && ir1018, "Both hardware groups are there"))
        return tap_done();
    test_pairs();
    test_combinations(ir1020);
    test_combinations(ir1018);
    test_defaults();
    test_unknown_sizes();
    test_unknown_words();
    test_copies();
    test_copies_once();
    test_quality();
    test_content();
    test_binding();
    test_tone();
    test_account();
    test_rejected();
    test_wild_numbers();
    test_words();
    return tap_done();
}
