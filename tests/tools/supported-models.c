/*
 * supported-models.c - the table of machines for people, from the models themselves.
 * usage: supported-models [GUIDE.md]
 *
 * Writes the table as Markdown; with GUIDE.md all of that file, with the table between its
 * lines
 * "<!-- table -->" and "<!-- end of table -->". `make supported` keeps
 * resources/guides/SUPPORTED.md so, tests/checks/check-supported.sh compares.
 *
 * What is no property of a model, and so stands here: whose streams of the maker's driver the
 * tests have (test-vectors-encode.c), and which scanners SANE's list calls complete.
 *
 * Exit status 0; 1: the guide cannot be read, or has no place for the table.
 * Effects: reads the file, standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/models.h"
#include "driver/pdl.h"

#include <stdio.h>
#include <string.h>

#define BEGIN    "<!-- table -->\n"
#define END      "<!-- end of table -->\n"
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const char *const compared[] = {
    "canon_ir1020_ufr2lt", "canon_ir1018_ufr2lt", "canon_ir2018_ufr2lt", "canon_mf4600_ufr2lt",
    "canon_d1100_ufr2lt",  "canon_ir2520_ufr2lt", "canon_ir1133_ufr2lt", "canon_ir3025_ufr2",
    "canon_lbp6670_ufr2",  "canon_mf4010_ufr2lt", "canon_ir2318_ufr2lt", "canon_mf4320_ufr2lt",
    "canon_mf3010_ufr2lt", "canon_mf4500_ufr2lt"};

/* By the beginning of their names: one machine in its languages. */
static const char *const scanners[] = {"iR1020/1024/1025", "iR1018/1022/1023"};

static bool is_one_of(const char *text, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(text, list[i]) == 0)
            return true;
    return false;
}

static const char *scanning(const struct model *model)
{
    if (is_one_of(model->model_prefix, scanners, COUNT(scanners)))
        return "USB, by SANE's list";
    return "not known";
}

static const char *evidence(const struct model *model)
{
    if (strcmp(model->pdl->name, "ufr2lt") != 0)
        return "the language's reference";
    if (is_one_of(model->name, compared, COUNT(compared)))
        return "streams compared";
    return "the driver's list";
}

static bool prints_two_sides(const struct caps *caps)
{
    for (size_t i = 0; i < caps->num_media; i++)
        if (caps->media[i].duplex)
            return true;
    return false;
}

/* The longest sheet that is no envelope. */
static const char *largest(const struct caps *caps)
{
    const struct media *best = caps->media[0].media;

    for (size_t i = 1; i < caps->num_media; i++) {
        const struct media *media = caps->media[i].media;

        if (!media->envelope && (uint64_t)media->width_hmm * media->length_hmm >
                                    (uint64_t)best->width_hmm * best->length_hmm)
            best = media;
    }
    return best->label;
}

/* Where paper comes from; "auto" is no place. */
static void put_sources(const struct caps *caps)
{
    const char *between = "";

    for (size_t i = 0; i < caps->num_sources; i++)
        if (strcmp(caps->sources[i]->name, "auto") != 0) {
            printf("%s%s", between, caps->sources[i]->label);
            between = ", ";
        }
    if (between[0] == '\0')
        fputs("the machine's choice", stdout);
}

static void put_model(const struct model *model)
{
    char name[128];

    model_make_and_model(model, name, sizeof(name));
    printf("| %s | `%s` | %s | %s | ", name, model->name, largest(model->caps),
           prints_two_sides(model->caps) ? "yes" : "no");
    put_sources(model->caps);
    printf(" | %s | not yet by us | %s |\n", evidence(model), scanning(model));
}

static void put_table(void)
{
    printf("%zu rows.\n\n", num_models);
    puts("| the machine, as it calls itself | driver name (`-m`) | largest sheet | two sides | "
         "paper from | "
         "known by | seen on paper | scanner |\n|---|---|---|---|---|---|---|---|");
    for (size_t i = 0; i < num_models; i++)
        put_model(&models[i]);
}

/* The guide's own lines go through; those between the marks give way to the table. */
static int put_guide(FILE *guide)
{
    char line[4096];
    bool between = false, placed = false, ended = false;

    while (fgets(line, sizeof(line), guide) != NULL) {
        ended = ended || strcmp(line, END) == 0;
        if (strcmp(line, END) == 0)
            between = false;
        if (!between)
            fputs(line, stdout);
        if (strcmp(line, BEGIN) == 0) {
            put_table();
            between = placed = true;
        }
    }
    if (ferror(guide) || !placed || !ended) {
        fputs("supported-models: the guide has no place for the table\n", stderr);
        return 1;
    }
    return 0;
}

int main(int argc, char **argv)
{
    FILE *guide;
    int status;

    if (argc < 2) {
        put_table();
        return 0;
    }
    guide = fopen(argv[1], "r");
    if (guide == NULL) {
        perror(argv[1]);
        return 1;
    }
    status = put_guide(guide);
    fclose(guide);
    return status;
}
