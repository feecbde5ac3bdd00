/*
 * profile-document.c - scanned pages become the files of a document (profile-parts.h).
 * SPDX-License-Identifier: Apache-2.0
 */
#include "profile-parts.h"

#include "image-pdf.h"
#include "page-change.h"

#include "server/host-names.h"
#include "server/log.h"
#include "server/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const extensions[] = {"pdf", "jpg", "png"};
static const char *const types[] = {"application/pdf", "image/jpeg", "image/png"};

/* ---- one file ---- */

struct file {
    int fd;
    int error; /* errno of the first write that failed */
};

static enum result file_write(void *ctx, const void *bytes, size_t n)
{
    struct file *file = ctx;
    const uint8_t *at = bytes;

    while (n > 0 && file->error == 0) {
        ssize_t done = write(file->fd, at, n);

        if (done < 0 && errno != EINTR)
            file->error = errno;
        if (done > 0) {
            at += done;
            n -= (size_t)done;
        }
    }
    return file->error == 0 ? RESULT_OK : RESULT_IO;
}

static bool file_open(struct file *file, const char *path)
{
    *file = (struct file){open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600), 0};
    file->error = file->fd < 0 ? errno : 0;
    return file->fd >= 0;
}

/* False and a sentence: what was to be written is not there whole. */
static bool file_close(struct file *file, bool good, char *why, size_t why_size)
{
    if (file->fd >= 0 && close(file->fd) != 0 && file->error == 0)
        file->error = errno;
    if (good && file->error == 0)
        return true;
    snprintf(why, why_size, "The document cannot be written: %s.",
             file->error != 0 ? strerror(file->error) : "a page is damaged");
    return false;
}

static bool copy_page(const struct scan_page *page, struct file *file)
{
    uint8_t bytes[16384];
    uint64_t at = 0;
    long n;

    while ((n = scan_page_read(page, at, bytes, sizeof(bytes))) > 0) {
        if (file_write(file, bytes, (size_t)n) != RESULT_OK)
            return false;
        at += (uint64_t)n;
    }
    return n == 0;
}

/* ---- pages ---- */

/* What is made of each page. */
struct making {
    const struct scan_profile *profile;
    const struct profile_place *place;
    struct scan_page *const *pages;
    const unsigned *quarters;
    size_t n;
};

/* As the format wants it; a reference. */
static struct scan_page *page_as(const struct making *m, size_t i, enum scan_encoding encoding,
                                 char *why, size_t why_size)
{
    const struct scan_page_facts *facts = scan_page_facts(m->pages[i]);
    struct page_change change = {.encoding = encoding,
                                 .color = facts->color,
                                 .quality = m->profile->settings.quality,
                                 .quarters = m->quarters != NULL ? m->quarters[i] % 4 : 0};

    if (encoding == SCAN_JPEG && change.color == SCAN_BLACK_AND_WHITE)
        change.color = SCAN_GRAY;
    if (page_change_nothing(m->pages[i], &change))
        return scan_page_hold(m->pages[i]);
    return page_change(m->pages[i], &change, m->place->folder, m->place->max_bytes, why,
                       why_size);
}

static bool write_page(const struct making *m, size_t i, enum scan_encoding encoding,
                       const char *path, char *why, size_t why_size)
{
    struct scan_page *page = page_as(m, i, encoding, why, why_size);
    struct file file;
    bool good;

    if (page == NULL)
        return false;
    good = file_open(&file, path) && copy_page(page, &file);
    scan_page_release(page);
    return file_close(&file, good, why, why_size);
}

static bool write_pdf(const struct making *m, const char *path, char *why, size_t why_size)
{
    struct pdf_facts facts = {.title = m->profile->name, .made = time(NULL)};
    struct file file;
    struct sink out = {file_write, &file};
    struct pdf_writer *writer = NULL;
    bool good = file_open(&file, path) && (writer = pdf_writer_new(&facts, &out)) != NULL;

    for (size_t i = 0; good && i < m->n; i++)
        good = pdf_writer_page(writer, m->pages[i],
                               m->quarters != NULL ? m->quarters[i] % 4 : 0) == RESULT_OK;
    good = good && pdf_writer_end(writer) == RESULT_OK;
    pdf_writer_free(writer);
    return file_close(&file, good, why, why_size);
}

/* ---- with text ---- */

static void free_paths(char **paths, size_t n)
{
    for (size_t i = 0; paths != NULL && i < n; i++) {
        if (paths[i] != NULL)
            (void)unlink(paths[i]);
        free(paths[i]);
    }
    free(paths);
}

/* A picture of each page, for tesseract; NULL: it did not go. */
static char **write_images(const struct making *m, const char *folder, char *why,
                           size_t why_size)
{
    char **paths = calloc(m->n, sizeof(*paths));
    bool good = paths != NULL;

    for (size_t i = 0; good && i < m->n; i++) {
        enum scan_encoding encoding = scan_page_facts(m->pages[i])->encoding;
        size_t size = strlen(folder) + 40;

        good = (paths[i] = malloc(size)) != NULL;
        if (good) {
            snprintf(paths[i], size, "%s/page-%zu.%s", folder, i + 1,
                     encoding == SCAN_JPEG ? "jpg" : "png");
            good = write_page(m, i, encoding, paths[i], why, why_size);
        }
    }
    if (good)
        return paths;
    free_paths(paths, m->n);
    return NULL;
}

/* A scan without its text is better than none. */
static void add_text(const struct making *m, const char *folder, const char *pdf)
{
    char why[600] = "There is no memory.";
    char **images = NULL;
    bool wanted = profile_text_wants_images(), good = true;

    if (wanted)
        good = (images = write_images(m, folder, why, sizeof(why))) != NULL;
    if (!good || !profile_text_add(folder, pdf, (const char *const *)images,
                                   images != NULL ? m->n : 0, m->place, why, sizeof(why)))
        log_say(LOG_SAY_WARN, "Profile %s: the PDF stays without text: %s", m->profile->name,
                why);
    free_paths(images, m->n);
}

/* ---- documents ---- */

static void describe(struct profile_document *document, const struct scan_profile *profile,
                     const char *scanner, time_t when)
{
    document->extension = extensions[profile->format];
    document->type = types[profile->format];
    snprintf(document->title, sizeof(document->title), "%s", profile->name);
    snprintf(document->scanner, sizeof(document->scanner), "%s", scanner);
    host_names_own("", document->host, sizeof(document->host));
    document->host[strcspn(document->host, ".")] = '\0';
    (void)localtime_r(&when, &document->facts.when);
    document->facts.scanner = document->scanner;
    document->facts.profile = document->title;
    document->facts.host = document->host;
}

void profile_document_path(const struct profile_document *document, size_t i, char *path,
                           size_t size)
{
    snprintf(path, size, "%s/%zu.%s", document->folder, i + 1, document->extension);
}

static bool make_files(const struct making *m, struct profile_document *document, char *why,
                       size_t why_size)
{
    char path[1200];
    bool good = true;

    profile_document_path(document, 0, path, sizeof(path));
    if (m->profile->format == PROFILE_PDF) {
        document->n = 1;
        good = write_pdf(m, path, why, why_size);
        if (good && m->profile->searchable)
            add_text(m, document->folder, path);
        return good;
    }
    document->n = m->n;
    for (size_t i = 0; good && i < m->n; i++) {
        profile_document_path(document, i, path, sizeof(path));
        good = write_page(m, i, m->profile->format == PROFILE_JPEG ? SCAN_JPEG : SCAN_PNG, path,
                          why, why_size);
    }
    return good;
}

bool profile_document_make(const struct scan_profile *profile, const char *scanner,
                           struct scan_page *const *pages, const unsigned *quarters, size_t n,
                           const struct profile_place *place, struct profile_document *document,
                           char *why, size_t why_size)
{
    struct making m = {profile, place, pages, quarters, n};

    memset(document, 0, sizeof(*document));
    if (n == 0) {
        snprintf(why, why_size, "There are no pages.");
        return false;
    }
    if (!scratch_make_folder(place->folder, document->folder, sizeof(document->folder), why,
                             why_size)) {
        document->folder[0] = '\0';
        return false;
    }
    describe(document, profile, scanner, time(NULL));
    document->pages = (unsigned)n;
    if (make_files(&m, document, why, why_size))
        return true;
    profile_document_remove(document);
    return false;
}

bool profile_document_open(const char *folder, const struct scan_profile *profile,
                           const char *scanner, time_t when, struct profile_document *document)
{
    char path[1200];

    memset(document, 0, sizeof(*document));
    if ((size_t)snprintf(document->folder, sizeof(document->folder), "%s", folder) >=
        sizeof(document->folder))
        return false;
    describe(document, profile, scanner, when);
    do
        profile_document_path(document, document->n++, path, sizeof(path));
    while (access(path, R_OK) == 0);
    document->pages = (unsigned)--document->n;
    return document->n > 0;
}

void profile_document_remove(struct profile_document *document)
{
    if (document->folder[0] != '\0')
        scratch_remove_folder(document->folder);
    document->folder[0] = '\0';
}
