/*
 * profile-text.c - a PDF of scanned pages becomes one that can be searched (profile-parts.h):
 * by ocrmypdf, which leaves the pictures as they are, else by tesseract.
 *
 * tesseract runs in the sandbox of renderers; ocrmypdf starts other programs, which that
 * forbids, and runs as a command does. Effects: processes.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "profile-parts.h"

#include "server/renderer-programs.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECONDS_OF_A_PAGE 60u
#define MEMORY            ((uint64_t)3 * 1024 * 1024 * 1024) /* of address space */

static bool find(const char *name, char *path, size_t size)
{
    return program_in_path(name, path, size);
}

bool profile_text_wants_images(void)
{
    char path[1024];

    return !find("ocrmypdf", path, sizeof(path)) && find("tesseract", path, sizeof(path));
}

/* A PDF, or what is left of one. */
static bool is_pdf(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat info;
    char start[5];
    bool good = fd >= 0 && fstat(fd, &info) == 0 && info.st_size > 100 &&
                read(fd, start, 5) == 5 && memcmp(start, "%PDF-", 5) == 0;

    if (fd >= 0)
        close(fd);
    return good;
}

static bool use_ocrmypdf(const char *program, const char *folder, const char *pdf,
                         const char *out, const struct profile_place *place, char *why,
                         size_t why_size)
{
    /* pages that have text, which scans have not, are no reason to fail */
    const char *const arguments[] = {program, "--skip-text", "--quiet", "--output-type",
                                     "pdf",   "--optimize",  "0",       pdf,
                                     out,     NULL};
    const char *path = getenv("PATH"); /* NOLINT(concurrency-mt-unsafe): never changed here */
    char path_text[2000], home[1200], temporary[1200], said[400];
    const char *const environment[] = {path_text, home, temporary, "LANG=C.UTF-8", NULL};
    int status;

    snprintf(path_text, sizeof(path_text), "PATH=%s",
             path != NULL ? path : "/usr/local/bin:/usr/bin:/bin");
    snprintf(home, sizeof(home), "HOME=%s", folder);
    snprintf(temporary, sizeof(temporary), "TMPDIR=%s", folder);
    status = profile_child_run(arguments, environment, folder, 10 * SECONDS_OF_A_PAGE, 0, place,
                               said, sizeof(said));
    if (status != 0)
        snprintf(why, why_size, "ocrmypdf failed (%d). %s", status, said);
    return status == 0;
}

/* tesseract reads the names of pictures from a file. */
static bool write_list(const char *path, const char *const *images, size_t n)
{
    FILE *file = fopen(path, "we");
    bool good = file != NULL;

    for (size_t i = 0; good && i < n; i++)
        good = fprintf(file, "%s\n", images[i]) > 0;
    return file != NULL && fclose(file) == 0 && good;
}

static bool never(void *ctx)
{
    (void)ctx;
    return false;
}

static bool use_tesseract(const char *program, const char *folder, const char *out,
                          const char *const *images, size_t n,
                          const struct profile_place *place, char *why, size_t why_size)
{
    char list[1200], base[1200], sandbox[1024];
    const char *const arguments[] = {program, list, base, "pdf", NULL};
    unsigned seconds = SECONDS_OF_A_PAGE * (n < 1000 ? (unsigned)n : 1000);
    struct child_plan plan = {.arguments = arguments,
                              .source = -1,
                              .input = -1,
                              .output = -1,
                              .folder = folder,
                              .memory = MEMORY,
                              .max_file = place->max_bytes,
                              .cpu_seconds = 4 * seconds};
    struct child_watch watch = {seconds, 2 * place->max_bytes,
                                place->canceled != NULL ? place->canceled : never, place->ctx};
    struct child child = CHILD_NONE;
    enum child_result result = CHILD_BYTES;
    uint8_t bytes[1024];
    size_t got;

    snprintf(list, sizeof(list), "%s/list.txt", folder);
    snprintf(base, sizeof(base), "%.*s", (int)strlen(out) - 4, out); /* without ".pdf" */
    if (!program_find(PROGRAM_SANDBOX, sandbox, sizeof(sandbox), why, why_size))
        return false;
    if (!write_list(list, images, n)) {
        snprintf(why, why_size, "The list of pages cannot be written.");
        return false;
    }
    if (!child_start(&child, sandbox, &plan, why, why_size))
        return false;
    while (result == CHILD_BYTES)
        result = child_read(&child, &watch, bytes, sizeof(bytes), &got);
    child_end(&child);
    (void)unlink(list);
    if (result == CHILD_ENDED && WIFEXITED(child.status) && WEXITSTATUS(child.status) == 0)
        return true;
    snprintf(why, why_size, "tesseract %s: %.200s",
             result == CHILD_SLOW   ? "took too long"
             : result == CHILD_FULL ? "used too much of the disk"
                                    : "failed",
             child.said_length > 0 ? child.said : "without a word");
    return false;
}

bool profile_text_add(const char *folder, const char *pdf, const char *const *images, size_t n,
                      const struct profile_place *place, char *why, size_t why_size)
{
    char program[1024], out[1200];
    bool good = false;

    snprintf(out, sizeof(out), "%s/text.pdf", folder);
    if (find("ocrmypdf", program, sizeof(program)))
        good = use_ocrmypdf(program, folder, pdf, out, place, why, why_size);
    else if (n > 0 && find("tesseract", program, sizeof(program)))
        good = use_tesseract(program, folder, out, images, n, place, why, why_size);
    else
        snprintf(why, why_size, "neither ocrmypdf nor tesseract is installed");
    if (good && (!is_pdf(out) || rename(out, pdf) != 0)) {
        snprintf(why, why_size, "what came of it is no PDF");
        good = false;
    }
    if (!good)
        (void)unlink(out);
    return good;
}
