/*
 * device-language.c - see device-language.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/device-language.h"

#include "driver/pdl.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define MAX_WORD     40

/* Not languages, but what they make of a word beside them. */
#define BARE_PCL (1 << 16) /* "PCL" without a number: 5 on laser printers */
#define INK_JET  (1 << 17) /* "PCL" is 3 there */

/* How a word begins, in capitals and without blanks and dashes; the first that fits counts. */
static const struct {
    const char *begin;
    bool whole; /* nothing may follow */
    unsigned languages;
} words[] = {
    {"LIPSLX",     false, DEVICE_UFR2      },
    {"CPCA",       false, DEVICE_UFR2      },
    {"UFR",        false, DEVICE_UFR2      },
    {"CID:CAUFR",  false, DEVICE_UFR2      },
    {"CAUFR",      false, DEVICE_UFR2      },
    {"CARPS2",     true,  DEVICE_UFR2      },
    {"PCLXL",      false, DEVICE_PCLXL     },
    {"PCL6",       false, DEVICE_PCLXL     },
    {"PCL5",       false, DEVICE_PCL5      },
    {"PCL3",       false, INK_JET          },
    {"PCLM",       true,  0                },
    {"PCL",        true,  BARE_PCL         },
    {"DWPCL",      true,  INK_JET          },
    {"DESKJET",    false, INK_JET          },
    {"LIDIL",      false, INK_JET          },
    {"POSTSCRIPT", false, DEVICE_POSTSCRIPT},
    {"PS",         true,  DEVICE_POSTSCRIPT},
    {"PS2",        true,  DEVICE_POSTSCRIPT},
    {"PS3",        true,  DEVICE_POSTSCRIPT},
    {"BRSCRIPT",   false, DEVICE_POSTSCRIPT},
    {"KPDL",       false, DEVICE_POSTSCRIPT},
    {"PJL",        false, DEVICE_PJL       },
    {"FAX",        false, DEVICE_FAX       },
};

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* A letter or digit, or the colon within "CID:...". */
static bool counts(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ':';
}

static unsigned language_of_word(const char *word)
{
    for (size_t i = 0; i < COUNT(words); i++) {
        size_t n = strlen(words[i].begin);

        if (strncmp(word, words[i].begin, n) == 0 && (!words[i].whole || word[n] == '\0'))
            return words[i].languages;
    }
    return 0;
}

unsigned device_languages(const char *text, size_t n)
{
    char word[MAX_WORD];
    size_t used = 0;
    unsigned found = 0;

    for (size_t i = 0; i <= n; i++) {
        char c = i < n ? upper(text[i]) : ',';

        if (c == ',' || c == ';') {
            word[used] = '\0';
            found |= language_of_word(word);
            used = 0;
        } else if (counts(c) && used < sizeof word - 1) {
            word[used++] = c;
        }
    }
    if ((found & (BARE_PCL | INK_JET)) == BARE_PCL)
        found |= DEVICE_PCL5;
    return found & ~(unsigned)(BARE_PCL | INK_JET);
}

unsigned device_language_family(long family)
{
    switch (family) {
    case 3:
        return DEVICE_PCL5;
    case 5:
        return DEVICE_PJL;
    case 6:
        return DEVICE_POSTSCRIPT;
    case 47:
        return DEVICE_PCLXL;
    default: /* Canon's own have no number of theirs */
        return 0;
    }
}

/* What is known of each of our languages, by the name in its struct pdl_ops. */
static const struct {
    const char *pdl, *name;
    unsigned language;
} ours[] = {
    {"ufr2lt", "UFR II", DEVICE_UFR2 },
    {"pcl5e",  "PCL 5e", DEVICE_PCL5 },
    {"pclxl",  "PCL 6",  DEVICE_PCLXL},
};

unsigned device_language_of(const struct model *model)
{
    for (size_t i = 0; i < COUNT(ours); i++)
        if (strcmp(model->pdl->name, ours[i].pdl) == 0)
            return ours[i].language;
    return 0;
}

/* What UFR II is called by a group of machines: "(UFRII LT)" is the brackets of its row. */
static const char *ufr2_name(const char *suffix)
{
    static const struct {
        const char *in, *name;
    } names[] = {
        {"LIPSLX", "LIPSLX"   },
        {"CARPS2", "CARPS2"   },
        {"LT",     "UFR II LT"},
    };

    for (size_t i = 0; i < COUNT(names); i++)
        if (strstr(suffix, names[i].in))
            return names[i].name;
    return "UFR II";
}

const char *device_language_name(const struct model *model)
{
    if (device_language_of(model) == DEVICE_UFR2)
        return ufr2_name(model->suffix);
    for (size_t i = 0; i < COUNT(ours); i++)
        if (strcmp(model->pdl->name, ours[i].pdl) == 0)
            return ours[i].name;
    return model->pdl->name;
}

bool device_is_generic(const struct model *model)
{
    return model->caps->make != NULL;
}

bool device_is_variant(const struct model *model)
{
    bool first = true;

    for (size_t i = 0; device_is_generic(model) && i < num_models; i++) {
        if (&models[i] == model)
            return !first;
        first = first && !(device_is_generic(&models[i]) && models[i].pdl == model->pdl);
    }
    return false;
}
