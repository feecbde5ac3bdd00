/*
 * test-own-page.c - the pages that the program prints by itself, as they are on paper by the
 * decoder. Places are worked out by hand: 600 dots are an inch of 25.4 mm.
 * With OWN_PAGES=FOLDER each page is written there as a picture, to be looked at.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/drawing.h"
#include "server/own-page-facts.h"
#include "server/own-page.h"
#include "tests/unit/prints.h"

static struct jobs *jobs;

/* Print one; to be freed by prints_free. */
static void print(struct prints *p, const struct job_options *o, const struct own_page *page)
{
    const struct page_wish wish = {.sides = -1};
    struct job_request request = queues_request("own");
    struct job *job = queues_create(jobs, &request);
    struct document *document;
    struct intake *in;

    memset(p, 0, sizeof(*p));
    if (job == NULL || !job_begin_document(job, p->why, sizeof(p->why)) ||
        (document = job_document(job)) == NULL) {
        job_release(job);
        return;
    }
    in = intake_open(job, &models[0], o);
    (void)own_page_print(in, page, &wish);
    prints_decode(p, document);
    document_release(document);
    p->accepted = intake_close(in, p->why, sizeof(p->why));
    if (p->accepted)
        job_end(job, IPP_JSTATE_COMPLETED, JOB_SUCCESSFUL, "Printed.");
    job_release(job);
}

static void write_picture(const struct side *s, const char *name, unsigned number)
{
    const char *folder = getenv("OWN_PAGES");
    char path[512];
    FILE *file;

    if (folder == NULL)
        return;
    snprintf(path, sizeof(path), "%s/%s-%u.pbm", folder, name, number);
    file = fopen(path, "wb");
    if (file == NULL)
        return;
    fprintf(file, "P4\n%u %u\n", (unsigned)s->width, (unsigned)s->height);
    for (uint32_t y = 0; y < s->height; y++)
        (void)fwrite(s->bits + (size_t)y * s->stride, 1, (s->width + 7) / 8, file);
    fclose(file);
}

static struct own_page page_of(enum own_page_kind kind)
{
    return (struct own_page){
        .kind = kind,
        .number = 12,
        .lines = {"Queue\toffice", "Model\tCanon iR1020/1024/1025 (UFRII LT)",
                  "Connection\tsocket://192.0.2.7", "Language\tUFR II LT", "Toner\tnot known",
                  "Pages of the machine\t12345", "Pages of the queue\t17",
                  "Date\t2026-11-27 14:00", "Print to\tipp://gateway.local:8000/ipp/print/office", NULL}
    };
}

static const char *const kinds[] = {"test", "calibration", "demo", "finder"};

static struct job_options on(const char *media)
{
    struct job_options o = prints_options();

    snprintf(o.media, sizeof(o.media), "%s", media);
    o.media_asked = true;
    return o;
}

/* Other languages have decoders of their own; here it is that the page is taken whole. */
static bool prints_in(const struct model *model, const struct own_page *page)
{
    const struct page_wish wish = {.sides = -1};
    struct job_options o = on(model->caps->media[0].media->name);
    struct job_request request = queues_request("own");
    struct job *job = queues_create(jobs, &request);
    char why[300] = "";
    struct intake *in;
    bool good;

    if (job == NULL || !job_begin_document(job, why, sizeof(why))) {
        job_release(job);
        return false;
    }
    in = intake_open(job, model, &o);
    good = own_page_print(in, page, &wish);
    good = intake_close(in, why, sizeof(why)) && good;
    if (good)
        job_end(job, IPP_JSTATE_COMPLETED, JOB_SUCCESSFUL, "Printed.");
    else
        diag("%s: %s", model->name, why);
    job_release(job);
    return good;
}

static void test_languages(void)
{
    size_t good = 0;

    for (size_t i = 0; i < num_models; i++) {
        struct own_page page = page_of((enum own_page_kind)(i % 4));

        good += prints_in(&models[i], &page);
    }
    ok(good == num_models, "Each model prints them: %zu of %zu", good, num_models);
}

static void test_sizes(void)
{
    const struct caps *caps = models[0].caps;
    unsigned good = 0;

    for (size_t i = 0; i < caps->num_media; i++)
        for (int kind = OWN_PAGE_TEST; kind <= OWN_PAGE_FINDER; kind++) {
            struct job_options o = on(caps->media[i].media->name);
            struct own_page page = page_of((enum own_page_kind)kind);
            struct prints p;
            char name[128];

            print(&p, &o, &page);
            good += p.accepted && p.sound && p.num_sides == 1 && p.sides[0].black > 20000 &&
                    p.sides[0].size == caps->media[i].media->ufr2_ticket;
            snprintf(name, sizeof(name), "%s-%s", caps->media[i].media->name, kinds[kind]);
            if (p.num_sides > 0)
                write_picture(&p.sides[0], name, 1);
            prints_free(&p);
        }
    ok(good == 4 * caps->num_media, "Each page prints on each size: %u of %zu", good,
       4 * caps->num_media);
}

/* ---- letters ---- */

/* A line of letters as it is to be on paper. */
struct letters {
    uint32_t width, height;
    uint8_t *black; /* a byte for each dot */
};

#define BASE 90 /* from the top of the picture to the base line */

static struct letters draw_letters(enum drawing_face face, const char *text)
{
    struct letters l = {(uint32_t)drawing_text_width(face, text), 120, NULL};
    struct drawing *d = drawing_new(l.width, l.height);

    l.black = malloc((size_t)l.width * l.height);
    (void)drawing_text(d, face, 0, BASE, text, 0);
    for (uint32_t y = 0; y < l.height; y++) {
        (void)drawing_line(d, l.black + (size_t)y * l.width);
        for (uint32_t x = 0; x < l.width; x++)
            l.black[(size_t)y * l.width + x] = l.black[(size_t)y * l.width + x] == 0;
    }
    drawing_free(d);
    return l;
}

static bool is_there(const struct side *s, const struct letters *l, int64_t x, int64_t y)
{
    for (uint32_t row = 40; row < BASE; row++) /* nothing of the lines above and below */
        for (uint32_t column = 0; column < l->width; column++)
            if (side_dot(s, x + column, y + row) !=
                (l->black[(size_t)row * l->width + column] != 0))
                return false;
    return true;
}

/* Whether a line of letters stands somewhere at the column x. */
static bool shows(const struct side *s, enum drawing_face face, int64_t x, const char *text)
{
    struct letters l = draw_letters(face, text);
    bool found = false;

    for (int64_t y = 0; !found && y + l.height < s->height; y++)
        found = is_there(s, &l, x, y);
    if (!found)
        diag("there is no '%s' at %lld", text, (long long)x);
    free(l.black);
    return found;
}

#define LEFT  (118 + 118)  /* margin, and 5 mm */
#define VALUE (LEFT + 760) /* of the second column on A4 */

static void test_facts(void)
{
    struct job_options o = on("iso_a4_210x297mm");
    struct own_page page = page_of(OWN_PAGE_TEST);
    struct prints p;

    snprintf(o.source, sizeof(o.source), "tray-2");
    page.lines[7] = "Name\t\xd0\xa8\xd0\xba\xd0\xb0\xd1\x84 \xe6\xbc\xa2 na\xc3\xafve \xff";
    print(&p, &o, &page);
    ok(p.accepted && shows(&p.sides[0], FACE_TEXT, LEFT, "Queue") &&
           shows(&p.sides[0], FACE_STRONG, VALUE, "office") &&
           shows(&p.sides[0], FACE_STRONG, VALUE, "socket://192.0.2.7") &&
           shows(&p.sides[0], FACE_STRONG, VALUE, "ipp://gateway.local:8000/ipp/print/office"),
       "What is to be told stands on the page");
    ok(shows(&p.sides[0], FACE_STRONG, VALUE, "not known"), "And what nobody knows, as such");
    ok(shows(&p.sides[0], FACE_STRONG, VALUE, "Drawer 2") &&
           shows(&p.sides[0], FACE_STRONG, VALUE, "A4, Automatic"),
       "And the tray and the paper of this page");
    ok(shows(&p.sides[0], FACE_STRONG, VALUE,
             "\xd0\xa8\xd0\xba\xd0\xb0\xd1\x84 ? na\xc3\xafve ?"),
       "Letters of other scripts are there, and what has none is a question mark");
    ok(!shows(&p.sides[0], FACE_STRONG, VALUE, "Drawer 1"), "What is not told is not found");
    prints_free(&p);
}

static bool uri_is(const char *uri, const char *wanted)
{
    char text[256];

    own_fact_uri(uri, text, sizeof(text));
    if (strcmp(text, wanted) != 0)
        diag("'%s' became '%s'", uri, text);
    return strcmp(text, wanted) == 0;
}

static bool toner_is(const struct device_status *status, const char *wanted)
{
    char text[64];

    own_fact_toner(status, text, sizeof(text));
    return strcmp(text, wanted) == 0;
}

static void test_what_is_told(void)
{
    struct device_status status;

    ok(uri_is("socket://192.0.2.7?snmp-community=secret", "socket://192.0.2.7") &&
           uri_is("socket://192.0.2.7:9101/?snmp-community=secret",
                  "socket://192.0.2.7:9101") &&
           uri_is("lpd://anna@192.0.2.7/print?stream=yes", "lpd://192.0.2.7/print") &&
           uri_is("usb://Canon/iR1020?serial=1", "usb://Canon/iR1020") &&
           uri_is("file:///srv/a@b", "file:///srv/a@b") && uri_is("", ""),
       "Of a connection names of users and what is behind the question mark are not told");
    status_init(&status);
    ok(toner_is(&status, "not known"), "Toner of which nobody told is not known");
    status.num_supplies = 2;
    status.supplies[0] = (struct supply){.kind = SUPPLY_DRUM, .level_percent = 9};
    status.supplies[1] = (struct supply){.kind = SUPPLY_TONER, .level_percent = 72};
    ok(toner_is(&status, "72 %"), "A level is told");
    status.supplies[1].estimate = true;
    ok(toner_is(&status, "72 % (estimate)"), "An estimate is called one");
    status.supplies[1] =
        (struct supply){.kind = SUPPLY_TONER, .level_percent = -1, .some_left = true};
    ok(toner_is(&status, "some left"), "A machine may say no more than that there is some");
}

/* ---- places ---- */

/* A4 is 4961 x 7016 dots, 118 of them cannot be printed on each side. */
static void test_frame(void)
{
    struct job_options o = on("iso_a4_210x297mm");
    struct own_page page = page_of(OWN_PAGE_TEST);
    struct prints p;
    const struct side *s = &p.sides[0];
    uint64_t inside;

    print(&p, &o, &page);
    inside = side_count(s, 118, 118, 4725, 6780);
    ok(side_count(s, 118, 118, 4725, 2) == 9450 && side_count(s, 118, 6896, 4725, 2) == 9450 &&
           side_count(s, 118, 118, 2, 6780) == 13560 &&
           side_count(s, 4841, 118, 2, 6780) == 13560,
       "The frame is two dots wide at the edge of what can be printed");
    ok(inside == s->black, "Nothing lies outside");
    ok(side_count(s, 120, 120, 100, 6776) == 0, "Nothing touches it");
    prints_free(&p);
}

/* A tick is three dots wide, and white is beside it. */
static bool has_tick(const struct side *s, bool level, int64_t at, int64_t from, int64_t length)
{
    uint64_t black =
        level ? side_count(s, at - 1, from, 3, length) : side_count(s, from, at - 1, length, 3);
    uint64_t wide = level ? side_count(s, at - 5, from, 11, length)
                          : side_count(s, from, at - 5, length, 11);

    if (black != (uint64_t)length * 3 || wide != black)
        diag("at %lld: %llu of %lld dots, %llu with what is beside", (long long)at,
             (unsigned long long)black, (long long)length * 3, (unsigned long long)wide);
    return black == (uint64_t)length * 3 && wide == black;
}

/* 10 mm are 236.2 dots, 50 1181.1, 100 2362.2, 190 4488.2; 37 mm 874.02 */
static void test_rules(void)
{
    struct job_options o = on("iso_a4_210x297mm");
    struct own_page page = page_of(OWN_PAGE_CALIBRATION);
    struct prints p;
    const struct side *s = &p.sides[0];

    print(&p, &o, &page);
    ok(has_tick(s, true, 236, 125, 90) && has_tick(s, true, 1181, 125, 90) &&
           has_tick(s, true, 2362, 125, 90) && has_tick(s, true, 4488, 125, 90) &&
           has_tick(s, true, 874, 125, 32),
       "The rule along the top counts millimetres from the left edge");
    ok(has_tick(s, false, 1181, 125, 90) && has_tick(s, false, 2362, 125, 90),
       "That along the left from the top");
    /* 4960 - 1181 = 3779, 7015 - 2362 = 4653 */
    ok(has_tick(s, true, 3779, 6898 - 95, 90) && has_tick(s, false, 4653, 4843 - 95, 90),
       "The others from the right and from the bottom");
    ok(p.num_sides == 1, "One side is one page");
    prints_free(&p);
    o.sides = SIDES_LONG_EDGE;
    print(&p, &o, &page);
    ok(p.num_sides == 2 && p.sides[0].two_sided, "Two sides are two");
    /* beside the emblem: 32 mm are 756 dots, 560 + 90 of it */
    ok(shows(&p.sides[0], FACE_HEADING, 756 + 650, "Front side") &&
           shows(&p.sides[1], FACE_HEADING, 756 + 650, "Back side"),
       "Which say which they are");
    /* 20 mm are 472 dots, 5 mm 118: the box around the back's cross */
    ok(side_count(&p.sides[1], 472 - 118, 472 - 118, 237, 3) == 711 &&
           side_count(&p.sides[0], 472 - 118, 472 - 118, 237, 3) == 9 &&
           side_count(&p.sides[0], 472 - 1, 472 - 118, 3, 237) == 711 &&
           side_count(&p.sides[1], 472 - 1, 472 - 118, 3, 237) == 711,
       "The crosses lie at the same place, the back's in a box");
    prints_free(&p);
}

/* ---- registration ---- */

static void set_registration(struct job_options *o, const char *source, const char *text)
{
    snprintf(o->source, sizeof(o->source), "%s", source);
    if (!registration_read(text, &o->registration))
        diag("'%s' is none", text);
}

/* Whether all dots of one side are on the other, moved; but for those that are cut off. */
static bool is_moved(const struct side *from, const struct side *to, int64_t x, int64_t y)
{
    for (int64_t row = 118; row < 6898; row++)
        for (int64_t column = 118; column < 4843; column++) {
            bool inside =
                column - x >= 118 && column - x < 4843 && row - y >= 118 && row - y < 6898;

            if (side_dot(to, column, row) != (inside && side_dot(from, column - x, row - y))) {
                diag("the dot at %lld, %lld is another", (long long)column, (long long)row);
                return false;
            }
        }
    return true;
}

static void test_moved(void)
{
    struct job_options o = on("iso_a4_210x297mm");
    struct own_page page = page_of(OWN_PAGE_FINDER);
    struct prints plain, p;

    print(&plain, &o, &page);
    set_registration(&o, "tray-1", "tray-1:2,-1;tray-2:5,5");
    print(&p, &o, &page);
    ok(plain.num_sides == 1 && p.num_sides == 1 && plain.sides[0].black == p.sides[0].black &&
           is_moved(&plain.sides[0], &p.sides[0], 47, -24),
       "With 2 mm and -1 mm every dot lies 47 dots further right and 24 higher");
    prints_free(&p);
    set_registration(&o, "tray-2", "tray-1:2,-1");
    print(&p, &o, &page);
    ok(p.num_sides == 1 && is_moved(&plain.sides[0], &p.sides[0], 0, 0),
       "Not those of another tray");
    prints_free(&p);
    set_registration(&o, "auto", "tray-1:10,10");
    page.kind = OWN_PAGE_TEST;
    print(&p, &o, &page);
    /* 10 mm are 236 dots: the frame's right and lower edge are outside */
    ok(p.num_sides == 1 && side_count(&p.sides[0], 354, 354, 2, 6500) == 13000 &&
           side_count(&p.sides[0], 4843, 0, 118, 7016) == 0 &&
           side_count(&p.sides[0], 0, 6898, 4961, 118) == 0,
       "What is moved over the edge of what can be printed is cut off");
    prints_free(&p);
    prints_free(&plain);
}

static void test_backs(void)
{
    struct job_options o = on("iso_a4_210x297mm");
    struct own_page page = page_of(OWN_PAGE_CALIBRATION);
    struct prints p;

    o.sides = SIDES_LONG_EDGE;
    set_registration(&o, "tray-1", "tray-1:0,0:1,2");
    print(&p, &o, &page);
    ok(p.num_sides == 2 && side_count(&p.sides[0], 118, 118, 2, 6780) == 13560 &&
           side_count(&p.sides[1], 118 + 24, 118 + 47, 2, 6733) == 13466,
       "The back is moved by its own offset");
    prints_free(&p);
    o.sides = SIDES_SHORT_EDGE;
    set_registration(&o, "tray-1", "tray-1:0,0:-1,-2");
    print(&p, &o, &page);
    ok(p.num_sides == 2 && side_count(&p.sides[1], 118 + 24, 118 + 47, 2, 6733) == 13466,
       "Over the short edge the other way");
    prints_free(&p);
}

/* The scales lie at 4961 / 2 = 2480 and 7016 / 2 = 3508; X on the line 3508 + 60, its zero tick
 * is 120 long; a pointer is 1 dot wide 14 below the line and 39 at its foot. */
static void test_scales(void)
{
    struct job_options o = on("iso_a4_210x297mm");
    struct own_page page = page_of(OWN_PAGE_CALIBRATION);
    struct prints p;

    print(&p, &o, &page);
    ok(has_tick(&p.sides[0], true, 2480, 3450, 60) &&
           has_tick(&p.sides[0], true, 2480 + 236, 3450, 60) &&
           side_count(&p.sides[0], 2480 - 19, 3568 + 53, 39, 1) == 39,
       "Scale X lies where the machine believes the middle to be, its pointer below its zero");
    prints_free(&p);
    set_registration(&o, "tray-1", "tray-1:2,0");
    print(&p, &o, &page);
    ok(has_tick(&p.sides[0], true, 2480, 3450, 60),
       "It stays there when the tray is moved: what it shows is what is to be set");
    ok(side_count(&p.sides[0], 2480 + 47 - 19, 3568 + 53, 39, 1) == 39 &&
           side_count(&p.sides[0], 118 + 47, 118, 2, 6780) == 13560,
       "Its pointer is moved, as all else");
    prints_free(&p);
}

int main(void)
{
    static const struct jobs_limits limits = MANY;

    if (mkdtemp(spools_folder) == NULL || (jobs = queues_open(&limits)) == NULL)
        return 1;
    test_languages();
    test_sizes();
    test_facts();
    test_what_is_told();
    test_frame();
    test_rules();
    test_moved();
    test_backs();
    test_scales();
    jobs_close(jobs);
    queues_clear();
    ok(spools_remove_folder(), "Nothing else is left in the folder");
    return tap_done();
}
