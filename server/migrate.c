/*
 * migrate.c - see migrate.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "migrate.h"

#include "driver/device-id.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- which machine ---- */

static bool has(const char *text, const char *word)
{
    size_t n = strlen(word);

    for (; *text != '\0'; text++)
        if (strncasecmp(text, word, n) == 0)
            return true;
    return false;
}

/* The language that the driver makes; NULL: none of ours. */
static const char *language_of(const struct ppd *ppd)
{
    if (has(ppd->nickname, "CARPS2"))
        return "carps2";
    if (has(ppd->nickname, "UFR") || has(ppd->filters, "ufr2") || has(ppd->filters, "cpca"))
        return "ufr2lt";
    if (has(ppd->nickname, "PCL6") || has(ppd->nickname, "PCL 6") ||
        has(ppd->nickname, "PXL") || has(ppd->nickname, "PCLXL") ||
        has(ppd->nickname, "PCL XL"))
        return "pclxl";
    return has(ppd->nickname, "PCL") ? "pcl5e" : NULL;
}

/* Whether a row is for machines of a name that has the driver's name behind it: the words of
 * "Canon iR1020/1024/1025 UFRII LT ver.2.9" before " UFR". */
static bool fits(const struct model *model, const char *name)
{
    char machine[128];
    size_t n = strlen(name);

    for (size_t i = 0; i < n; i++)
        if (name[i] == ' ' &&
            (strncasecmp(name + i, " UFR", 4) == 0 || strncasecmp(name + i, " (UFR", 5) == 0 ||
             strncasecmp(name + i, " PCL", 4) == 0 || strncasecmp(name + i, " (PCL", 5) == 0 ||
             strncasecmp(name + i, " CARPS", 6) == 0 || strncasecmp(name + i, " ver", 4) == 0))
            n = i;
    snprintf(machine, sizeof(machine), "%.*s", (int)n, name);
    return machine[0] != '\0' && device_group_fits(model, machine);
}

const struct model *migrate_model(const struct ppd *ppd)
{
    const char *language = language_of(ppd);
    char ending[16];

    if (language == NULL)
        return NULL;
    snprintf(ending, sizeof(ending), "_%s", language);
    for (size_t i = 0; i < num_models; i++)
        if (strncmp(models[i].name, "canon_", 6) == 0 &&
            strstr(models[i].name, ending) != NULL &&
            (fits(&models[i], ppd->nickname) || fits(&models[i], ppd->model)))
            return &models[i];
    return NULL;
}

/* ---- where it is ---- */

/* USB by the maker's own backends tells no serial number: the machine of this name. */
static void usb_uri(const struct model *model, char *uri, size_t size)
{
    snprintf(uri, size, "usb://Canon/%s%%20(UFRII%%20LT)", model->model_prefix);
}

bool migrate_uri(const char *device, const struct model *model, char *uri, size_t size,
                 char *why, size_t why_size)
{
    static const char *const own[] = {"cnusb:", "cnusbufr2:", "canonusb:"};
    size_t n = strcspn(device, "?");

    for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
        if (strncmp(device, own[i], strlen(own[i])) == 0) {
            usb_uri(model, uri, size);
            return true;
        }
    if (strncmp(device, "usb://", 6) == 0)
        n = strlen(device); /* what is behind the question mark tells which one */
    else if (strncmp(device, "socket://", 9) != 0 && strncmp(device, "lpd://", 6) != 0) {
        snprintf(why, why_size,
                 "Its address in CUPS, '%.100s', is none by which these machines are reached "
                 "directly. Say where the machine is: --uri socket://ADDRESS.",
                 device);
        return false;
    }
    if (n >= size) {
        snprintf(why, why_size, "Its address is too long.");
        return false;
    }
    while (strncmp(device, "socket:", 7) == 0 && n > 9 && device[n - 1] == '/')
        n--;
    memcpy(uri, device, n);
    uri[n] = '\0';
    return true;
}

/* ---- options ---- */

/* A choice of theirs and what it is here; name NULL: nothing to be done. */
struct pick {
    const char *keyword, *choice; /* choice NULL: any, which is the value here, too */
    const char *name, *value;
};

/* clang-format off */
static const struct pick known[] = {
    {"PageSize", "A4", "media", "iso_a4_210x297mm"},
    {"PageSize", "Letter", "media", "na_letter_8.5x11in"},
    {"PageSize", "Legal", "media", "na_legal_8.5x14in"},
    {"PageSize", "Statement", "media", "na_invoice_5.5x8.5in"},
    {"PageSize", "Executive", "media", "na_executive_7.25x10.5in"},
    {"PageSize", "A5", "media", "iso_a5_148x210mm"},
    {"PageSize", "B5", "media", "jis_b5_182x257mm"},
    {"PageSize", "Monarch", "media", "na_monarch_3.875x7.5in"},
    {"PageSize", "Com10", "media", "na_number-10_4.125x9.5in"},
    {"PageSize", "dl_envelope", "media", "iso_dl_110x220mm"},
    {"PageSize", "Envelope_C5", "media", "iso_c5_162x229mm"},
    {"PageSize", "Envelope_B5", "media", "iso_b5_176x250mm"},
    {"InputSlot", "Auto", "media-source", "auto"},
    {"InputSlot", "Manual", "media-source", "by-pass-tray"},
    {"InputSlot", "Cas1", "media-source", "tray-1"},
    {"InputSlot", "Cas2", "media-source", "tray-2"},
    {"MediaType", "Auto", "media-type", "auto"},
    {"MediaType", "PlainPaper", "media-type", "stationery"},
    {"MediaType", "RECYCLED", "media-type", "stationery-recycled"},
    {"MediaType", "COLOR", "media-type", "stationery-colored"},
    {"MediaType", "BOND", "media-type", "stationery-fine"},
    {"MediaType", "HEAVY1", "media-type", "stationery-heavyweight"},
    {"MediaType", "HEAVY2", "media-type", "cardstock"},
    {"MediaType", "HEAVY3", "media-type", "cardboard"},
    {"MediaType", "OHP", "media-type", "transparency"},
    {"MediaType", "LABELS", "media-type", "labels"},
    {"MediaType", "ENVELOPE", "media-type", "envelope"},
    {"MediaType", "PREPUNCHED", "media-type", "stationery-prepunched"},
    {"Duplex", "None", "sides", "one-sided"},
    {"Duplex", "DuplexNoTumble", "sides", "two-sided-long-edge"},
    {"Duplex", "DuplexTumble", "sides", "two-sided-short-edge"},
    {"BindEdge", "Left", "binding-edge", "left"},
    {"BindEdge", "Top", "binding-edge", "top"},
    {"Collate", "False", "copies-order", "uncollated"},
    {"Collate", "True", "copies-order", "collated"},
    {"Collate", "Group", "copies-order", "group"},
    {"CNTonerSaving", "Auto", "toner-save", "device"},
    {"CNTonerSaving", "False", "toner-save", "off"},
    {"CNTonerSaving", "True", "toner-save", "on"},
    {"CNImageRefinement", "None", "image-refinement", "device"},
    {"CNImageRefinement", "False", "image-refinement", "off"},
    {"CNImageRefinement", "True", "image-refinement", "on"},
    {"CNHalftone", "Gradation", "halftone", "gradation"},
    {"CNHalftone", "Resolution", "halftone", "resolution"},
    {"CNHalftone", "ColorTone", "halftone", "color-tone"},
    {"Resolution", "600", NULL, NULL},
    {"Resolution", "600dpi", NULL, NULL},
    {"Resolution", "600x600dpi", NULL, NULL},
    {"OutputBin", "Auto", NULL, NULL},
    {"CNSecuredPrint", "False", NULL, NULL},
    {"CNMailBox", "False", NULL, NULL},
    {"CNJobAccount", "False", NULL, NULL},
    {"PageRegion", NULL, NULL, NULL}, /* PageSize says it */
    {"ColorModel", "Gray", NULL, NULL},
    /* of CUPS itself */
    {"cupsPrintQuality", "Draft", "print-quality", "draft"},
    {"cupsPrintQuality", "Normal", "print-quality", "normal"},
    {"cupsPrintQuality", "High", "print-quality", "high"},
    {"print-quality", "3", "print-quality", "draft"},
    {"print-quality", "4", "print-quality", "normal"},
    {"print-quality", "5", "print-quality", "high"},
    {"sides", "one-sided", "sides", "one-sided"},
    {"sides", "two-sided-long-edge", "sides", "two-sided-long-edge"},
    {"sides", "two-sided-short-edge", "sides", "two-sided-short-edge"},
    {"number-up", "1", "number-up", "1"},
    {"number-up", "2", "number-up", "2"},
    {"number-up", "4", "number-up", "4"},
    {"number-up", "6", "number-up", "6"},
    {"number-up", "9", "number-up", "9"},
    {"number-up", "16", "number-up", "16"},
    {"page-border", "none", "page-border", "none"},
    {"page-border", "single", "page-border", "single"},
    {"page-border", "single-thick", "page-border", "single-thick"},
    {"page-border", "double", "page-border", "double"},
    {"page-border", "double-thick", "page-border", "double-thick"},
    {"fit-to-page", "true", "print-scaling", "fit"},
    {"outputorder", "reverse", "page-delivery", "reverse-order-face-down"},
    {"outputorder", "normal", NULL, NULL},
    {"copies", "1", NULL, NULL},
    {"job-sheets", "none,none", NULL, NULL},
    {"job-sheets", "none", NULL, NULL},
    {"job-hold-until", "no-hold", NULL, NULL},
    {"job-priority", "50", NULL, NULL},
};

/* Why there is nothing like it, or what does it instead. */
static const struct {
    const char *keyword, *why;
} lost[] = {
    {"CNSecuredPrint", "Jobs that wait for their owner: release-jobs=all here."},
    {"CNMailBox", "Jobs that wait for their owner: release-jobs=all here."},
    {"CNJobAccount", "The department ids and PINs that its tool keeps cannot be read: set them with "
                     "accounts, or the queue's job-account-id."},
    {"Resolution", "These machines print 600 dpi."},
    {"copies", "How many copies is asked of each job."},
    {"job-sheets", "There are no banner pages."},
    {"page-ranges", "That is for a document, not for a queue."},
    {"job-hold-until", "Times when nothing is printed: quiet-hours here."},
};

/* Names of CUPS that are facts of a queue and no options. */
static const char *const facts[] = {
    "auth-info-required", "cups-", "device-uri", "document-format", "finishings", "job-cancel-after",
    "marker-", "number-of-", "port-monitor", "printer-", "queued-job-count", "uri", "finishings",
    "job-originating-", "print-color-mode", "urf-supported", "mirror",
};
/* clang-format on */

static bool is_fact(const char *keyword)
{
    for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
        if (strncmp(keyword, facts[i], strlen(facts[i])) == 0)
            return true;
    return false;
}

/* "media=A4,Cas1" of lpoptions is each of its words by itself. */
static bool find_media(const char *word, struct migrate_option *o)
{
    static const char *const of[] = {"PageSize", "InputSlot", "MediaType"};

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        bool media = false;

        for (size_t j = 0; j < sizeof(of) / sizeof(of[0]); j++)
            media = media || strcmp(known[i].keyword, of[j]) == 0;
        if (media &&
            (strcasecmp(known[i].choice, word) == 0 || strcasecmp(known[i].value, word) == 0)) {
            snprintf(o->name, sizeof(o->name), "%s", known[i].name);
            snprintf(o->value, sizeof(o->value), "%s", known[i].value);
            o->fate = MIGRATE_TAKEN;
            return true;
        }
    }
    return false;
}

static void decide(struct migrate_option *o)
{
    o->fate = MIGRATE_LOST;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        const struct pick *c = &known[i];

        if (strcmp(c->keyword, o->keyword) != 0 ||
            (c->choice != NULL && strcasecmp(c->choice, o->choice) != 0))
            continue;
        o->fate = c->name != NULL ? MIGRATE_TAKEN : MIGRATE_NOTHING;
        if (c->name != NULL) {
            snprintf(o->name, sizeof(o->name), "%s", c->name);
            snprintf(o->value, sizeof(o->value), "%s", c->value);
        }
        return;
    }
    if (strcmp(o->keyword, "media") == 0 && find_media(o->choice, o))
        return;
    for (size_t i = 0; i < sizeof(lost) / sizeof(lost[0]); i++)
        if (strcmp(lost[i].keyword, o->keyword) == 0)
            o->why = lost[i].why;
}

/* The same option of ours from a later source wins. */
static void add(struct migrate_options *out, const char *keyword, const char *choice,
                const char *words)
{
    struct migrate_option one;

    memset(&one, 0, sizeof(one));
    snprintf(one.keyword, sizeof(one.keyword), "%s", keyword);
    snprintf(one.choice, sizeof(one.choice), "%s", choice);
    snprintf(one.words, sizeof(one.words), "%s", words);
    decide(&one);
    for (size_t i = 0; i < out->n; i++)
        if (strcmp(out->list[i].keyword, keyword) == 0 ||
            (one.fate == MIGRATE_TAKEN && out->list[i].fate == MIGRATE_TAKEN &&
             strcmp(out->list[i].name, one.name) == 0)) {
            if (strcmp(keyword, "media") != 0 || one.fate != MIGRATE_LOST)
                out->list[i] = one;
            return;
        }
    if (out->n < MIGRATE_MAX)
        out->list[out->n++] = one;
}

/* Each word of media is an entry of its own, or the second would take the first one's place. */
static void add_media(struct migrate_options *out, const char *value)
{
    char words[256], keyword[16], *rest = NULL;
    unsigned i = 0;

    snprintf(words, sizeof(words), "%s", value);
    for (char *word = strtok_r(words, ",", &rest); word != NULL;
         word = strtok_r(NULL, ",", &rest)) {
        struct migrate_option one;

        memset(&one, 0, sizeof(one));
        if (find_media(word, &one)) {
            const char *name = strcmp(one.name, "media") == 0          ? "PageSize"
                               : strcmp(one.name, "media-source") == 0 ? "InputSlot"
                                                                       : "MediaType";

            for (size_t j = 0; j < sizeof(known) / sizeof(known[0]); j++)
                if (strcmp(known[j].keyword, name) == 0 &&
                    strcmp(known[j].value, one.value) == 0)
                    add(out, name, known[j].choice, "");
            continue;
        }
        snprintf(keyword, sizeof(keyword), i == 0 ? "media" : "media %u", i);
        add(out, keyword, word, "");
        i++;
    }
}

/* These machines refuse to bind at one edge what is turned at the other. "auto" is the edge
 * that goes with the sides. */
static void settle_binding(struct migrate_options *out)
{
    struct migrate_option *binding = NULL;
    const char *sides = "";

    for (size_t i = 0; i < out->n; i++)
        if (strcmp(out->list[i].name, "binding-edge") == 0)
            binding = &out->list[i];
        else if (strcmp(out->list[i].name, "sides") == 0)
            sides = out->list[i].value;
    if (binding != NULL && strncmp(sides, "two-", 4) == 0)
        snprintf(binding->value, sizeof(binding->value), "auto");
}

void migrate_options(const struct ppd *ppd, int n, const cups_option_t *options,
                     struct migrate_options *out)
{
    out->n = 0;
    for (size_t i = 0; ppd != NULL && i < ppd->n; i++)
        if (ppd->options[i].choice[0] != '\0')
            add(out, ppd->options[i].keyword, ppd->options[i].choice,
                ppd->options[i].choice_text);
    for (int i = 0; i < n; i++) {
        if (strcmp(options[i].name, "media") == 0)
            add_media(out, options[i].value);
        else if (!is_fact(options[i].name))
            add(out, options[i].name, options[i].value, "");
    }
    settle_binding(out);
}
