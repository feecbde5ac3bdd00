/*
 * test-paper-offer.c - which papers a queue offers.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/paper-offer.h"
#include "tap.h"

#include <string.h>

#define MOST 64

static bool has(const char *const names[], size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static bool offers(const struct caps *caps, const char *name)
{
    struct paper paper;

    return value_paper_of_name(name, &paper) && paper_is_offered(caps, &paper);
}

int main(void)
{
    const struct caps *caps = model_find("canon_ir1020_ufr2lt")->caps;
    const struct caps_media a5_only[] = {
        {media_find("iso_a5_148x210mm"), true, true}
    };
    struct caps small = *caps;
    const char *names[MOST];
    char largest[PAPER_NAME_MAX];
    size_t n = paper_offer(caps, names, MOST, largest);

    ok(n == caps->num_media + 4, "The machine's sizes, two larger ones and two limits");
    ok(has(names, n, "na_foolscap_8.5x13in") && has(names, n, "na_oficio_8.5x13.4in"),
       "Folio and Oficio go on Legal");
    ok(strcmp(largest, "custom_max_215.9x355.6mm") == 0 && strcmp(names[n - 1], largest) == 0,
       "The limit is as wide and as long as the largest sheet");
    ok(paper_offer(caps, names, caps->num_media + 3, largest) == caps->num_media + 2,
       "Without room for both limits there is none");
    ok(paper_offer(caps, names, 3, largest) == 3, "No more names than there is room for");

    ok(offers(caps, "iso_a4_210x297mm") && offers(caps, "iso_dl_110x220mm"),
       "A sheet and an envelope of the machine are offered");
    ok(offers(caps, "custom_card_120x180mm") && offers(caps, "na_index-3x5_3x5in"),
       "So is what lies within the limits");
    ok(!offers(caps, "custom_stamp_40x60mm") && !offers(caps, "iso_a3_297x420mm") &&
           !offers(caps, "custom_long_210x360mm"),
       "Nothing smaller, wider or longer");

    small.media = a5_only;
    small.num_media = 1;
    n = paper_offer(&small, names, MOST, largest);
    ok(n == 3 && strcmp(largest, "custom_max_148x210mm") == 0,
       "A machine of small sheets offers no larger ones");
    return tap_done();
}
