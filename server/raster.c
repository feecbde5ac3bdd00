/*
 * raster.c - PAPPL's callbacks for raster pages (PWG, Apple) and for files in the machine's own
 * language: a thin layer over job.c that trusts no header.
 * Effects: as job.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "job.h"

#include "compat.h"
#include "device.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool canceled(void *ctx)
{
    return papplJobIsCanceled(ctx);
}

static bool start_job(pappl_job_t *job, pappl_pr_options_t *options, pappl_device_t *device)
{
    (void)options;
    (void)device;
    raster_guard_on_cancel(canceled, job);
    if (compat_is_paused(papplJobGetPrinter(job)))
        compat_set_message(job, "The queue is paused. The job is printed when it is resumed.");
    compat_wait_while_paused(papplJobGetPrinter(job), canceled, job);
    return print_job_open(job) != NULL;
}

/* Dots of a header at its resolution in 1/100 mm. */
static uint32_t to_hmm(uint32_t dots, uint32_t dpi)
{
    return (uint32_t)(((uint64_t)dots * 2540 + dpi / 2) / dpi);
}

/* The same in dots of the sheet. */
static uint32_t to_dots(uint32_t dots, uint32_t dpi, uint32_t sheet_dpi)
{
    return (uint32_t)(((uint64_t)dots * sheet_dpi + dpi / 2) / dpi);
}

/* compat-raster.c has checked all this; a PAPPL that reads otherwise has not. */
static bool sound(const cups_page_header2_t *h)
{
    return h->cupsWidth > 0 && h->cupsWidth <= RASTER_MAX_WIDTH && h->cupsHeight > 0 &&
           h->cupsHeight <= RASTER_MAX_HEIGHT && h->HWResolution[0] >= RASTER_MIN_DPI &&
           h->HWResolution[0] <= RASTER_MAX_DPI && h->HWResolution[1] >= RASTER_MIN_DPI &&
           h->HWResolution[1] <= RASTER_MAX_DPI && h->cupsBitsPerPixel == 8 &&
           h->cupsBytesPerLine == h->cupsWidth;
}

/* A page of another size than its sheet is shown in its true size, or smaller if it is larger
 * than the sheet, from the top left corner. */
static void place(const cups_page_header2_t *h, const struct page_params *page,
                  struct page_source *source)
{
    uint64_t width = to_dots(h->cupsWidth, h->HWResolution[0], page->dpi);
    uint64_t height = to_dots(h->cupsHeight, h->HWResolution[1], page->dpi);
    /* rounding of sizes is no reason to resample: 1 mm at 600 dpi */
    uint32_t slack = page->dpi / 25;

    if (width > page->paper_width + slack || height > page->paper_height + slack) {
        if (width * page->paper_height > height * page->paper_width) {
            height = height * page->paper_width / width;
            width = page->paper_width;
        } else {
            width = width * page->paper_height / height;
            height = page->paper_height;
        }
    }
    memset(source, 0, sizeof(*source));
    source->pixel = h->cupsColorSpace == CUPS_CSPACE_K ? PIXEL_BLACK8 : PIXEL_GRAY8;
    source->width = h->cupsWidth;
    source->height = h->cupsHeight;
    source->target_width = width > 0 ? (uint32_t)width : 1;
    source->target_height = height > 0 ? (uint32_t)height : 1;
    source->clip_margins = true;
}

/* PAPPL calls a job aborted, which is final to whoever looks, as soon as a callback returns
 * false, and canceled only later. So to these callbacks a cancellation is no failure. */

static bool start_page(pappl_job_t *job, pappl_pr_options_t *options, pappl_device_t *device,
                       unsigned number)
{
    struct print_job *p = papplJobGetData(job);
    const cups_page_header2_t *h = &options->header;
    struct page_wish wish = {.sides = -1};
    struct page_source source;
    struct page_params page;

    (void)device;
    (void)number;                             /* it counts from 0 or 1, by version */
    papplJobSetImpressionsCompleted(job, -1); /* PAPPL counts a page before it is printed */
    if (p == NULL)
        return false;
    if (raster_guard_error()[0] != '\0' || !sound(h)) {
        print_job_fail(p, PAPPL_JREASON_DOCUMENT_FORMAT_ERROR,
                       raster_guard_error()[0] != '\0' ? raster_guard_error()
                                                       : "The document is damaged.");
        return false;
    }
    wish.width_hmm = to_hmm(h->cupsWidth, h->HWResolution[0]);
    wish.length_hmm = to_hmm(h->cupsHeight, h->HWResolution[1]);
    if (h->Duplex)
        wish.sides = h->Tumble ? (int)SIDES_SHORT_EDGE : (int)SIDES_LONG_EDGE;
    if (media_find_size(wish.width_hmm, wish.length_hmm, 250) == NULL &&
        media_find_size(wish.length_hmm, wish.width_hmm, 250) != NULL) {
        print_job_fail(p, PAPPL_JREASON_DOCUMENT_UNPRINTABLE_ERROR,
                       "The page lies on its side: this printer takes upright pages only.");
        return false;
    }
    if (!print_job_page(p, options, &wish, &page))
        return papplJobIsCanceled(job);
    place(h, &page, &source);
    return print_job_source(p, &source) || papplJobIsCanceled(job);
}

static bool write_line(pappl_job_t *job, pappl_pr_options_t *options, pappl_device_t *device,
                       unsigned y, const unsigned char *line)
{
    (void)options;
    (void)device;
    (void)y;
    return print_job_line(papplJobGetData(job), line);
}

static bool end_page(pappl_job_t *job, pappl_pr_options_t *options, pappl_device_t *device,
                     unsigned number)
{
    struct print_job *p = papplJobGetData(job);

    (void)options;
    (void)device;
    (void)number;
    if (raster_guard_error()[0] != '\0' && !print_job_canceled(p))
        print_job_fail(p, PAPPL_JREASON_DOCUMENT_FORMAT_ERROR, raster_guard_error());
    return print_job_end_page(p) || papplJobIsCanceled(job);
}

static bool end_job(pappl_job_t *job, pappl_pr_options_t *options, pappl_device_t *device)
{
    (void)options;
    (void)device;
    raster_guard_on_cancel(NULL, NULL);
    return print_job_close(papplJobGetData(job)) || papplJobIsCanceled(job);
}

/* ---- files in the machine's own language ---- */

static void raw_waiting(void *ctx, enum device_wait why, const char *message)
{
    pappl_job_t *job = ctx;

    job_set_offline(papplJobGetPrinter(job), why == DEVICE_CONNECTING);
    compat_set_message(job, "%s", why == DEVICE_READY ? "Printing." : message);
}

static bool copy_file(struct device *device, int fd)
{
    uint8_t piece[16384];
    ssize_t n;

    while ((n = read(fd, piece, sizeof(piece))) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 || device_write(device, piece, (size_t)n) != RESULT_OK)
            return false;
    }
    return device_finish(device) == RESULT_OK;
}

static bool print_file(pappl_job_t *job, pappl_pr_options_t *options, pappl_device_t *unused)
{
    const struct device_events events = {
        .canceled = canceled, .waiting = raw_waiting, .ctx = job};
    pappl_printer_t *printer = papplJobGetPrinter(job);
    char why[256] = "The file cannot be read.";
    struct device *device =
        device_open(papplPrinterGetDeviceURI(printer), &events, why, sizeof(why));
    int fd = open(papplJobGetFilename(job), O_RDONLY | O_CLOEXEC);
    bool good = device != NULL && fd >= 0;

    (void)options;
    (void)unused;
    if (good)
        good = copy_file(device, fd);
    if (!good && !papplJobIsCanceled(job)) {
        const char *error = device != NULL ? device_error(device) : "";

        compat_set_message(job, "%s", error[0] != '\0' ? error : why);
        papplJobSetReasons(job, PAPPL_JREASON_ERRORS_DETECTED, PAPPL_JREASON_NONE);
    }
    job_set_offline(printer, false);
    if (fd >= 0)
        close(fd);
    device_close(device);
    return good;
}

void job_callbacks(pappl_pr_driver_data_t *data)
{
    data->rstartjob_cb = start_job;
    data->rstartpage_cb = start_page;
    data->rwriteline_cb = write_line;
    data->rendpage_cb = end_page;
    data->rendjob_cb = end_job;
    data->printfile_cb = print_file;
}
