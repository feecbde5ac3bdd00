/*
 * test-device-id.c - ids of these machines are understood, those of others are left alone.
 * Effects: standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/device-id.h"
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
    matches("MFG:Canon;MDL:iR1024;CMD:PCL;", a);
    matches("MFG:Canon;MDL:Canon iR1022 (UFR II LT);", b);
    matches("MFG:Canon;MDL:iR1018/1022/1023 (FAX);CLS:PRINTER;", NULL);
    matches("MFG:Canon;MDL:iR1018/1022/1023 (Fax);", NULL);
    matches("MFG:Canon;MDL:iR1018/1022/1023;CLS:FAX;", NULL);
    matches("MFG:Canon;MDL:iR1022 FAX;", NULL);
    matches("MFG:Canon;MDL:iR1020/1024/1025 (PS3);", NULL);
    matches("MFG:Canon;MDL:iR2016;CMD:LIPSLX,CPCA;CLS:PRINTER;DES:Canon iR2016;", NULL);
    matches("MFG:HP;MDL:iR1020/1024/1025 (UFRII LT);", NULL);
    matches("MDL:iR1020/1024/1025 (UFRII LT);", NULL);
    matches("MFG:Canon;", NULL);
    matches("MFG:Canon;MDL:;", NULL);
    matches("", NULL);
}

/* One interface of a machine with several: only the row of its language gets a score. */
static void test_score(void)
{
    static const struct model pcl6 = {
        .name = "pcl6", .model_prefix = "iR1020/1024/1025", .suffix = "(PCL6)"};
    static const struct model pcl5e = {
        .name = "pcl5e", .model_prefix = "iR1020/1024/1025", .suffix = "(PCL5e)"};
    const struct model *lt = model_find("canon_ir1020_ufr2lt");
    static const char on_pcl6[] = "MFG:Canon;MDL:iR1020/1024/1025 (PCL6);";
    static const char on_pcl5e[] = "MFG:Canon;MDL:iR1020/1024/1025 (PCL5e);";
    static const char on_lt[] = "MFG:Canon;MDL:iR1020/1024/1025 (UFRII LT);";
    static const char bare[] = "MFG:Canon;MDL:iR1020/1024/1025;";
    unsigned best = device_id_score(&pcl6, on_pcl6, strlen(on_pcl6));
    unsigned good = device_id_score(&pcl5e, on_pcl5e, strlen(on_pcl5e));
    unsigned plain = device_id_score(lt, on_lt, strlen(on_lt));
    unsigned unsure = device_id_score(lt, bare, strlen(bare));

    ok(best > good && good > plain && plain > unsure && unsure > 0,
       "PCL 6 is better than PCL 5e, that than UFR II LT, that than a bare name");
    ok(device_id_score(lt, on_pcl6, strlen(on_pcl6)) == 0 &&
           device_id_score(&pcl6, on_lt, strlen(on_lt)) == 0,
       "A language is not sent to the interface of another");
    ok(device_id_score(&pcl6, bare, strlen(bare)) == 0,
       "PCL, which needs a kit, is not taken for granted");
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
    named("Canon iR2016", NULL);
    named("Canon MF4600 Series", NULL);
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
    test_names();
    test_hostile();
    return tap_done();
}
