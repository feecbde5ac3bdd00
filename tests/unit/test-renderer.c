/*
 * test-renderer.c - pages of PDF, PostScript and text as lines of gray: size, place, tone, and
 * what of a document is printed. Effects: child processes (Ghostscript), a temporary folder.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "renderers.h"

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

static bool asks(const char *program, unsigned copies, int sides)
{
    struct renderer *r = open_text(PS, program);
    struct renderer_asked asked = renderer_asked(r);
    bool good =
        renderer_error(r) == RENDERER_FINE && asked.copies == copies && asked.sides == sides;

    if (!good)
        diag("copies %u, sides %d: %s", asked.copies, asked.sides, renderer_why(r));
    renderer_close(r);
    return good;
}

/* enum sides: 0 one, 1 over the long edge, 2 over the short edge. */
static void test_asked(void)
{
    ok(asks("%!PS\nshowpage", 0, -1), "A document that asks nothing of the printer");
    ok(asks("%!PS\n<< /NumCopies 3 >> setpagedevice showpage", 3, -1),
       "One that asks for copies");
    ok(asks("%!PS\n/#copies 2 def showpage", 2, -1), "The old way");
    ok(asks("%!PS\n<< /NumCopies null >> setpagedevice showpage", 0, -1), "Copies as before");
    ok(asks("%!PS\nsave << /Duplex true /Tumble false >> setpagedevice showpage restore", 0, 1),
       "Two sides, within what is restored");
    ok(asks("%!PS\n<< /Duplex true /Tumble true >> setpagedevice showpage", 0, 2),
       "Over the short edge");
    ok(asks("%!PS\n<< /Duplex false >> setpagedevice showpage", 0, 0), "One side");
    ok(asks("%!PS\n{ 7 setpagedevice } stopped clear << /Duplex (yes) /NumCopies (x) >> "
            "{ setpagedevice } stopped clear showpage",
            0, 0),
       "Nonsense asks for nothing, and ends nothing");
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
    test_postscript();
    test_asked();
    test_large_pages();
    test_text();
    test_nothing_left();
    return tap_done();
}
