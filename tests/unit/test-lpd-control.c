/*
 * test-lpd-control.c - the texts of the LPD protocol.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/lpd-control.h"

#include "tap.h"

#include <stdlib.h>
#include <string.h>

static struct lpd_control c;

static bool parse(const char *text)
{
    size_t n = strlen(text);
    uint8_t *exact = malloc(n > 0 ? n : 1); /* for the sanitizer */
    bool good;

    if (exact == NULL)
        return false;
    memcpy(exact, text, n);
    good = lpd_control_parse(exact, n, &c);
    free(exact);
    return good;
}

static void test_files(void)
{
    ok(parse("Hhost\nPanna\nJReport\nCclass\nLanna\nfdfA001host\nUdfA001host\nNreport.ps\n") &&
           c.num_files == 1 && strcmp(c.files[0].data, "dfA001host") == 0 &&
           c.files[0].copies == 1,
       "A file is found");
    ok(strcmp(c.host, "host") == 0 && strcmp(c.user, "anna") == 0 &&
           strcmp(c.job, "Report") == 0 && strcmp(c.files[0].name, "report.ps") == 0,
       "So are host, user, job and the file's name");
    ok(strcmp(lpd_control_name(&c, &c.files[0]), "Report") == 0, "The job's name is its name");
    ok(parse("Panna\nldfA001h\nldfA001h\nldfA001h\n") && c.num_files == 1 &&
           c.files[0].copies == 3,
       "A file that is named three times has three copies");
    ok(parse("Pa\nJtwo\nfdfA001h\nNone.txt\nodfB001h\nNtwo.ps") && c.num_files == 2 &&
           strcmp(c.files[1].name, "two.ps") == 0,
       "Two files are two, the last line may have no end");
    ok(strcmp(lpd_control_name(&c, &c.files[1]), "two.ps") == 0,
       "Each of several files has its own name");
    ok(lpd_control_file(&c, "dfB001h") == &c.files[1] && lpd_control_file(&c, "x") == NULL,
       "A file is found by its data file");
    ok(parse("Hh\nPa\nNfirst\nldfA001h\n") &&
           strcmp(lpd_control_name(&c, &c.files[0]), "first") == 0,
       "A name may be told before the file");
    ok(parse("Pa\nldfA1h\n") && lpd_control_name(&c, NULL)[0] == '\0', "It may have no name");
    ok(parse("PM\374ller\nJPr\374fung\033\nldfA1h\n") && strcmp(c.user, "M\303\274ller") == 0 &&
           strcmp(c.job, "Pr\303\274fung") == 0,
       "Names are UTF-8 without control characters");
}

static void test_bad(void)
{
    char many[LPD_FILES_MAX * 12 + 100] = "";

    for (int i = 0; i <= LPD_FILES_MAX; i++)
        snprintf(many + strlen(many), sizeof(many) - strlen(many), "ldfA%03dh\n", i);
    ok(!parse(""), "Nothing names no file");
    ok(!parse("Hh\nPa\n"), "A control file without a file is none");
    ok(!parse("Pa\nf\n"), "Nor is one with a file without a name");
    ok(!parse("Pa\nf \t\n"), "Or of blanks");
    ok(!parse(many), "Too many files are refused");
    many[strlen(many) - 9] = '\0';
    ok(parse(many) && c.num_files == LPD_FILES_MAX, "As many as there is room for are not");
}

static void test_sizes(void)
{
    struct lpd_size s;

    ok(lpd_size_parse("1234 dfA001host", true, &s) && s.bytes == 1234 &&
           strcmp(s.name, "dfA001host") == 0,
       "Size and name are read");
    ok(lpd_size_parse("0 dfA001host", true, &s) && s.bytes == UINT64_MAX,
       "Size 0 is until the end");
    ok(lpd_size_parse("125899906843000 dfA001host", true, &s) && s.bytes == UINT64_MAX,
       "So is the one that Windows says when it does not count");
    ok(lpd_size_parse("99999999999999999999999999 dfA1h", true, &s) && s.bytes == UINT64_MAX,
       "And one beyond all numbers");
    ok(lpd_size_parse("2147483647 dfA1h", true, &s) && s.bytes == 2147483647,
       "A large one is itself");
    ok(!lpd_size_parse("12", true, &s) && !lpd_size_parse("12 ", true, &s) &&
           !lpd_size_parse("x dfA", true, &s) && !lpd_size_parse("-1 dfA", true, &s) &&
           !lpd_size_parse("", true, &s) && !lpd_size_parse("1x dfA", true, &s),
       "What is not of this form is refused");
    ok(!lpd_size_parse("0 cfA1h", false, &s) && !lpd_size_parse("16385 cfA1h", false, &s) &&
           lpd_size_parse("16384 cfA1h", false, &s),
       "A control file has a size, and not a large one");
}

int main(void)
{
    test_files();
    test_bad();
    test_sizes();
    return tap_done();
}
