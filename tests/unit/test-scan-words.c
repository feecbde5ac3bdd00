/*
 * test-scan-words.c - scanners in words, and what is asked of them on the command line.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/client-scan-ticket.h"
#include "server/scan-words.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static char text[700];

static void is(const char *wanted, const char *name)
{
    if (!ok(strcmp(text, wanted) == 0, "%s: %s", name, wanted))
        diag("got '%s'", text);
}

static struct scan_caps usual_caps(void)
{
    struct scan_caps caps = {
        .maker = "CANON",
        .model = "Canon imageRUNNER 1020",
        .has = {true, true, true},
        .gray = true,
        .color = true,
        .resolutions = { 75, 150,  300,  600},
        .num_resolutions = 4,
    };

    return caps;
}

static void test_model(void)
{
    struct scan_caps caps = usual_caps();

    scan_words_model(&caps, text, sizeof(text));
    is("Canon imageRUNNER 1020", "A make that the model repeats is told once");
    snprintf(caps.model, sizeof(caps.model), "imageRUNNER 1020");
    scan_words_model(&caps, text, sizeof(text));
    is("Canon imageRUNNER 1020", "A make is told before the model");
    snprintf(caps.model, sizeof(caps.model), "Canonical 5");
    snprintf(caps.maker, sizeof(caps.maker), "Canon");
    scan_words_model(&caps, text, sizeof(text));
    is("Canon Canonical 5", "A model that only begins alike keeps its make");
    memset(&caps, 0, sizeof(caps));
    scan_words_model(&caps, text, sizeof(text));
    is("", "Nothing is told where nothing is known");
}

static void test_state(void)
{
    struct scanner_facts facts = {.name = "office", .device = "pixma:1", .known = true};

    scan_words_state(&facts, text, sizeof(text));
    is("Ready.", "One that nobody uses");
    facts.feeder = SCAN_FEEDER_LOADED;
    scan_words_state(&facts, text, sizeof(text));
    is("Ready. Paper is in the feeder.", "One with paper");
    facts.feeder = SCAN_FEEDER_EMPTY;
    facts.trouble = SCAN_NO_DOCS;
    scan_words_state(&facts, text, sizeof(text));
    is("Ready.", "The end of a stack is no trouble");
    facts.trouble = SCAN_JAMMED;
    snprintf(facts.why, sizeof(facts.why), "Document feeder jammed");
    scan_words_state(&facts, text, sizeof(text));
    is("Paper is jammed in the feeder: remove it, and put the sheets in again that were not "
       "scanned. (Document feeder jammed)",
       "One with a jam");
    snprintf(facts.why, sizeof(facts.why), "%s", scan_result_text(SCAN_JAMMED));
    scan_words_state(&facts, text, sizeof(text));
    is("Paper is jammed in the feeder: remove it, and put the sheets in again that were not "
       "scanned.",
       "Nothing is said twice");
    facts.printing = true;
    scan_words_state(&facts, text, sizeof(text));
    is("The machine prints; a scan has to wait.", "One whose machine prints");
    facts.scanning = true;
    scan_words_state(&facts, text, sizeof(text));
    is("It is scanning.", "One that scans");
    facts = (struct scanner_facts){.device = "pixma:1"};
    scan_words_state(&facts, text, sizeof(text));
    is("It has not answered yet.", "One that was never seen");
    facts.device[0] = '\0';
    scan_words_state(&facts, text, sizeof(text));
    is("No scanner was found on this machine yet.", "One without a device");
}

static void test_abilities(void)
{
    struct scan_caps caps = usual_caps();

    scan_words_abilities(&caps, text, sizeof(text));
    is("glass, feeder (both sides); color, gray, black and white; 75 to 600 dpi", "All");
    caps.has[SCAN_FEEDER_DUPLEX] = caps.color = false;
    caps.num_resolutions = 1;
    scan_words_abilities(&caps, text, sizeof(text));
    is("glass, feeder; gray, black and white; 75 dpi", "Less");
}

static void test_jobs(void)
{
    struct scan_job_info info = {.state = SCAN_JOB_COMPLETED, .made = 1};
    struct scan_asker asker = {.way = "escl", .host = "192.0.2.7", .agent = "scanimage"};

    scan_words_job(&info, text, sizeof(text));
    is("1 page", "One page");
    info.made = 3;
    info.blank = 2;
    scan_words_job(&info, text, sizeof(text));
    is("3 pages, 2 blank left out", "Some pages");
    info.blank = 0;
    info.state = SCAN_JOB_PROCESSING;
    scan_words_job(&info, text, sizeof(text));
    is("3 pages so far", "On its way");
    info.state = SCAN_JOB_CANCELED;
    scan_words_job(&info, text, sizeof(text));
    is("3 pages, canceled", "Canceled");
    info.state = SCAN_JOB_ABORTED;
    info.made = 0;
    info.result = SCAN_COVER_OPEN;
    scan_words_job(&info, text, sizeof(text));
    is("no page, broken off: A cover of the scanner is open: close it.", "Failed");
    info.settings.input = SCAN_FEEDER_DUPLEX;
    info.settings.color = SCAN_GRAY;
    info.settings.dpi = 290;
    scan_words_settings(&info, text, sizeof(text));
    is("feeder, both sides, gray, 290 dpi", "What was asked");
    info.plan.want.dpi = 300;
    scan_words_settings(&info, text, sizeof(text));
    is("feeder, both sides, gray, 300 dpi", "What was done");
    scan_words_asker(&asker, text, sizeof(text));
    is("a program, from 192.0.2.7 (scanimage)", "Who asked");
    asker = (struct scan_asker){.way = "profile"};
    scan_words_asker(&asker, text, sizeof(text));
    is("a profile, at the machine", "A button");
}

static void test_when(void)
{
    const time_t noon = 1795780800; /* 2026-11-27 12:00:00 UTC */

    setenv("TZ", "UTC0", 1);
    tzset();
    scan_words_when(noon, noon + 3600, text, sizeof(text));
    is("12:00:00", "A time of today");
    scan_words_when(noon, noon + 86400, text, sizeof(text));
    is("2026-11-27 12:00:00", "A time of yesterday");
}

/* ---- the command line ---- */

static struct scan_ticket ticket;
static char why[300];

static bool make(struct scan_wishes wishes)
{
    why[0] = '\0';
    return scan_ticket_make(&wishes, &ticket, why, sizeof(why));
}

static bool has(const char *element)
{
    return strstr(ticket.xml, element) != NULL;
}

static void test_ticket(void)
{
    ok(make((struct scan_wishes){.file = "a.pdf"}) && !ticket.page_by_page,
       "A PDF is one file for all pages");
    ok(has("<scan:ColorMode>RGB24</scan:ColorMode>") &&
           has("<scan:XResolution>300</scan:XResolution>") &&
           has("<scan:DocumentFormatExt>application/pdf</scan:DocumentFormatExt>") &&
           !has("InputSource") && !has("ScanRegion"),
       "Without a word it is color, 300 dpi, the whole area, and the feeder if it is loaded");
    ok(make((struct scan_wishes){
           .file = "/tmp/x.y/a.JPG", .input = "duplex", .color = "gray"}) &&
           ticket.page_by_page && strcmp(ticket.type, "image/jpeg") == 0,
       "JPEG is a file for each page");
    ok(has("<pwg:InputSource>Feeder</pwg:InputSource><scan:Duplex>true</scan:Duplex>") &&
           has("<scan:ColorMode>Grayscale8</scan:ColorMode>"),
       "both sides, gray");
    ok(make((struct scan_wishes){
           .file = "a.png", .input = "auto", .area = "all", .color = "black-and-white"}) &&
           !has("InputSource") && !has("ScanRegion") && has("BlackAndWhite1"),
       "Words of profiles are taken, too");
    ok(make((struct scan_wishes){.file = "a", .format = "png", .area = "letter"}) &&
           has("<pwg:Width>2550</pwg:Width><pwg:Height>3300</pwg:Height>"),
       "Letter is 2550 x 3300, in 1/300 inch");
    ok(make((struct scan_wishes){.file = "a.png", .area = "210x297"}) &&
           has("<pwg:Width>2480</pwg:Width><pwg:Height>3508</pwg:Height>"),
       "210 x 297 mm are A4");
    ok(!make((struct scan_wishes){.file = "a.jpg", .color = "bw"}) &&
           strstr(why, "JPEG") != NULL,
       "JPEG has no black and white: %s", why);
}

static void test_bad(void)
{
    static const char *const bad[][3] = {
        {"a.doc", NULL,         NULL                  },
        {"a",     NULL,         NULL                  },
        {".pdf",  NULL,         NULL                  },
        {"a.pdf", "format",     "tiff"                },
        {"a.pdf", "color",      "blue"                },
        {"a.pdf", "input",      "tray-1"              },
        {"a.pdf", "resolution", "0"                   },
        {"a.pdf", "resolution", "-300"                },
        {"a.pdf", "resolution", "300dpi"              },
        {"a.pdf", "resolution", "99999999999999999999"},
        {"a.pdf", "area",       "a0"                  },
        {"a.pdf", "area",       "0x0"                 },
        {"a.pdf", "area",       "210x297x1"           },
        {"a.pdf", "area",       "9999x9999"           },
        {"a.pdf", "area",       "-1x5"                },
    };

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct scan_wishes wishes = {.file = bad[i][0]};

        if (bad[i][1] != NULL && strcmp(bad[i][1], "format") == 0)
            wishes.format = bad[i][2];
        else if (bad[i][1] != NULL && strcmp(bad[i][1], "color") == 0)
            wishes.color = bad[i][2];
        else if (bad[i][1] != NULL && strcmp(bad[i][1], "input") == 0)
            wishes.input = bad[i][2];
        else if (bad[i][1] != NULL && strcmp(bad[i][1], "area") == 0)
            wishes.area = bad[i][2];
        else
            wishes.resolution = bad[i][2];
        ok(!make(wishes) && why[0] != '\0', "Refused: %s", why);
    }
}

static void test_files(void)
{
    ok(scan_ticket_file("a.jpg", 1, text, sizeof(text)) && strcmp(text, "a.jpg") == 0,
       "The first page has the name that was given");
    ok(scan_ticket_file("/d.e/a.jpg", 2, text, sizeof(text)) &&
           strcmp(text, "/d.e/a-2.jpg") == 0,
       "The second one a number");
    ok(scan_ticket_file("/d.e/a", 12, text, sizeof(text)) && strcmp(text, "/d.e/a-12") == 0,
       "at the end where there is no ending");
    ok(!scan_ticket_file("a.jpg", 100, text, 8), "A name that does not fit is none");
}

int main(void)
{
    test_model();
    test_state();
    test_abilities();
    test_jobs();
    test_when();
    test_ticket();
    test_bad();
    test_files();
    return tap_done();
}
