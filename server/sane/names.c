/*
 * names.c - see names.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "names.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

bool names_has(const char *name, const char *word)
{
    size_t n = strlen(word);

    for (; *name != '\0'; name++)
        if (strncasecmp(name, word, n) == 0)
            return true;
    return false;
}

static bool has_one(const char *name, const char *const *words)
{
    for (; *words != NULL; words++)
        if (names_has(name, *words))
            return true;
    return false;
}

unsigned names_source(const char *source, enum scan_input *input)
{
    static const char *const others[] = {"back", "card", "film",  "negative",   "positive",
                                         "tpu",  "xpa",  "slide", "transparen", NULL};
    static const char *const feeders[] = {"feeder", "adf", NULL};
    bool feeder = has_one(source, feeders);

    if (has_one(source, others))
        return 0;
    if (names_has(source, "duplex")) {
        *input = SCAN_FEEDER_DUPLEX;
        return feeder ? 2 : 1;
    }
    *input = feeder ? SCAN_FEEDER : SCAN_PLATEN;
    if (feeder) /* a simplex or front beside the plain name is the same with another name */
        return names_has(source, "simplex") || names_has(source, "front") ? 1 : 2;
    if (names_has(source, "flatbed"))
        return 4;
    if (names_has(source, "platen"))
        return 3;
    if (strcasecmp(source, "normal") == 0)
        return 2;
    return strcasecmp(source, "auto") == 0 ? 1 : 0;
}

unsigned names_mode(const char *mode, bool color)
{
    static const char *const colors[] = {"color", "colour", "rgb", NULL};
    static const char *const grays[] = {"gray", "grey", NULL};
    static const char *const special[] = {"16",      "48",       "12",     "1-bit",
                                          "1 bit",   "halftone", "dither", "diffusion",
                                          "lineart", "infrared", NULL};

    if (!has_one(mode, color ? colors : grays))
        return 0;
    if (has_one(mode, special))
        return 1;
    return strcasecmp(mode, color ? "color" : "gray") == 0 ? 3 : 2;
}

bool names_button(const char *option)
{
    static const char *const names[] = {"scan", "email", "e-mail", "copy",  "file",
                                        "pdf",  "fax",   "print",  "start", "extra"};

    if (strncmp(option, "button-", 7) == 0)
        return isdigit((unsigned char)option[7]) != 0;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(option, names[i]) == 0)
            return true;
    return false;
}

void names_serial(const char *device, char *serial, size_t size)
{
    static const char driver[] = "pixma:";
    const char *id = device + sizeof driver - 1;

    serial[0] = '\0';
    if (strncmp(device, driver, sizeof driver - 1) == 0 &&
        strspn(id, "0123456789ABCDEFabcdef") == 8 && id[8] == '_')
        snprintf(serial, size, "%s", id + 9);
}
