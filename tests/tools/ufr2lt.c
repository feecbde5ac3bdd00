/*
 * ufr2lt.c - looks into UFR II LT streams and makes them: for bug reports and tests.
 * Effects: files, standard input, output and error.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/decode/pbm.h"
#include "tests/decode/report.h"
#include "tests/decode/ufr2lt-decode.h"
#include "tests/ufr2lt/encode.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PIECE         65536u
#define DEFAULT_MODEL "canon_ir1020_ufr2lt"

enum { STATUS_GOOD = 0, STATUS_BAD = 1, STATUS_USAGE = 2 };

static const char help_text[] =
    "usage: ufr2lt decode [-v] [-o PREFIX] FILE\n"
    "       ufr2lt encode [-m MODEL] [-o NAME=VALUE]... [-t TITLE] [-u USER] FILE...\n"
    "\n"
    "Looks into print streams in UFR II LT, the language of the Canon imageRUNNER 1020 and\n"
    "its sisters, and makes them. FILE may be - for standard input.\n"
    "\n"
    "decode writes a JSON object for each job in FILE: title, user, copies, collate, sides,\n"
    "edge, source, type, size, toner, refinement, account, and for each page its width,\n"
    "height, bands and compressed bytes; \"raw\" has the numbers of the stream. A value that\n"
    "has no name stands as its number.\n"
    "  -o PREFIX   write page N of the file to PREFIX-pN.pbm (raw PBM, 1 is black)\n"
    "  -v          tell on standard error what the maker's driver would not write\n"
    "A damaged stream gives \"complete\": false, the offset and the reason on standard error;\n"
    "pages that were complete are kept.\n"
    "\n"
    "encode writes the stream to standard output. FILE is PWG raster, URF or PBM. A PBM as\n"
    "wide and high as the sheet, or as its page in the stream, is taken dot for dot; others\n"
    "are put at the top left. Raster is scaled to 600 dpi, halftoned, and white in the\n"
    "unprintable margin. The first page chooses the paper if no option does.\n"
    "  -m MODEL    " DEFAULT_MODEL " (default), or another row of: ufr2lt models\n"
    "  -t TITLE    the job's title\n"
    "  -u USER     the user's name\n"
    "  -o media=iso_a4_210x297mm         also: media-source, media-type, sides, copies,\n"
    "     multiple-document-handling, collate (none, collated, group), print-quality,\n"
    "     print-content-optimize, toner-save, image-refinement, halftone, binding-edge,\n"
    "     binding-shift (1/100 mm), job-account-id, job-account-pin\n"
    "\n"
    "Examples\n"
    "  ufr2lt decode -o page job.prn\n"
    "  ufr2lt encode -t Letter -u anna -o sides=two-sided-long-edge a.pwg >job.prn\n"
    "\n"
    "Exit status: 0 all is well; 1 damaged input, or reading or writing failed; 2 wrong\n"
    "usage or an option with an impossible value.\n";

static int wrong_usage(const char *text, const char *what)
{
    fprintf(stderr, "ufr2lt: %s%s\nTry \"ufr2lt --help\".\n", text, what);
    return STATUS_USAGE;
}

/* ---- decode ---- */

struct decoding {
    const char *prefix; /* NULL: no pictures */
    bool verbose;
    bool disk_failed;
    struct decoder *decoder;
    struct report report;
    struct pbm pbm;
    unsigned jobs;  /* complete */
    unsigned pages; /* of the file */
};

static bool disk_failure(struct decoding *d, const char *path)
{
    fprintf(stderr, "ufr2lt: %s: %s\n", path, strerror(errno));
    d->disk_failed = true;
    return false;
}

static bool got_ticket(void *ctx, const struct decode_ticket *ticket)
{
    struct decoding *d = ctx;

    report_ticket(&d->report, ticket);
    return true;
}

static bool got_page(void *ctx, const struct decode_page *page)
{
    struct decoding *d = ctx;
    char path[4096];

    d->pages++;
    if (!d->prefix)
        return true;
    if (snprintf(path, sizeof path, "%s-p%u.pbm", d->prefix, d->pages) >= (int)sizeof path) {
        errno = ENAMETOOLONG;
        return disk_failure(d, d->prefix);
    }
    return pbm_open(&d->pbm, path, page->width, page->height) || disk_failure(d, path);
}

static bool got_band(void *ctx, const struct decode_page *page, uint32_t y, uint32_t rows,
                     size_t stride, const uint8_t *bits)
{
    struct decoding *d = ctx;

    if (d->verbose)
        fprintf(stderr, "page %u: rows %lu to %lu, %zu bytes each\n", page->number,
                (unsigned long)y, (unsigned long)(y + rows - 1), stride);
    return !d->prefix || pbm_write(&d->pbm, bits, stride, rows) || disk_failure(d, d->pbm.path);
}

static bool got_page_end(void *ctx, const struct decode_page *page)
{
    struct decoding *d = ctx;

    if (d->prefix && !pbm_close(&d->pbm))
        return disk_failure(d, d->pbm.path);
    report_page(&d->report, page);
    return true;
}

static bool got_job_end(void *ctx)
{
    struct decoding *d = ctx;

    d->jobs++;
    report_end(&d->report, NULL, 0);
    report_start(&d->report, stdout);
    return true;
}

static void got_remark(void *ctx, uint64_t offset, const char *text)
{
    struct decoding *d = ctx;

    report_remark(&d->report, offset, text);
    if (d->verbose)
        fprintf(stderr, "ufr2lt: at %llu: %s\n", (unsigned long long)offset, text);
}

/* The last words on a file: what is wrong with it, and the object of the job it broke off. */
static int end_decoding(struct decoding *d, const char *path)
{
    const char *error = decoder_error(d->decoder);
    uint64_t offset = decoder_offset(d->decoder);
    int status = STATUS_GOOD;

    pbm_abandon(&d->pbm);
    if (!*error && d->jobs == 0)
        error = "no job in it";
    if (*error) {
        status = STATUS_BAD;
        if (!d->disk_failed)
            fprintf(stderr, "ufr2lt: %s: at offset %llu: %s\n", path,
                    (unsigned long long)offset, error);
        report_end(&d->report, error, offset);
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "ufr2lt: cannot write: %s\n", strerror(errno));
        status = STATUS_BAD;
    }
    return status;
}

static int decode_file(struct decoding *d, const char *path)
{
    struct decode_callbacks callbacks = {got_ticket,  got_page,   got_band, got_page_end,
                                         got_job_end, got_remark, d};
    static uint8_t bytes[PIECE];
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    int status = STATUS_BAD;
    bool good = true;
    size_t n;

    d->decoder = decoder_new(&callbacks);
    if (!file || !d->decoder) {
        fprintf(stderr, "ufr2lt: %s: %s\n", path, strerror(errno));
    } else {
        report_start(&d->report, stdout);
        while (good && (n = fread(bytes, 1, sizeof bytes, file)) > 0)
            good = decoder_feed(d->decoder, bytes, n);
        if (good && ferror(file))
            fprintf(stderr, "ufr2lt: %s: cannot be read further\n", path);
        if (good)
            decoder_finish(d->decoder);
        status = end_decoding(d, path);
        if (ferror(file))
            status = STATUS_BAD;
    }
    if (file && file != stdin)
        fclose(file);
    decoder_free(d->decoder);
    return status;
}

static int decode(int argc, char **argv)
{
    struct decoding d = {.prefix = NULL};
    int c;

    while ((c = getopt(argc, argv, "vo:")) != -1) {
        if (c == 'v')
            d.verbose = true;
        else if (c == 'o')
            d.prefix = optarg;
        else
            return wrong_usage("decode knows -v and -o PREFIX", "");
    }
    if (optind != argc - 1)
        return wrong_usage("decode takes one FILE", "");
    return decode_file(&d, argv[optind]);
}

/* ---- encode ---- */

/* NAME=VALUE; the text is cut at the =. */
static int set_wish(struct wishes *wishes, char *text)
{
    char *value = strchr(text, '=');

    if (!value)
        return wrong_usage("an option is NAME=VALUE, not ", text);
    *value++ = '\0';
    switch (wishes_set(wishes, text, value)) {
    case RESULT_OK:
        return STATUS_GOOD;
    case RESULT_UNSUPPORTED:
        return wrong_usage("no option is named ", text);
    case RESULT_IO:
    case RESULT_SPACE:
    case RESULT_FORMAT:
        break;
    }
    fprintf(stderr, "ufr2lt: %s cannot be %s\nTry \"ufr2lt --help\".\n", text, value);
    return STATUS_USAGE;
}

static int encode(int argc, char **argv)
{
    const struct model *model = model_find(DEFAULT_MODEL);
    struct wishes wishes;
    int c, status = STATUS_GOOD;

    wishes_init(&wishes);
    while (status == STATUS_GOOD && (c = getopt(argc, argv, "m:o:t:u:")) != -1) {
        if (c == 'm' && !(model = model_find(optarg)))
            return wrong_usage("unknown model ", optarg);
        if (c == 'o')
            status = set_wish(&wishes, optarg);
        else if (c == 't')
            wishes.title = optarg;
        else if (c == 'u')
            wishes.user = optarg;
        else if (c == '?')
            return wrong_usage("encode knows -m, -o, -t and -u", "");
    }
    if (status != STATUS_GOOD)
        return status;
    if (optind == argc)
        return wrong_usage("encode takes at least one FILE", "");
    if (isatty(STDOUT_FILENO))
        return wrong_usage("the stream is no text for a terminal; send it to a file", "");
    if (!model)
        return wrong_usage("unknown model ", DEFAULT_MODEL);
    return encode_files(model, &wishes, argv + optind, (size_t)(argc - optind)) ? STATUS_GOOD
                                                                                : STATUS_BAD;
}

static int list_models(void)
{
    size_t i;
    char text[200];

    for (i = 0; i < num_models; i++) {
        model_make_and_model(&models[i], text, sizeof text);
        printf("%-24s %s\n", models[i].name, text);
    }
    return fflush(stdout) == 0 ? STATUS_GOOD : STATUS_BAD;
}

int main(int argc, char **argv)
{
    const char *command = argc > 1 ? argv[1] : "";

    if (strcmp(command, "decode") == 0)
        return decode(argc - 1, argv + 1);
    if (strcmp(command, "encode") == 0)
        return encode(argc - 1, argv + 1);
    if (strcmp(command, "models") == 0)
        return list_models();
    if (strcmp(command, "--help") == 0 || strcmp(command, "-h") == 0) {
        fputs(help_text, stdout);
        return fflush(stdout) == 0 ? STATUS_GOOD : STATUS_BAD;
    }
    if (strcmp(command, "--version") == 0) {
        puts("ufr2lt " VERSION);
        return fflush(stdout) == 0 ? STATUS_GOOD : STATUS_BAD;
    }
    return wrong_usage("decode, encode, models or --help, not ",
                       *command ? command : "nothing");
}
