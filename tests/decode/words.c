/*
 * words.c - what the numbers of a UFR II LT ticket mean, see words.h.
 * Effects: none.
 * Source: driver/FORMAT-ufr2lt.md; PWG 5101.1 for the names.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/decode/words.h"

#include <stddef.h>

struct word {
    unsigned code;
    const char *name;
};

struct paper {
    unsigned code;
    const char *name;
    uint16_t width, height;
};

static const struct paper papers[] = {
    {0x01, "iso_a3_297x420mm",         7016, 9921},
    {0x02, "iso_a4_210x297mm",         4961, 7016},
    {0x03, "iso_a5_148x210mm",         3496, 4961},
    {0x07, "jis_b5_182x257mm",         4299, 6071},
    {0x0A, "na_executive_7.25x10.5in", 4350, 6300},
    {0x0C, "na_legal_8.5x14in",        5100, 8400},
    {0x0D, "na_letter_8.5x11in",       5100, 6600},
    {0x15, "iso_c5_162x229mm",         3827, 5409},
    {0x16, "na_number-10_4.125x9.5in", 2475, 5700},
    {0x17, "na_monarch_3.875x7.5in",   2325, 4500},
    {0x18, "iso_dl_110x220mm",         2598, 5197},
    {0x19, "iso_b5_176x250mm",         4157, 5906},
    {0x3C, "na_invoice_5.5x8.5in",     3300, 5100},
    {0,    NULL,                       0,    0   },
};

static const struct word sources[] = {
    {0x07, "by-pass-tray"},
    {0x0B, "auto"        },
    {0x65, "tray-1"      },
    {0x66, "tray-2"      },
    {0,    NULL          },
};

static const struct word types[] = {
    {0xFE, "auto"                  },
    {0x03, "stationery"            },
    {0x04, "transparency"          },
    {0x06, "envelope"              },
    {0x07, "labels"                },
    {0x08, "stationery-heavyweight"},
    {0x0B, "stationery-recycled"   },
    {0x0C, "stationery-colored"    },
    {0x12, "stationery-prepunched" },
    {0x21, "stationery-fine"       },
    {0x2A, "cardboard"             },
    {0x2F, "cardstock"             },
    {0,    NULL                    },
};

static const struct word collates[] = {
    {0x08, "uncollated"},
    {0x0B, "collated"  },
    {0x0F, "group"     },
    {0,    NULL        },
};

static const struct word edges[] = {
    {3, "top" },
    {4, "left"},
    {0, NULL  },
};

static const char *find(const struct word *words, unsigned code)
{
    for (; words->name; words++)
        if (words->code == code)
            return words->name;
    return NULL;
}

/* The row of a size; the last, empty one when there is none. */
static const struct paper *find_paper(unsigned code)
{
    const struct paper *paper = papers;

    while (paper->name && paper->code != code)
        paper++;
    return paper;
}

const char *word_size(unsigned ticket_number)
{
    return find_paper(ticket_number)->name;
}

const char *word_source(unsigned code)
{
    return find(sources, code);
}

const char *word_type(unsigned code)
{
    return find(types, code);
}

const char *word_collate(unsigned finishing)
{
    return find(collates, finishing);
}

const char *word_edge(unsigned code)
{
    return find(edges, code);
}

const char *word_choice(int code)
{
    return code == -1 ? "device" : code == 1 ? "off" : code == 2 ? "on" : NULL;
}

const char *word_sides(unsigned sides, unsigned edge)
{
    if (sides != 2)
        return "one-sided";
    return edge == 3 ? "two-sided-short-edge" : "two-sided-long-edge";
}

uint32_t paper_width(unsigned ticket_number)
{
    return find_paper(ticket_number)->width;
}

uint32_t paper_height(unsigned ticket_number)
{
    return find_paper(ticket_number)->height;
}
