/*
 * printer.c - see printer.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "printer.h"

#include "compat.h"
#include "detect.h"
#include "device.h"
#include "documents.h"
#include "driver/device-id.h"
#include "driver/pdl.h"
#include "driver/registration.h"
#include "identify.h"
#include "jobs-release.h"
#include "page-options.h"
#include "paper-offer.h"
#include "uri.h"
#include "web.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Longest time a machine is asked who it is. */
#define IDENTIFY_MS 5000

/* All pages have the margin of the widest one: PAPPL knows one pair for all sizes. */
#define MAX_ROWS 256

/* Printed jobs that may be kept for a reprint, and how long. */
#define MAX_KEEP_PRINTED 100
#define MAX_KEEP_HOURS   720

/* What a cartridge is sold as making, at 6 % black (C-EXV 18, GPR-22, NPG-32). */
#define USUAL_TONER_PAGES 8400
#define MAX_TONER_PAGES   100000

const char *const printer_vendor_options[] = {
    "toner-save",      "image-refinement",
    "halftone",        "brightness",
    "contrast",        "binding-edge",
    "binding-shift",   "copies-order",
    "number-up",       "presentation-direction-number-up",
    "page-border",     "imposition-template",
    "page-delivery",   "blank-pages",
    "watermark",       "job-account-id",
    "job-account-pin", NULL,
};

const char *const printer_queue_options[] = {
    "quiet-hours",    "keep-printed",  "keep-printed-hours", "release-jobs",
    "release-within", "toner-changed", "toner-pages",        "registration",
    "other-paper",    "blank-jobs",    "stop-program-code",  NULL};

/* Each list ends in a NULL. */
_Static_assert(sizeof(printer_vendor_options) / sizeof(printer_vendor_options[0]) +
                       sizeof(printer_queue_options) / sizeof(printer_queue_options[0]) - 2 <=
                   PAPPL_MAX_VENDOR,
               "PAPPL has room for no more");

/* What hangs on a PAPPL printer of ours. */
struct queue {
    const struct model *model;
    char largest[PAPER_NAME_MAX]; /* of its papers; paper_offer */
    struct queue *before;         /* with the model it had then: others may still look at it */
};

pappl_pr_driver_t *printer_drivers(int *n)
{
    static pappl_pr_driver_t drivers[MAX_ROWS];
    static char names[MAX_ROWS][128];
    size_t count = num_models < MAX_ROWS ? num_models : MAX_ROWS;

    for (size_t i = 0; i < count; i++) {
        model_make_and_model(&models[i], names[i], sizeof(names[i]));
        drivers[i].name = models[i].name;
        drivers[i].description = names[i];
    }
    *n = (int)count;
    return drivers;
}

const char *printer_option_name(size_t i)
{
    const char *const *names = printer_vendor_options;

    for (; *names != NULL; names++, i--)
        if (i == 0)
            return *names;
    for (names = printer_queue_options; *names != NULL; names++, i--)
        if (i == 0)
            return *names;
    return NULL;
}

/* What each format is called in a device id; of those that have no name there, none. */
static const char *command_of(const char *format)
{
    static const struct {
        const char *format, *command;
    } table[] = {
        {"image/pwg-raster",       "PWGRaster" },
        {"image/urf",              "URF"       },
        {"application/pdf",        "PDF"       },
        {"application/postscript", "POSTSCRIPT"},
        {"image/jpeg",             "JPEG"      },
        {"image/png",              "PNG"       },
        {"text/plain",             "TXT"       },
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if (strcmp(table[i].format, format) == 0)
            return table[i].command;
    return NULL;
}

void printer_device_id(const struct model *model, char *text, size_t n)
{
    const char *comma = "";
    int used =
        snprintf(text, n, "MFG:Canon;MDL:%s %s;CMD:", model->model_prefix, model->suffix);

    for (size_t i = 0; document_formats[i] != NULL && used >= 0 && (size_t)used < n; i++) {
        const char *command = command_of(document_formats[i]);

        if (command == NULL || !document_format_known(document_formats[i], model))
            continue;
        used += snprintf(text + used, n - (size_t)used, "%s%s", comma, command);
        comma = ",";
    }
    if (used >= 0 && (size_t)used < n)
        snprintf(text + used, n - (size_t)used, ";CLS:PRINTER;");
}

static void (*deleted_cb)(int printer_id);

void printer_on_delete(void (*deleted)(int printer_id))
{
    deleted_cb = deleted;
}

static void delete_queue(pappl_printer_t *printer, pappl_pr_driver_data_t *data)
{
    if (deleted_cb != NULL)
        deleted_cb(papplPrinterGetID(printer));
    while (data->extension != NULL)
        printer_undescribe(data);
}

const struct model *printer_model(pappl_printer_t *printer)
{
    pappl_pr_driver_data_t data;
    const struct queue *queue;

    if (papplPrinterGetDriverData(printer, &data) == NULL)
        return NULL;
    queue = data.extension;
    return queue != NULL ? queue->model : NULL;
}

/* PAPPL warns without one; the machine is asked elsewhere (status.h). */
static bool no_status(pappl_printer_t *printer)
{
    (void)printer;
    return true;
}

static void fill_media(const struct caps *caps, char *largest, pappl_pr_driver_data_t *data)
{
    pappl_media_col_t *usual = &data->media_default;
    uint32_t margin = UINT32_MAX;

    data->num_media = (int)paper_offer(caps, data->media, PAPPL_MAX_MEDIA, largest);
    for (size_t i = 0; i < caps->num_media; i++)
        if (caps_margin(caps, caps->media[i].media) < margin)
            margin = caps_margin(caps, caps->media[i].media);
    data->left_right = data->bottom_top = (int)margin;
    papplCopyString(usual->size_name, caps->media[0].media->name, sizeof(usual->size_name));
    usual->size_width = (int)caps->media[0].media->width_hmm;
    usual->size_length = (int)caps->media[0].media->length_hmm;
    usual->left_margin = usual->right_margin = data->left_right;
    usual->top_margin = usual->bottom_margin = data->bottom_top;
    papplCopyString(usual->source, caps->sources[0]->name, sizeof(usual->source));
    papplCopyString(usual->type, caps->types[0].type->name, sizeof(usual->type));
}

static bool prints_two_sides(const struct caps *caps)
{
    for (size_t i = 0; i < caps->num_media; i++)
        if (caps->media[i].duplex)
            return true;
    return false;
}

static void fill_paper_path(const struct caps *caps, pappl_pr_driver_data_t *data)
{
    /* PAPPL adds "auto" to the sources itself. A machine that has nothing to choose gets it all
     * the same: paper lies in a source, and clients want to be told of some. */
    for (size_t i = 0; i < caps->num_sources && data->num_source < PAPPL_MAX_SOURCE; i++)
        if (caps->num_sources == 1 || strcmp(caps->sources[i]->name, "auto") != 0)
            data->source[data->num_source++] = caps->sources[i]->name;
    for (size_t i = 0; i < caps->num_types && data->num_type < PAPPL_MAX_TYPE; i++)
        data->type[data->num_type++] = caps->types[i].type->name;
    /* What lies in the first drawer, or in the only source, is a setting of the person, the
     * usual size until set. */
    for (int i = 0; i < data->num_source; i++)
        if (data->num_source == 1 || strcmp(data->source[i], "tray-1") == 0) {
            data->media_ready[i] = data->media_default;
            papplCopyString(data->media_ready[i].source, data->source[i],
                            sizeof(data->media_ready[i].source));
        }
    data->sides_supported = PAPPL_SIDES_ONE_SIDED;
    if (prints_two_sides(caps)) {
        data->duplex = PAPPL_DUPLEX_NORMAL;
        data->sides_supported |=
            PAPPL_SIDES_TWO_SIDED_LONG_EDGE | PAPPL_SIDES_TWO_SIDED_SHORT_EDGE;
    }
    data->sides_default = PAPPL_SIDES_ONE_SIDED;
    data->num_bin = 1;
    data->bin[0] = "face-down";
}

static void add_keywords(ipp_t *attrs, const char *name, int n, const char *const values[])
{
    char full[64];

    snprintf(full, sizeof(full), "%s-supported", name);
    ippAddStrings(attrs, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, full, n, NULL, values);
    snprintf(full, sizeof(full), "%s-default", name);
    ippAddString(attrs, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, full, NULL, values[0]);
}

/* What is done here with pages, whatever the machine. */
static void add_page_options(ipp_t *attrs)
{
    static const int number_ups[] = {1, 2, 4, 6, 9, 16};
    static const char *const directions[] = {
        "toright-tobottom", "toright-totop", "toleft-tobottom", "toleft-totop",
        "tobottom-toright", "totop-toright", "tobottom-toleft", "totop-toleft",
    };

    for (size_t i = 0; printer_vendor_options[i] != NULL; i++) {
        size_t n;
        const char *const *words = own_option_words(printer_vendor_options[i], &n);

        if (words != NULL)
            add_keywords(attrs, printer_vendor_options[i], (int)n, words);
    }
    ippAddString(attrs, IPP_TAG_PRINTER, IPP_TAG_TEXT, "watermark-default", NULL, "");
    ippAddIntegers(attrs, IPP_TAG_PRINTER, IPP_TAG_INTEGER, "number-up-supported",
                   (int)(sizeof(number_ups) / sizeof(number_ups[0])), number_ups);
    ippAddInteger(attrs, IPP_TAG_PRINTER, IPP_TAG_INTEGER, "number-up-default", 1);
    add_keywords(attrs, "presentation-direction-number-up",
                 (int)(sizeof(directions) / sizeof(directions[0])), directions);
}

static void add_tone(ipp_t *attrs, const char *name)
{
    char full[64];

    snprintf(full, sizeof(full), "%s-supported", name);
    ippAddRange(attrs, IPP_TAG_PRINTER, full, -TONE_MAX, TONE_MAX);
    snprintf(full, sizeof(full), "%s-default", name);
    ippAddInteger(attrs, IPP_TAG_PRINTER, IPP_TAG_INTEGER, full, 0);
}

static void fill_vendor(const struct caps *caps, pappl_pr_driver_data_t *data, ipp_t **attrs)
{
    /* auto: by the print quality; device: what the machine is set to */
    static const char *const choices[] = {"auto", "off", "on", "device"};
    static const char *const screens[] = {"auto", "gradation", "resolution", "color-tone"};
    static const char *const edges[] = {"auto", "left", "top"};
    /* auto: as multiple-document-handling says */
    static const char *const orders[] = {"auto", "collated", "uncollated", "group"};
    static const char *const releases[] = {"none", "all"};
    static const char *const others[] = {"ask", "print", "wait", "machine"};
    static const char *const blanks[] = {"ask", "print"};
    static const char *const stops[] = {"on", "off"};

    for (size_t i = 0; printer_vendor_options[i] != NULL; i++)
        data->vendor[data->num_vendor++] = printer_vendor_options[i];
    for (size_t i = 0; printer_queue_options[i] != NULL; i++)
        data->vendor[data->num_vendor++] = printer_queue_options[i];
    if (*attrs == NULL)
        *attrs = ippNew();
    add_keywords(*attrs, "toner-save", 4, choices);
    add_keywords(*attrs, "image-refinement", 4, choices);
    add_keywords(*attrs, "halftone", 4, screens);
    add_keywords(*attrs, "binding-edge", 3, edges);
    add_keywords(*attrs, "copies-order", 4, orders);
    add_page_options(*attrs);
    add_tone(*attrs, "brightness");
    add_tone(*attrs, "contrast");
    ippAddRange(*attrs, IPP_TAG_PRINTER, "binding-shift-supported", 0,
                (int)caps->max_binding_shift_hmm);
    ippAddInteger(*attrs, IPP_TAG_PRINTER, IPP_TAG_INTEGER, "binding-shift-default", 0);
    ippAddString(*attrs, IPP_TAG_PRINTER, IPP_TAG_TEXT, "job-account-id-default", NULL, "");
    ippAddString(*attrs, IPP_TAG_PRINTER, IPP_TAG_TEXT, "job-account-pin-default", NULL, "");
    ippAddString(*attrs, IPP_TAG_PRINTER, IPP_TAG_TEXT, "quiet-hours-default", NULL, "");
    ippAddRange(*attrs, IPP_TAG_PRINTER, "keep-printed-supported", 0, MAX_KEEP_PRINTED);
    ippAddInteger(*attrs, IPP_TAG_PRINTER, IPP_TAG_INTEGER, "keep-printed-default", 0);
    ippAddRange(*attrs, IPP_TAG_PRINTER, "keep-printed-hours-supported", 1, MAX_KEEP_HOURS);
    ippAddInteger(*attrs, IPP_TAG_PRINTER, IPP_TAG_INTEGER, "keep-printed-hours-default", 24);
    add_keywords(*attrs, "release-jobs", 2, releases);
    ippAddString(*attrs, IPP_TAG_PRINTER, IPP_TAG_TEXT, "release-within-default", NULL, "24h");
    add_keywords(*attrs, "other-paper", 4, others);
    add_keywords(*attrs, "blank-jobs", 2, blanks);
    add_keywords(*attrs, "stop-program-code", 2, stops);
    ippAddString(*attrs, IPP_TAG_PRINTER, IPP_TAG_TEXT, "toner-changed-default", NULL, "");
    ippAddRange(*attrs, IPP_TAG_PRINTER, "toner-pages-supported", 0, MAX_TONER_PAGES);
    ippAddInteger(*attrs, IPP_TAG_PRINTER, IPP_TAG_INTEGER, "toner-pages-default",
                  USUAL_TONER_PAGES);
    ippAddString(*attrs, IPP_TAG_PRINTER, IPP_TAG_TEXT, "registration-default", NULL, "");
}

bool printer_queue_option_ok(const char *name, const char *value)
{
    char *end;
    long number = strtol(value, &end, 10);
    unsigned seconds;
    struct registration registration;

    if (strcmp(name, "quiet-hours") == 0)
        return value[0] == '\0' || queue_quiet_hours_ok(value);
    if (strcmp(name, "keep-printed") == 0)
        return *value != '\0' && *end == '\0' && number >= 0 && number <= MAX_KEEP_PRINTED;
    if (strcmp(name, "keep-printed-hours") == 0)
        return *value != '\0' && *end == '\0' && number >= 1 && number <= MAX_KEEP_HOURS;
    if (strcmp(name, "release-jobs") == 0)
        return strcmp(value, "none") == 0 || strcmp(value, "all") == 0;
    if (strcmp(name, "release-within") == 0)
        return release_seconds_of(value, &seconds);
    if (strcmp(name, "registration") == 0)
        return registration_read(value, &registration);
    if (strcmp(name, "other-paper") == 0)
        return strcmp(value, "ask") == 0 || strcmp(value, "print") == 0 ||
               strcmp(value, "wait") == 0 || strcmp(value, "machine") == 0;
    if (strcmp(name, "blank-jobs") == 0)
        return strcmp(value, "ask") == 0 || strcmp(value, "print") == 0;
    if (strcmp(name, "stop-program-code") == 0)
        return strcmp(value, "on") == 0 || strcmp(value, "off") == 0;
    if (strcmp(name, "toner-pages") == 0)
        return *value != '\0' && *end == '\0' && number >= 0 && number <= MAX_TONER_PAGES;
    return true;
}

static void fill_icons(pappl_pr_driver_data_t *data)
{
    for (int i = 0; i < 3; i++)
        data->icons[i].data = web_icon(i, &data->icons[i].datalen);
}

static bool no_job(pappl_job_t *job, pappl_pr_options_t *options, pappl_device_t *device)
{
    (void)job;
    (void)options;
    (void)device;
    return false;
}

static bool no_page(pappl_job_t *job, pappl_pr_options_t *options, pappl_device_t *device,
                    unsigned page)
{
    (void)page;
    return no_job(job, options, device);
}

static bool no_line(pappl_job_t *job, pappl_pr_options_t *options, pappl_device_t *device,
                    unsigned y, const unsigned char *line)
{
    (void)y;
    (void)line;
    return no_job(job, options, device);
}

static bool no_filter(pappl_job_t *job, pappl_device_t *device, void *data)
{
    (void)data;
    return no_job(job, NULL, device);
}

/* Another row before this one has the same language. */
static bool has_language_before(size_t row)
{
    for (size_t i = 0; i < row; i++)
        if (models[i].pdl == models[row].pdl)
            return true;
    return false;
}

void printer_register_formats(pappl_system_t *system)
{
    for (size_t i = 0; i < num_models; i++)
        for (size_t j = 0; document_formats[j] != NULL; j++)
            if (!has_language_before(i) && document_format_usable(document_formats[j]))
                papplSystemAddMIMEFilter(system, document_formats[j], models[i].pdl->format,
                                         no_filter, NULL);
}

/* PAPPL's callback for Identify-Printer, with none of its locks held. */
static void identify(pappl_printer_t *printer, pappl_identify_actions_t actions,
                     const char *message)
{
    if ((actions & PAPPL_IDENTIFY_ACTIONS_DISPLAY) == 0)
        return;
    identify_begin(papplPrinterGetID(printer), message);
    papplLogPrinter(printer, PAPPL_LOGLEVEL_INFO, "Somebody looks for this printer.");
}

static void fill_driver(const struct model *model, pappl_pr_driver_data_t *data)
{
    const struct caps *caps = model->caps;

    model_make_and_model(model, data->make_and_model, sizeof(data->make_and_model));
    data->format = model->pdl->format;
    data->ppm = (int)caps->pages_per_minute;
    data->kind = PAPPL_KIND_DOCUMENT | PAPPL_KIND_ENVELOPE;
    data->color_supported =
        PAPPL_COLOR_MODE_AUTO | PAPPL_COLOR_MODE_AUTO_MONOCHROME | PAPPL_COLOR_MODE_MONOCHROME;
    data->color_default = PAPPL_COLOR_MODE_MONOCHROME;
    /* Dots are made here: PAPPL's own halftoning (force_raster_type) is unsafe, and its jobs
     * are not used at all (ipp-jobs.h). */
    data->raster_types = PAPPL_PWG_RASTER_TYPE_SGRAY_8 | PAPPL_PWG_RASTER_TYPE_BLACK_8;
    data->num_resolution = 1;
    data->x_resolution[0] = data->y_resolution[0] = (int)caps->dpi;
    data->x_default = data->y_default = (int)caps->dpi;
    data->status_cb = no_status;
    data->identify_cb = identify;
    data->identify_default = data->identify_supported = PAPPL_IDENTIFY_ACTIONS_DISPLAY;
    data->delete_cb = delete_queue;
    /* PAPPL wants all of these; none is ever called. */
    data->rstartjob_cb = no_job;
    data->rstartpage_cb = no_page;
    data->rwriteline_cb = no_line;
    data->rendpage_cb = no_page;
    data->rendjob_cb = no_job;
    data->printfile_cb = no_job;
}

bool printer_describe(const struct model *model, pappl_pr_driver_data_t *data, ipp_t **attrs)
{
    struct queue *queue = calloc(1, sizeof(*queue));

    if (queue == NULL)
        return false;
    queue->model = model;
    queue->before = data->extension;
    data->extension = queue;
    fill_driver(model, data);
    fill_media(model->caps, queue->largest, data);
    fill_paper_path(model->caps, data);
    fill_vendor(model->caps, data, attrs);
    fill_icons(data);
    return true;
}

void printer_undescribe(pappl_pr_driver_data_t *data)
{
    struct queue *queue = data->extension;

    data->extension = queue->before;
    free(queue);
}

/*
 * A folder, never a file: whoever may add queues could have it overwritten. With a server of
 * root's that is everybody on this computer, and a file of a chosen content in some of the
 * system's folders is as good as a password.
 */
static bool accept_folder(const char *path, char *why, size_t why_size)
{
    static const char *const system_folders[] = {
        "/bin",  "/boot", "/dev",  "/etc", "/lib", "/lib32",          "/lib64",
        "/proc", "/run",  "/sbin", "/sys", "/usr", "/var/spool/cron",
    };
    char *real = realpath(path, NULL);
    struct stat info;
    bool good = real != NULL && stat(real, &info) == 0 && S_ISDIR(info.st_mode);

    if (!good)
        snprintf(why, why_size, "There is no folder '%.200s'.", path);
    for (size_t i = 0;
         good && geteuid() == 0 && i < sizeof(system_folders) / sizeof(system_folders[0]);
         i++) {
        size_t n = strlen(system_folders[i]);

        good = strncmp(real, system_folders[i], n) != 0 || (real[n] != '/' && real[n] != '\0');
        if (!good)
            snprintf(why, why_size, "The folder '%.200s' belongs to the system.", path);
    }
    free(real);
    return good;
}

bool printer_accept_uri(const char *device_uri, char *why, size_t why_size)
{
    struct device *device = NULL;
    struct uri uri;

    if (uri_parse(device_uri, &uri, why, why_size) &&
        (uri.scheme != URI_FILE || accept_folder(uri.folder, why, why_size)))
        device = device_open(device_uri, NULL, why, why_size);
    device_close(device);
    return device != NULL;
}

/* The same for a new queue, told to the log; an old one keeps what it has. */
static bool accept_uri(pappl_system_t *system, const char *uri)
{
    char why[256] = "";
    bool good = printer_accept_uri(uri, why, sizeof(why));

    if (!good)
        papplLog(system, PAPPL_LOGLEVEL_ERROR, "'%s' cannot be used: %s", uri, why);
    return good;
}

bool printer_driver_cb(pappl_system_t *system, const char *driver_name, const char *device_uri,
                       const char *device_id, pappl_pr_driver_data_t *data, ipp_t **attrs,
                       void *ctx)
{
    const struct model *model = model_find(driver_name);

    (void)device_id;
    (void)ctx;
    if (model == NULL) {
        papplLog(system, PAPPL_LOGLEVEL_ERROR, "There is no model '%s'.", driver_name);
        return false;
    }
    if (papplSystemIsRunning(system) && !accept_uri(system, device_uri))
        return false;
    return printer_describe(model, data, attrs);
}

const struct model *printer_identify(const char *device_uri, char *why, size_t why_size)
{
    char reason[512] = "";
    const struct model *model = detect_model(device_uri, IDENTIFY_MS, reason, sizeof(reason));

    if (model == NULL)
        snprintf(why, why_size,
                 "%s Name the model of the machine at '%s' with -m, such as %s; the command "
                 "drivers lists them.",
                 reason, device_uri, models[0].name);
    return model;
}

const char *printer_autoadd_cb(const char *device_info, const char *device_uri,
                               const char *device_id, void *ctx)
{
    const struct model *model = NULL;
    char why[1024];

    (void)device_info;
    (void)ctx;
    if (device_id != NULL)
        model = device_id_match(device_id, strlen(device_id));
    if (model == NULL && device_uri != NULL)
        model = printer_identify(device_uri, why, sizeof(why));
    return model != NULL ? model->name : NULL;
}
