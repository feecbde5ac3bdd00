/*
 * profile-settings.c - the settings of a profile as words (profiles.h).
 * SPDX-License-Identifier: Apache-2.0
 */
#include "profile-parts.h"

#include "server/charset.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MIN_DPI 50
#define MAX_DPI 1200

/* ---- words ---- */

static const char *const formats[] = {"pdf", "jpeg", "png"};
/* The first ones by enum scan_color; then a shorter name of the first. */
static const char *const colors[] = {"black-and-white", "gray", "color", "bw"};
static const char *const targets[] = {"folder", "mail", "command", "print"};

static const struct {
    const char *name;
    enum scan_input input;
    bool glass_if_empty;
} inputs[] = {
    {"auto",          SCAN_FEEDER,        true },
    {"auto-duplex",   SCAN_FEEDER_DUPLEX, true },
    {"platen",        SCAN_PLATEN,        false},
    {"feeder",        SCAN_FEEDER,        false},
    {"feeder-duplex", SCAN_FEEDER_DUPLEX, false},
    {"duplex",        SCAN_FEEDER_DUPLEX, false},
};
#define NUM_PRINTED_INPUTS 5 /* the last one is another name */

static const struct {
    const char *name;
    uint32_t width, height; /* 1/300 inch */
} areas[] = {
    {"a4",     2480, 3508},
    {"letter", 2550, 3300},
    {"legal",  2550, 4200},
    {"all",    0,    0   },
};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static int find_word(const char *const *words, size_t n, const char *word)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(words[i], word) == 0)
            return (int)i;
    return -1;
}

static bool take_number(const char *value, long min, long max, long *number)
{
    char *end;

    errno = 0;
    *number = strtol(value, &end, 10);
    return value[0] != '\0' && strchr("+-0123456789", value[0]) != NULL && *end == '\0' &&
           errno == 0 && *number >= min && *number <= max;
}

static bool take_yes(const char *value, const char *yes, const char *no, bool *set)
{
    *set = strcmp(value, yes) == 0;
    return *set || strcmp(value, no) == 0;
}

bool profile_name_is_good(const char *name)
{
    size_t n = strlen(name);

    if (n == 0 || n >= sizeof(((struct scan_profile *)0)->name) || name[0] == ' ' ||
        name[n - 1] == ' ' || charset_utf8_length((const uint8_t *)name, n) != n)
        return false;
    for (; *name != '\0'; name++)
        if ((unsigned char)*name < 0x20 || *name == 0x7f || strchr("[]/", *name) != NULL)
            return false;
    return true;
}

/* ---- one setting each; false: the value means nothing, why "": the usual sentence ---- */

struct setting {
    struct scan_profile *profile;
    const char *name, *value;
    bool look;
    char *why;
    size_t why_size;
};

static bool set_format(const struct setting *s)
{
    int i = find_word(formats, COUNT(formats), s->value);

    if (i >= 0)
        s->profile->format = (enum profile_format)i;
    return i >= 0;
}

static bool set_color(const struct setting *s)
{
    int i = find_word(colors, COUNT(colors), s->value);

    if (i >= 0)
        s->profile->settings.color =
            i < SCAN_NUM_COLORS ? (enum scan_color)i : SCAN_BLACK_AND_WHITE;
    return i >= 0;
}

static bool set_input(const struct setting *s)
{
    for (size_t i = 0; i < COUNT(inputs); i++)
        if (strcmp(inputs[i].name, s->value) == 0) {
            s->profile->settings.input = inputs[i].input;
            s->profile->glass_if_empty = inputs[i].glass_if_empty;
            return true;
        }
    return false;
}

static bool set_area(const struct setting *s)
{
    for (size_t i = 0; i < COUNT(areas); i++)
        if (strcmp(areas[i].name, s->value) == 0) {
            s->profile->settings.area =
                (struct scan_area){0, 0, areas[i].width, areas[i].height};
            return true;
        }
    return false;
}

static bool set_number(const struct setting *s)
{
    struct scan_settings *settings = &s->profile->settings;
    long number;

    if (strcmp(s->name, "threshold") == 0 && strcmp(s->value, "auto") == 0) {
        settings->threshold = 0;
        return true;
    }
    if (strcmp(s->name, "resolution") == 0 && take_number(s->value, MIN_DPI, MAX_DPI, &number))
        settings->dpi = (unsigned)number;
    else if (strcmp(s->name, "quality") == 0 && take_number(s->value, 1, 100, &number))
        settings->quality = (unsigned)number;
    else if (strcmp(s->name, "brightness") == 0 && take_number(s->value, -100, 100, &number))
        settings->brightness = (int)number;
    else if (strcmp(s->name, "contrast") == 0 && take_number(s->value, -100, 100, &number))
        settings->contrast = (int)number;
    else if (strcmp(s->name, "threshold") == 0 && take_number(s->value, 1, 255, &number))
        settings->threshold = (int)number;
    else if (strcmp(s->name, "button") == 0 &&
             take_number(s->value, 0, SCAN_MAX_BUTTONS, &number))
        s->profile->button = (unsigned)number;
    else
        return false;
    return true;
}

static bool set_switch(const struct setting *s)
{
    if (strcmp(s->name, "blank-pages") == 0)
        return take_yes(s->value, "drop", "keep", &s->profile->settings.drop_blank);
    if (strcmp(s->name, "straighten") == 0)
        return take_yes(s->value, "yes", "no", &s->profile->settings.straighten);
    return take_yes(s->value, "yes", "no", &s->profile->searchable);
}

static bool copy(char *to, size_t size, const char *from)
{
    if (strlen(from) >= size)
        return false;
    memcpy(to, from, strlen(from) + 1);
    return true;
}

static bool set_text(const struct setting *s)
{
    if (strcmp(s->name, "scanner") == 0)
        return (s->value[0] == '\0' ||
                charset_utf8_length((const uint8_t *)s->value, strlen(s->value)) ==
                    strlen(s->value)) &&
               copy(s->profile->scanner, sizeof(s->profile->scanner), s->value);
    return profile_name_check(s->value, s->why, s->why_size) &&
           copy(s->profile->pattern, sizeof(s->profile->pattern), s->value);
}

static bool folder_is_good(const struct setting *s)
{
    struct stat info;

    if (s->value[0] != '/')
        snprintf(s->why, s->why_size, "A folder is a path from the root, '/srv/scans'.");
    else if (s->look && (stat(s->value, &info) != 0 || !S_ISDIR(info.st_mode)))
        snprintf(s->why, s->why_size, "There is no folder '%.300s'.", s->value);
    else if (s->look && access(s->value, W_OK | X_OK) != 0)
        snprintf(s->why, s->why_size, "The server may not write to the folder '%.300s'.",
                 s->value);
    else
        return true;
    return false;
}

static bool set_target(const struct setting *s)
{
    enum profile_target target =
        (enum profile_target)find_word(targets, COUNT(targets), s->name);

    if (s->value[0] == '\0' || (target == PROFILE_FOLDER && !folder_is_good(s)))
        return false;
    if (target == PROFILE_MAIL && !profile_mail_addresses(s->value)) {
        snprintf(s->why, s->why_size, "'%.200s' are no addresses with commas between them.",
                 s->value);
        return false;
    }
    if (target == PROFILE_COMMAND && s->value[0] != '/') {
        snprintf(s->why, s->why_size, "A command is the path of one program, from the root.");
        return false;
    }
    if (target == PROFILE_COMMAND && s->look &&
        !profile_command_check(s->value, s->why, s->why_size))
        return false;
    s->profile->target = target;
    return copy(s->profile->where, sizeof(s->profile->where), s->value);
}

/* ---- all of them ---- */

static const struct {
    const char *name;
    bool (*set)(const struct setting *s);
    const char *values; /* for the sentence */
} settings_known[] = {
    {"format",      set_format, "pdf, jpeg or png"                                  },
    {"input",       set_input,  "auto, auto-duplex, platen, feeder or feeder-duplex"},
    {"color",       set_color,  "black-and-white (or bw), gray or color"            },
    {"resolution",  set_number, "dots per inch, from 50 to 1200"                    },
    {"area",        set_area,   "a4, letter, legal or all"                          },
    {"quality",     set_number, "from 1 to 100"                                     },
    {"brightness",  set_number, "from -100 to 100"                                  },
    {"contrast",    set_number, "from -100 to 100"                                  },
    {"threshold",   set_number, "from 1 to 255, or auto"                            },
    {"blank-pages", set_switch, "keep or drop"                                      },
    {"straighten",  set_switch, "yes or no"                                         },
    {"searchable",  set_switch, "yes or no"                                         },
    {"button",      set_number, "the number of a button, or 0"                      },
    {"scanner",     set_text,   "the name of a scanner"                             },
    {"name",        set_text,   "a pattern of at most 255 bytes"                    },
    {"folder",      set_target, "a folder"                                          },
    {"mail",        set_target, "addresses, with commas between them"               },
    {"command",     set_target, "a program"                                         },
    {"print",       set_target, "a queue"                                           },
};

bool profile_apply(struct scan_profile *profile, const char *name, const char *value, bool look,
                   char *why, size_t why_size)
{
    struct setting s = {profile, name, value, look, why, why_size};

    why[0] = '\0';
    for (const char *c = value; *c != '\0'; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f) {
            snprintf(why, why_size, "There is a control character in the value of %.40s.",
                     name);
            return false;
        }
    for (size_t i = 0; i < COUNT(settings_known); i++)
        if (strcmp(settings_known[i].name, name) == 0) {
            if (settings_known[i].set(&s))
                return true;
            if (why[0] == '\0')
                snprintf(why, why_size, "'%.100s' does not fit %s: %s.", value, name,
                         settings_known[i].values);
            return false;
        }
    snprintf(why, why_size, "There is no setting '%.40s'.", name);
    return false;
}

bool profile_parse(struct scan_profile *profile, const char *name, const char *value, char *why,
                   size_t why_size)
{
    return profile_apply(profile, name, value, true, why, why_size);
}

void profile_init(struct scan_profile *profile, const char *name)
{
    memset(profile, 0, sizeof(*profile));
    snprintf(profile->name, sizeof(profile->name), "%s", name);
    profile->format = PROFILE_PDF;
    profile->settings.input = SCAN_FEEDER;
    profile->glass_if_empty = true;
    profile->settings.color = SCAN_GRAY;
    profile->settings.dpi = 300;
    profile->settings.area = (struct scan_area){0, 0, areas[0].width, areas[0].height};
}

/* ---- and back ---- */

struct printed {
    char *text;
    size_t n, size;
    bool good;
};

static void print_text(struct printed *p, const char *name, const char *value)
{
    int n = snprintf(p->text + p->n, p->size - p->n, "%s = %s\n", name, value);

    if (n < 0 || (size_t)n >= p->size - p->n)
        p->good = false;
    else
        p->n += (size_t)n;
}

static void print_number(struct printed *p, const char *name, long value, long usual)
{
    char text[24];

    snprintf(text, sizeof(text), "%ld", value);
    if (value != usual)
        print_text(p, name, text);
}

static void print_words(struct printed *p, const struct scan_profile *profile)
{
    const struct scan_settings *s = &profile->settings;

    if (profile->format != PROFILE_PDF)
        print_text(p, "format", formats[profile->format]);
    for (size_t i = 1; i < NUM_PRINTED_INPUTS; i++)
        if (inputs[i].input == s->input && inputs[i].glass_if_empty == profile->glass_if_empty)
            print_text(p, "input", inputs[i].name);
    if (s->color != SCAN_GRAY)
        print_text(p, "color", colors[s->color]);
    for (size_t i = 1; i < COUNT(areas); i++)
        if (areas[i].width == s->area.width && areas[i].height == s->area.height)
            print_text(p, "area", areas[i].name);
    if (s->drop_blank)
        print_text(p, "blank-pages", "drop");
    if (s->straighten)
        print_text(p, "straighten", "yes");
    if (profile->searchable)
        print_text(p, "searchable", "yes");
    if (profile->scanner[0] != '\0')
        print_text(p, "scanner", profile->scanner);
    if (profile->pattern[0] != '\0')
        print_text(p, "name", profile->pattern);
}

bool profile_print(const struct scan_profile *profile, char *text, size_t size)
{
    struct printed p = {text, 0, size, size > 0};
    const struct scan_settings *s = &profile->settings;

    if (!p.good)
        return false;
    text[0] = '\0';
    if (profile->where[0] != '\0')
        print_text(&p, targets[profile->target], profile->where);
    print_words(&p, profile);
    print_number(&p, "resolution", (long)s->dpi, 300);
    print_number(&p, "quality", (long)s->quality, 0);
    print_number(&p, "brightness", s->brightness, 0);
    print_number(&p, "contrast", s->contrast, 0);
    print_number(&p, "threshold", s->threshold, 0);
    print_number(&p, "button", (long)profile->button, 0);
    return p.good;
}
