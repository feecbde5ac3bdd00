/*
 * test-finder-rows.c - which languages a machine is asked for.
 * Effects: standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/finder-rows.h"

#include "tests/unit/tap.h"

#include <string.h>

static const struct device_identity nobody;

/* The names of the rows, "a b c". */
static const char *names_of(const struct model *const *rows, size_t n)
{
    static char text[FINDER_MAX * 64];
    size_t used = 0;

    text[0] = '\0';
    for (size_t i = 0; i < n; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", i > 0 ? " " : "",
                                 rows[i]->name);
    return text;
}

static void asks(const char *now, const struct device_identity *identity, const char *want,
                 const char *what)
{
    const struct model *rows[FINDER_MAX];
    const char *got = names_of(rows, finder_rows(model_find(now), identity, rows));

    if (!ok(strcmp(got, want) == 0, "%s", what))
        diag("asks for %s", got);
}

static void test_rows(void)
{
    static const char of_1020[] = "canon_ir1020_ufr2lt canon_ir1020_pcl5e canon_ir1020_pclxl";
    static const char of_1018[] = "canon_ir1018_ufr2lt canon_ir1018_pcl5e canon_ir1018_pclxl";
    static const char generic_too[] = "canon_lbp3360_ufr2 generic_pcl5e generic_pclxl";
    struct device_identity said = {.snmp = "Canon iR1022 /P"};

    asks("canon_ir1020_ufr2lt", &nobody, of_1020,
         "A machine that says nothing is asked for the languages of the model it has");
    asks("canon_ir1020_pclxl", &nobody, of_1020, "In whatever language it has it");
    asks("generic_pcl5e", &nobody, of_1020,
         "One of which nothing is known for those of the first group");
    asks("canon_ir1020_ufr2lt", &said, of_1018, "A machine that says its name for its own");
    said = (struct device_identity){.pjl = "iR1018/1022/1023"};
    asks("generic_pclxl", &said, of_1018, "By PJL, too");
    said = (struct device_identity){.device_id = "MFG:Canon;MDL:iR1018/1022/1023 (UFRII LT);"};
    asks("canon_ir1020_pcl5e", &said, of_1018, "And by USB, where it names one language");
    said = (struct device_identity){.snmp = "Canon LBP3360"};
    if (model_find("canon_lbp3360_ufr2"))
        asks("canon_ir1020_ufr2lt", &said, generic_too,
             "A group without PCL of its own is asked for any machine's");
    else
        skip("no row of a group without PCL");
}

static void named(const char *list, const char *want, const char *what)
{
    const struct model *rows[FINDER_MAX];
    char why[200] = "";
    const char *got = names_of(rows, finder_rows_named(list, rows, why, sizeof why));

    if (!ok(strcmp(got, want) == 0 && (got[0] != '\0') == (why[0] == '\0'), "%s: %s", what,
            why))
        diag("are %s", got);
}

static void test_named(void)
{
    named("generic_pclxl,canon_ir1020_ufr2lt", "generic_pclxl canon_ir1020_ufr2lt",
          "Models that are named are asked for in their order");
    named("generic_pclxl", "generic_pclxl", "One alone");
    named("generic_pclxl,nonsense", "", "One that is none is told");
    named("generic_pclxl,generic_pclxl", "", "One that is there twice, too");
    named("", "", "And that there is none");
    named(",", "", "An empty name is none");
    named("canon_ir1020_ufr2lt-and-more-than-sixty-four-bytes-of-a-name-that-goes-on-and-on-"
          "and-on",
          "", "A long name is none");
}

int main(void)
{
    test_rows();
    test_named();
    return tap_done();
}
