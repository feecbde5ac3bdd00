/*
 * fake-options.c - the options of the fake scanner: names, order, values, and what is inactive
 * are those that scanimage shows of pixma with an iR1020.
 * Effects: those of fake-script.c.
 * Source: SANE standard 1.06, section 4.3; pixma's options as the device's facts tell them.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "fake.h"

#include <stdio.h>
#include <string.h>

/* The reach in 1/75 inch: 636 x 868. */
#define REACH_X (636.0 / 75 * 25.4)
#define REACH_Y (868.0 / 75 * 25.4)

static const SANE_Word resolutions[] = {4, 75, 150, 300, 600};
static const SANE_Range range_x = {0, SANE_FIX(REACH_X), 0};
static const SANE_Range range_y = {0, SANE_FIX(REACH_Y), 0};
static const SANE_Range range_percent = {0, SANE_FIX(100), SANE_FIX(1)};
static const SANE_Range range_wait = {0, 3600, 1};
static const SANE_Range range_gamma = {SANE_FIX(0.3), SANE_FIX(5), 0};
static const SANE_String_Const modes[] = {"Color", "Gray", NULL};
static const SANE_String_Const sources[] = {"Flatbed", "Automatic Document Feeder",
                                            "ADF Duplex", NULL};
static const SANE_String_Const calibrations[] = {"Once", "Always", "Never", NULL};

#define SETTABLE (SANE_CAP_SOFT_SELECT | SANE_CAP_SOFT_DETECT)

#define GROUP(label)                                                                           \
    {                                                                                          \
        "", label, "", SANE_TYPE_GROUP, SANE_UNIT_NONE, 0, 0, SANE_CONSTRAINT_NONE,            \
        {                                                                                      \
            NULL                                                                               \
        }                                                                                      \
    }
#define TEXT(name, label, list, cap)                                                           \
    {                                                                                          \
        name, label, label, SANE_TYPE_STRING, SANE_UNIT_NONE, 31, cap,                         \
            SANE_CONSTRAINT_STRING_LIST,                                                       \
        {                                                                                      \
            .string_list = (list)                                                              \
        }                                                                                      \
    }
#define RANGE(name, label, type, unit, limits, cap)                                            \
    {                                                                                          \
        name, label, label, type, unit, sizeof(SANE_Word), cap, SANE_CONSTRAINT_RANGE,         \
        {                                                                                      \
            .range = &(limits)                                                                 \
        }                                                                                      \
    }
#define PLAIN(name, label, type, cap)                                                          \
    {                                                                                          \
        name, label, label, type, SANE_UNIT_NONE, sizeof(SANE_Word), cap,                      \
            SANE_CONSTRAINT_NONE,                                                              \
        {                                                                                      \
            NULL                                                                               \
        }                                                                                      \
    }
#define SENSOR(name)                                                                           \
    PLAIN(name, name, SANE_TYPE_INT,                                                           \
          SANE_CAP_SOFT_DETECT | SANE_CAP_HARD_SELECT | SANE_CAP_ADVANCED)

static const SANE_Option_Descriptor descriptors[NUM_OPTIONS] = {
    [OPT_COUNT] = PLAIN("", "Number of options", SANE_TYPE_INT, SANE_CAP_SOFT_DETECT),
    [OPT_SCAN_GROUP] = GROUP("Scan mode"),
    [OPT_RESOLUTION] = {"resolution",
                        "Scan resolution",     "Dots per inch",
                        SANE_TYPE_INT,    SANE_UNIT_DPI,
                        sizeof(SANE_Word),
                        SETTABLE | SANE_CAP_AUTOMATIC,
                        SANE_CONSTRAINT_WORD_LIST, {.word_list = resolutions}},
    [OPT_MODE] = TEXT("mode", "Scan mode", modes, SETTABLE | SANE_CAP_AUTOMATIC),
    [OPT_SOURCE] = TEXT("source", "Scan source", sources, SETTABLE),
    [OPT_BUTTON_CONTROLLED] =
        PLAIN("button-controlled", "Button-controlled scan", SANE_TYPE_BOOL, SETTABLE),
    [OPT_GAMMA_GROUP] = GROUP("Gamma"),
    [OPT_CUSTOM_GAMMA] = PLAIN("custom-gamma", "Use custom gamma table", SANE_TYPE_BOOL,
                               SETTABLE | SANE_CAP_INACTIVE),
    [OPT_GAMMA] = RANGE("gamma", "Gamma", SANE_TYPE_FIXED, SANE_UNIT_NONE, range_gamma,
                        SETTABLE | SANE_CAP_INACTIVE),
    [OPT_GEOMETRY_GROUP] = GROUP("Geometry"),
    [OPT_TL_X] = RANGE("tl-x", "Top-left x", SANE_TYPE_FIXED, SANE_UNIT_MM, range_x, SETTABLE),
    [OPT_TL_Y] = RANGE("tl-y", "Top-left y", SANE_TYPE_FIXED, SANE_UNIT_MM, range_y, SETTABLE),
    [OPT_BR_X] =
        RANGE("br-x", "Bottom-right x", SANE_TYPE_FIXED, SANE_UNIT_MM, range_x, SETTABLE),
    [OPT_BR_Y] =
        RANGE("br-y", "Bottom-right y", SANE_TYPE_FIXED, SANE_UNIT_MM, range_y, SETTABLE),
    [OPT_BUTTON_GROUP] = GROUP("Buttons"),
    [OPT_BUTTON_UPDATE] = {"button-update",
                        "Update button state", "",
                        SANE_TYPE_BUTTON, SANE_UNIT_NONE,
                        0,                 SETTABLE | SANE_CAP_ADVANCED,
                        SANE_CONSTRAINT_NONE,      {NULL}                    },
    [OPT_BUTTON_1] = SENSOR("button-1"),
    [OPT_BUTTON_2] = SENSOR("button-2"),
    [OPT_ORIGINAL] = SENSOR("original"),
    [OPT_TARGET] = SENSOR("target"),
    [OPT_SCAN_RESOLUTION] = SENSOR("scan-resolution"),
    [OPT_DOCUMENT_TYPE] = SENSOR("document-type"),
    [OPT_ADF_STATUS] = SENSOR("adf-status"),
    [OPT_ADF_ORIENTATION] = SENSOR("adf-orientation"),
    [OPT_EXTRA_GROUP] = GROUP("Extras"),
    [OPT_THRESHOLD] = RANGE("threshold", "Threshold", SANE_TYPE_FIXED, SANE_UNIT_PERCENT,
                            range_percent, SETTABLE | SANE_CAP_INACTIVE),
    [OPT_ADF_WAIT] = RANGE("adf-wait", "ADF waiting time", SANE_TYPE_INT, SANE_UNIT_NONE,
                           range_wait, SETTABLE | SANE_CAP_INACTIVE),
    [OPT_CALIBRATE] =
        TEXT("calibrate", "Calibration", calibrations, SETTABLE | SANE_CAP_ADVANCED),
};

const SANE_Option_Descriptor *fake_option(int n)
{
    return n >= 0 && n < NUM_OPTIONS ? &descriptors[n] : NULL;
}

const char *fake_source_name(enum fake_source source)
{
    return sources[source];
}

void fake_options_init(struct fake_options *o)
{
    *o = (struct fake_options){.source = FAKE_FLATBED, .color = true, .calibrate = "Once"};
    o->words[OPT_COUNT] = NUM_OPTIONS;
    o->words[OPT_RESOLUTION] = 75;
    o->words[OPT_BR_X] = range_x.max;
    o->words[OPT_BR_Y] = range_y.max;
}

/* The machine is asked once for all sensors; each value is good for one look. */
static void poll_sensors(struct fake_options *o)
{
    struct fake_script script;
    unsigned pressed = fake_buttons();

    fake_script_read(&script);
    o->words[OPT_BUTTON_1] = (SANE_Word)(pressed & 1);
    o->words[OPT_BUTTON_2] = (SANE_Word)(pressed >> 1 & 1);
    o->words[OPT_ADF_STATUS] = script.silent ? 0 : fake_feeder_loaded() ? 2 : 1;
    for (int n = OPT_BUTTON_1; n <= OPT_ADF_ORIENTATION; n++)
        o->polled[n] = true;
}

/* The option has 31 bytes. */
static void put_text(void *value, const char *text)
{
    memcpy(value, text, strlen(text) + 1);
}

static void get_option(struct fake_options *o, int n, void *value)
{
    if (n >= OPT_BUTTON_1 && n <= OPT_ADF_ORIENTATION) {
        if (!o->polled[n])
            poll_sensors(o);
        o->polled[n] = false;
    }
    switch (n) {
    case OPT_MODE:
        put_text(value, modes[o->color ? 0 : 1]);
        break;
    case OPT_SOURCE:
        put_text(value, sources[o->source]);
        break;
    case OPT_CALIBRATE:
        put_text(value, o->calibrate);
        break;
    default:
        memcpy(value, &o->words[n], sizeof(SANE_Word));
        break;
    }
}

static int find_text(const SANE_String_Const *list, const char *text)
{
    for (int i = 0; list[i] != NULL; i++)
        if (strcmp(list[i], text) == 0)
            return i;
    return -1;
}

static SANE_Status set_text(struct fake_options *o, int n, const char *value, SANE_Int *info)
{
    int i = find_text(descriptors[n].constraint.string_list, value);

    if (i < 0)
        return SANE_STATUS_INVAL;
    if (n == OPT_MODE) {
        o->color = i == 0;
        *info |= SANE_INFO_RELOAD_PARAMS;
    } else if (n == OPT_SOURCE) {
        /* what another source can do differs: pixma begins anew */
        o->source = (enum fake_source)i;
        o->color = true;
        o->words[OPT_RESOLUTION] = 75;
        *info |= SANE_INFO_RELOAD_OPTIONS | SANE_INFO_RELOAD_PARAMS;
    } else {
        snprintf(o->calibrate, sizeof(o->calibrate), "%s", value);
    }
    fake_log("set %s=%s", descriptors[n].name, value);
    return SANE_STATUS_GOOD;
}

static SANE_Status set_range(const SANE_Range *range, SANE_Word *word, SANE_Int *info)
{
    SANE_Word clamped = *word < range->min   ? range->min
                        : *word > range->max ? range->max
                                             : *word;

    if (clamped != *word)
        *info |= SANE_INFO_INEXACT;
    *word = clamped;
    return SANE_STATUS_GOOD;
}

static SANE_Status set_word(struct fake_options *o, int n, SANE_Word word, SANE_Int *info)
{
    const SANE_Option_Descriptor *d = &descriptors[n];
    bool listed = false;

    if (d->constraint_type == SANE_CONSTRAINT_RANGE)
        set_range(d->constraint.range, &word, info);
    if (d->constraint_type == SANE_CONSTRAINT_WORD_LIST) {
        for (int i = 1; i <= d->constraint.word_list[0]; i++)
            listed |= d->constraint.word_list[i] == word;
        if (!listed)
            return SANE_STATUS_INVAL;
    }
    o->words[n] = word;
    *info |= SANE_INFO_RELOAD_PARAMS;
    if (d->type == SANE_TYPE_FIXED)
        fake_log("set %s=%.1f", d->name, SANE_UNFIX(word));
    else
        fake_log("set %s=%d", d->name, word);
    return SANE_STATUS_GOOD;
}

static SANE_Status set_option(struct fake_options *o, int n, const void *value, SANE_Int *info)
{
    const SANE_Option_Descriptor *d = &descriptors[n];
    SANE_Word word;

    if (!SANE_OPTION_IS_SETTABLE(d->cap))
        return SANE_STATUS_INVAL;
    if (d->type == SANE_TYPE_BUTTON) {
        poll_sensors(o);
        return SANE_STATUS_GOOD;
    }
    if (value == NULL)
        return SANE_STATUS_INVAL;
    if (d->type == SANE_TYPE_STRING)
        return set_text(o, n, value, info);
    memcpy(&word, value, sizeof(word));
    return set_word(o, n, word, info);
}

SANE_Status fake_options_control(struct fake_options *o, int n, SANE_Action action, void *value,
                                 SANE_Int *info)
{
    const SANE_Option_Descriptor *d = fake_option(n);
    SANE_Int ignored = 0;

    if (info == NULL)
        info = &ignored;
    *info = 0;
    if (d == NULL || d->type == SANE_TYPE_GROUP || !SANE_OPTION_IS_ACTIVE(d->cap))
        return SANE_STATUS_INVAL;
    switch (action) {
    case SANE_ACTION_GET_VALUE:
        if (value == NULL || d->type == SANE_TYPE_BUTTON)
            return SANE_STATUS_INVAL;
        get_option(o, n, value);
        return SANE_STATUS_GOOD;
    case SANE_ACTION_SET_VALUE:
        return set_option(o, n, value, info);
    case SANE_ACTION_SET_AUTO:
        if ((d->cap & SANE_CAP_AUTOMATIC) == 0)
            return SANE_STATUS_INVAL;
        return n == OPT_MODE ? set_text(o, n, "Color", info) : set_word(o, n, 300, info);
    default:
        return SANE_STATUS_UNSUPPORTED;
    }
}
