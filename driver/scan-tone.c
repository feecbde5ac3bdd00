/*
 * scan-tone.c - brightness, contrast and gamma of scanned samples, see scan-tone.h.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "scan-tone.h"

#include "tone.h"

#define GAMMA_ONE 1000u

static int limited(int value, int least, int most)
{
    return value < least ? least : value > most ? most : value;
}

static int with_gamma(uint8_t sample, unsigned gamma_milli)
{
    static const struct tone_adjust as_it_is = {0, 0};
    uint64_t halvings;

    if (sample == 0 || gamma_milli == GAMMA_ONE)
        return sample;
    halvings = (uint64_t)tone_log(sample, &as_it_is) * GAMMA_ONE / gamma_milli;
    return (int)((tone_power((uint32_t)halvings) * UINT64_C(255) + 32768) >> 16);
}

/* About 127.5, so that black and white do the same. */
static int with_contrast(int sample, int contrast)
{
    int twice = 2 * sample - 255;

    if (contrast == TONE_MAX)
        return twice < 0 ? 0 : 255;
    twice = contrast < 0 ? twice * (100 + contrast) / 100 : twice * 100 / (100 - contrast);
    return (twice + 255) / 2;
}

void scan_tone_table(uint8_t table[256], const struct scan_tone *tone)
{
    int brightness = limited(tone->brightness, -TONE_MAX, TONE_MAX);
    int contrast = limited(tone->contrast, -TONE_MAX, TONE_MAX);
    unsigned gamma = (unsigned)limited((int)(tone->gamma_milli & 0xFFFF), 100, 10000);
    int i;

    for (i = 0; i < 256; i++) {
        int sample = with_gamma((uint8_t)i, gamma);

        if (contrast != 0)
            sample = with_contrast(sample, contrast);
        table[i] = (uint8_t)limited(sample + brightness * 128 / TONE_MAX, 0, 255);
    }
}

bool scan_tone_nothing(const struct scan_tone *tone)
{
    return tone->brightness == 0 && tone->contrast == 0 && tone->gamma_milli == GAMMA_ONE;
}
