/*
 * renderer-programs.c - see renderer-programs.h; the reasons for each option are in
 * RENDERING.md.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "renderer-programs.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Images are averaged where they are made smaller, below this resolution of the page: there,
 * two pages or more share a sheet. RENDERING.md, "Pictures". */
#define SMOOTH_BELOW_DPI 450.0

#ifndef LIBEXECDIR
#define LIBEXECDIR "/usr/local/libexec/canon-printer-app"
#endif

/* ---- where they are ---- */

static bool runs(const char *path)
{
    return access(path, X_OK) == 0;
}

bool program_find_own(const char *name, char *path, size_t size)
{
    static const char *const places[] = {"", "../", "../libexec/canon-printer-app/"};
    char self[1024];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    char *slash;

    self[n > 0 ? n : 0] = '\0';
    slash = strrchr(self, '/');
    if (slash != NULL)
        slash[1] = '\0';
    for (size_t i = 0; slash != NULL && i < sizeof places / sizeof places[0]; i++)
        if ((size_t)snprintf(path, size, "%s%s%s", self, places[i], name) < size && runs(path))
            return true;
    snprintf(path, size, "%s/%s", LIBEXECDIR, name);
    return runs(path);
}

bool program_in_path(const char *name, char *path, size_t size)
{
    const char *folders = getenv("PATH"); /* NOLINT(concurrency-mt-unsafe): never changed */

    if (folders == NULL || folders[0] == '\0')
        folders = "/usr/local/bin:/usr/bin:/bin";
    while (*folders != '\0') {
        int n = (int)strcspn(folders, ":");

        if (folders[0] == '/' &&
            (size_t)snprintf(path, size, "%.*s/%s", n, folders, name) < size && runs(path))
            return true;
        folders += n;
        folders += *folders == ':';
    }
    return false;
}

bool program_find(enum program program, char *path, size_t path_size, char *why,
                  size_t why_size)
{
    const char *name = program == PROGRAM_SANDBOX ? "canon-sandbox" : "canon-text-pdf";

    if (program == PROGRAM_GHOSTSCRIPT) {
        if (program_in_path("gs", path, path_size))
            return true;
        snprintf(why, why_size, "Ghostscript is not installed (package ghostscript)");
        return false;
    }
    if (program_find_own(name, path, path_size))
        return true;
    snprintf(why, why_size, "%s, a part of this program, is not installed", name);
    return false;
}

/* ---- command lines ---- */

static void set_arguments(struct program_command *c, const char *const *arguments, size_t n)
{
    c->arguments[0] = c->path;
    memcpy(c->arguments + 1, arguments, n * sizeof *arguments);
    c->arguments[n + 1] = NULL;
}
#define SET_ARGUMENTS(c, list) set_arguments(c, list, sizeof(list) / sizeof(list)[0])

/* Only for what is read by our PostScript: files on the command line are permitted anyway. */
static const char may_read[] = "--permit-file-read=" CHILD_SOURCE;

#define OPENED "(" CHILD_SOURCE ") (r) file"
static const char count_pages[] =
    OPENED " runpdfbegin (\n" SAID_PAGES ") print pdfpagecount = flush";
static const char run_pdf[] = OPENED " runpdf";

/*
 * Runs a file of PostScript; then its mistake, if any, and how many pages it has shown. The
 * writer of PDF forgets Duplex, and drivers restore what they have set: so what is asked of the
 * printer is told when it is asked.
 */
static const char run_postscript[] =
    "userdict /setpagedevice {dup type /dicttype eq"
    " {dup /Duplex known {dup /Duplex get true eq"
    " {dup /Tumble known {dup /Tumble get true eq {2} {1} ifelse} {1} ifelse} {0} ifelse"
    " (\n" SAID_SIDES ") print =} if"
    " dup /NumCopies known {dup /NumCopies get dup type /integertype eq"
    " {(\n" SAID_COPIES ") print =} {pop} ifelse} if} if"
    " systemdict /setpagedevice get exec} put "
    "{(" CHILD_SOURCE ") run} stopped $error /newerror get and"
    " {(\n" SAID_ERROR "1 ) print $error /errorname get =} if"
    " /#copies load dup type /integertype eq"
    " {dup 1 gt {(\n" SAID_COPIES ") print =} {pop} ifelse} {pop} ifelse"
    " (\n" SAID_PAGES ") print currentpagedevice /PageCount get = flush";

void program_count_pages(struct program_command *c)
{
    const char *const list[] = {
        "-q",     "-dSAFER", "-dBATCH",   "-dNODISPLAY", "-sstdout=%stderr",
        may_read, "-c",      count_pages, "-f",
    };

    SET_ARGUMENTS(c, list);
}

/* Not quiet: at its end it says what it found wrong. */
void program_render(struct program_command *c, unsigned first, unsigned last, double dpi)
{
    const char *const list[] = {
        "-dSAFER",
        "-dBATCH",
        "-dNOPAUSE",
        "-sstdout=%stderr",
        "-sDEVICE=pnmraw",
        "-dUseFastColor",
        "-dTextAlphaBits=1",
        "-dGraphicsAlphaBits=1",
        "-dPrinted",
        "-dUseCropBox",
        dpi < SMOOTH_BELOW_DPI ? "-dDOINTERPOLATE" : "-dInterpolateControl=1",
        c->parts[0],
        c->parts[1],
        c->parts[2],
        "-sOutputFile=%stdout",
        may_read,
        "-c",
        run_pdf,
        "-f",
    };

    snprintf(c->parts[0], sizeof c->parts[0], "-r%.4f", dpi);
    snprintf(c->parts[1], sizeof c->parts[1], "-dFirstPage=%u", first);
    snprintf(c->parts[2], sizeof c->parts[2], "-dLastPage=%u", last);
    SET_ARGUMENTS(c, list);
}

/* Nothing may be lost on the way, and nothing turned by what looks like its direction. */
void program_postscript_to_pdf(struct program_command *c, const struct renderer_paper *paper)
{
    const char *const list[] = {
        "-q",
        "-dSAFER",
        "-dBATCH",
        "-dNOPAUSE",
        "-sstdout=%stderr",
        "-sDEVICE=pdfwrite",
        "-dCompatibilityLevel=1.7",
        "-dAutoRotatePages=/None",
        "-dEmbedAllFonts=true",
        "-dAutoFilterColorImages=false",
        "-dAutoFilterGrayImages=false",
        "-dColorImageFilter=/FlateEncode",
        "-dGrayImageFilter=/FlateEncode",
        "-dDownsampleColorImages=false",
        "-dDownsampleGrayImages=false",
        "-dDownsampleMonoImages=false",
        "-sColorConversionStrategy=LeaveColorUnchanged",
        c->parts[0],
        c->parts[1],
        "-sOutputFile=%stdout",
        may_read,
        "-c",
        run_postscript,
        "-f",
    };

    snprintf(c->parts[0], sizeof c->parts[0], "-dDEVICEWIDTHPOINTS=%.2f",
             paper->width_hmm * 72 / 2540.0);
    snprintf(c->parts[1], sizeof c->parts[1], "-dDEVICEHEIGHTPOINTS=%.2f",
             paper->length_hmm * 72 / 2540.0);
    SET_ARGUMENTS(c, list);
}

void program_text_to_pdf(struct program_command *c, const struct renderer_paper *paper)
{
    const char *const list[] = {"--paper", c->parts[0], "--margin", c->parts[1]};

    snprintf(c->parts[0], sizeof c->parts[0], "%ux%u", paper->width_hmm, paper->length_hmm);
    snprintf(c->parts[1], sizeof c->parts[1], "%u", paper->margin_hmm);
    SET_ARGUMENTS(c, list);
}

void program_watermark_to_pdf(struct program_command *c, const struct renderer_paper *paper)
{
    const char *const list[] = {"--paper", c->parts[0], "--as", "watermark"};

    snprintf(c->parts[0], sizeof c->parts[0], "%ux%u", paper->width_hmm, paper->length_hmm);
    SET_ARGUMENTS(c, list);
}

/* ---- what they say ---- */

bool program_said_number(const char *said, const char *name, unsigned *number)
{
    const char *found = NULL;
    unsigned long value;
    char *end;

    for (const char *at = said; (at = strstr(at, name)) != NULL; at += strlen(name))
        if (at == said || at[-1] == '\n')
            found = at + strlen(name);
    if (found == NULL || *found < '0' || *found > '9')
        return false;
    errno = 0;
    value = strtoul(found, &end, 10);
    if (errno != 0 || value > INT32_MAX)
        return false;
    *number = (unsigned)value;
    return true;
}

static bool says_any(const char *said, const char *const *texts)
{
    for (; *texts != NULL; texts++)
        if (strstr(said, *texts) != NULL)
            return true;
    return false;
}

static enum renderer_error judge(enum renderer_error error, const char *sentence, char *why,
                                 size_t why_size)
{
    snprintf(why, why_size, "%s", sentence);
    return error;
}

enum renderer_error program_judge(const struct child *child, char *why, size_t why_size)
{
    static const char *const password[] = {"requires a password", "Password did not work",
                                           "unknown security handler", NULL};
    static const char *const memory[] = {"VMerror", "ut of memory", "cannot allocate", NULL};
    int signal = WIFSIGNALED(child->status) ? WTERMSIG(child->status) : 0;
    int status = WIFEXITED(child->status) ? WEXITSTATUS(child->status) : 0;

    if (signal == SIGXCPU)
        return judge(RENDERER_LIMIT, "The document takes too long to compute", why, why_size);
    if (signal == SIGXFSZ || strstr(child->said, "File too large") != NULL)
        return judge(RENDERER_LIMIT, "The document needs too much temporary space", why,
                     why_size);
    if (signal == SIGKILL) /* not by us: we have stopped before */
        return judge(RENDERER_LIMIT, "The system ended the computation, for want of memory",
                     why, why_size);
    if (says_any(child->said, memory))
        return judge(RENDERER_LIMIT, "The document needs too much memory", why, why_size);
    if (says_any(child->said, password))
        return judge(RENDERER_PASSWORD, "The document is protected by a password", why,
                     why_size);
    if (signal == 0 && status >= 125) /* of canon-sandbox */
        return judge(RENDERER_FAILED, "The program that renders documents cannot be started",
                     why, why_size);
    return judge(RENDERER_DAMAGED, "The document is damaged", why, why_size);
}

bool program_drew_all(const char *said)
{
    /* Not all it finds wrong: much of that is repaired, and nobody sees it. */
    static const char *const errors[] = {"drawing error",
                                         "VMerror",
                                         "image error",
                                         "error in image",
                                         "error reading a stream",
                                         "request for unknown filter",
                                         "error in transparency",
                                         "circular reference",
                                         "unbalanced or unescaped",
                                         "error executing PDF token",
                                         "error in annotation",
                                         "error in group definition",
                                         "error in Mask",
                                         "error in pattern",
                                         "error in shading",
                                         NULL};

    return !says_any(said, errors);
}
