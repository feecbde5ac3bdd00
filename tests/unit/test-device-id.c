/*
 * test-device-id.c - ids of these machines are understood, those of others are left alone.
 * Effects: standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/device-id.h"

#include "driver/device-language.h"
#include "driver/models-parts.h"
#include "driver/pdl.h"
#include "tests/unit/tap.h"

#include <stdlib.h>
#include <string.h>

static const char full[] =
    "MFG:Canon;MDL:iR1018/1022/1023 (UFRII LT);CMD:LIPSLX,CPCA;CLS:PRINTER;"
    "DES:Canon iR1018/1022/1023 (UFRII LT);SN:ABC:12345;";

static void gets(const char *id, const char *key, const char *want)
{
    char value[64];
    bool found = device_id_get(id, strlen(id), key, value, sizeof value);

    if (!ok(found == (want != NULL) && strcmp(value, want ? want : "") == 0, "%s of \"%.40s\"",
            key, id))
        diag("is \"%s\"", value);
}

static void test_get(void)
{
    gets(full, "MDL", "iR1018/1022/1023 (UFRII LT)");
    gets(full, "MODEL", "iR1018/1022/1023 (UFRII LT)");
    gets(full, "mfg", "Canon");
    gets(full, "CMD", "LIPSLX,CPCA");
    gets(full, "SERIALNUMBER", "ABC:12345");
    gets(full, "CID", NULL);
    gets("MANUFACTURER:Canon;COMMAND SET:CPCA;", "CMD", "CPCA");
    gets("manufacturer: Canon Inc. ;x", "MFG", "Canon Inc.");
    gets(" MFG :Canon", "MFG", "Canon");
    gets("MFG:first;MFG:second;", "MFG", "first");
    gets("MDLX:no;MDL:yes", "MDL", "yes");
    gets("X-KEY:own;", "x-key", "own");
    gets("MFG;MDL:;", "MFG", "");
    gets("", "MFG", NULL);
    gets(";;;:::;", "MFG", NULL);
}

static void test_get_limits(void)
{
    char value[5] = "....";

    ok(device_id_get("MFG:Canon", 9, "MFG", value, sizeof value) && strcmp(value, "Cano") == 0,
       "A value is cut to its buffer");
    ok(device_id_get("MFG:Canon", 6, "MFG", value, sizeof value) && strcmp(value, "Ca") == 0,
       "Nothing behind n bytes is read");
    ok(device_id_get("MFG:C\0n;", 8, "MFG", value, sizeof value) && strcmp(value, "C n") == 0,
       "A NUL inside becomes a space");
    ok(device_id_get("MFG:\tC\x1b[\r\n;", 10, "MFG", value, sizeof value) &&
           strcmp(value, "C [") == 0,
       "Control characters become spaces, or go at the ends");
    value[0] = 'x';
    ok(device_id_get("MFG:Canon", 9, "MFG", value, 0) && value[0] == 'x',
       "A buffer of no bytes is not written to");
}

/* Rows of languages, whether the table has them or not. */
static const struct pdl_ops pcl5e_ops = {.name = "pcl5e"}, pclxl_ops = {.name = "pclxl"};
static const struct caps group_caps = {.name = "group"};
static const struct model pcl6 = {.name = "pcl6",
                                  .model_prefix = "iR1020/1024/1025",
                                  .suffix = "(PCL6)",
                                  .caps = &group_caps,
                                  .pdl = &pclxl_ops};
static const struct model pcl5e = {.name = "pcl5e",
                                   .model_prefix = "iR1020/1024/1025",
                                   .suffix = "(PCL5e)",
                                   .caps = &group_caps,
                                   .pdl = &pcl5e_ops};
static const struct model any_xl = {.name = "any_xl",
                                    .model_prefix = "PCL Laser Printer",
                                    .suffix = "(PCL6)",
                                    .caps = &caps_generic_pcl,
                                    .pdl = &pclxl_ops};
static const struct model any_5e = {.name = "any_5e",
                                    .model_prefix = "PCL Laser Printer",
                                    .suffix = "(PCL5e)",
                                    .caps = &caps_generic_pcl,
                                    .pdl = &pcl5e_ops};

static unsigned score_of(const struct model *model, const char *id)
{
    return device_id_score(model, id, strlen(id));
}

/* The row, where the table has it. */
static const char *with_kit(const char *row, const char *without)
{
    return model_find(row) ? row : without;
}

static void matches(const char *id, const char *want)
{
    const struct model *model = device_id_match(id, strlen(id));

    if (!ok(want ? model && strcmp(model->name, want) == 0 : model == NULL, "%s is %s", id,
            want ? want : "no model of ours"))
        diag("is %s", model ? model->name : "none");
}

static void test_match(void)
{
    static const char a[] = "canon_ir1020_ufr2lt", b[] = "canon_ir1018_ufr2lt";

    matches(full, b);
    matches("MFG:Canon;MDL:iR1020/1024/1025 (UFRII LT);CMD:LIPSLX,CPCA;CLS:PRINTER;", a);
    matches("MDL:iR1020/1024/1025 (UFRII LT);MFG:CANON;", a);
    matches("MFG:Canon;MDL:iR1020/1024/1025;", a);
    matches("MFG:Canon;MDL:iR1024;CMD:PCL,LIPSLX;MDLX:;CLS:PRINTER;",
            with_kit("canon_ir1020_pcl5e", a));
    matches("MFG:Canon;MDL:iR1024;CMD:PJL;", a);
    matches("MFG:Canon;MDL:Canon iR1022 (UFR II LT);", b);
    matches("MFG:Canon;MDL:iR1018/1022/1023 (FAX);CLS:PRINTER;", NULL);
    matches("MFG:Canon;MDL:iR1018/1022/1023 (Fax);", NULL);
    matches("MFG:Canon;MDL:iR1018/1022/1023;CLS:FAX;", NULL);
    matches("MFG:Canon;MDL:iR1022 FAX;", NULL);
    matches("MFG:Canon;MDL:iR1020/1024/1025 (PS3);", NULL);
    matches("MFG:Canon;MDL:iR1022;CMD:FAX;", NULL);
    matches("MFG:Canon;MDL:iR1022;CMD:PJL,FAX;", NULL);
    matches("MFG:Canon;MDL:iR99999;CMD:LIPSLX,CPCA;CLS:PRINTER;DES:Canon iR99999;", NULL);
    matches("MFG:HP;MDL:iR1020/1024/1025 (UFRII LT);", NULL);
    matches("MDL:iR1020/1024/1025 (UFRII LT);", NULL);
    matches("MFG:Canon;", NULL);
    matches("MFG:Canon;MDL:;", NULL);
    matches("", NULL);
}

/* One interface of a machine with several: only the row of its language gets a score. */
static void test_score(void)
{
    const struct model *lt = model_find("canon_ir1020_ufr2lt");
    static const char on_pcl6[] = "MFG:Canon;MDL:iR1020/1024/1025 (PCL6);";
    static const char on_pcl5e[] = "MFG:Canon;MDL:iR1020/1024/1025 (PCL5e);";
    static const char on_lt[] = "MFG:Canon;MDL:iR1020/1024/1025 (UFRII LT);";
    static const char bare[] = "MFG:Canon;MDL:iR1020/1024/1025;";
    static const char both[] = "MFG:Canon;MDL:iR1024;CMD:LIPSLX,CPCA,PCL5e,PCLXL;";

    ok(score_of(&pcl6, on_pcl6) > score_of(&pcl5e, on_pcl5e) &&
           score_of(&pcl5e, on_pcl5e) > score_of(lt, on_lt) &&
           score_of(lt, on_lt) > score_of(lt, bare) && score_of(lt, bare) > 0,
       "PCL 6 is better than PCL 5e, that than UFR II LT, that than a bare name");
    ok(score_of(lt, on_pcl6) == 0 && score_of(&pcl6, on_lt) == 0 &&
           score_of(&pcl5e, on_pcl6) == 0,
       "A language is not sent to the interface of another");
    ok(score_of(&pcl6, bare) == 0 && score_of(&pcl5e, bare) == 0,
       "PCL, which needs a kit, is not taken for granted");
    ok(score_of(&pcl6, both) > score_of(&pcl5e, both) &&
           score_of(&pcl5e, both) > score_of(lt, both) && score_of(lt, both) > 0,
       "The languages of CMD have the same order");
    ok(score_of(&pcl6, "MFG:Canon;MDL:iR1024;CMD:LIPSLX,CPCA,PCL5e;") == 0,
       "PCL 6 is not taken where CMD names PCL 5e alone");
    ok(score_of(&pcl5e, "MFG:Canon;MDL:iR1024;CMD:LIPSLX,CPCA;CID:CA_UFRIILT_OIP;") == 0 &&
           score_of(lt, "MFG:Canon;MDL:iR1024;CMD:PJL;CID:CA_UFRIILT_OIP;") >
               score_of(lt, bare),
       "The word for UFR II LT in CID counts as one of CMD");
    ok(score_of(lt, "MFG:Canon;MDL:iR1024;CMD:PCLXL;") == 0,
       "UFR II LT is not sent where CMD names PCL alone");
}

static void test_generic(void)
{
    static const char hp[] = "MFG:Maker;MDL:Laser 9;CMD:PJL,PCL,PCLXL,POSTSCRIPT;CLS:PRINTER;";
    static const char bare_pcl[] = "MFG:Maker;MDL:Laser 9;CMD:PJL,PCL;";

    ok(score_of(&any_xl, hp) > score_of(&any_5e, hp) && score_of(&any_5e, hp) > 0,
       "A machine of another maker that names both is one for PCL XL, then for PCL 5");
    ok(score_of(&any_xl, bare_pcl) == 0 && score_of(&any_5e, bare_pcl) > 0,
       "PCL without a number is PCL 5");
    ok(score_of(&any_5e, "MFG:Maker;MDL:Jet;CMD:MLC,PCL,PML,DW-PCL,DESKJET;") == 0 &&
           score_of(&any_5e, "MFG:Maker;MDL:Jet;CMD:PCL3GUI,PJL,PCL;") == 0,
       "An ink-jet printer's PCL is not");
    ok(score_of(&any_xl, "MFG:Maker;MDL:Laser 9;CMD:POSTSCRIPT,PJL;") == 0 &&
           score_of(&any_xl, "MFG:Maker;MDL:Laser 9;") == 0 &&
           score_of(&any_5e, "MFG:Maker;MDL:Laser 9;CMD:PJL;") == 0,
       "No machine is one for a language it does not name");
    ok(score_of(&any_5e, "MFG:Maker;MDL:Laser 9 (FAX);CMD:PCL;") == 0 &&
           score_of(&any_5e, "MFG:Maker;MDL:Laser 9;CMD:PCL;CLS:FAX;") == 0 &&
           score_of(&any_5e, "MFG:Maker;CMD:PCL;") == 0,
       "Neither is a fax, nor one without a name");
    ok(score_of(&any_xl, "MFG:Canon;MDL:iR1024;CMD:LIPSLX,PCLXL;") <
               score_of(&pcl6, "MFG:Canon;MDL:iR1024;CMD:LIPSLX,PCLXL;") &&
           score_of(&any_xl, "MFG:Canon;MDL:iR1024;CMD:LIPSLX,PCLXL;") <
               score_of(model_find("canon_ir1020_ufr2lt"),
                        "MFG:Canon;MDL:iR1024;CMD:LIPSLX,PCLXL;"),
       "A row for the group of machines is better than one for all");
}

static void test_fax(void)
{
    static const struct {
        const char *id;
        bool fax;
    } ids[] = {
        {"MFG:Canon;MDL:iR1018/1022/1023 (FAX);CLS:PRINTER;", true },
        {"MFG:Canon;MDL:iR1022;CLS:FAX;",                     true },
        {"MFG:Canon;MDL:iR1022;CMD:FAX;",                     true },
        {"MFG:Canon;MDL:iR1022;CMD:FAX,LIPSLX;",              false},
        {"MFG:Canon;MDL:iR1022;CMD:LIPSLX;",                  false},
        {"",                                                  false},
    };

    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++)
        ok(device_id_is_fax(ids[i].id, strlen(ids[i].id)) == ids[i].fax, "\"%s\" is %s fax",
           ids[i].id, ids[i].fax ? "a" : "no");
}

/* How many rows have the highest score of an id, which is to be want. */
static bool is_only(const char *id, const struct model *want)
{
    unsigned best = score_of(want, id);
    bool only = best > 0;

    for (size_t i = 0; i < num_models; i++)
        if (&models[i] != want && score_of(&models[i], id) >= best)
            only = false;
    return only;
}

/* Each row by the whole name of its interface; then no id of a group fits two rows equally. */
static void test_all_rows(void)
{
    for (size_t i = 0; i < num_models; i++) {
        const struct model *m = &models[i];
        char id[256];

        if (device_is_generic(m))
            continue;
        snprintf(id, sizeof id, "MFG:Canon;MDL:%s %s;CLS:PRINTER;", m->model_prefix, m->suffix);
        if (!ok(is_only(id, m) && device_id_match(id, strlen(id)) == m,
                "%s is the one row for its own interface", m->name))
            diag("is %s", device_id_match(id, strlen(id))
                              ? device_id_match(id, strlen(id))->name
                              : "none");
    }
}

static void test_no_ties(void)
{
    static const char *const commands[] = {"", "CMD:LIPSLX,CPCA;", "CMD:PCL5e;", "CMD:PCLXL;",
                                           "CMD:PJL,PCL,PCLXL,LIPSLX,CPCA;"};
    bool tie = false;

    for (size_t i = 0; i < num_models; i++)
        for (size_t c = 0; c < sizeof commands / sizeof commands[0]; c++) {
            const struct model *best;
            char id[256];

            snprintf(id, sizeof id, "MFG:Canon;MDL:%s;%sCLS:PRINTER;", models[i].model_prefix,
                     commands[c]);
            best = device_id_match(id, strlen(id));
            if (best && !is_only(id, best)) {
                diag("%s has another row as good as %s", id, best->name);
                tie = true;
            }
        }
    ok(!tie, "No id of any group fits two rows equally");
}

static void said(const char *name, unsigned languages, const char *want)
{
    const struct model *model = device_said_match(name, languages);

    if (!ok(want ? model && strcmp(model->name, want) == 0 : model == NULL,
            "\"%s\" that names languages %X is %s", name, languages,
            want ? want : "no model of ours"))
        diag("is %s", model ? model->name : "none");
}

static void test_said(void)
{
    static const char lt[] = "canon_ir1020_ufr2lt";

    said("Canon iR1024 /P", DEVICE_UFR2, lt);
    said("Canon iR1024 /P", 0, lt);
    said("Canon iR1024 /P", DEVICE_UFR2 | DEVICE_PCL5, with_kit("canon_ir1020_pcl5e", lt));
    said("Canon iR1024 /P", DEVICE_UFR2 | DEVICE_PCLXL, with_kit("canon_ir1020_pclxl", lt));
    said("Maker Laser 9", DEVICE_PCL5, with_kit("generic_pcl5e", NULL));
    said("Maker Laser 9", DEVICE_PCLXL | DEVICE_PCL5, with_kit("generic_pclxl", NULL));
    said("Maker Laser 9", DEVICE_POSTSCRIPT, NULL);
    said("Maker Laser 9", 0, NULL);
    said("", DEVICE_PCL5, NULL);
}

static void languages(const char *words, unsigned want)
{
    unsigned got = device_languages(words, strlen(words));

    if (!ok(got == want, "\"%s\" names languages %X", words, want))
        diag("are %X", got);
}

static void test_languages(void)
{
    languages("LIPSLX,CPCA", DEVICE_UFR2);
    languages("CID:CA_UFRIILT_OIP", DEVICE_UFR2);
    languages("UFR II", DEVICE_UFR2);
    languages("PCL 5e", DEVICE_PCL5);
    languages("pcl", DEVICE_PCL5);
    languages("PCL,PCL3GUI", 0);
    languages("PCLm", 0);
    languages("PCL 6", DEVICE_PCLXL);
    languages("PCL-XL", DEVICE_PCLXL);
    languages("PostScript Level 3", DEVICE_POSTSCRIPT);
    languages(" PJL , Fax ", DEVICE_PJL | DEVICE_FAX);
    languages("PSX,XPCL5,LIPS4", 0);
    languages("", 0);
    ok(device_language_family(3) == DEVICE_PCL5 && device_language_family(47) == DEVICE_PCLXL &&
           device_language_family(6) == DEVICE_POSTSCRIPT && device_language_family(1) == 0 &&
           device_language_family(-1) == 0,
       "The numbers of SNMP for PCL, PCL XL and PostScript are known");
}

static void named(const char *name, const char *want)
{
    const struct model *model = device_name_match(name);

    if (!ok(want ? model && strcmp(model->name, want) == 0 : model == NULL,
            "The name \"%s\" is %s", name, want ? want : "none of ours"))
        diag("is %s", model ? model->name : "none");
}

static void test_names(void)
{
    static const char a[] = "canon_ir1020_ufr2lt", b[] = "canon_ir1018_ufr2lt";

    named("Canon iR1024 /P", a);
    named("iR1020/1024/1025", a);
    named("Canon iR1018/1022/1023 (UFRII LT)", b);
    named("iR1022F", b);
    named("iR1025iF", a);
    named("iR1023N", b);
    named("iR1018J", b);
    named("Canon imageRUNNER 1024A", a);
    named("CANON IR1020", a);
    named("  Canon   iR 1025N  ", a);
    named("Canon iR1022 /P", b);
    named("iR1024iFX", NULL);
    named("iR1024iFA", NULL);
    named("iR10240", NULL);
    named("iR102", NULL);
    named("iR4294968320", NULL); /* 2^32 + 1024 */
    named("iR", NULL);
    named("iR1020/1022", NULL);
    named("iR1020/", a);
    named("Canon iR1018/1022/1023 (FAX)", NULL);
    named("Canon iR99999", NULL);
    named("Canon imageCLASS 99", NULL);
    named("iR-1020", a);
    named("iR1024/iR1025", a);
    named("imageCLASS iR1024", a);
    named("XiR1020", NULL);
    named("", NULL);
    ok(device_name_match(NULL) == NULL, "No name is none of ours");
}

/* Ids of any bytes and lengths, each in memory of its exact size. */
static void test_hostile(void)
{
    static const char alphabet[] = "MFGDLCanonir1024/:;() \0\xff\x1b";
    unsigned state = 1, found = 0;

    for (unsigned i = 0; i < 20000; i++) {
        size_t n = i % 97;
        char *id = malloc(n + 1), value[16];

        for (size_t j = 0; id && j < n; j++) {
            state = state * 1103515245u + 12345u;
            id[j] = alphabet[(state >> 16) % (sizeof alphabet - 1)];
        }
        if (id)
            found += device_id_get(id, n, "MFG", value, sizeof value) ||
                     device_id_match(id, n) != NULL;
        free(id);
    }
    ok(found < 20000, "Random bytes do no harm");
}

int main(void)
{
    test_get();
    test_get_limits();
    test_match();
    test_score();
    test_generic();
    test_fax();
    test_all_rows();
    test_no_ties();
    test_said();
    test_languages();
    test_names();
    test_hostile();
    return tap_done();
}
