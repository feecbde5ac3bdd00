/*
 * registration.c - see registration.h.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/registration.h"

#include "driver/text.h"

#include <string.h>

/* ---- from text ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Millimetres with up to two decimals; moves *text behind them. */
static bool read_mm(const char **text, int32_t *hmm)
{
    const char *s = *text;
    bool minus = *s == '-';
    int32_t value = 0, unit = 100;

    if (*s == '-' || *s == '+')
        s++;
    if (!is_digit(*s))
        return false;
    for (; is_digit(*s) && value <= REGISTRATION_LIMIT_HMM; s++)
        value = value * 10 + (*s - '0') * 100;
    if (*s == '.' && is_digit(s[1]))
        for (s++; is_digit(*s) && unit > 1; s++) {
            unit /= 10;
            value += (*s - '0') * unit;
        }
    if (is_digit(*s) || value > REGISTRATION_LIMIT_HMM)
        return false;
    *hmm = minus ? -value : value;
    *text = s;
    return true;
}

static bool read_pair(const char **text, struct offset *offset)
{
    if (!read_mm(text, &offset->x_hmm) || **text != ',')
        return false;
    ++*text;
    return read_mm(text, &offset->y_hmm);
}

bool registration_read_offset(const char *text, struct offset *offset)
{
    return read_pair(&text, offset) && *text == '\0';
}

/* The tray whose name stands before the colon. */
static const struct media_source *read_source(const char **text)
{
    for (size_t i = 0; i < num_media_sources; i++) {
        size_t n = strlen(media_sources[i].name);

        if (strncmp(*text, media_sources[i].name, n) == 0 && (*text)[n] == ':') {
            *text += n + 1;
            return &media_sources[i];
        }
    }
    return NULL;
}

static struct registration_tray *find_tray(struct registration *r,
                                           const struct media_source *source)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->trays[i].source == source)
            return &r->trays[i];
    return NULL;
}

static bool read_tray(const char **text, struct registration *r)
{
    struct offset front, back = {0, 0};
    const struct media_source *source = read_source(text);

    if (source == NULL || find_tray(r, source) != NULL || !read_pair(text, &front))
        return false;
    if (**text == ':') {
        ++*text;
        if (!read_pair(text, &back))
            return false;
    }
    return registration_set(r, source, &front, &back);
}

bool registration_read(const char *text, struct registration *r)
{
    r->n = 0;
    while (*text != '\0') {
        if (!read_tray(&text, r) || (*text != '\0' && *text != ';')) {
            r->n = 0;
            return false;
        }
        text += *text == ';';
    }
    return true;
}

/* ---- to text ---- */

static void put_digit(struct text *to, int32_t digit)
{
    const char text[2] = {(char)('0' + digit), '\0'};

    text_put(to, text);
}

static void put_mm(struct text *to, int32_t hmm)
{
    int32_t value = hmm < 0 ? -hmm : hmm;

    if (hmm < 0)
        text_put(to, "-");
    if (value >= 1000)
        put_digit(to, value / 1000 % 10);
    put_digit(to, value / 100 % 10);
    if (value % 100 == 0)
        return;
    text_put(to, ".");
    put_digit(to, value / 10 % 10);
    if (value % 10 != 0)
        put_digit(to, value % 10);
}

static void put_offset(struct text *to, const struct offset *offset)
{
    put_mm(to, offset->x_hmm);
    text_put(to, ",");
    put_mm(to, offset->y_hmm);
}

void registration_write_offset(const struct offset *offset, char *text, size_t n)
{
    struct text to;

    text_init(&to, text, n);
    put_offset(&to, offset);
}

static bool is_nothing(const struct offset *offset)
{
    return offset->x_hmm == 0 && offset->y_hmm == 0;
}

void registration_write(const struct registration *r, char text[REGISTRATION_TEXT])
{
    struct text to;
    const char *between = "";

    text_init(&to, text, REGISTRATION_TEXT);
    for (size_t i = 0; i < r->n; i++) {
        const struct registration_tray *tray = &r->trays[i];

        /* "auto" of nothing is not none of it: it keeps the first drawer's from holding */
        if (is_nothing(&tray->front) && is_nothing(&tray->back) &&
            strcmp(tray->source->name, "auto") != 0)
            continue;
        text_put(&to, between);
        text_put(&to, tray->source->name);
        text_put(&to, ":");
        put_offset(&to, &tray->front);
        if (!is_nothing(&tray->back)) {
            text_put(&to, ":");
            put_offset(&to, &tray->back);
        }
        between = ";";
    }
}

/* ---- which ---- */

bool registration_set(struct registration *r, const struct media_source *source,
                      const struct offset *front, const struct offset *back)
{
    struct registration_tray *tray = find_tray(r, source);

    if (tray == NULL) {
        if (r->n == REGISTRATION_MAX)
            return false;
        tray = &r->trays[r->n++];
        *tray = (struct registration_tray){.source = source};
    }
    if (front != NULL)
        tray->front = *front;
    if (back != NULL)
        tray->back = *back;
    return true;
}

/* Whether a drawer takes the job's paper. */
static bool fits_drawer(const struct caps *caps, const struct job_params *job)
{
    const struct caps_media *media = caps_find_media(caps, job->media);
    const struct caps_type *type = caps_find_type(caps, job->type);

    return media != NULL && media->drawer && (type == NULL || type->drawer);
}

/* The tray the machine is likely to take when it chooses. */
static const struct media_source *likely_source(const struct caps *caps,
                                                const struct job_params *job)
{
    bool drawer = fits_drawer(caps, job);

    for (size_t i = 0; i < caps->num_sources; i++)
        if (strcmp(caps->sources[i]->name, "auto") != 0 && caps->sources[i]->drawer == drawer)
            return caps->sources[i];
    return job->source;
}

static const struct registration_tray *tray_of(const struct registration *r,
                                               const struct media_source *source)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->trays[i].source == source)
            return &r->trays[i];
    return NULL;
}

struct offset registration_find(const struct registration *r, const struct caps *caps,
                                const struct job_params *job, unsigned side)
{
    const struct registration_tray *tray = tray_of(r, job->source);
    struct offset offset = {0, 0};

    if (tray == NULL && strcmp(job->source->name, "auto") == 0)
        tray = tray_of(r, likely_source(caps, job));
    if (tray == NULL)
        return offset;
    if (job->sides == SIDES_ONE || side % 2 == 0)
        return tray->front;
    offset = tray->back;
    if (job->sides == SIDES_SHORT_EDGE) {
        offset.x_hmm = -offset.x_hmm;
        offset.y_hmm = -offset.y_hmm;
    }
    return offset;
}

int32_t registration_dots(int32_t hmm, unsigned dpi)
{
    int32_t value = hmm < 0 ? -hmm : hmm;
    int32_t dots = (int32_t)(((int64_t)value * (int64_t)dpi * 2 + 2540) / 5080);

    return hmm < 0 ? -dots : dots;
}
