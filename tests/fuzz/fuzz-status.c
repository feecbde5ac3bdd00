/*
 * fuzz-status.c - any bytes as error state, port byte, table rows, text and PJL reply.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/status.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool good)
{
    if (!good)
        abort();
}

static void check_text(const char *text, size_t size)
{
    const char *end = memchr(text, '\0', size);

    check(end != NULL);
    for (; end && text < end; text++)
        check((unsigned char)*text >= ' ' && *text != 0x7F);
}

static void check_supply(const struct supply *supply)
{
    check_text(supply->description, sizeof supply->description);
    check(supply->level_percent >= -1 && supply->level_percent <= 100);
    check(!(supply->some_left && supply->level_percent >= 0) && !supply->estimate);
}

static void check_tray(const struct tray *tray)
{
    check_text(tray->name, sizeof tray->name);
    check_text(tray->media, sizeof tray->media);
    check((tray->level >= 0 || tray->level == -1 || tray->level == -3) && tray->capacity >= -1);
    check(tray->known == (tray->level != -1) && tray->empty == (tray->level == 0));
    check(tray->width_hmm <= tray->length_hmm &&
          (tray->width_hmm > 0) == (tray->length_hmm > 0));
}

static void check_status(const struct device_status *s)
{
    char all[2048], tight[50];

    check((s->reasons & ~s->known) == 0 && s->known < UINT32_C(1) << NUM_REASONS);
    check(s->num_supplies <= STATUS_SUPPLIES && s->num_trays <= STATUS_TRAYS);
    for (size_t i = 0; i < s->num_supplies; i++)
        check_supply(&s->supplies[i]);
    for (size_t i = 0; i < s->num_trays; i++)
        check_tray(&s->trays[i]);
    check_text(s->panel, sizeof s->panel);
    check(status_same(s, s));
    status_sentence(s->reasons, &(struct status_words){"A4", "Drawer 1", s->panel}, all,
                    sizeof all);
    check((s->reasons != 0) == (all[0] != '\0'));
    status_sentence(s->reasons, NULL, tight, sizeof tight);
    check_text(tight, sizeof tight);
}

/* The next number of the input, 0 behind its end. */
static int64_t take(const uint8_t **data, size_t *size)
{
    int64_t v = 0;

    if (*size < sizeof v) {
        *size = 0;
        return 0;
    }
    memcpy(&v, *data, sizeof v);
    *data += sizeof v;
    *size -= sizeof v;
    return v;
}

static void add_rows(struct device_status *s, const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    size_t n = size < 100 ? size : 100;

    while (size > 0) {
        struct status_supply_row supply = {.description = text, .num_description = n};
        struct status_tray_row tray = {
            .name = text, .num_name = n, .media = text, .num_media = n / 2};

        supply.type = tray.max = take(&data, &size) % 30;
        supply.unit = tray.unit = take(&data, &size) % 20;
        supply.max = tray.feed_dim = take(&data, &size);
        supply.level = tray.level = take(&data, &size);
        tray.status = tray.xfeed_dim = take(&data, &size);
        status_from_supply(s, &supply);
        status_from_tray(s, &tray);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct device_status s, other;

    status_init(&s);
    status_from_error_state(&s, data, size);
    if (size > 1) {
        status_from_hr_status(&s, (int8_t)data[0], (int8_t)data[1]);
        check_status(&s);
        status_from_port(&s, data[0]);
    }
    check_status(&s);
    status_init(&other);
    add_rows(&other, data, size);
    check_status(&other);
    status_from_pjl(&other, (const char *)data, size);
    check_status(&other);
    status_merge(&s, &other);
    check_status(&s);
    return 0;
}
