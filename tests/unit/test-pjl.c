/*
 * test-pjl.c - the head and foot of a job in PJL, by hand, and names nobody should send.
 * Effects: standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/pjl.h"
#include "tests/unit/tap.h"

#include <string.h>

#define UEL "\033%-12345X"

static bool head_is(const struct job_params *job, const char *language, const char *want)
{
    uint8_t bytes[PJL_HEAD_MAX];
    size_t n = pjl_head(bytes, job, language);
    bool right = n == strlen(want) && memcmp(bytes, want, n) == 0;

    if (!right)
        diag("%.*s", (int)n, (const char *)bytes);
    return right;
}

static bool foot_is(const struct job_params *job, const char *want)
{
    uint8_t bytes[PJL_FOOT_MAX];
    size_t n = pjl_foot(bytes, job);

    return n == strlen(want) && memcmp(bytes, want, n) == 0;
}

static bool name_is(const char *name, const char *want)
{
    char text[PJL_NAME_MAX + 1];

    return pjl_name(name, text) == strlen(want) && strcmp(text, want) == 0;
}

static void test_names(void)
{
    char longest[200], cut[PJL_NAME_MAX + 1];

    ok(name_is("Letter 1 (draft).pdf", "Letter 1 (draft).pdf"), "A plain name stays");
    ok(name_is("", "") && name_is(NULL, ""), "No name is an empty one");
    ok(name_is("say \"no\"", "say 'no'"), "Quotes, which would end the name, become others");
    ok(name_is("a\r\n@PJL RESET\t\033E\177b", "a  @PJL RESET  E b"),
       "What would begin a line or a command becomes spaces");
    ok(name_is("Gr\303\266\303\237e \342\202\254 \360\237\230\200!", "Gr??e ? ?!"),
       "A character that is no ASCII becomes one question mark");
    ok(name_is("\200\201\377\303", "????"), "Nor do bytes that are no UTF-8 pass");
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    memset(cut, 'x', PJL_NAME_MAX);
    cut[PJL_NAME_MAX] = '\0';
    ok(name_is(longest, cut), "A long name is cut to %d characters", PJL_NAME_MAX);
}

static void test_jobs(void)
{
    struct job_params job = {.title = "", .user = "", .copies = 1};

    ok(head_is(&job, PJL_PCL,
               UEL "@PJL JOB\r\n@PJL SET RESOLUTION=600\r\n@PJL SET DUPLEX=OFF\r\n"
                   "@PJL ENTER LANGUAGE=PCL\r\n"),
       "A job that asks for nothing has the resolution and one side");
    ok(foot_is(&job, UEL "@PJL EOJ\r\n" UEL), "And ends with nothing but its end");
    job = (struct job_params){.title = "Brief \"A\"",
                              .user = "anna",
                              .sides = SIDES_SHORT_EDGE,
                              .copies = 3,
                              .toner_save = CHOICE_ON,
                              .refinement = CHOICE_OFF};
    ok(head_is(&job, PJL_PCLXL,
               UEL "@PJL JOB NAME=\"Brief 'A'\" DISPLAY=\"Brief 'A'\"\r\n"
                   "@PJL SET USERNAME=\"anna\"\r\n@PJL SET RESOLUTION=600\r\n"
                   "@PJL SET DUPLEX=ON\r\n@PJL SET BINDING=SHORTEDGE\r\n"
                   "@PJL SET ECONOMODE=ON\r\n@PJL SET RET=OFF\r\n"
                   "@PJL ENTER LANGUAGE=PCLXL\r\n"),
       "Names, binding, toner save and refinement are asked for");
    ok(foot_is(&job, UEL "@PJL EOJ NAME=\"Brief 'A'\"\r\n" UEL), "Its end has its name");
    job = (struct job_params){.title = NULL,
                              .sides = SIDES_LONG_EDGE,
                              .toner_save = CHOICE_OFF,
                              .refinement = CHOICE_ON};
    ok(head_is(&job, PJL_PCL,
               UEL "@PJL JOB\r\n@PJL SET RESOLUTION=600\r\n@PJL SET DUPLEX=ON\r\n"
                   "@PJL SET BINDING=LONGEDGE\r\n@PJL SET ECONOMODE=OFF\r\n"
                   "@PJL SET RET=MEDIUM\r\n@PJL ENTER LANGUAGE=PCL\r\n"),
       "So are the other values");
}

static void test_longest(void)
{
    char name[500];
    uint8_t bytes[PJL_HEAD_MAX];
    struct job_params job = {.title = name,
                             .user = name,
                             .sides = SIDES_SHORT_EDGE,
                             .toner_save = CHOICE_OFF,
                             .refinement = CHOICE_ON};
    static const char head_end[] = "@PJL ENTER LANGUAGE=PCLXL\r\n";
    size_t n;

    memset(name, '"', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    n = pjl_head(bytes, &job, PJL_PCLXL);
    ok(n < sizeof bytes &&
           memcmp(bytes + n - strlen(head_end), head_end, strlen(head_end)) == 0,
       "The longest head is whole");
    n = pjl_foot(bytes, &job);
    ok(n < PJL_FOOT_MAX && memcmp(bytes + n - 11, "\r\n" UEL, 11) == 0,
       "So is the longest foot");
}

int main(void)
{
    test_names();
    test_jobs();
    test_longest();
    return tap_done();
}
