/*
 * escl-xml.c - what a scanner can do, and what its pages are, as eSCL's documents; see
 * escl-xml.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "escl-xml.h"

#include "escl-parts.h"

#include "server/charset.h"
#include "server/scan-words.h"

#include <stdlib.h>
#include <string.h>

/* ---- text ---- */

bool xml_begin(struct xml *xml, const char *root)
{
    xml->text = NULL;
    xml->n = 0;
    xml->out = open_memstream(&xml->text, &xml->n);
    if (xml->out == NULL)
        return false;
    fprintf(xml->out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<%s xmlns:scan=\"http://schemas.hp.com/imaging/escl/2011/05/03\" "
            "xmlns:pwg=\"http://www.pwg.org/schemas/2010/12/sm\">\n",
            root);
    return true;
}

char *xml_end(struct xml *xml, const char *root)
{
    bool good;

    xml_close(xml, root);
    good = !ferror(xml->out);
    if (fclose(xml->out) != 0 || !good) {
        free(xml->text);
        return NULL;
    }
    return xml->text;
}

/* U+FFFE and U+FFFF are UTF-8, but no characters of XML. */
static bool is_no_character(const uint8_t *bytes, size_t n)
{
    return n == 3 && bytes[0] == 0xEF && bytes[1] == 0xBF && bytes[2] >= 0xBE;
}

/* One character that is well-formed. Control characters cannot be in XML 1.0, not even as
 * references; spaces in their place keep words apart. */
static void put_character(FILE *out, const uint8_t *bytes, size_t n)
{
    if (is_no_character(bytes, n)) {
        fputs("\xEF\xBF\xBD", out);
    } else if (n > 1) {
        fwrite(bytes, 1, n, out);
    } else if (bytes[0] == '&') {
        fputs("&amp;", out);
    } else if (bytes[0] == '<') {
        fputs("&lt;", out);
    } else if (bytes[0] == '>') {
        fputs("&gt;", out);
    } else {
        fputc(bytes[0] < ' ' || bytes[0] == 0x7F ? ' ' : bytes[0], out);
    }
}

static size_t character_length(const uint8_t *bytes, size_t n)
{
    for (size_t length = 1; length <= 4 && length <= n; length++)
        if (charset_utf8_length(bytes, length) == length)
            return length;
    return 0;
}

void xml_text(struct xml *xml, const char *name, const char *text)
{
    const uint8_t *bytes = (const uint8_t *)text;
    size_t n = strlen(text);

    fprintf(xml->out, "<%s>", name);
    while (n > 0) {
        size_t length = character_length(bytes, n);

        if (length == 0)
            fputs("\xEF\xBF\xBD", xml->out);
        else
            put_character(xml->out, bytes, length);
        length += length == 0;
        bytes += length;
        n -= length;
    }
    fprintf(xml->out, "</%s>\n", name);
}

void xml_number(struct xml *xml, const char *name, unsigned long long number)
{
    fprintf(xml->out, "<%s>%llu</%s>\n", name, number, name);
}

void xml_flag(struct xml *xml, const char *name, bool flag)
{
    xml_text(xml, name, flag ? "true" : "false");
}

void xml_open(struct xml *xml, const char *name)
{
    fprintf(xml->out, "<%s>\n", name);
}

void xml_close(struct xml *xml, const char *name)
{
    fprintf(xml->out, "</%s>\n", name);
}

/* ---- abilities ---- */

const char *escl_format_type(enum escl_format format)
{
    static const char *const types[] = {
        [ESCL_JPEG] = "image/jpeg", [ESCL_PNG] = "image/png", [ESCL_PDF] = "application/pdf"};

    return types[format];
}

/* In the order in which a person would choose. */
static void put_formats(struct xml *xml)
{
    static const enum escl_format formats[] = {ESCL_PDF, ESCL_JPEG, ESCL_PNG};

    xml_open(xml, "scan:DocumentFormats");
    for (size_t i = 0; i < 3; i++)
        xml_text(xml, "pwg:DocumentFormat", escl_format_type(formats[i]));
    for (size_t i = 0; i < 3; i++)
        xml_text(xml, "scan:DocumentFormatExt", escl_format_type(formats[i]));
    xml_close(xml, "scan:DocumentFormats");
}

/* One by one, not as a range: Mopria's program knows no ranges, and sane-airscan reads another
 * form of them than others write. */
static void put_resolutions(struct xml *xml, const struct scan_caps *caps)
{
    xml_open(xml, "scan:SupportedResolutions");
    xml_open(xml, "scan:DiscreteResolutions");
    for (size_t i = 0; i < caps->num_resolutions && i < SCAN_MAX_RESOLUTIONS; i++) {
        xml_open(xml, "scan:DiscreteResolution");
        xml_number(xml, "scan:XResolution", caps->resolutions[i]);
        xml_number(xml, "scan:YResolution", caps->resolutions[i]);
        xml_close(xml, "scan:DiscreteResolution");
    }
    xml_close(xml, "scan:DiscreteResolutions");
    xml_close(xml, "scan:SupportedResolutions");
}

static void put_profile(struct xml *xml, const struct scan_caps *caps)
{
    xml_open(xml, "scan:SettingProfiles");
    xml_open(xml, "scan:SettingProfile");
    xml_open(xml, "scan:ColorModes");
    xml_text(xml, "scan:ColorMode", "BlackAndWhite1");
    xml_text(xml, "scan:ColorMode", "Grayscale8");
    if (caps->color)
        xml_text(xml, "scan:ColorMode", "RGB24");
    xml_close(xml, "scan:ColorModes");
    put_formats(xml);
    put_resolutions(xml, caps);
    xml_open(xml, "scan:ColorSpaces");
    xml_text(xml, "scan:ColorSpace", "sRGB");
    xml_close(xml, "scan:ColorSpaces");
    xml_close(xml, "scan:SettingProfile");
    xml_close(xml, "scan:SettingProfiles");
}

static void put_intents(struct xml *xml)
{
    xml_open(xml, "scan:SupportedIntents");
    xml_text(xml, "scan:Intent", "Document");
    xml_text(xml, "scan:Intent", "TextAndGraphic");
    xml_text(xml, "scan:Intent", "Photo");
    xml_text(xml, "scan:Intent", "Preview");
    xml_close(xml, "scan:SupportedIntents");
}

static void put_input(struct xml *xml, const struct scan_caps *caps, enum scan_input input,
                      const char *name)
{
    size_t n = caps->num_resolutions;
    uint32_t width = 0;
    uint32_t height = 0;

    page_offered(caps, input, &width, &height);
    xml_open(xml, name);
    xml_number(xml, "scan:MinWidth", ESCL_MIN_LENGTH);
    xml_number(xml, "scan:MaxWidth", width);
    xml_number(xml, "scan:MinHeight", ESCL_MIN_LENGTH);
    xml_number(xml, "scan:MaxHeight", height);
    xml_number(xml, "scan:MaxScanRegions", 1);
    put_profile(xml, caps);
    put_intents(xml);
    xml_number(xml, "scan:MaxOpticalXResolution", n > 0 ? caps->resolutions[n - 1] : 0);
    xml_number(xml, "scan:MaxOpticalYResolution", n > 0 ? caps->resolutions[n - 1] : 0);
    xml_close(xml, name);
}

/* The one-sided feeder is there also where there is a two-sided one: Windows wants it. How many
 * sheets it holds no driver tells, so neither do we. */
static void put_feeder(struct xml *xml, const struct scan_caps *caps)
{
    bool duplex = caps->has[SCAN_FEEDER_DUPLEX];

    xml_open(xml, "scan:Adf");
    put_input(xml, caps, caps->has[SCAN_FEEDER] ? SCAN_FEEDER : SCAN_FEEDER_DUPLEX,
              "scan:AdfSimplexInputCaps");
    if (duplex)
        put_input(xml, caps, SCAN_FEEDER_DUPLEX, "scan:AdfDuplexInputCaps");
    if (duplex || caps->feeder_sensor) {
        xml_open(xml, "scan:AdfOptions");
        if (caps->feeder_sensor)
            xml_text(xml, "scan:AdfOption", "DetectPaperLoaded");
        if (duplex)
            xml_text(xml, "scan:AdfOption", "Duplex");
        xml_close(xml, "scan:AdfOptions");
    }
    xml_close(xml, "scan:Adf");
}

static void put_range(struct xml *xml, const char *name, unsigned most, unsigned normal)
{
    xml_open(xml, name);
    xml_number(xml, "scan:Min", 0);
    xml_number(xml, "scan:Max", most);
    xml_number(xml, "scan:Normal", normal);
    xml_number(xml, "scan:Step", 1);
    xml_close(xml, name);
}

static void put_identity(struct xml *xml, const struct scanner_facts *facts, const char *admin,
                         const char *icon)
{
    char model[sizeof(facts->caps.maker) + sizeof(facts->caps.model)];

    /* the same words as in ty of DNS-SD: clients take two that differ for two scanners */
    scan_words_model(&facts->caps, model, sizeof(model));
    xml_text(xml, "pwg:Version", ESCL_VERSION);
    xml_text(xml, "pwg:MakeAndModel", model);
    /* Some clients want one. That of a scanner that tells none is its UUID. */
    xml_text(xml, "pwg:SerialNumber",
             facts->caps.serial[0] != '\0' ? facts->caps.serial : facts->uuid);
    xml_text(xml, "scan:UUID", facts->uuid);
    if (admin[0] != '\0')
        xml_text(xml, "scan:AdminURI", admin);
    if (icon[0] != '\0')
        xml_text(xml, "scan:IconURI", icon);
}

char *escl_write_capabilities(const struct scanner_facts *facts, const char *admin,
                              const char *icon)
{
    const struct scan_caps *caps = &facts->caps;
    struct xml xml;

    if (!xml_begin(&xml, "scan:ScannerCapabilities"))
        return NULL;
    put_identity(&xml, facts, admin, icon);
    if (caps->has[SCAN_PLATEN]) {
        xml_open(&xml, "scan:Platen");
        put_input(&xml, caps, SCAN_PLATEN, "scan:PlatenInputCaps");
        xml_close(&xml, "scan:Platen");
    }
    if (caps->has[SCAN_FEEDER] || caps->has[SCAN_FEEDER_DUPLEX])
        put_feeder(&xml, caps);
    put_range(&xml, "scan:CompressionFactorSupport", ESCL_COMPRESSION_MAX,
              ESCL_COMPRESSION_NORMAL);
    xml_flag(&xml, "scan:BlankPageDetection", true);
    xml_flag(&xml, "scan:BlankPageDetectionAndRemoval", true);
    put_range(&xml, "scan:ContrastSupport", ESCL_TONE_MAX, ESCL_TONE_NORMAL);
    put_range(&xml, "scan:BrightnessSupport", ESCL_TONE_MAX, ESCL_TONE_NORMAL);
    put_range(&xml, "scan:ThresholdSupport", ESCL_THRESHOLD_MAX, 0);
    return xml_end(&xml, "scan:ScannerCapabilities");
}

/* ---- pages ---- */

static uint64_t line_bytes(enum scan_color color, uint32_t width)
{
    return color == SCAN_COLOR  ? 3 * (uint64_t)width
           : color == SCAN_GRAY ? width
                                : ((uint64_t)width + 7) / 8;
}

char *escl_write_image_info(const char *job_id, const struct scan_page_facts *page)
{
    struct xml xml;
    char uri[SCAN_JOB_ID_SIZE + 32];

    if (!xml_begin(&xml, "scan:ScanImageInfo"))
        return NULL;
    snprintf(uri, sizeof(uri), "/eSCL/ScanJobs/%s", job_id);
    xml_text(&xml, "pwg:JobUri", uri);
    xml_text(&xml, "pwg:JobUuid", job_id);
    xml_number(&xml, "scan:ActualWidth", page->width);
    xml_number(&xml, "scan:ActualHeight", page->height);
    xml_number(&xml, "scan:ActualBytesPerLine", line_bytes(page->color, page->width));
    xml_flag(&xml, "scan:BlankPageDetected", page->blank);
    return xml_end(&xml, "scan:ScanImageInfo");
}

static const char *color_mode(enum scan_color color)
{
    static const char *const modes[] = {[SCAN_BLACK_AND_WHITE] = "BlackAndWhite1",
                                        [SCAN_GRAY] = "Grayscale8",
                                        [SCAN_COLOR] = "RGB24"};

    return modes[color];
}

/* The settings as they are understood, then the size of a page. */
char *escl_write_buffer_info(const struct escl_request *request, const struct page_plan *plan)
{
    const struct scan_settings *scan = &request->scan;
    struct xml xml;

    if (!xml_begin(&xml, "scan:ScanBufferInfo"))
        return NULL;
    xml_open(&xml, "scan:ScanSettings");
    xml_text(&xml, "pwg:Version", ESCL_VERSION);
    xml_text(&xml, "pwg:InputSource", scan->input == SCAN_PLATEN ? "Platen" : "Feeder");
    xml_text(&xml, "scan:ColorMode", color_mode(scan->color));
    xml_number(&xml, "scan:XResolution", plan->want.dpi);
    xml_number(&xml, "scan:YResolution", plan->want.dpi);
    xml_text(&xml, "pwg:DocumentFormat", escl_format_type(request->format));
    if (scan->input != SCAN_PLATEN)
        xml_flag(&xml, "scan:Duplex", scan->input == SCAN_FEEDER_DUPLEX);
    xml_close(&xml, "scan:ScanSettings");
    xml_number(&xml, "scan:ImageWidth", plan->width);
    xml_number(&xml, "scan:ImageHeight", plan->height);
    xml_number(&xml, "scan:BytesPerLine", line_bytes(scan->color, plan->width));
    return xml_end(&xml, "scan:ScanBufferInfo");
}
