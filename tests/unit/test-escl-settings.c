/*
 * test-escl-settings.c - what is understood of the settings that clients send. The documents
 * are written here after what public sources and traces of these clients show.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "escl-facts.h"
#include "tap.h"

#include <stdio.h>

#define HEAD                                                                                   \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                             \
    "<scan:ScanSettings xmlns:scan=\"http://schemas.hp.com/imaging/escl/2011/05/03\" "         \
    "xmlns:pwg=\"http://www.pwg.org/schemas/2010/12/sm\">"                                     \
    "<pwg:Version>2.0</pwg:Version>"
#define TAIL "</scan:ScanSettings>"
#define REGION(x, y, width, height)                                                            \
    "<pwg:ScanRegions><pwg:ScanRegion>"                                                        \
    "<pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>"            \
    "<pwg:XOffset>" x "</pwg:XOffset><pwg:YOffset>" y "</pwg:YOffset>"                         \
    "<pwg:Width>" width "</pwg:Width><pwg:Height>" height "</pwg:Height>"                      \
    "</pwg:ScanRegion></pwg:ScanRegions>"
#define A4        REGION("0", "0", "2480", "3508")
#define COLOR(c)  "<scan:ColorMode>" c "</scan:ColorMode>"
#define FORMAT(f) "<pwg:DocumentFormat>" f "</pwg:DocumentFormat>"
#define DPI(x, y)                                                                              \
    "<scan:XResolution>" x "</scan:XResolution><scan:YResolution>" y "</scan:YResolution>"

static struct scanner_facts facts;
static struct escl_request request;
static char why[200];

static enum escl_verdict read_text(const char *xml)
{
    why[0] = '\0';
    return escl_read_settings(xml, strlen(xml), &facts, &request, why, sizeof(why));
}

static bool area_is(uint32_t x, uint32_t y, uint32_t width, uint32_t height)
{
    const struct scan_area *area = &request.scan.area;
    bool same = area->x == x && area->y == y && area->width == width && area->height == height;

    if (!same)
        diag("area %u %u %u %u", area->x, area->y, area->width, area->height);
    return same;
}

/* Good, and so understood. */
static bool is(const char *xml, enum scan_input input, enum scan_color color, unsigned dpi,
               enum escl_format format, enum scan_encoding encoding)
{
    enum escl_verdict verdict = read_text(xml);
    const struct scan_settings *scan = &request.scan;
    bool same = verdict == ESCL_GOOD && scan->input == input && scan->color == color &&
                scan->dpi == dpi && request.format == format && scan->encoding == encoding;

    if (!same)
        diag("verdict %d (%s): input %d, color %d, %u dpi, format %d, encoding %d", verdict,
             why, scan->input, scan->color, scan->dpi, request.format, scan->encoding);
    return same;
}

/* ---- the clients ---- */

static void test_airscan(void)
{
    ok(is("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
          "<scan:ScanSettings xmlns:pwg=\"http://www.pwg.org/schemas/2010/12/sm\""
          " xmlns:scan=\"http://schemas.hp.com/imaging/escl/2011/05/03\">\n"
          "  <pwg:Version>2.0</pwg:Version>\n"
          "  <pwg:ScanRegions>\n    <pwg:ScanRegion>\n"
          "      "
          "<pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>\n"
          "      <pwg:XOffset>12</pwg:XOffset>\n      <pwg:YOffset>24</pwg:YOffset>\n"
          "      <pwg:Width>2551</pwg:Width>\n      <pwg:Height>3508</pwg:Height>\n"
          "    </pwg:ScanRegion>\n  </pwg:ScanRegions>\n"
          "  <pwg:InputSource>Feeder</pwg:InputSource>\n"
          "  <scan:ColorMode>RGB24</scan:ColorMode>\n"
          "  <pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>\n"
          "  <scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt>\n"
          "  <scan:XResolution>300</scan:XResolution>\n"
          "  <scan:YResolution>300</scan:YResolution>\n"
          "  <scan:Duplex>true</scan:Duplex>\n"
          "</scan:ScanSettings>\n",
          SCAN_FEEDER_DUPLEX, SCAN_COLOR, 300, ESCL_JPEG, SCAN_JPEG) &&
           area_is(12, 24, 2551, 3508),
       "sane-airscan's settings are understood, and its width of 2551 is taken as it is");
}

static void test_sane_escl(void)
{
    ok(is(HEAD A4 "<scan:DocumentFormatExt>application/pdf</scan:DocumentFormatExt>" COLOR(
              "BlackAndWhite1")
              DPI("150",
                  "150") "<pwg:InputSource>Platen</pwg:InputSource> <scan:ThresholdSupport>90"
                         "</scan:ThresholdSupport>\n<scan:BrightnessSupport>150</"
                         "scan:BrightnessSupport>\n" TAIL,
          SCAN_PLATEN, SCAN_BLACK_AND_WHITE, 150, ESCL_PDF, SCAN_PNG) &&
           request.scan.threshold == 90 && request.scan.brightness == 50,
       "SANE's escl backend names numbers by their abilities, and they are understood");
}

static void test_macos(void)
{
    ok(is("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
          "<scan:ScanSettings xmlns:scan=\"http://schemas.hp.com/imaging/escl/2011/05/03\" "
          "xmlns:pwg=\"http://www.pwg.org/schemas/2010/12/sm\">"
          "<pwg:Version>2.63</pwg:Version><scan:Intent>Photo</scan:Intent>"
          "<pwg:ScanRegions pwg:MustHonor=\"true\"><pwg:ScanRegion>"
          "<pwg:XOffset>0</pwg:XOffset><pwg:YOffset>0</pwg:YOffset>"
          "<pwg:Width>2550</pwg:Width><pwg:Height>3509</pwg:Height>"
          "<pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>"
          "</pwg:ScanRegion></pwg:ScanRegions>"
          "<pwg:InputSource>Platen</pwg:InputSource><scan:ColorMode>Grayscale8</scan:ColorMode>"
          "<scan:XResolution>600</scan:XResolution><scan:YResolution>600</scan:YResolution>"
          "<pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat></scan:ScanSettings>",
          SCAN_PLATEN, SCAN_GRAY, 600, ESCL_JPEG, SCAN_JPEG) &&
           area_is(0, 0, 2550, 3509),
       "macOS's settings are understood, a region that must be honored and is too long too");
}

static void test_windows(void)
{
    ok(is("<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n"
          "<escl:ScanSettings xmlns:pwg=\"http://www.pwg.org/schemas/2010/12/sm\" "
          "xmlns:escl=\"http://schemas.hp.com/imaging/escl/2011/05/03\">\r\n"
          "<pwg:Version>2.6</pwg:Version><escl:Intent>Document</escl:Intent>"
          "<pwg:ScanRegions><pwg:ScanRegion><pwg:Height>4200</pwg:Height>"
          "<pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>"
          "<pwg:Width>2550</pwg:Width><pwg:XOffset>0</pwg:XOffset><pwg:YOffset>0</pwg:YOffset>"
          "</pwg:ScanRegion></pwg:ScanRegions>"
          "<escl:InputSource>Feeder</escl:InputSource><escl:Duplex>false</escl:Duplex>"
          "<escl:ColorMode>RGB24</escl:ColorMode><escl:XResolution>200</escl:XResolution>"
          "<escl:YResolution>200</escl:YResolution><escl:Brightness>100</escl:Brightness>"
          "<escl:Contrast>100</escl:Contrast>"
          "<pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat></escl:ScanSettings>",
          SCAN_FEEDER, SCAN_COLOR, 200, ESCL_JPEG, SCAN_JPEG) &&
           area_is(0, 0, 2550, 4200) && request.scan.brightness == 0 &&
           request.scan.contrast == 0,
       "Windows' settings are understood, with a prefix of its own and the normal tones");
}

static void test_mopria(void)
{
    ok(is("<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>"
          "<ScanSettings xmlns=\"http://schemas.hp.com/imaging/escl/2011/05/03\" "
          "xmlns:n0=\"http://www.pwg.org/schemas/2010/12/sm\">"
          "<Version xmlns=\"http://www.pwg.org/schemas/2010/12/sm\">2.63</Version>"
          "<Intent>TextAndGraphic</Intent>"
          "<ScanRegions xmlns=\"http://www.pwg.org/schemas/2010/12/sm\" n0:MustHonor=\"true\">"
          "<ScanRegion><Height>3300</Height><Width>2550</Width><XOffset>0</XOffset>"
          "<YOffset>0</YOffset></ScanRegion></ScanRegions>"
          "<n0:InputSource>Platen</n0:InputSource>"
          "<DocumentFormatExt>application/pdf</DocumentFormatExt>"
          "<XResolution>300</XResolution><YResolution>300</YResolution>"
          "<ColorMode>Grayscale8</ColorMode></ScanSettings>",
          SCAN_PLATEN, SCAN_GRAY, 300, ESCL_PDF, SCAN_JPEG) &&
           area_is(0, 0, 2550, 3300),
       "namespaces redefined on children and attributes with prefixes are understood (Mopria)");
}

static void test_naps2(void)
{
    ok(is("<ScanSettings xmlns=\"http://schemas.hp.com/imaging/escl/2011/05/03\">"
          "<Version xmlns=\"http://www.pwg.org/schemas/2010/12/sm\">2.0</Version>"
          "<ns:ScanRegions xmlns:ns=\"http://www.pwg.org/schemas/2010/12/sm\"><ns:ScanRegion>"
          "<ns:ContentRegionUnits>escl:ThreeHundredthsOfInches</ns:ContentRegionUnits>"
          "<ns:XOffset>0</ns:XOffset><ns:YOffset>0</ns:YOffset>"
          "<ns:Width>2480</ns:Width><ns:Height>3507</ns:Height>"
          "</ns:ScanRegion></ns:ScanRegions>"
          "<InputSource xmlns=\"http://www.pwg.org/schemas/2010/12/sm\">Feeder</InputSource>"
          "<ColorMode>RGB24</ColorMode><XResolution>300</XResolution>"
          "<YResolution>300</YResolution><Duplex>true</Duplex>"
          "<DocumentFormat xmlns=\"http://www.pwg.org/schemas/2010/12/sm\">image/jpeg"
          "</DocumentFormat><CompressionFactor>25</CompressionFactor></ScanSettings>",
          SCAN_FEEDER_DUPLEX, SCAN_COLOR, 300, ESCL_JPEG, SCAN_JPEG) &&
           request.scan.quality == 80,
       "NAPS2's settings are understood, default namespaces and a compression factor too");
    ok(is("<ScanSettings><ColorMode>RGB24</ColorMode></ScanSettings>", SCAN_PLATEN, SCAN_COLOR,
          300, ESCL_JPEG, SCAN_JPEG),
       "settings without any namespace are understood");
}

/* ---- what is not said ---- */

static void test_intents(void)
{
    ok(is(HEAD "<scan:Intent>Photo</scan:Intent>" TAIL, SCAN_PLATEN, SCAN_COLOR, 300, ESCL_JPEG,
          SCAN_JPEG) &&
           area_is(0, 0, 0, 0),
       "a photo is a JPEG in colour, of the whole glass, at 300 dpi");
    ok(is(HEAD "<scan:Intent>TextAndGraphic</scan:Intent>" TAIL, SCAN_PLATEN, SCAN_GRAY, 300,
          ESCL_PDF, SCAN_JPEG),
       "text and graphics are a PDF in gray");
    ok(is(HEAD "<scan:Intent>Preview</scan:Intent>" TAIL, SCAN_PLATEN, SCAN_COLOR, 75,
          ESCL_JPEG, SCAN_JPEG),
       "a preview is coarse");
    ok(is(HEAD "<scan:Intent>Document</scan:Intent>" COLOR("RGB24") FORMAT("image/png") TAIL,
          SCAN_PLATEN, SCAN_COLOR, 300, ESCL_PNG, SCAN_PNG),
       "what is said counts more than the intent");
    ok(is(HEAD TAIL, SCAN_PLATEN, SCAN_COLOR, 300, ESCL_JPEG, SCAN_JPEG),
       "settings that say nothing but a version are good");
}

static void test_source_not_said(void)
{
    facts.feeder = SCAN_FEEDER_LOADED;
    ok(is(HEAD "<scan:Intent>Document</scan:Intent>" TAIL, SCAN_FEEDER, SCAN_GRAY, 300,
          ESCL_PDF, SCAN_JPEG),
       "a document is taken from the feeder, if paper is in it and no source is said");
    ok(is(HEAD "<scan:Intent>Photo</scan:Intent>" TAIL, SCAN_PLATEN, SCAN_COLOR, 300, ESCL_JPEG,
          SCAN_JPEG),
       "a photo is taken from the glass all the same");
    facts.feeder = SCAN_FEEDER_UNKNOWN;
    facts.caps.has[SCAN_PLATEN] = false;
    ok(is(HEAD TAIL, SCAN_FEEDER, SCAN_COLOR, 300, ESCL_JPEG, SCAN_JPEG),
       "a scanner without a glass takes its feeder");
    make_facts(&facts);
}

/* ---- areas ---- */

static void test_areas(void)
{
    ok(read_text(HEAD REGION("-10", "-300", "110", "200") TAIL) == ESCL_GOOD &&
           area_is(0, 0, 100, 16),
       "what lies before the edge is cut off; something is left always");
    ok(read_text(HEAD REGION("100", "0", "99999999999999999999", "3508") TAIL) == ESCL_GOOD &&
           area_is(100, 0, 1000000, 3508),
       "a width of twenty digits is a large width");
    ok(read_text(HEAD REGION(" 5 ", "\n7\t", "2480.4", "3507.5") TAIL) == ESCL_GOOD &&
           area_is(5, 7, 2480, 3508),
       "spaces around numbers are nothing, fractions are rounded");
    ok(read_text(HEAD REGION("", " ", "2480", "") TAIL) == ESCL_GOOD &&
           area_is(0, 0, 2480, 1000000),
       "an empty number is one that is not given");
    ok(read_text(HEAD REGION("0", "0", "3", "1") TAIL) == ESCL_GOOD && area_is(0, 0, 16, 16),
       "an area smaller than the smallest becomes that");
    ok(read_text(HEAD "<pwg:ScanRegions>"
                      "<pwg:ScanRegion><pwg:Width>100</pwg:Width><pwg:Height>200</pwg:Height>"
                      "</pwg:ScanRegion><pwg:ScanRegion><pwg:XOffset>50</pwg:XOffset>"
                      "<pwg:Width>300</pwg:Width><pwg:Height>400</pwg:Height></pwg:ScanRegion>"
                      "</pwg:ScanRegions>" TAIL) == ESCL_GOOD &&
           area_is(0, 0, 100, 200),
       "of two regions the first counts, and nothing of the second");
    ok(read_text(HEAD "<pwg:ScanRegions><pwg:ScanRegion><pwg:ContentRegionUnits>"
                      "escl:Millimeters</pwg:ContentRegionUnits><pwg:Width>210</pwg:Width>"
                      "</pwg:ScanRegion></pwg:ScanRegions>" TAIL) == ESCL_CANNOT &&
           why[0] != '\0',
       "another unit cannot be had");
    ok(read_text(HEAD "<pwg:Width>100</pwg:Width><scan:Other><scan:ColorMode>Grayscale8"
                      "</scan:ColorMode></scan:Other>" TAIL) == ESCL_GOOD &&
           area_is(0, 0, 0, 0) && request.scan.color == SCAN_COLOR,
       "what stands in other elements is something else");
}

static void test_nonsense_numbers(void)
{
    static const char *const documents[] = {
        HEAD REGION("0", "0", "0", "3508") TAIL,
        HEAD REGION("0", "0", "-2480", "3508") TAIL,
        HEAD REGION("0", "0", "2480", "-1") TAIL,
        HEAD REGION("0", "0", "1e99", "3508") TAIL,
        HEAD REGION("0", "0", "2480", "NaN") TAIL,
        HEAD REGION("0", "0", "0x100", "10") TAIL,
        HEAD REGION("1 2", "0", "2480", "3508") TAIL,
        HEAD REGION("--1", "0", "2480", "3508") TAIL,
        HEAD REGION("0", ".", "2480", "3508") TAIL,
        HEAD DPI("0", "300") TAIL,
        HEAD DPI("-300", "-300") TAIL,
        HEAD DPI("three hundred", "300") TAIL,
        HEAD DPI("1e3", "300") TAIL,
        HEAD "<scan:Brightness>inf</scan:Brightness>" TAIL,
        HEAD "<scan:CompressionFactor>%n</scan:CompressionFactor>" TAIL,
    };

    for (size_t i = 0; i < sizeof(documents) / sizeof(documents[0]); i++)
        ok(read_text(documents[i]) == ESCL_NONSENSE && why[0] != '\0',
           "nonsense number %zu is called so: %s", i, why);
}

/* ---- resolutions, colours, formats ---- */

static void test_resolutions(void)
{
    ok(read_text(HEAD DPI("150", "600") TAIL) == ESCL_GOOD && request.scan.dpi == 600,
       "of two different resolutions the larger one is taken");
    ok(read_text(HEAD "<scan:YResolution>150</scan:YResolution>" TAIL) == ESCL_GOOD &&
           request.scan.dpi == 150,
       "one resolution alone is both");
    ok(read_text(HEAD DPI("4294967596", "1") TAIL) == ESCL_GOOD && request.scan.dpi == 1000000,
       "a resolution of ten digits is a large one, not 300");
    ok(read_text(HEAD
                 "<scan:XResolution scan:MustHonor=\"true\">210</scan:XResolution>" TAIL) ==
           ESCL_CANNOT,
       "a resolution that must be honored and is none of ours cannot be had");
    ok(read_text(HEAD "<scan:XResolution scan:MustHonor=\"1\">600</scan:XResolution>" TAIL) ==
           ESCL_GOOD,
       "one that is ours can");
}

static void test_colors(void)
{
    ok(is(HEAD COLOR("BlackAndWhite1") FORMAT("image/jpeg") TAIL, SCAN_PLATEN,
          SCAN_BLACK_AND_WHITE, 300, ESCL_JPEG, SCAN_JPEG),
       "black and white as a JPEG comes as the JPEG that was named");
    ok(is(HEAD COLOR("BlackAndWhite1") TAIL, SCAN_PLATEN, SCAN_BLACK_AND_WHITE, 300, ESCL_PNG,
          SCAN_PNG),
       "black and white without a format is a PNG");
    ok(is(HEAD COLOR("RGB48") TAIL, SCAN_PLATEN, SCAN_COLOR, 300, ESCL_JPEG, SCAN_JPEG),
       "16 bits become 8");
    ok(read_text(HEAD
                 "<scan:ColorMode scan:MustHonor=\"true\">Grayscale16</scan:ColorMode>" TAIL) ==
           ESCL_CANNOT,
       "unless they must be honored");
    ok(read_text(HEAD COLOR("Purple") TAIL) == ESCL_NONSENSE, "Purple is no colour mode");
    facts.caps.color = false;
    ok(is(HEAD COLOR("RGB24") TAIL, SCAN_PLATEN, SCAN_GRAY, 300, ESCL_JPEG, SCAN_JPEG),
       "a scanner without colour scans in gray");
    make_facts(&facts);
}

static void test_formats(void)
{
    ok(read_text(HEAD FORMAT("image/jpeg") "<scan:DocumentFormatExt>image/png"
                                           "</scan:DocumentFormatExt>" TAIL) == ESCL_GOOD &&
           request.format == ESCL_PNG,
       "DocumentFormatExt counts more than DocumentFormat");
    ok(read_text(HEAD FORMAT("image/jpeg") "<scan:DocumentFormatExt>image/heic"
                                           "</scan:DocumentFormatExt>" TAIL) == ESCL_GOOD &&
           request.format == ESCL_JPEG,
       "unless it cannot be had");
    ok(read_text(HEAD FORMAT("image/tiff") TAIL) == ESCL_CANNOT &&
           strstr(why, "application/pdf") != NULL,
       "TIFF cannot be had, and the sentence says what can");
    ok(read_text(HEAD FORMAT("Image/JPEG") TAIL) == ESCL_GOOD && request.format == ESCL_JPEG,
       "types are compared without regard to case");
}

static void test_inputs(void)
{
    ok(read_text(HEAD "<pwg:InputSource>Camera</pwg:InputSource>" TAIL) == ESCL_CANNOT,
       "a camera cannot be had");
    ok(read_text(HEAD "<pwg:InputSource>Drawer</pwg:InputSource>" TAIL) == ESCL_NONSENSE,
       "a drawer is no source");
    ok(is(HEAD "<pwg:InputSource>Platen</pwg:InputSource><scan:Duplex>true</scan:Duplex>" TAIL,
          SCAN_PLATEN, SCAN_COLOR, 300, ESCL_JPEG, SCAN_JPEG),
       "both sides of the glass are one");
    facts.caps.has[SCAN_FEEDER_DUPLEX] = false;
    ok(read_text(HEAD "<pwg:InputSource>Feeder</pwg:InputSource><scan:Duplex>true"
                      "</scan:Duplex>" TAIL) == ESCL_CANNOT &&
           strstr(why, "both sides") != NULL,
       "both sides of a feeder that has one are refused");
    facts.caps.has[SCAN_FEEDER] = false;
    ok(read_text(HEAD "<pwg:InputSource>Feeder</pwg:InputSource>" TAIL) == ESCL_CANNOT &&
           strstr(why, "no feeder") != NULL,
       "a feeder that is not there is refused");
    make_facts(&facts);
}

static void test_tones(void)
{
    ok(read_text(HEAD "<scan:Brightness>0</scan:Brightness><scan:Contrast>200</scan:Contrast>"
                      "<scan:Threshold>128</scan:Threshold><scan:CompressionFactor>0"
                      "</scan:CompressionFactor>" TAIL) == ESCL_GOOD &&
           request.scan.brightness == -100 && request.scan.contrast == 100 &&
           request.scan.threshold == 128 && request.scan.quality == 100,
       "the ends of the ranges are the ends of ours");
    ok(read_text(HEAD
                 "<scan:Brightness>-5000</scan:Brightness><scan:Contrast>5000"
                 "</scan:Contrast><scan:Threshold>-1</scan:Threshold>"
                 "<scan:CompressionFactor>1000</scan:CompressionFactor>" TAIL) == ESCL_GOOD &&
           request.scan.brightness == -100 && request.scan.contrast == 100 &&
           request.scan.threshold == 0 && request.scan.quality == 20,
       "numbers beyond them become them");
    ok(read_text(HEAD TAIL) == ESCL_GOOD && request.scan.quality == 0 &&
           request.scan.threshold == 0 && !request.scan.measure_blank,
       "what is not said is left to the maker of pages");
    ok(read_text(HEAD "<scan:BlankPageDetectionAndRemoval>true"
                      "</scan:BlankPageDetectionAndRemoval>" TAIL) == ESCL_GOOD &&
           request.scan.measure_blank && request.scan.drop_blank,
       "blank pages are left out on demand");
    ok(read_text(HEAD "<scan:BlankPageDetection>1</scan:BlankPageDetection>" TAIL) ==
               ESCL_GOOD &&
           request.scan.measure_blank && !request.scan.drop_blank,
       "or found only");
}

/* ---- what is no settings ---- */

static bool is_nonsense(const void *xml, size_t n)
{
    why[0] = '\0';
    return escl_read_settings(xml, n, &facts, &request, why, sizeof(why)) == ESCL_NONSENSE &&
           why[0] != '\0';
}

static void test_no_settings(void)
{
    static const char utf16[] = "\xFF\xFE<\0S\0c\0a\0n\0S\0e\0t\0t\0i\0n\0g\0s\0/\0>";
    static const char nul[] = HEAD "<scan:ColorMode>RGB24\0</scan:ColorMode>" TAIL;

    ok(is_nonsense("", 0), "nothing is nonsense");
    ok(is_nonsense("   \r\n", 5), "spaces are nonsense");
    ok(is_nonsense("scan, please", 12), "text is nonsense");
    ok(is_nonsense("{\"a\":1}", 7), "JSON is nonsense");
    ok(is_nonsense("<ScanSettings>", 14), "a document that is cut off is nonsense");
    ok(is_nonsense("<a/>", 4), "another document is nonsense");
    ok(is_nonsense("<ScanSettings/><ScanSettings/>", 30), "two documents are nonsense");
    ok(is_nonsense("<scan:ScanSettings/>", 20), "a prefix that stands for nothing is nonsense");
    ok(is_nonsense(nul, sizeof(nul) - 1), "a NUL is nonsense");
    ok(is_nonsense("<ScanSettings>\xFF\xFE</ScanSettings>", 31), "bad UTF-8 is nonsense");
    ok(is_nonsense("<?xml version='1.0' encoding='x-none'?><ScanSettings/>", 54),
       "an unknown encoding is nonsense");
    ok(escl_read_settings(utf16, sizeof(utf16), &facts, &request, why, sizeof(why)) ==
           ESCL_GOOD,
       "UTF-16 is read");
}

static void test_attacks(void)
{
    static const char laughs[] =
        "<?xml version=\"1.0\"?><!DOCTYPE ScanSettings [<!ENTITY a \"ha\">"
        "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;\">"
        "]><ScanSettings><ColorMode>&c;</ColorMode></ScanSettings>";
    static const char external[] = "<!DOCTYPE ScanSettings SYSTEM \"file:///etc/passwd\">"
                                   "<ScanSettings/>";
    char *deep = calloc(1, 70000);
    size_t n = 0;

    ok(is_nonsense(laughs, sizeof(laughs) - 1) && strstr(why, "document type") != NULL,
       "a document type is refused before its entities are looked at");
    ok(is_nonsense(external, sizeof(external) - 1), "so is an external one");
    for (size_t i = 0; deep != NULL && i < 10000; i++)
        n += (size_t)sprintf(deep + n, "<a>");
    ok(deep != NULL && is_nonsense(deep, n), "ten thousand elements in each other are refused");
    n = deep != NULL ? (size_t)sprintf(deep, "<ScanSettings>") : 0;
    for (size_t i = 0; deep != NULL && i < 10000; i++)
        n += (size_t)sprintf(deep + n, "<a/>");
    if (deep != NULL)
        n += (size_t)sprintf(deep + n, "</ScanSettings>");
    ok(deep != NULL && is_nonsense(deep, n), "ten thousand beside each other are refused");
    n = deep != NULL ? (size_t)sprintf(deep, "<ScanSettings><ColorMode>") : 0;
    if (deep != NULL) {
        memset(deep + n, 'x', 60000);
        n += 60000;
        n += (size_t)sprintf(deep + n, "</ColorMode></ScanSettings>");
    }
    ok(deep != NULL && is_nonsense(deep, n), "a value of 60000 letters is refused");
    free(deep);
}

int main(void)
{
    make_facts(&facts);
    test_airscan();
    test_sane_escl();
    test_macos();
    test_windows();
    test_mopria();
    test_naps2();
    test_intents();
    test_source_not_said();
    test_areas();
    test_nonsense_numbers();
    test_resolutions();
    test_colors();
    test_formats();
    test_inputs();
    test_tones();
    test_no_settings();
    test_attacks();
    return tap_done();
}
