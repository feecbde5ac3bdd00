/*
 * test-renderer.c - documents become lines of gray, and documents that are broken, locked,
 * endless or hostile become an error that says so.
 * Effects: child processes (Ghostscript, qpdf), a temporary folder.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/renderer.h"

#include "tap.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define PDF  "application/pdf"
#define PS   "application/postscript"
#define TEXT "text/plain"

static char folder[] = "/tmp/test-renderer-XXXXXX";
static struct renderer_limits limits = {.folder = folder, .max_temporary = UINT64_C(1) << 30};

/* ---- documents ---- */

/* A file that has no name any more. */
static int file_of(const void *bytes, size_t n)
{
    char path[64];
    int fd;

    snprintf(path, sizeof path, "%s-XXXXXX", folder);
    fd = mkstemp(path);
    unlink(path);
    if (write(fd, bytes, n) != (ssize_t)n)
        diag("the test's file could not be written");
    return fd;
}

/* The end of a command's output. */
static int output_of(const char *command)
{
    static char bytes[1 << 20];
    FILE *pipe = popen(command, "r"); /* NOLINT(cert-env33-c): commands of this test */
    size_t n = pipe != NULL ? fread(bytes, 1, sizeof bytes, pipe) : 0;

    if (pipe != NULL)
        pclose(pipe);
    return file_of(bytes, n);
}

/* A PDF of 1 inch by 2, of PostScript without a single quote. */
static int pdf_of(const char *postscript)
{
    char command[4000];

    snprintf(command, sizeof command,
             "echo '%s' | gs -q -dSAFER -dBATCH -dNOPAUSE -sDEVICE=pdfwrite "
             "-dAutoRotatePages=/None -dDEVICEWIDTHPOINTS=72 -dDEVICEHEIGHTPOINTS=144 "
             "-sOutputFile=%%stdout -",
             postscript);
    return output_of(command);
}

/* Page n has n squares of 10 points, the first at the lower left. */
#define SQUARES "0 1 2 index 1 sub { 15 mul 0 10 10 rectfill } for pop showpage "

static int three_pages(void)
{
    return pdf_of("1 " SQUARES "2 " SQUARES "3 " SQUARES);
}

static struct renderer *open_fd(int fd, const char *format)
{
    struct renderer *r = renderer_open(fd, format, NULL, &limits);

    close(fd); /* which is allowed at once */
    return r;
}

static struct renderer *open_text(const char *format, const char *text)
{
    return open_fd(file_of(text, strlen(text)), format);
}

/* ---- pages ---- */

struct page {
    uint32_t width, height, lines;
    uint8_t *gray;
};

static void drop_page(struct page *page)
{
    free(page->gray);
    page->gray = NULL;
}

static bool read_page(struct renderer *r, struct page *page)
{
    drop_page(page);
    page->lines = 0;
    if (!renderer_page(r, &page->width, &page->height))
        return false;
    page->gray = calloc(page->height, page->width);
    while (page->gray != NULL && page->lines < page->height &&
           renderer_line(r, page->gray + (size_t)page->lines * page->width))
        page->lines++;
    return true;
}

static unsigned dark(const struct page *page)
{
    unsigned n = 0;

    for (size_t i = 0; i < (size_t)page->width * page->lines; i++)
        n += page->gray[i] < 128;
    return n;
}

static uint8_t at(const struct page *page, uint32_t x, uint32_t y)
{
    if (page->gray == NULL || x >= page->width || y >= page->lines)
        return 1; /* which no test wants */
    return page->gray[(size_t)y * page->width + x];
}

/* Dark pixels of the next page, 0 without one. */
static unsigned next_dark(struct renderer *r)
{
    struct page page = {0};
    unsigned n = read_page(r, &page) ? dark(&page) : 0;

    drop_page(&page);
    return n;
}

/* How a document ends of which all pages are taken; *pages of them came in full. */
static enum renderer_error take_all(struct renderer *r, unsigned *pages)
{
    struct page page = {0};

    *pages = 0;
    if (renderer_start(r, 1, 1000, 72))
        while (read_page(r, &page)) {
            *pages += page.lines == page.height;
            drop_page(&page);
        }
    return renderer_error(r);
}

/* The document cannot be printed, and says why. */
static void fails(struct renderer *r, enum renderer_error error, unsigned good_pages,
                  const char *name)
{
    unsigned pages;
    enum renderer_error got = take_all(r, &pages);

    if (!ok(got == error && pages == good_pages && renderer_why(r)[0] != '\0', "%s", name))
        diag("error %d, %u pages, '%s'", (int)got, pages, renderer_why(r));
    renderer_close(r);
}

static void test_pages(void)
{
    struct renderer *r = open_fd(three_pages(), PDF);
    struct page page = {0};

    ok(renderer_error(r) == RENDERER_FINE && renderer_pages(r) == 3, "Pages are counted");
    ok(renderer_start(r, 1, 3, 72) && read_page(r, &page), "A page comes");
    ok(page.width == 72 && page.height == 144 && page.lines == 144, "It has the size it names");
    ok(dark(&page) == 100 && at(&page, 0, 143) == 0 && at(&page, 9, 134) == 0 &&
           at(&page, 10, 143) == 255 && at(&page, 0, 133) == 255,
       "A square lies where it was drawn");
    drop_page(&page);
    ok(next_dark(r) == 200, "The second page follows");
    ok(next_dark(r) == 300, "The third page follows");
    ok(!read_page(r, &page) && renderer_error(r) == RENDERER_FINE &&
           renderer_why(r)[0] == '\0' && renderer_warning(r)[0] == '\0',
       "After the last page nothing is wrong");

    ok(renderer_start(r, 2, 2, 144) && next_dark(r) == 800, "One page alone, twice as large");
    ok(!read_page(r, &page) && renderer_error(r) == RENDERER_FINE, "It ends after that page");
    ok(renderer_start(r, 4, 9, 72) && !read_page(r, &page) &&
           renderer_error(r) == RENDERER_FINE,
       "A run behind the last page has no pages");
    drop_page(&page);
    renderer_close(r);
}

static void test_runs(void)
{
    struct renderer *r = open_fd(three_pages(), PDF);
    uint32_t width, height;
    struct page page = {0};
    uint8_t line[600];

    ok(renderer_start(r, 1, 3, 300) && renderer_page(r, &width, &height) &&
           renderer_line(r, line) && renderer_page(r, &width, &height) && width == 300 &&
           height == 600 && renderer_line(r, line),
       "What nobody reads of a page is skipped");
    ok(renderer_start(r, 3, 3, 72) && next_dark(r) == 300,
       "Another run in the middle of a page");
    ok(renderer_start(r, 1, 1, 36.5) && read_page(r, &page) && page.width == 37 &&
           page.height == 73, /* 36.5, 73.0 */
       "The resolution need not be whole");
    drop_page(&page);
    ok(renderer_page(r, &width, &height) == false && renderer_line(r, line) == false,
       "No lines without a page");
    renderer_close(r);
}

/* The tones of luma.h: 0.2126 R + 0.7152 G + 0.0722 B of 255. */
static void test_tones(void)
{
    struct renderer *r = open_fd(pdf_of("0 0 0 1 setcmykcolor 0 0 10 10 rectfill "
                                        "1 0 0 setrgbcolor 10 0 10 10 rectfill "
                                        "0 1 0 setrgbcolor 20 0 10 10 rectfill "
                                        "0 0 1 setrgbcolor 30 0 10 10 rectfill "
                                        "0.5 setgray 40 0 10 10 rectfill "
                                        "0 0 0 0.5 setcmykcolor 50 0 10 10 rectfill "
                                        "0 setgray 60 0 10 10 rectfill showpage "
                                        "0.2 setgray 0 0 72 144 rectfill showpage"),
                                 PDF);
    static const int tones[7] = {0, 54, 182, 18, 127, 127, 0};
    struct page page = {0};
    bool right = renderer_start(r, 1, 2, 72) && read_page(r, &page);

    for (uint32_t i = 0; right && i < 7; i++) {
        int got = at(&page, i * 10 + 5, 138);

        if (got < tones[i] - 1 || got > tones[i] + 1) {
            diag("tone %u is %d", i, got);
            right = false;
        }
    }
    ok(right, "Colours have the tone that they have in pictures, full black is black");
    ok(right && at(&page, 36, 20) == 255, "Paper is white");
    drop_page(&page);
    ok(read_page(r, &page) && at(&page, 36, 20) == 51, "A page in gray keeps its tone");
    drop_page(&page);
    renderer_close(r);
}

static void test_boxes(void)
{
    struct renderer *r = open_fd(
        pdf_of("[ /CropBox [0 0 50 100] /PAGE pdfmark 0 0 10 10 rectfill showpage "
               "[ {ThisPage} << /Rotate 90 >> /PUT pdfmark 0 0 10 10 rectfill showpage"),
        PDF);
    struct page page = {0};

    ok(renderer_start(r, 1, 2, 72) && read_page(r, &page) && page.width == 50 &&
           page.height == 100 && dark(&page) == 100,
       "A page is as large as its crop box");
    drop_page(&page);
    ok(read_page(r, &page) && page.width == 144 && page.height == 72 && at(&page, 5, 5) == 0 &&
           dark(&page) == 100,
       "A page is turned as the document says");
    drop_page(&page);
    renderer_close(r);
}

static void test_thin_lines(void)
{
    struct renderer *r = open_fd(pdf_of("0 setlinewidth 10 0 moveto 10 144 lineto stroke "
                                        "20 0 0.01 144 rectfill showpage"),
                                 PDF);

    renderer_start(r, 1, 1, 72);
    ok(next_dark(r) >= 288, "Lines that are thinner than a dot do not vanish");
    renderer_close(r);
}

/* Lines of one pixel, black and white in turn, four to a dot of the page. */
static void test_small_picture(void)
{
    struct renderer *r =
        open_fd(pdf_of("72 144 scale 288 576 8 [288 0 0 -576 0 576] "
                       "{ 288 string 0 2 287 { 1 index exch 255 put } for } image showpage"),
                PDF);
    struct page page = {0};
    bool even = renderer_start(r, 1, 1, 72) && read_page(r, &page);

    for (uint32_t x = 5; even && x < 65; x++)
        even = at(&page, x, 70) > 117 && at(&page, x, 70) < 138;
    ok(even, "A picture that is made much smaller is averaged");
    drop_page(&page);
    renderer_close(r);
}

/* ---- what a document can have ---- */

static void test_annotations(void)
{
    struct renderer *r =
        open_fd(pdf_of("[ /Rect [10 10 40 40] /Subtype /Square /F 4 /C [0 0 0] /IC [0 0 0] "
                       "/ANN pdfmark showpage "
                       "[ /Rect [10 10 40 40] /Subtype /Square /F 0 /C [0 0 0] /IC [0 0 0] "
                       "/ANN pdfmark showpage"),
                PDF);

    renderer_start(r, 1, 2, 72);
    ok(next_dark(r) > 500, "A note that is to be printed is printed");
    ok(next_dark(r) == 0, "One that is not is left out");
    renderer_close(r);
}

static void test_password(void)
{
    char command[512], path[64];
    int fd = three_pages();

    snprintf(path, sizeof path, "%s/plain.pdf", folder);
    snprintf(command, sizeof command, "cat </dev/fd/%d >%s", fd, path);
    close(output_of(command));
    close(fd);
    snprintf(command, sizeof command, "qpdf --encrypt '' owner 256 -- %s -", path);
    fd = output_of(command);
    if (lseek(fd, 0, SEEK_END) == 0) {
        skip("qpdf is not installed");
        close(fd);
    } else {
        struct renderer *r = open_fd(fd, PDF);
        unsigned pages;

        ok(take_all(r, &pages) == RENDERER_FINE && pages == 3,
           "An encrypted document that opens without a password is printed");
        renderer_close(r);
        snprintf(command, sizeof command, "qpdf --encrypt user owner 256 -- %s -", path);
        fails(open_fd(output_of(command), PDF), RENDERER_PASSWORD, 0,
              "One that does not says so");
    }
    unlink(path);
}

/* Without a table of contents: it is found by its objects. */
#define PDF_OF(resources, contents)                                                            \
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R " resources ">>endobj\n"                     \
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" contents "trailer<</Root 1 0 R>>\n"

static void test_forms(void)
{
    struct renderer *r = open_text(
        PDF,
        PDF_OF("/AcroForm<</Fields[4 0 R]>>",
               "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 144]/Annots[4 0 R]>>endobj\n"
               "4 0 obj<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/F 4/Rect[10 10 30 30]"
               "/AP<</N 5 0 R>>>>endobj\n"
               "5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 20 20]/Length 15>>stream\n"
               "0 0 20 20 re f \nendstream endobj\n"));

    renderer_start(r, 1, 1, 72);
    ok(next_dark(r) == 400, "What is filled into a form is printed");
    renderer_close(r);
}

static void test_warning(void)
{
    struct renderer *r = open_text(
        PDF, PDF_OF("", "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 144]/Contents 4 0 R"
                        "/Resources<</XObject<</A 5 0 R>>>>>>endobj\n"
                        "4 0 obj<</Length 36>>stream\n"
                        "0 0 10 10 re f /A Do 20 0 10 10 re f\nendstream endobj\n"
                        "5 0 obj<</Type/XObject/Subtype/Image/Width 10/Height 10"
                        "/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode"
                        "/Length 10>>stream\nUUUUUUUUUU\nendstream endobj\n"));
    unsigned squares;

    renderer_start(r, 1, 1, 72);
    squares = next_dark(r);
    ok(squares >= 100 && next_dark(r) == 0 && renderer_error(r) == RENDERER_FINE &&
           renderer_warning(r)[0] != '\0',
       "A page of which a part is broken is printed, with a warning");
    renderer_close(r);
}

/* The last place of some bytes in others. */
static char *find_last(char *bytes, ssize_t n, const char *text)
{
    size_t length = strlen(text);

    for (ssize_t i = n - (ssize_t)length; i >= 0; i--)
        if (memcmp(bytes + i, text, length) == 0)
            return bytes + i;
    return NULL;
}

static void test_damaged(void)
{
    char bytes[200000];
    int fd = three_pages();
    ssize_t n = pread(fd, bytes, sizeof bytes, 0);
    char *found = find_last(bytes, n, "startxref\n");
    struct renderer *r;
    unsigned pages;

    close(fd);
    fails(open_fd(file_of(bytes, 300), PDF), RENDERER_DAMAGED, 0,
          "The beginning of a document is damaged");
    if (found != NULL)
        memcpy(found, "startxref\n9", 11);
    r = open_fd(file_of(bytes, (size_t)n), PDF);
    ok(found != NULL && take_all(r, &pages) == RENDERER_FINE && pages == 3,
       "A wrong table of contents is repaired");
    renderer_close(r);
    fails(open_text(PDF, "%PDF-1.4\nnothing\n"), RENDERER_DAMAGED, 0, "A document of nothing");
    fails(open_text(PDF, ""), RENDERER_DAMAGED, 0, "An empty document");
    fails(open_text(PDF, "%!PS\n0 0 9 9 rectfill showpage"), RENDERER_DAMAGED, 0,
          "PostScript that is called PDF is not run");
}

/* ---- PostScript ---- */

static void test_postscript(void)
{
    struct renderer_paper a5 = {14800, 21000, 500};
    int fd = file_of("%!PS\n0 0 9 9 rectfill showpage", 30);
    struct renderer *r = renderer_open(fd, PS, &a5, &limits);
    struct page page = {0};
    unsigned pages;

    ok(renderer_start(r, 1, 1, 72) && read_page(r, &page) && page.width == 420 &&
           page.height == 595 && dark(&page) == 81,
       "PostScript that asks for no paper gets what is there");
    drop_page(&page);
    renderer_close(r);
    close(fd);
    r = open_text(PS,
                  "\004%!PS\n<< /PageSize [72 144] >> setpagedevice showpage showpage quit");
    ok(renderer_pages(r) == 2 && renderer_start(r, 1, 1, 72) && read_page(r, &page) &&
           page.width == 72,
       "It gets the paper it asks for; a stray end of file before it does no harm");
    drop_page(&page);
    ok(take_all(r, &pages) == RENDERER_FINE && pages == 2, "Pages without anything are pages");
    renderer_close(r);

    fails(open_text(PS, "%!PS\n0 0 9 9 rectfill showpage showpage 5 5 9 9 rectfill nonsense"),
          RENDERER_DAMAGED, 2, "Pages before a mistake come, the one with it does not");
    fails(open_text(PS, "%!PS\nnonsense"), RENDERER_DAMAGED, 0,
          "A mistake before all pages gives no page");
    fails(open_text(PS, "%!PS\n1 pop"), RENDERER_DAMAGED, 0, "Nothing shown is no page");
}

static void test_hostile(void)
{
    char text[256];

    fails(open_text(PS, "%!PS\n(/etc/passwd) (r) file pop showpage"), RENDERER_DAMAGED, 0,
          "Files of the system cannot be read");
    fails(open_text(PS, "%!PS\n(%pipe%id) (r) file pop showpage"), RENDERER_DAMAGED, 0,
          "Programs cannot be run");
    snprintf(text, sizeof text, "%%!PS\n(%s/new) (w) file pop showpage", folder);
    fails(open_text(PS, text), RENDERER_DAMAGED, 0, "Files cannot be written");

    limits.max_memory = UINT64_C(400) << 20;
    fails(open_text(PS, "%!PS\n{ 1000000 string } loop"), RENDERER_LIMIT, 0,
          "Memory without end is a limit");
    limits.max_memory = 0;

    limits.page_seconds = 1;
    fails(open_text(PS, "%!PS\n{ } loop"), RENDERER_LIMIT, 0, "Time without end is a limit");
    limits.page_seconds = 0;

    limits.max_temporary = 1 << 20;
    fails(open_text(PS, "%!PS\n1 1 100000 { pop 0 1 999 { rand 600 mod exch moveto "
                        "rand 600 mod rand 800 mod lineto stroke } for showpage } for"),
          RENDERER_LIMIT, 0, "Pages without end are a limit");
    limits.max_temporary = UINT64_C(1) << 30;
}

static void test_large_pages(void)
{
    struct renderer *r = open_text(
        PS, "%!PS\n<< /PageSize [14400 100] >> setpagedevice 0 0 9 9 rectfill showpage");
    uint32_t width, height;

    ok(renderer_start(r, 1, 1, 600) && renderer_page(r, &width, &height) && width == 120000 &&
           height == 833,
       "A page of five metres is rendered");
    ok(renderer_start(r, 1, 1, 1200) && !renderer_page(r, &width, &height) &&
           renderer_error(r) == RENDERER_LIMIT,
       "One that is wider than the machine's lines can be is refused");
    renderer_close(r);
}

/* ---- text ---- */

static void test_text(void)
{
    struct renderer_paper letter = {21590, 27940, 500};
    char text[20000];
    size_t n = 0;
    int fd;
    struct renderer *r;
    struct page page = {0};

    for (int i = 0; i < 100; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "Line %d\n", i);
    fd = file_of(text, n);
    lseek(fd, 0, SEEK_END);
    r = renderer_open(fd, TEXT, &letter, &limits);
    close(fd);
    ok(renderer_pages(r) == 2, "A hundred lines take two pages, wherever the file is read");
    ok(renderer_start(r, 1, 2, 72) && read_page(r, &page) && page.width == 612 &&
           page.height == 792 && dark(&page) > 300,
       "They are as large as the sheet");
    drop_page(&page);
    renderer_close(r);
    r = open_text(TEXT, "");
    ok(renderer_pages(r) == 1 && renderer_start(r, 1, 1, 72) && next_dark(r) == 0 &&
           renderer_error(r) == RENDERER_FINE,
       "A text without anything is an empty page");
    renderer_close(r);
}

/* ---- trouble from outside ---- */

static bool after_calls(void *ctx)
{
    return --*(int *)ctx < 0;
}

static void test_canceled(void)
{
    int calls = 3;
    struct renderer *r;
    uint32_t width, height;

    limits.canceled = after_calls;
    limits.ctx = &calls;
    fails(open_text(PS, "%!PS\n{ } loop"), RENDERER_CANCELED, 0,
          "Cancelling ends what is being prepared");
    calls = 1000;
    r = open_text(PS, "%!PS\nshowpage showpage");
    calls = 0;
    renderer_start(r, 1, 2, 600);
    ok(!renderer_page(r, &width, &height) && renderer_error(r) == RENDERER_CANCELED,
       "Cancelling ends a run");
    ok(!renderer_start(r, 1, 2, 600) && renderer_error(r) == RENDERER_CANCELED,
       "There is no other run after it");
    renderer_close(r);
    limits.canceled = NULL;
}

/* Processes that this one has started. */
static unsigned children(pid_t *first)
{
    FILE *file = fopen("/proc/thread-self/children", "r");
    char text[256], *at = text, *end;
    unsigned n = 0;

    text[file != NULL ? fread(text, 1, sizeof text - 1, file) : 0] = '\0';
    if (file != NULL)
        fclose(file);
    for (long pid; (pid = strtol(at, &end, 10)) > 0 && end != at; at = end)
        if (n++ == 0)
            *first = (pid_t)pid;
    return n;
}

static void test_killed(void)
{
    struct renderer *r = open_text(PS, "%!PS\nshowpage");
    uint32_t width, height, lines = 0;
    uint8_t line[5100];
    pid_t pid = 0;

    renderer_start(r, 1, 1, 600);
    renderer_page(r, &width, &height);
    if (children(&pid) != 1) {
        skip("this kernel does not list children");
    } else {
        kill(pid, SIGKILL);
        while (renderer_line(r, line))
            lines++;
        ok(lines < height && renderer_error(r) == RENDERER_LIMIT &&
               strstr(renderer_why(r), "Page 1") != NULL,
           "A page of a program that is killed is not complete, and the page is named");
    }
    renderer_close(r);
    ok(children(&pid) == 0, "No child is left");
}

static void test_missing(void)
{
    const char *old = getenv("PATH");
    char *path = strdup(old != NULL ? old : ""), why[200] = "";
    struct renderer *r;

    ok(renderer_can(PDF, why, sizeof why) && renderer_can(PS, NULL, 0) &&
           renderer_can(TEXT, NULL, 0) && why[0] == '\0',
       "PDF, PostScript and text can be rendered");
    ok(!renderer_can("image/png", why, sizeof why) && why[0] != '\0', "Pictures cannot");
    setenv("PATH", "/nonexistent", 1);
    ok(!renderer_can(PDF, why, sizeof why) && strstr(why, "package ghostscript") != NULL,
       "What is missing is named");
    r = open_text(PS, "%!PS\nshowpage");
    ok(renderer_error(r) == RENDERER_FAILED && strcmp(renderer_why(r), why) == 0 &&
           !renderer_start(r, 1, 1, 72),
       "A document says it too");
    renderer_close(r);
    setenv("PATH", path, 1);
    free(path);
    limits.folder = "/nonexistent";
    r = open_text(PS, "%!PS\nshowpage");
    ok(renderer_error(r) == RENDERER_FAILED && strstr(renderer_why(r), "/nonexistent") != NULL,
       "A folder that is missing is named");
    renderer_close(r);
    limits.folder = folder;
    renderer_close(NULL);
}

static void *render_many(void *squares)
{
    struct renderer *r;
    char text[100];
    bool *right = calloc(1, sizeof *right);
    unsigned n = *(unsigned *)squares;

    snprintf(text, sizeof text, "%%!PS\n%u " SQUARES, n);
    *right = true;
    for (int i = 0; i < 5 && *right; i++) {
        r = open_text(PS, text);
        *right = renderer_start(r, 1, 1, 72) && next_dark(r) == n * 100;
        renderer_close(r);
    }
    return right;
}

static void test_threads(void)
{
    pthread_t threads[4];
    unsigned squares[4] = {1, 2, 3, 4};
    bool right = true;
    void *result;

    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, render_many, &squares[i]);
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], &result);
        right = *(bool *)result && right;
        free(result);
    }
    ok(right, "Four renderers at a time do not mix");
}

/* rmdir() does it only when the folder is empty. */
static void test_nothing_left(void)
{
    ok(rmdir(folder) == 0, "Nothing is left in the folder for temporary files");
}

int main(void)
{
    if (mkdtemp(folder) == NULL)
        return 1;
    test_pages();
    test_runs();
    test_tones();
    test_boxes();
    test_thin_lines();
    test_small_picture();
    test_annotations();
    test_forms();
    test_warning();
    test_password();
    test_damaged();
    test_postscript();
    test_hostile();
    test_large_pages();
    test_text();
    test_canceled();
    test_killed();
    test_missing();
    test_threads();
    test_nothing_left();
    return tap_done();
}
