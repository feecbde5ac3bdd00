/*
 * value.c - see value.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "value.h"

#include "ascii.h"
#include "driver/layout.h"
#include "driver/media.h"
#include "job-options.h"

#include <cups/pwg.h>
#include <stdio.h>
#include <string.h>

/* those that PAPPL announces */
const struct keyword value_handling[] = {
    {"separate-documents-uncollated-copies", COLLATE_UNCOLLATED},
    {"separate-documents-collated-copies",   COLLATE_COLLATED  },
    {NULL,                                   0                 },
};

const struct keyword value_scaling[] = {
    {"auto",     SCALING_AUTO    },
    {"auto-fit", SCALING_AUTO_FIT},
    {"fill",     SCALING_FILL    },
    {"fit",      SCALING_FIT     },
    {"none",     SCALING_NONE    },
    {NULL,       0               },
};

const struct keyword value_direction[] = {
    {"toright-tobottom", DIRECTION_TORIGHT_TOBOTTOM},
    {"tobottom-toright", DIRECTION_TOBOTTOM_TORIGHT},
    {"toleft-tobottom",  DIRECTION_TOLEFT_TOBOTTOM },
    {"tobottom-toleft",  DIRECTION_TOBOTTOM_TOLEFT },
    {"toright-totop",    DIRECTION_TORIGHT_TOTOP   },
    {"totop-toright",    DIRECTION_TOTOP_TORIGHT   },
    {"toleft-totop",     DIRECTION_TOLEFT_TOTOP    },
    {"totop-toleft",     DIRECTION_TOTOP_TOLEFT    },
    {NULL,               0                         },
};

const struct keyword value_hold[] = {
    {"no-hold",      HOLD_NONE      },
    {"indefinite",   HOLD_INDEFINITE},
    {"day-time",     HOLD_UNTIL     },
    {"evening",      HOLD_UNTIL     },
    {"second-shift", HOLD_UNTIL     },
    {"night",        HOLD_UNTIL     },
    {"third-shift",  HOLD_UNTIL     },
    {"weekend",      HOLD_UNTIL     },
    {NULL,           0              },
};

ipp_attribute_t *value_find(ipp_t *attributes, const char *name)
{
    return ippFindAttribute(attributes, name, IPP_TAG_ZERO);
}

bool value_one(ipp_attribute_t *attr, ipp_tag_t syntax)
{
    return attr != NULL && ippGetValueTag(attr) == syntax && ippGetCount(attr) == 1;
}

bool value_out_of_band(ipp_attribute_t *attr)
{
    ipp_tag_t syntax = ippGetValueTag(attr);

    return syntax >= IPP_TAG_UNSUPPORTED_VALUE && syntax < IPP_TAG_INTEGER;
}

const char *value_keyword(ipp_attribute_t *attr)
{
    return value_one(attr, IPP_TAG_KEYWORD) ? ippGetString(attr, 0, NULL) : NULL;
}

const char *value_word(ipp_attribute_t *attr)
{
    if (value_one(attr, IPP_TAG_NAME) || value_one(attr, IPP_TAG_NAMELANG))
        return ippGetString(attr, 0, NULL);
    return value_keyword(attr);
}

bool value_lookup(const struct keyword *keywords, const char *name, int *value)
{
    for (; name != NULL && keywords->name != NULL; keywords++)
        if (strcmp(keywords->name, name) == 0) {
            *value = keywords->value;
            return true;
        }
    return false;
}

bool value_number(ipp_attribute_t *attr, ipp_tag_t syntax, int min, int max, int *number)
{
    int n = value_one(attr, syntax) ? ippGetInteger(attr, 0) : min;

    if (!value_one(attr, syntax) || n < min || n > max)
        return false;
    *number = n;
    return true;
}

ipp_t *value_collection(ipp_attribute_t *attr)
{
    return value_one(attr, IPP_TAG_BEGIN_COLLECTION) ? ippGetCollection(attr, 0) : NULL;
}

/* Put a range among ascending ones that do not touch. False: there is no room. */
static bool merge_range(struct page_range *ranges, size_t *n, struct page_range range)
{
    size_t from = 0, to;

    while (from < *n && (uint64_t)ranges[from].last + 1 < range.first)
        from++;
    for (to = from; to < *n && ranges[to].first <= (uint64_t)range.last + 1; to++) {
        if (ranges[to].first < range.first)
            range.first = ranges[to].first;
        if (ranges[to].last > range.last)
            range.last = ranges[to].last;
    }
    if (from == to && *n == VALUE_MAX_RANGES)
        return false;
    memmove(&ranges[from + 1], &ranges[to], (*n - to) * sizeof(*ranges));
    ranges[from] = range;
    *n += 1 + from - to;
    return true;
}

bool value_page_ranges(ipp_attribute_t *attr, struct page_range *ranges, size_t *n)
{
    struct page_range merged[VALUE_MAX_RANGES];
    int count = attr != NULL && ippGetValueTag(attr) == IPP_TAG_RANGE ? ippGetCount(attr) : 0;
    size_t num = 0;

    for (int i = 0; i < count; i++) {
        int upper = 0, lower = ippGetRange(attr, i, &upper);

        if (lower < 1 || upper < lower ||
            !merge_range(merged, &num, (struct page_range){(uint32_t)lower, (uint32_t)upper}))
            return false;
    }
    if (num == 0)
        return false;
    memcpy(ranges, merged, num * sizeof(*ranges));
    *n = num;
    return true;
}

bool value_number_up(ipp_attribute_t *attr, unsigned *number_up)
{
    int number;

    if (!value_number(attr, IPP_TAG_INTEGER, 1, LAYOUT_MAX_UP, &number) ||
        !layout_has((unsigned)number))
        return false;
    *number_up = (unsigned)number;
    return true;
}

/* libcups' ippDateToTime is not used: up to 2.4 it believes any
 * byte, and is an hour early where it is summer. */
bool value_date(ipp_attribute_t *attr, time_t *when)
{
    const ipp_uchar_t *d = value_one(attr, IPP_TAG_DATE) ? ippGetDate(attr, 0) : NULL;
    time_t east, utc;
    struct tm tm;

    if (d == NULL || d[2] < 1 || d[2] > 12 || d[3] < 1 || d[3] > 31 || d[4] > 23 || d[5] > 59 ||
        d[6] > 60 || (d[8] != '+' && d[8] != '-') || d[9] > 14 || d[10] > 59)
        return false;
    tm = (struct tm){
        .tm_year = (d[0] << 8 | d[1]) - 1900,
        .tm_mon = d[2] - 1,
        .tm_mday = d[3],
        .tm_hour = d[4],
        .tm_min = d[5],
        .tm_sec = d[6] < 60 ? d[6] : 59, /* a leap second */
    };
    east = d[9] * 3600 + d[10] * 60;
    utc = timegm(&tm) - (d[8] == '-' ? -east : east);
    if (tm.tm_mon != d[2] - 1) /* a 30th of February */
        return false;
    *when = utc;
    return true;
}

bool value_text(ipp_attribute_t *attr, char *text, size_t n)
{
    const char *word = value_word(attr);

    if (value_one(attr, IPP_TAG_TEXT) || value_one(attr, IPP_TAG_TEXTLANG))
        word = ippGetString(attr, 0, NULL);
    if (word != NULL)
        ascii_from_utf8(word, text, n);
    else if (value_one(attr, IPP_TAG_INTEGER) || value_one(attr, IPP_TAG_ENUM))
        snprintf(text, n, "%d", ippGetInteger(attr, 0));
    else if (value_one(attr, IPP_TAG_BOOLEAN))
        snprintf(text, n, "%s", ippGetBoolean(attr, 0) ? "true" : "false");
    else
        return false;
    return true;
}

/* ---- paper ---- */

bool value_paper_of_size(int width, int length, struct paper *paper)
{
    const struct media *media;

    if (width < 1 || length < 1 || width > VALUE_MAX_SIDE_HMM || length > VALUE_MAX_SIDE_HMM)
        return false;
    media = media_find_size((uint32_t)(width < length ? width : length),
                            (uint32_t)(width < length ? length : width), VALUE_SAME_SIZE_HMM);
    if (media != NULL)
        *paper = (struct paper){media->name, media->width_hmm, media->length_hmm};
    else
        *paper = (struct paper){"", (uint32_t)width, (uint32_t)length};
    return true;
}

bool value_paper_of_name(const char *name, struct paper *paper)
{
    const struct media *media = media_find(name);
    const pwg_media_t *pwg = NULL;

    if (media != NULL) {
        *paper = (struct paper){media->name, media->width_hmm, media->length_hmm};
        return true;
    }
    if (name != NULL && (pwg = pwgMediaForPWG(name)) == NULL)
        pwg = pwgMediaForLegacy(name);
    return pwg != NULL && value_paper_of_size(pwg->width, pwg->length, paper);
}

bool value_paper(ipp_attribute_t *attr, struct paper *paper)
{
    ipp_t *size = value_collection(attr);
    int width, length;

    return value_number(value_find(size, "x-dimension"), IPP_TAG_INTEGER, 1, VALUE_MAX_SIDE_HMM,
                        &width) &&
           value_number(value_find(size, "y-dimension"), IPP_TAG_INTEGER, 1, VALUE_MAX_SIDE_HMM,
                        &length) &&
           value_paper_of_size(width, length, paper);
}
