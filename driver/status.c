/*
 * status.c - reasons as keywords and sentences; two statuses become one.
 * Effects: none.
 * Source: RFC 8011 section 5.4.12, PWG 5100.9 (keywords). "marker-supply-missing" and "offline"
 * are not registered there; other print servers publish them and clients show them in words.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "status.h"

#include "text.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct reason {
    const char *keyword;
    const char *name;
    enum severity severity;
    uint32_t unsaid_beside; /* reasons whose sentences say this one's too */
    const char *sentence;   /* NULL: made of words */
};

#define STOPS(name) name "-error", name, SEVERITY_ERROR
#define WARNS(name) name "-warning", name, SEVERITY_WARNING

/* In the order of the bits. */
/* clang-format off */
static const struct reason reasons[] = {
    {STOPS("media-jam"), 0,
     "Paper is jammed: open the machine's covers and take the sheet out."},
    {STOPS("cover-open"), 0,
     "Close the cover of the machine."},
    {STOPS("door-open"), REASON_COVER_OPEN,
     "Close the covers and doors of the machine."},
    {STOPS("input-tray-missing"), 0,
     "A paper drawer is out: push it in."},
    {STOPS("output-tray-missing"), 0,
     "The output tray is missing: put it in its place."},
    {STOPS("marker-supply-missing"), 0,
     "The toner cartridge or the drum unit is missing: put it in."},
    {STOPS("toner-empty"), 0,
     "The toner is empty: put a new cartridge in."},
    {STOPS("media-needed"), 0, NULL},
    {STOPS("media-empty"), REASON_MEDIA_NEEDED, NULL},
    {STOPS("output-area-full"), 0,
     "The output tray is full: take the pages away."},
    {STOPS("marker-waste-full"), 0,
     "The waste toner container is full: replace it."},
    {STOPS("opc-life-over"), 0,
     "The drum unit is worn out: replace it."},
    {STOPS("offline"), 0,
     "The machine is offline: put it online at its panel."},
    {STOPS("other"), 0, NULL},
    {WARNS("media-empty"), REASON_MEDIA_NEEDED | REASON_MEDIA_EMPTY,
     "A paper source is empty: load it soon."},
    {WARNS("toner-low"), REASON_TONER_EMPTY,
     "The toner is low: have a new cartridge ready."},
    {WARNS("media-low"), REASON_MEDIA_NEEDED | REASON_MEDIA_EMPTY | REASON_TRAY_EMPTY,
     "Little paper is left: load more soon."},
    {WARNS("output-area-almost-full"), REASON_OUTPUT_FULL,
     "The output tray is almost full: take the pages away."},
    {WARNS("marker-waste-almost-full"), REASON_WASTE_FULL,
     "The waste toner container is almost full: have a new one ready."},
    {WARNS("opc-near-eol"), REASON_DRUM_EMPTY,
     "The drum unit is nearly worn out: have a new one ready."},
    {WARNS("other"), REASON_ATTENTION,
     "The machine asks for service: see its panel."},
};
/* clang-format on */

_Static_assert(COUNT(reasons) == NUM_REASONS, "one row for each bit");

static const struct reason *find_reason(uint32_t bit)
{
    for (size_t i = 0; i < NUM_REASONS; i++)
        if (bit == UINT32_C(1) << i)
            return &reasons[i];
    return NULL;
}

const char *status_reason_keyword(uint32_t reason)
{
    const struct reason *r = find_reason(reason);

    return r ? r->keyword : NULL;
}

const char *status_reason_name(uint32_t reason)
{
    const struct reason *r = find_reason(reason);

    return r ? r->name : NULL;
}

enum severity status_reason_severity(uint32_t reason)
{
    const struct reason *r = find_reason(reason);

    return r ? r->severity : SEVERITY_WARNING;
}

/* ---- sentences ---- */

static bool given(const char *word)
{
    return word && word[0];
}

/* A label inside a sentence. */
static void put_lower(struct text *text, const char *label)
{
    char first[2] = {label[0], '\0'};

    if (first[0] >= 'A' && first[0] <= 'Z')
        first[0] = (char)(first[0] - 'A' + 'a');
    text_put(text, first);
    text_put(text, label + 1);
}

/* " in drawer 1", " in the bypass tray": labels begin with a capital, and a number makes a name
 * of its own. */
static void put_source(struct text *text, const char *label)
{
    char last = label[strlen(label) - 1];

    text_put(text, last >= '0' && last <= '9' ? " in " : " in the ");
    put_lower(text, label);
}

static void put_load(struct text *text, const struct status_words *words)
{
    text_put(text, "Load ");
    text_put(text, given(words->size) ? words->size : "paper");
    if (given(words->source))
        put_source(text, words->source);
    text_put(text, ".");
}

static void put_attention(struct text *text, const struct status_words *words)
{
    text_put(text, "The machine needs attention: ");
    if (given(words->panel)) {
        text_put(text, "its panel shows \"");
        text_put(text, words->panel);
        text_put(text, "\".");
    } else {
        text_put(text, "see its panel.");
    }
}

void status_reason_sentence(uint32_t reason, const struct status_words *words, char *text,
                            size_t n)
{
    static const struct status_words none = {NULL, NULL, NULL};
    const struct reason *r = find_reason(reason);
    struct text t;

    text_init(&t, text, n);
    if (!r)
        return;
    if (r->sentence)
        text_put(&t, r->sentence);
    else if (reason == REASON_ATTENTION)
        put_attention(&t, words ? words : &none);
    else
        put_load(&t, words ? words : &none);
}

void status_sentence(uint32_t bits, const struct status_words *words, char *text, size_t n)
{
    char one[512];
    struct text all;

    text_init(&all, text, n);
    for (size_t i = 0; i < NUM_REASONS; i++) {
        if (!(bits & UINT32_C(1) << i) || (bits & reasons[i].unsaid_beside))
            continue;
        status_reason_sentence(UINT32_C(1) << i, words, one, sizeof one);
        if (all.used + (all.used > 0) + strlen(one) >= n)
            continue;
        if (all.used > 0)
            text_put(&all, " ");
        text_put(&all, one);
    }
}

/* ---- the struct ---- */

void status_init(struct device_status *s)
{
    memset(s, 0, sizeof *s);
    s->life_count = -1;
    s->uptime_ticks = -1;
}

void status_add(struct device_status *s, uint32_t set, uint32_t known)
{
    s->reasons |= set;
    s->known |= set | known;
}

static void put_estimate(struct device_status *s, const struct supply *estimate)
{
    for (size_t i = 0; i < s->num_supplies; i++) {
        struct supply *supply = &s->supplies[i];

        if (supply->kind != estimate->kind)
            continue;
        if (supply->level_percent < 0 || supply->estimate) {
            supply->level_percent = estimate->level_percent;
            supply->estimate = true;
        }
        return;
    }
    if (s->num_supplies < STATUS_SUPPLIES)
        s->supplies[s->num_supplies++] = *estimate;
}

static void merge_supplies(struct device_status *into, const struct device_status *heard)
{
    bool measured = false;

    for (size_t i = 0; i < heard->num_supplies; i++)
        measured |= !heard->supplies[i].estimate;
    if (measured) {
        memcpy(into->supplies, heard->supplies, sizeof into->supplies);
        into->num_supplies = heard->num_supplies;
        return;
    }
    for (size_t i = 0; i < heard->num_supplies; i++)
        put_estimate(into, &heard->supplies[i]);
}

void status_merge(struct device_status *into, const struct device_status *heard)
{
    into->reasons = (into->reasons & ~heard->known) | heard->reasons;
    into->known |= heard->known | heard->reasons;
    if (heard->state != MACHINE_UNKNOWN) {
        into->state = heard->state;
        into->asleep = heard->asleep;
    }
    merge_supplies(into, heard);
    if (heard->num_trays > 0) {
        memcpy(into->trays, heard->trays, sizeof into->trays);
        into->num_trays = heard->num_trays;
    }
    if (heard->panel[0])
        memcpy(into->panel, heard->panel, sizeof into->panel);
    if (heard->life_count >= 0)
        into->life_count = heard->life_count;
    if (heard->uptime_ticks >= 0)
        into->uptime_ticks = heard->uptime_ticks;
    into->answered |= heard->answered;
}

static bool same_supply(const struct supply *a, const struct supply *b)
{
    return a->kind == b->kind && a->level_percent == b->level_percent &&
           a->some_left == b->some_left && a->estimate == b->estimate &&
           strcmp(a->description, b->description) == 0;
}

static bool same_tray(const struct tray *a, const struct tray *b)
{
    return a->known == b->known && a->empty == b->empty && a->unavailable == b->unavailable &&
           a->level == b->level && a->capacity == b->capacity && a->width_hmm == b->width_hmm &&
           a->length_hmm == b->length_hmm && strcmp(a->name, b->name) == 0 &&
           strcmp(a->media, b->media) == 0;
}

bool status_same(const struct device_status *a, const struct device_status *b)
{
    bool same = a->reasons == b->reasons && a->known == b->known && a->state == b->state &&
                a->asleep == b->asleep && a->num_supplies == b->num_supplies &&
                a->num_trays == b->num_trays && a->life_count == b->life_count &&
                a->answered == b->answered && strcmp(a->panel, b->panel) == 0;

    for (size_t i = 0; same && i < a->num_supplies; i++)
        same = same_supply(&a->supplies[i], &b->supplies[i]);
    for (size_t i = 0; same && i < a->num_trays; i++)
        same = same_tray(&a->trays[i], &b->trays[i]);
    return same;
}

/* ---- text ---- */

/* Bytes of the UTF-8 character at s, 0 when the n bytes there do not begin with one. The
 * second byte rules out overlong forms, surrogates and what lies above U+10FFFF. */
static size_t utf8_length(const unsigned char *s, size_t n)
{
    unsigned low = 0x80, high = 0xBF;
    size_t length;

    if (s[0] < 0x80)
        return 1;
    if (s[0] < 0xC2 || s[0] > 0xF4)
        return 0;
    length = s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
    if (s[0] == 0xE0)
        low = 0xA0;
    else if (s[0] == 0xED)
        high = 0x9F;
    else if (s[0] == 0xF0)
        low = 0x90;
    else if (s[0] == 0xF4)
        high = 0x8F;
    if (length > n || s[1] < low || s[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++)
        if ((s[i] & 0xC0) != 0x80)
            return 0;
    return length;
}

/* U+0080 .. U+009F are control characters too. */
static bool is_blank(const unsigned char *s, size_t length)
{
    return length == 1 ? s[0] <= ' ' || s[0] == 0x7F
                       : length == 2 && s[0] == 0xC2 && s[1] < 0xA0;
}

void status_text(char *to, size_t size, const char *from, size_t n)
{
    const unsigned char *s = (const unsigned char *)from;
    size_t used = 0;
    bool blank = false;

    if (size == 0)
        return;
    while (n > 0 && s[0] != '\0') {
        size_t length = utf8_length(s, n);
        size_t step = length > 0 ? length : 1;

        if (is_blank(s, length)) {
            blank = used > 0;
        } else {
            if (used + blank + step >= size)
                break;
            if (blank)
                to[used++] = ' ';
            blank = false;
            if (length > 0)
                memcpy(to + used, s, step);
            else
                to[used] = '?';
            used += step;
        }
        s += step;
        n -= step;
    }
    to[used] = '\0';
}

void status_feed_sentence(const struct status_words *words, const char *type, char *text,
                          size_t n)
{
    struct text t;

    text_init(&t, text, n);
    text_put(&t, "Put ");
    text_put(&t, given(words->size) ? words->size : "paper");
    if (given(type)) {
        text_put(&t, " (");
        put_lower(&t, type);
        text_put(&t, ")");
    }
    text_put(&t, " into the ");
    put_lower(&t, given(words->source) ? words->source : "bypass tray");
    text_put(&t, ".");
}
