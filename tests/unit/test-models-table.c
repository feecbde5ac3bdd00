/*
 * test-models-table.c - the rows of the sisters against the table of what the maker's driver
 * offers and forbids for each: every size, source, type and side alone and together. What it
 * forbids is resolved to something else, what it allows is kept.
 * Effects: reads formats/ufr2-models.tsv beside the vectors (see vectors.h); skips all when it
 * is not there.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/ticket.h"
#include "driver/ufr2lt-ticket.h"
#include "tests/unit/tap.h"
#include "tests/unit/vectors.h"

#include <ctype.h>
#include <string.h>

#define TABLE     "../formats/ufr2-models.tsv"
#define MAX_LINES 200
#define MAX_WORDS 32

enum {
    ID,
    NAME,
    PRODUCT,
    CLASS,
    PPM,
    HDR7,
    C1,
    OP01,
    E1,
    BAND,
    BANDROUND,
    SLIM,
    TICKET,
    SIDES,
    BIND,
    COLLATE,
    SOURCES,
    TYPES,
    TONERSAVE,
    REFINE,
    OTHER,
    FINISHING,
    SIZES,
    MARGIN,
    MAXCOPIES,
    MAXSHIFT,
    FORBIDDEN,
    NUM_COLUMNS
};

/* A line of the table. */
struct line {
    char *column[NUM_COLUMNS];
    const struct model *model;
};

/* What of the table's words is offered, by the words of IPP. */
struct word {
    const char *table;
    const char *ipp;
};

static const struct word sizes[] = {
    {"A4",          "iso_a4_210x297mm"        },
    {"Letter",      "na_letter_8.5x11in"      },
    {"Legal",       "na_legal_8.5x14in"       },
    {"Statement",   "na_invoice_5.5x8.5in"    },
    {"Executive",   "na_executive_7.25x10.5in"},
    {"A5",          "iso_a5_148x210mm"        },
    {"B5",          "jis_b5_182x257mm"        },
    {"A3",          "iso_a3_297x420mm"        },
    {"Monarch",     "na_monarch_3.875x7.5in"  },
    {"Com10",       "na_number-10_4.125x9.5in"},
    {"dl_envelope", "iso_dl_110x220mm"        },
    {"Envelope_C5", "iso_c5_162x229mm"        },
    {"Envelope_B5", "iso_b5_176x250mm"        },
    {NULL,          NULL                      },
};
static const struct word sources[] = {
    {"Auto",     "auto"          },
    {"Manual",   "by-pass-tray"  },
    {"Cas1",     "tray-1"        },
    {"Cas2",     "tray-2"        },
    {"Cas3",     "tray-3"        },
    {"Cas4",     "tray-4"        },
    {"Cas5",     "tray-5"        },
    {"SideDeck", "large-capacity"},
    {"Env",      "envelope"      },
    {"Env2",     "envelope"      },
    {NULL,       NULL            },
};
static const struct word types[] = {
    {"Auto",        "auto"                  },
    {"None",        "auto"                  },
    {"PlainPaper",  "stationery"            },
    {"PlainPaper1", "stationery"            },
    {"PlainPaperL", "stationery-lightweight"},
    {"RECYCLED",    "stationery-recycled"   },
    {"COLOR",       "stationery-colored"    },
    {"BOND",        "stationery-fine"       },
    {"HEAVY",       "stationery-heavyweight"},
    {"HEAVY1",      "stationery-heavyweight"},
    {"HEAVYL",      "stationery-heavyweight"},
    {"HEAVY2",      "cardstock"             },
    {"HEAVY3",      "cardboard"             },
    {"ThickPaperH", "cardstock"             }, /* cardboard where there is a HEAVY2 */
    {"OHP",         "transparency"          },
    {"LABELS",      "labels"                },
    {"ENVELOPE",    "envelope"              },
    {"PREPUNCHED",  "stationery-prepunched" },
    {"LHEAD",       "stationery-letterhead" },
    {"LHEADPLAIN",  "stationery-letterhead" },
    {NULL,          NULL                    },
};

static struct line lines[MAX_LINES];
static size_t num_lines;

/* ---- reading ---- */

static void split(char *text)
{
    struct line *line = &lines[num_lines];
    size_t n = 0;

    for (char *p = text; p && n < NUM_COLUMNS; n++) {
        line->column[n] = p;
        p = strchr(p, '\t');
        if (p)
            *p++ = '\0';
    }
    if (n == NUM_COLUMNS && strcmp(line->column[ID], "id") != 0 &&
        strcmp(line->column[CLASS], "OLD") != 0)
        num_lines++;
}

static void read_lines(char *text)
{
    for (char *line = strtok(text, "\n"); line && num_lines < MAX_LINES;
         line = strtok(NULL, "\n"))
        split(line);
}

/* A word's place in a list "*A4 B5=07 Executive/r": behind its name; NULL. */
static const char *in_list(const char *list, const char *word)
{
    size_t n = strlen(word);

    for (const char *p = list; p; p = strchr(p, ' ')) {
        p += *p == ' ';
        p += *p == '*';
        if (strncmp(p, word, n) == 0 && (p[n] == '\0' || strchr(" =/+", p[n])))
            return p + n;
    }
    return NULL;
}

/* The table's word for one of ours in a line; NULL. A word stands for something else where both
 * words for thick paper are there. */
static const char *word_of(const struct word *words, const char *list, const char *ipp)
{
    bool both = in_list(list, "HEAVY2") && in_list(list, "ThickPaperH");

    for (; words->table; words++) {
        const char *means = words->ipp;

        if (both && strcmp(words->table, "ThickPaperH") == 0)
            means = "cardboard";
        if (strcmp(means, ipp) == 0 && in_list(list, words->table))
            return words->table;
    }
    return NULL;
}

/* ---- which model a line is ---- */

static bool ends(const char *text, size_t n, const char *end)
{
    size_t m = strlen(end);

    return n >= m && strncmp(text + n - m, end, m) == 0;
}

/* "Canon iR2016 UFR II LT" is iR2016 (UFRII LT). Two names are said otherwise in the rows. */
static const struct model *find_model(const struct line *line)
{
    static const char *const said[] = {" UFRII LT", " UFR II LT", " UFR II", " LIPSLX",
                                       " CARPS2"};
    static const char *const suffixes[] = {"(UFRII LT)", "(UFRII LT)", "(UFR II)", "(LIPSLX)",
                                           "(CARPS2)"};
    const char *name = line->column[NAME] + strlen("Canon "), *id = line->column[ID];
    const char *suffix = ends(id, strlen(id), "ZJ") ? "(UFRII LT, Japan)" : "(UFRII LT)";
    size_t n = strlen(name), i;

    for (i = 0; i < 5; i++)
        if (ends(name, n, said[i])) {
            suffix = suffixes[i];
            n -= strlen(said[i]);
            break;
        }
    if (strncmp(name, "D1100 Series", n) == 0) {
        name = "D1100/MF6600";
        n = strlen(name);
    }
    for (i = 0; i < num_models; i++)
        if (strlen(models[i].model_prefix) == n &&
            strncmp(models[i].model_prefix, name, n) == 0 &&
            strcmp(models[i].suffix, suffix) == 0)
            return &models[i];
    return NULL;
}

/* ---- what is forbidden ---- */

/* One of "Cas1,Cas2" or all of "2sided". */
static bool names_it(const char *side, size_t n, const char *kind, const char *word)
{
    size_t k = strlen(kind), w = strlen(word);
    const char *end = side + n, *p = side + k + 1;

    if (n == k && w == 0)
        return strncmp(side, kind, k) == 0;
    if (n <= k || strncmp(side, kind, k) != 0 || side[k] != ':')
        return false;
    for (; p < end; p++) {
        size_t m = 0;

        while (p + m < end && p[m] != ',')
            m++;
        if (m == w && strncmp(p, word, w) == 0)
            return true;
        p += m;
    }
    return false;
}

/* "src:Cas1,Cas2!type:HEAVY2,OHP ; 2sided!size:A5" */
static bool forbids(const struct line *line, const char *kind, const char *word,
                    const char *other, const char *other_word)
{
    const char *rule = line->column[FORBIDDEN];

    while (rule && word && other_word) {
        const char *end = strstr(rule, " ; "), *mark = strchr(rule, '!');
        size_t n = end ? (size_t)(end - rule) : strlen(rule);

        if (mark && mark < rule + n && names_it(rule, (size_t)(mark - rule), kind, word) &&
            names_it(mark + 1, n - (size_t)(mark - rule) - 1, other, other_word))
            return true;
        rule = end ? end + 3 : NULL;
    }
    return false;
}

/* All lines of a model: what any of them forbids. */
struct rules {
    bool size[MAX_WORDS], type[MAX_WORDS], source[MAX_WORDS]; /* offered by one of them */
    bool type_size[MAX_WORDS][MAX_WORDS], source_size[MAX_WORDS][MAX_WORDS];
    bool source_type[MAX_WORDS][MAX_WORDS];
    bool two_size[MAX_WORDS], two_type[MAX_WORDS], collate_size[MAX_WORDS];
    bool collates, prints_two_sides;
};

static void add_sizes(struct rules *r, const struct line *line)
{
    const struct caps *caps = line->model->caps;

    for (size_t i = 0; i < num_media_sizes; i++) {
        const char *size = word_of(sizes, line->column[SIZES], media_sizes[i].name);

        r->size[i] |= size != NULL;
        r->two_size[i] |= forbids(line, "2sided", "", "size", size);
        r->collate_size[i] |= forbids(line, "size", size, "col", "True");
        for (size_t t = 0; t < num_media_types; t++)
            r->type_size[t][i] |=
                forbids(line, "type", word_of(types, line->column[TYPES], media_types[t].name),
                        "size", size);
        for (size_t s = 0; s < caps->num_sources; s++)
            r->source_size[s][i] |= forbids(
                line, "src", word_of(sources, line->column[SOURCES], caps->sources[s]->name),
                "size", size);
    }
}

static void add_types(struct rules *r, const struct line *line)
{
    const struct caps *caps = line->model->caps;

    for (size_t t = 0; t < num_media_types; t++) {
        const char *type = word_of(types, line->column[TYPES], media_types[t].name);

        r->type[t] |= type != NULL;
        r->two_type[t] |= forbids(line, "2sided", "", "type", type);
        for (size_t s = 0; s < caps->num_sources; s++)
            r->source_type[s][t] |= forbids(
                line, "src", word_of(sources, line->column[SOURCES], caps->sources[s]->name),
                "type", type);
    }
}

static void collect(struct rules *r, const struct model *model)
{
    memset(r, 0, sizeof *r);
    for (size_t i = 0; i < num_lines; i++) {
        if (lines[i].model != model)
            continue;
        add_sizes(r, &lines[i]);
        add_types(r, &lines[i]);
        r->collates = in_list(lines[i].column[COLLATE], "True") != NULL;
        r->prints_two_sides = lines[i].column[SIDES][0] == '2';
    }
}

/* ---- tickets ---- */

static struct ticket resolve(const struct model *model, const char *size, const char *type,
                             const char *source, enum sides sides)
{
    struct wishes w;
    struct ticket ticket;

    wishes_init(&w);
    w.media = size;
    w.type = type;
    w.source = source;
    w.sides = (int)sides;
    ticket_resolve(model, &w, &ticket);
    return ticket;
}

static bool sources_fit(const struct rules *r, const struct model *model, size_t m, size_t t)
{
    const struct caps *caps = model->caps;
    bool fit = true;

    for (size_t s = 0; s < caps->num_sources; s++) {
        const struct ticket got = resolve(model, media_sizes[m].name, media_types[t].name,
                                          caps->sources[s]->name, SIDES_ONE);
        bool allowed = !r->source_size[s][m] && !r->source_type[s][t];
        bool kept = got.job.source == caps->sources[s] && !(got.changed & TICKET_SOURCE);

        if (kept != allowed)
            diag("%s: %s of %s from %s is %s", model->name, media_types[t].label,
                 media_sizes[m].label, caps->sources[s]->label, kept ? "kept" : "changed");
        fit = fit && kept == allowed;
    }
    return fit;
}

static bool sides_fit(const struct rules *r, const struct model *model, size_t m, size_t t)
{
    const struct ticket got =
        resolve(model, media_sizes[m].name, media_types[t].name, NULL, SIDES_LONG_EDGE);
    bool allowed = r->prints_two_sides && !r->two_size[m] && !r->two_type[t];

    if ((got.job.sides != SIDES_ONE) != allowed)
        diag("%s: %s of %s on both sides", model->name, media_types[t].label,
             media_sizes[m].label);
    return (got.job.sides != SIDES_ONE) == allowed;
}

/* A type in a size; when that is allowed, from each source and on both sides. */
static bool type_fits(const struct rules *r, const struct model *model, size_t m, size_t t)
{
    const struct ticket got =
        resolve(model, media_sizes[m].name, media_types[t].name, NULL, SIDES_ONE);
    bool kept = got.job.type == &media_types[t] && got.job.media == &media_sizes[m];

    if (r->type_size[t][m] || !kept) {
        if (kept || !r->type_size[t][m])
            diag("%s: %s of %s is %s", model->name, media_types[t].label, media_sizes[m].label,
                 kept ? "kept" : "changed");
        return !kept && r->type_size[t][m];
    }
    return sources_fit(r, model, m, t) && sides_fit(r, model, m, t);
}

static void test_rules(const struct model *model)
{
    struct rules r;
    bool offered = true, fit = true;
    unsigned pairs = 0;

    collect(&r, model);
    for (size_t m = 0; m < num_media_sizes; m++)
        offered =
            offered && r.size[m] == (caps_find_media(model->caps, &media_sizes[m]) != NULL);
    for (size_t t = 0; t < num_media_types; t++)
        offered =
            offered && r.type[t] == (caps_find_type(model->caps, &media_types[t]) != NULL);
    ok(offered, "%s: the sizes and types are those of the table that are known", model->name);
    for (size_t m = 0; m < num_media_sizes; m++)
        for (size_t t = 0; t < num_media_types; t++)
            if (r.size[m] && r.type[t]) {
                fit = type_fits(&r, model, m, t) && fit;
                pairs++;
            }
    ok(fit && pairs > 0, "%s: of %u sizes with types what is forbidden is changed, only that",
       model->name, pairs);
}

/* Sets of three copies. */
static void test_collation(const struct model *model)
{
    struct rules r;
    bool fit = true;

    collect(&r, model);
    for (size_t i = 0; i < model->caps->num_media; i++) {
        const struct media *media = model->caps->media[i].media;
        struct wishes w;
        struct ticket t;
        bool machine = r.collates && !r.collate_size[media - media_sizes];

        wishes_init(&w);
        w.media = media->name;
        w.copies = 3;
        w.collate = COLLATE_COLLATED;
        ticket_resolve(model, &w, &t);
        fit = fit && (t.job.collate == COLLATE_COLLATED) == machine &&
              t.host_copies == (machine ? 1u : 3u);
    }
    ok(fit, "%s: sets are the machine's where it may collate", model->name);
}

/* ---- codes and limits ---- */

static bool has_code(const char *list, const char *word, unsigned code)
{
    const char *p = word ? in_list(list, word) : NULL;

    return p && *p == '=' && strtoul(p + 1, NULL, 16) == code;
}

static bool source_is_right(const struct line *line, size_t s)
{
    const struct caps *caps = line->model->caps;
    const struct ufr2lt_source got = ufr2lt_source(caps, caps->sources[s]);
    const char *word = word_of(sources, line->column[SOURCES], caps->sources[s]->name);
    const char *p = word ? in_list(line->column[SOURCES], word) : NULL, *doc;

    doc = p ? strchr(p, '/') : NULL;
    if (!doc || strtoul(doc + 1, NULL, 10) != got.doc)
        return false;
    return got.name ? strncmp(p, "=07EE02000", 10) == 0
                    : has_code(line->column[SOURCES], word, got.ticket);
}

static bool codes_are_right(const struct line *line)
{
    const struct caps *caps = line->model->caps;
    bool right = true;

    for (size_t s = 0; s < caps->num_sources; s++)
        right = right && source_is_right(line, s);
    for (size_t t = 0; t < caps->num_types; t++) {
        const struct media_type *type = caps->types[t].type;
        const unsigned own = caps_type_more(caps, type).ticket;
        const char *word = word_of(types, line->column[TYPES], type->name);

        right = right &&
                (!word || has_code(line->column[TYPES], word, own ? own : type->ufr2_ticket));
    }
    return right;
}

static bool limits_are_right(const struct line *line)
{
    const struct caps *caps = line->model->caps;
    const uint32_t id = (uint32_t)caps->ufr2lt.model_id[0] << 16 | caps->ufr2lt.model_id[1];
    const char *toner = line->column[TONERSAVE];
    enum choice saves = strcmp(toner, "02") == 0   ? CHOICE_ON
                        : strcmp(toner, "01") == 0 ? CHOICE_OFF
                        : strstr(toner, "*False")  ? CHOICE_OFF
                                                   : CHOICE_DEVICE;

    return caps->max_copies == strtoul(line->column[MAXCOPIES], NULL, 10) &&
           id == strtoul(line->column[C1], NULL, 16) &&
           caps->ufr2lt.header_7 == strtoul(line->column[HDR7], NULL, 16) &&
           caps->ufr2lt.band_round == strtoul(line->column[BANDROUND], NULL, 10) &&
           caps->toner_save_default == saves &&
           caps->no_refinement == (strcmp(line->column[REFINE], "-") == 0) &&
           caps->collate_default == (strstr(line->column[COLLATE], "*True") != NULL);
}

static void test_line(const struct line *line)
{
    if (!ok(line->model != NULL, "%s has a row", line->column[NAME]))
        return;
    ok(codes_are_right(line), "%s: sources and types have its codes", line->column[ID]);
    ok(limits_are_right(line), "%s: so have limits, defaults and the stream", line->column[ID]);
}

int main(void)
{
    size_t size = 0;
    char *text = (char *)vector_read(TABLE, &size);

    if (!text) {
        skip("the table of models is not here");
        return tap_done();
    }
    text[size] = '\0';
    read_lines(text);
    for (size_t i = 0; i < num_lines; i++)
        lines[i].model = find_model(&lines[i]);
    for (size_t i = 0; i < num_lines; i++)
        test_line(&lines[i]);
    for (size_t m = 0; m < num_models; m++) {
        bool there = false;

        for (size_t i = 0; i < num_lines; i++)
            there = there || lines[i].model == &models[m];
        if (!there)
            continue;
        test_rules(&models[m]);
        test_collation(&models[m]);
    }
    free(text);
    return tap_done();
}
