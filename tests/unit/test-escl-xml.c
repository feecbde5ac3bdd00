/*
 * test-escl-xml.c - what a scanner can do, and how it is, as clients are told; the documents
 * that are expected are written by hand.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "escl-facts.h"
#include "tap.h"

#include <expat.h>
#include <stdio.h>

#define ROOT(name)                                                                             \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                             \
    "<scan:" name " xmlns:scan=\"http://schemas.hp.com/imaging/escl/2011/05/03\" "             \
    "xmlns:pwg=\"http://www.pwg.org/schemas/2010/12/sm\">\n"

static struct scanner_facts facts;

/* Line by line without spaces before them. */
static bool same(char *text, const char *expected)
{
    bool good = text != NULL && strcmp(text, expected) == 0;
    size_t at = 0;

    if (!good && text != NULL) {
        while (text[at] != '\0' && text[at] == expected[at])
            at++;
        diag("differs at \"%.60s\", expected \"%.60s\"", text + at, expected + at);
    }
    free(text);
    return good;
}

static bool has(const char *text, const char *part)
{
    return text != NULL && strstr(text, part) != NULL;
}

/* An independent parser's word on it. */
static bool well_formed(const char *text)
{
    XML_Parser parser = XML_ParserCreateNS(NULL, '|');
    bool good = text != NULL && parser != NULL &&
                XML_Parse(parser, text, (int)strlen(text), XML_TRUE) == XML_STATUS_OK;

    if (parser != NULL)
        XML_ParserFree(parser);
    return good;
}

#define RESOLUTION(dpi)                                                                        \
    "<scan:DiscreteResolution>\n<scan:XResolution>" dpi "</scan:XResolution>\n"                \
    "<scan:YResolution>" dpi "</scan:YResolution>\n</scan:DiscreteResolution>\n"

#define RANGE(name, most, normal)                                                              \
    "<scan:" name ">\n<scan:Min>0</scan:Min>\n<scan:Max>" most "</scan:Max>\n"                 \
    "<scan:Normal>" normal "</scan:Normal>\n<scan:Step>1</scan:Step>\n</scan:" name ">\n"

static const char identity[] =
    "<pwg:Version>2.63</pwg:Version>\n"
    "<pwg:MakeAndModel>Canon imageRUNNER 1020/1024/1025</pwg:MakeAndModel>\n"
    "<pwg:SerialNumber>ABC123</pwg:SerialNumber>\n"
    "<scan:UUID>01234567-89ab-4cde-8f01-23456789abcd</scan:UUID>\n"
    "<scan:AdminURI>http://gateway.local:8000/</scan:AdminURI>\n"
    "<scan:IconURI>http://gateway.local:8010/eSCL/ScannerIcon</scan:IconURI>\n";

/* What every source has but its size. */
static const char abilities[] =
    "<scan:MaxScanRegions>1</scan:MaxScanRegions>\n"
    "<scan:SettingProfiles>\n<scan:SettingProfile>\n<scan:ColorModes>\n"
    "<scan:ColorMode>BlackAndWhite1</scan:ColorMode>\n"
    "<scan:ColorMode>Grayscale8</scan:ColorMode>\n"
    "<scan:ColorMode>RGB24</scan:ColorMode>\n"
    "</scan:ColorModes>\n<scan:DocumentFormats>\n"
    "<pwg:DocumentFormat>application/pdf</pwg:DocumentFormat>\n"
    "<pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>\n"
    "<pwg:DocumentFormat>image/png</pwg:DocumentFormat>\n"
    "<scan:DocumentFormatExt>application/pdf</scan:DocumentFormatExt>\n"
    "<scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt>\n"
    "<scan:DocumentFormatExt>image/png</scan:DocumentFormatExt>\n"
    "</scan:DocumentFormats>\n"
    "<scan:SupportedResolutions>\n<scan:DiscreteResolutions>\n"
    /* one after the other */
    RESOLUTION("75") RESOLUTION("150") RESOLUTION("300") RESOLUTION("600")
    /* and then */
    "</scan:DiscreteResolutions>\n</scan:SupportedResolutions>\n"
    "<scan:ColorSpaces>\n<scan:ColorSpace>sRGB</scan:ColorSpace>\n</scan:ColorSpaces>\n"
    "</scan:SettingProfile>\n</scan:SettingProfiles>\n"
    "<scan:SupportedIntents>\n<scan:Intent>Document</scan:Intent>\n"
    "<scan:Intent>TextAndGraphic</scan:Intent>\n<scan:Intent>Photo</scan:Intent>\n"
    "<scan:Intent>Preview</scan:Intent>\n</scan:SupportedIntents>\n"
    "<scan:MaxOpticalXResolution>600</scan:MaxOpticalXResolution>\n"
    "<scan:MaxOpticalYResolution>600</scan:MaxOpticalYResolution>\n";

static const char numbers[] =
    /* from 0 upwards */
    RANGE("CompressionFactorSupport", "100", "15")
    /* both kinds */
    "<scan:BlankPageDetection>true</scan:BlankPageDetection>\n"
    "<scan:BlankPageDetectionAndRemoval>true</scan:BlankPageDetectionAndRemoval>\n"
    /* tones */
    RANGE("ContrastSupport", "200", "100") RANGE("BrightnessSupport", "200", "100")
        RANGE("ThresholdSupport", "255", "0");

/* A4 and Letter of the glass, Legal of the feeder, though the machine reaches less. */
static const char *expected_capabilities(void)
{
    static char text[16384];
    size_t n =
        (size_t)snprintf(text, sizeof(text), "%s%s", ROOT("ScannerCapabilities"), identity);
    static const struct {
        const char *before, *height, *after;
    } sources[] = {
        {"<scan:Platen>\n<scan:PlatenInputCaps>\n",  "3508",
         "</scan:PlatenInputCaps>\n</scan:Platen>\n"                                        },
        {"<scan:Adf>\n<scan:AdfSimplexInputCaps>\n", "4200", "</scan:AdfSimplexInputCaps>\n"},
        {"<scan:AdfDuplexInputCaps>\n",              "4200",
         "</scan:AdfDuplexInputCaps>\n<scan:AdfOptions>\n"
         "<scan:AdfOption>Duplex</scan:AdfOption>\n</scan:AdfOptions>\n</scan:Adf>\n"       },
    };

    for (size_t i = 0; i < 3; i++)
        n +=
            (size_t)snprintf(text + n, sizeof(text) - n,
                             "%s<scan:MinWidth>16</scan:MinWidth>\n"
                             "<scan:MaxWidth>2550</scan:MaxWidth>\n"
                             "<scan:MinHeight>16</scan:MinHeight>\n"
                             "<scan:MaxHeight>%s</scan:MaxHeight>\n%s%s",
                             sources[i].before, sources[i].height, abilities, sources[i].after);
    snprintf(text + n, sizeof(text) - n, "%s</scan:ScannerCapabilities>\n", numbers);
    return text;
}

static char *write_caps(void)
{
    return escl_write_capabilities(&facts, "http://gateway.local:8000/",
                                   "http://gateway.local:8010/eSCL/ScannerIcon");
}

static void test_capabilities(void)
{
    char *text;

    ok(same(write_caps(), expected_capabilities()),
       "the machine's abilities are told in the order that clients read, A4 and Letter too");
    ok(same(write_caps(), expected_capabilities()), "and in the same bytes the next time");
    facts.caps.has[SCAN_FEEDER] = facts.caps.has[SCAN_FEEDER_DUPLEX] = false;
    text = write_caps();
    ok(!has(text, "Adf") && has(text, "PlatenInputCaps"), "no feeder, no word about it");
    free(text);
    make_facts(&facts);
    facts.caps.has[SCAN_PLATEN] = facts.caps.has[SCAN_FEEDER] = false;
    facts.caps.feeder_sensor = true;
    text = write_caps();
    ok(!has(text, "Platen") && has(text, "AdfSimplexInputCaps") &&
           has(text, "<scan:AdfOption>DetectPaperLoaded</scan:AdfOption>\n"
                     "<scan:AdfOption>Duplex</scan:AdfOption>"),
       "a two-sided feeder is told as a one-sided one too, its sensor as an option");
    free(text);
    make_facts(&facts);
    facts.caps.has[SCAN_FEEDER_DUPLEX] = facts.caps.color = false;
    text = write_caps();
    ok(!has(text, "RGB24") && !has(text, "Duplex") && !has(text, "AdfOptions") &&
           !has(text, "Grayscale16"),
       "what the scanner does not have is not told");
    free(text);
    make_facts(&facts);
}

static void test_platen_is_first(void)
{
    char *text = write_caps();

    ok(has(text, "<scan:Platen>\n<scan:PlatenInputCaps>"),
       "PlatenInputCaps is the first child of Platen");
    ok(!has(text, "ResolutionRange") && !has(text, ">-"),
       "there are no ranges of resolutions, and no negative numbers");
    free(text);
}

static void test_hostile_names(void)
{
    char *text;

    strcpy(facts.caps.maker, "");
    strcpy(facts.caps.model,
           "A<&>\"' \x01\x1F\x7F\t\xC3\xBC \xFF \xEF\xBF\xBF \xED\xA0\x80 \xE2");
    text = write_caps();
    ok(well_formed(text), "a model's name of any bytes leaves the document well-formed");
    ok(has(text, "<pwg:MakeAndModel>A&lt;&amp;&gt;\"'     \xC3\xBC \xEF\xBF\xBD \xEF\xBF\xBD "
                 "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD \xEF\xBF\xBD</pwg:MakeAndModel>"),
       "markup is escaped, control characters are spaces, bad bytes are marked");
    free(text);
    make_facts(&facts);
    strcpy(facts.caps.model, "Canon MF3010");
    strcpy(facts.caps.serial, "");
    text = escl_write_capabilities(&facts, "", "");
    ok(has(text, "<pwg:MakeAndModel>Canon MF3010</pwg:MakeAndModel>"),
       "the maker is not told twice");
    strcpy(facts.caps.maker, "CANON");
    free(text);
    text = escl_write_capabilities(&facts, "", "");
    ok(has(text, "<pwg:MakeAndModel>Canon MF3010</pwg:MakeAndModel>"),
       "not in capitals either, as pixma writes it");
    ok(has(text, "<pwg:SerialNumber>01234567-89ab-4cde-8f01-23456789abcd<") &&
           !has(text, "AdminURI") && !has(text, "IconURI"),
       "a scanner without a serial number tells its UUID as one; no address, no element");
    free(text);
    make_facts(&facts);
}

/* ---- status ---- */

static struct scan_job_info jobs[16];
static const bool listed[16] = {true, true, true, true, true, true, true, true,
                                true, true, true, true, true, true, true, true};
static struct escl_status status = {.facts = &facts, .jobs = jobs, .listed = listed};

static void one_job(enum scan_job_state state, enum scan_result result, unsigned made,
                    unsigned taken)
{
    memset(jobs, 0, sizeof(jobs));
    memset(jobs[0].id, 'a', 32);
    jobs[0].state = state;
    jobs[0].result = result;
    jobs[0].made = made;
    jobs[0].taken = taken;
    jobs[0].began = 1000;
    jobs[0].ended = state == SCAN_JOB_PENDING || state == SCAN_JOB_PROCESSING ? 0 : 1010;
    jobs[0].settings.input = SCAN_FEEDER;
    status.num_jobs = 1;
    status.now = 1020;
}

static bool state_is(const char *state, const char *adf)
{
    const char *is = escl_state(&status);
    const char *adf_is = escl_adf_state(&status);
    bool good = strcmp(is, state) == 0 && adf_is != NULL && strcmp(adf_is, adf) == 0;

    if (!good)
        diag("%s, %s", is, adf_is != NULL ? adf_is : "no feeder");
    return good;
}

static void test_status_document(void)
{
    one_job(SCAN_JOB_COMPLETED, SCAN_OK, 3, 3);
    facts.feeder = SCAN_FEEDER_EMPTY;
    ok(same(escl_write_status(&status),
            ROOT("ScannerStatus") "<pwg:Version>2.63</pwg:Version>\n"
                                  "<pwg:State>Idle</pwg:State>\n"
                                  "<scan:AdfState>ScannerAdfEmpty</scan:AdfState>\n"
                                  "<scan:Jobs>\n<scan:JobInfo>\n"
                                  "<pwg:JobUri>/eSCL/ScanJobs/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                                  "</pwg:JobUri>\n"
                                  "<pwg:JobUuid>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                                  "</pwg:JobUuid>\n"
                                  "<scan:Age>10</scan:Age>\n"
                                  "<pwg:ImagesCompleted>3</pwg:ImagesCompleted>\n"
                                  "<pwg:ImagesToTransfer>0</pwg:ImagesToTransfer>\n"
                                  "<scan:TransferRetryCount>0</scan:TransferRetryCount>\n"
                                  "<pwg:JobState>Completed</pwg:JobState>\n"
                                  "<pwg:JobStateReasons>\n"
                                  "<pwg:JobStateReason>JobCompletedSuccessfully"
                                  "</pwg:JobStateReason>\n</pwg:JobStateReasons>\n"
                                  "</scan:JobInfo>\n</scan:Jobs>\n</scan:ScannerStatus>\n"),
       "a job that is done is told with its images");
    facts.feeder = SCAN_FEEDER_UNKNOWN;
}

static void test_feeder_states(void)
{
    status.num_jobs = 0;
    ok(state_is("Idle", "ScannerAdfLoaded"), "a feeder of which nobody knows is called loaded");
    facts.feeder = SCAN_FEEDER_EMPTY;
    ok(state_is("Idle", "ScannerAdfEmpty"), "one that is known to be empty is called so");
    facts.feeder = SCAN_FEEDER_LOADED;
    ok(state_is("Idle", "ScannerAdfLoaded"), "and one that is loaded");
    one_job(SCAN_JOB_PROCESSING, SCAN_OK, 1, 0);
    ok(state_is("Processing", "ScannerAdfProcessing"), "while it feeds it is processing");
    jobs[0].settings.input = SCAN_PLATEN;
    ok(state_is("Processing", "ScannerAdfLoaded"),
       "a job of the glass leaves the feeder alone");
    facts.feeder = SCAN_FEEDER_UNKNOWN;
    one_job(SCAN_JOB_ABORTED, SCAN_JAMMED, 2, 2);
    ok(state_is("Idle", "ScannerAdfJam"), "a jam is told");
    status.now = 1010 + 60;
    ok(state_is("Idle", "ScannerAdfLoaded"), "for a minute, or nobody would try again");
    one_job(SCAN_JOB_ABORTED, SCAN_COVER_OPEN, 0, 0);
    ok(state_is("Idle", "ScannerAdfHatchOpen"), "an open cover is told");
    status.old_words = true;
    ok(state_is("Idle", "ScannerAdfDoorOpen"), "in the word that SANE's clients know to those");
    status.old_words = false;
    one_job(SCAN_JOB_PROCESSING, SCAN_OK, 0, 0);
    jobs[1] = jobs[0];
    jobs[1].state = SCAN_JOB_ABORTED;
    jobs[1].result = SCAN_JAMMED;
    jobs[1].ended = 1015;
    status.num_jobs = 2;
    ok(state_is("Processing", "ScannerAdfProcessing"),
       "a new job makes a jam a thing of the past");
    facts.caps.has[SCAN_FEEDER] = facts.caps.has[SCAN_FEEDER_DUPLEX] = false;
    ok(escl_adf_state(&status) == NULL, "a scanner without a feeder tells nothing of one");
    make_facts(&facts);
}

static void test_pages_that_wait(void)
{
    one_job(SCAN_JOB_COMPLETED, SCAN_OK, 3, 1);
    ok(state_is("Processing", "ScannerAdfProcessing") &&
           strcmp(escl_job_state(&jobs[0]), "Processing") == 0 &&
           strcmp(escl_job_reason(&jobs[0]), "JobTransferring") == 0,
       "while pages wait for their taker the job goes on, though the scanner is done");
    status.now = 1010 + 60;
    ok(state_is("Idle", "ScannerAdfLoaded"),
       "but nobody else waits for that longer than a minute");
    one_job(SCAN_JOB_COMPLETED, SCAN_OK, 1, 1);
    jobs[1] = jobs[0];
    jobs[1].taken = 0;
    status.num_jobs = 2;
    ok(state_is("Idle", "ScannerAdfLoaded"),
       "nor at all, when another scan was begun since then");
}

static void test_states(void)
{
    status.num_jobs = 0;
    facts.printing = true;
    ok(state_is("Processing", "ScannerAdfLoaded"), "a machine that prints is busy");
    facts.printing = false;
    facts.scanning = true;
    ok(state_is("Processing", "ScannerAdfLoaded"),
       "one that scans is busy, whoever asked for it");
    facts.scanning = facts.known = false;
    ok(strcmp(escl_state(&status), "Down") == 0, "one that was never seen is down");
    make_facts(&facts);
}

static void test_job_states(void)
{
    static const struct {
        enum scan_job_state state;
        enum scan_result result;
        unsigned made;
        const char *told, *reason;
    } rows[] = {
        {SCAN_JOB_PENDING,    SCAN_OK,        0, "Pending",    "JobQueued"               },
        {SCAN_JOB_PROCESSING, SCAN_OK,        0, "Processing", "JobScanning"             },
        {SCAN_JOB_COMPLETED,  SCAN_OK,        2, "Completed",  "JobCompletedSuccessfully"},
        {SCAN_JOB_COMPLETED,  SCAN_OK,        0, "Aborted",    "AbortedBySystem"         },
        {SCAN_JOB_COMPLETED,  SCAN_NO_DOCS,   0, "Aborted",    "AbortedBySystem"         },
        {SCAN_JOB_CANCELED,   SCAN_CANCELED,  1, "Canceled",   "JobCanceledByUser"       },
        {SCAN_JOB_ABORTED,    SCAN_NO_DOCS,   0, "Aborted",    "AbortedBySystem"         },
        {SCAN_JOB_ABORTED,    SCAN_INVALID,   0, "Aborted",    "InvalidScanTicket"       },
        {SCAN_JOB_ABORTED,    SCAN_IO,        0, "Aborted",    "ResourcesAreNotReady"    },
        {SCAN_JOB_ABORTED,    SCAN_NO_MEMORY, 1, "Aborted",    "ResourcesAreNotReady"    },
        {SCAN_JOB_ABORTED,    SCAN_JAMMED,    1, "Aborted",    "ResourcesAreNotReady"    },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        one_job(rows[i].state, rows[i].result, rows[i].made, rows[i].made);
        ok(strcmp(escl_job_state(&jobs[0]), rows[i].told) == 0 &&
               strcmp(escl_job_reason(&jobs[0]), rows[i].reason) == 0,
           "job %zu is %s: %s", i, rows[i].told, rows[i].reason);
    }
}

static size_t count(const char *text, const char *part)
{
    size_t n = 0;

    for (; text != NULL && (text = strstr(text, part)) != NULL; text++)
        n++;
    return n;
}

static void test_list(void)
{
    static const bool some[16] = {false, true};
    char *text;

    one_job(SCAN_JOB_COMPLETED, SCAN_OK, 1, 1);
    for (size_t i = 0; i < 16; i++)
        jobs[i] = jobs[0];
    status.num_jobs = 16;
    text = escl_write_status(&status);
    ok(count(text, "<scan:JobInfo>") == 10, "ten jobs are listed at most");
    free(text);
    status.listed = some;
    text = escl_write_status(&status);
    ok(count(text, "<scan:JobInfo>") == 1, "a client is told of the jobs it may know only");
    free(text);
    status.listed = listed;
}

/* ---- pages ---- */

static void test_pages(void)
{
    struct scan_page_facts page = {
        .color = SCAN_COLOR, .width = 2480, .height = 3508, .blank = true};
    struct escl_request request = {
        .scan = {.input = SCAN_FEEDER_DUPLEX, .color = SCAN_BLACK_AND_WHITE},
        .format = ESCL_PDF
    };
    struct page_plan plan = {.want = {.dpi = 600}, .width = 4961, .height = 7016};

    ok(same(escl_write_image_info("0123", &page),
            ROOT("ScanImageInfo") "<pwg:JobUri>/eSCL/ScanJobs/0123</pwg:JobUri>\n"
                                  "<pwg:JobUuid>0123</pwg:JobUuid>\n"
                                  "<scan:ActualWidth>2480</scan:ActualWidth>\n"
                                  "<scan:ActualHeight>3508</scan:ActualHeight>\n"
                                  "<scan:ActualBytesPerLine>7440</scan:ActualBytesPerLine>\n"
                                  "<scan:BlankPageDetected>true</scan:BlankPageDetected>\n"
                                  "</scan:ScanImageInfo>\n"),
       "a page is told as it is");
    ok(same(escl_write_buffer_info(&request, &plan),
            ROOT("ScanBufferInfo") "<scan:ScanSettings>\n<pwg:Version>2.63</pwg:Version>\n"
                                   "<pwg:InputSource>Feeder</pwg:InputSource>\n"
                                   "<scan:ColorMode>BlackAndWhite1</scan:ColorMode>\n"
                                   "<scan:XResolution>600</scan:XResolution>\n"
                                   "<scan:YResolution>600</scan:YResolution>\n"
                                   "<pwg:DocumentFormat>application/pdf</pwg:DocumentFormat>\n"
                                   "<scan:Duplex>true</scan:Duplex>\n</scan:ScanSettings>\n"
                                   "<scan:ImageWidth>4961</scan:ImageWidth>\n"
                                   "<scan:ImageHeight>7016</scan:ImageHeight>\n"
                                   "<scan:BytesPerLine>621</scan:BytesPerLine>\n"
                                   "</scan:ScanBufferInfo>\n"),
       "a page to come is told as it will be");
}

int main(void)
{
    make_facts(&facts);
    test_capabilities();
    test_platen_is_first();
    test_hostile_names();
    test_status_document();
    test_feeder_states();
    test_pages_that_wait();
    test_states();
    test_job_states();
    test_list();
    test_pages();
    return tap_done();
}
