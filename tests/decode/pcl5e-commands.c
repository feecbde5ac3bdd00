/*
 * pcl5e-commands.c - what the commands of PCL 5 do in the decoder.
 * Effects: none of its own.
 * Source: driver/FORMAT-pcl5e.md sections 3 to 5, never the encoder.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/decode/pcl5e-internal.h"

#include <stdio.h>
#include <string.h>

#define FAR 1000000 /* 1/7200 inch: no page is so large */

/* ---- the environment and the ticket ---- */

void pcl_reset(struct pcl5e_decoder *d)
{
    const struct pjl_job *job = &d->pjl.job;

    pcl_raster_end(d);
    memset(&d->env, 0, sizeof d->env);
    d->env.source = 7;
    d->env.units = 300;
    d->env.copies = job->copies > 0 ? (unsigned)job->copies : 1;
    d->env.duplex = job->duplex != 1 ? 0 : job->short_edge == 1 ? 2 : 1;
    d->env.line = PCL_INCH / 6;
    d->env.top_margin = PCL_INCH / 2;
    d->env.y = d->env.top_margin + d->env.line * 3 / 4;
    memset(&d->raster, 0, sizeof d->raster);
    d->raster.resolution = 75;
}

struct word {
    const char *pcl, *ipp;
};

static const struct word types[] = {
    {"Plain",        "stationery"            },
    {"Recycled",     "stationery-recycled"   },
    {"Color",        "stationery-colored"    },
    {"Bond",         "stationery-fine"       },
    {"Heavy",        "stationery-heavyweight"},
    {"Cardstock",    "cardstock"             },
    {"Extra Heavy",  "cardboard"             },
    {"Transparency", "transparency"          },
    {"Labels",       "labels"                },
    {"Envelope",     "envelope"              },
    {"Prepunched",   "stationery-prepunched" },
    {"Preprinted",   "stationery-preprinted" },
    {"Letterhead",   "stationery-letterhead" },
};

static const char *type_name(const char *pcl)
{
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (strcmp(types[i].pcl, pcl) == 0)
            return types[i].ipp;
    return pcl[0] ? pcl : "auto";
}

static const char *source_name(bool reference, unsigned code)
{
    switch (code) {
    case 1:
        return "tray-1";
    case 2:
        return "by-pass-tray";
    case 4:
        return reference ? "tray-2" : "by-pass-tray";
    case 5:
        return reference ? "tray-3" : "tray-2";
    case 7:
        return "auto";
    default:
        return "";
    }
}

static void set_text(char *to, size_t size, const char *from)
{
    (void)snprintf(to, size, "%s", from);
}

/* In 1/10 mm. */
static int32_t shift_of(double decipoints)
{
    double mm10 = decipoints * 254 / 720;

    return (int32_t)(mm10 < 0 ? mm10 - 0.5 : mm10 + 0.5);
}

static void fill_ticket(struct pcl5e_decoder *d)
{
    const struct pjl_job *job = &d->pjl.job;
    const struct pcl_environment *env = &d->env;
    struct decode_ticket *t = &d->ticket;
    bool top = env->duplex == 2 || (env->duplex == 0 && env->top_shift != 0);

    memset(t, 0, sizeof *t);
    set_text(t->title, sizeof t->title, job->title);
    set_text(t->user, sizeof t->user, job->user);
    t->has_title = job->has_title;
    t->has_user = job->has_user;
    t->sets = job->sets > 1 ? (unsigned)job->sets : 1;
    t->finishing = job->sets > 1 ? 0x0B : 0x08;
    t->copies = env->copies;
    t->sides = env->duplex == 0 ? 1 : 2;
    t->edge = top ? 3 : 4;
    t->shift = shift_of(top ? env->top_shift : env->left_shift);
    t->source = env->source;
    t->doc_size = pcl_papers[env->size].code;
    t->doc_duplex = env->duplex != 0;
    t->toner_save = job->economode < 0 ? -1 : job->economode + 1;
    t->refinement = job->ret < 0 ? -1 : job->ret + 1;
    set_text(t->language, sizeof t->language, "pcl5e");
    set_text(t->media_name, sizeof t->media_name, pcl_papers[env->size].name);
    set_text(t->source_name, sizeof t->source_name,
             source_name(d->reference_sources, env->source));
    set_text(t->type_name, sizeof t->type_name, type_name(env->type));
}

bool pcl_tell_ticket(struct pcl5e_decoder *d)
{
    if (d->ticket_told)
        return true;
    fill_ticket(d);
    d->ticket_told = true;
    if (d->callbacks.ticket && !d->callbacks.ticket(d->callbacks.ctx, &d->ticket))
        return pcl_fail(d, "stopped by the caller");
    return true;
}

/* A setting that the ticket has told otherwise. */
static void changed(struct pcl5e_decoder *d, const char *what, bool differs)
{
    if (d->ticket_told && differs)
        pcl_remark(d, "the %s changes between pages", what);
}

/* ---- ESC & l ---- */

/* What is on the page is printed first. */
static bool eject_begun(struct pcl5e_decoder *d)
{
    return !d->in_page || pcl_page_eject(d);
}

static unsigned whole(double number)
{
    return number < 0 ? 0 : number > 100000 ? 100000 : (unsigned)number;
}

static bool set_size(struct pcl5e_decoder *d, unsigned code)
{
    unsigned i = 0;

    if (!eject_begun(d))
        return false;
    while (pcl_papers[i].code != 0 && pcl_papers[i].code != code)
        i++;
    if (pcl_papers[i].code == 0) {
        pcl_remark(d, "the page size %u is not known", code);
        return true;
    }
    changed(d, "page size", i != d->env.size);
    d->env.size = i;
    d->env.top_margin = PCL_INCH / 2;
    d->env.x = 0;
    d->env.y = d->env.top_margin + d->env.line * 3 / 4;
    return true;
}

static bool set_source(struct pcl5e_decoder *d, unsigned code)
{
    if (!eject_begun(d))
        return false;
    changed(d, "source", code != 0 && code != d->env.source);
    if (code != 0)
        d->env.source = code;
    return true;
}

static bool set_duplex(struct pcl5e_decoder *d, unsigned duplex)
{
    if (!eject_begun(d))
        return false;
    if (duplex > 2)
        pcl_remark(d, "duplex %u", duplex);
    changed(d, "duplex", duplex != d->env.duplex);
    if (duplex <= 2)
        d->env.duplex = duplex;
    return true;
}

static void set_top_margin(struct pcl5e_decoder *d, unsigned lines)
{
    int64_t margin = (int64_t)lines * d->env.line;

    if (margin > FAR) /* beyond the page: ignored */
        return;
    d->env.top_margin = (int32_t)margin;
    d->env.y = d->env.top_margin + d->env.line * 3 / 4;
}

/* Lines to the inch, or 1/48 inch; none makes lines of no height. */
static int32_t line_height(const struct pcl_command *c)
{
    double height = c->letter == 'C'   ? c->number * PCL_INCH / 48
                    : c->number >= 0.1 ? PCL_INCH / c->number
                                       : 0;

    return height < 0 || height > FAR ? 0 : (int32_t)height;
}

static bool page_control(struct pcl5e_decoder *d, const struct pcl_command *c)
{
    unsigned number = whole(c->number);

    switch (c->letter) {
    case 'A':
        return set_size(d, number);
    case 'H':
        return set_source(d, number);
    case 'S':
        return set_duplex(d, number);
    case 'X':
        changed(d, "number of copies", number != d->env.copies);
        d->env.copies = number > 0 ? number : 1;
        return true;
    case 'U':
        d->env.left_shift = c->number;
        return true;
    case 'Z':
        d->env.top_shift = c->number;
        return true;
    case 'E':
        set_top_margin(d, number);
        return true;
    case 'C':
    case 'D':
        d->env.line = line_height(c);
        return true;
    case 'O':
        if (number != 0)
            pcl_remark(d, "orientation %u is read as upright", number);
        return true;
    case 'F': /* length of the text, */
    case 'L': /* skip over the perforation, */
    case 'G': /* output bin, */
    case 'T': /* separation of jobs: nothing of a page */
        return true;
    default:
        pcl_remark(d, "unknown command ESC & l %c", c->letter);
        return true;
    }
}

/* ---- the cursor ---- */

static int32_t place(double value, bool relative, int32_t from, int32_t base)
{
    double to = value + (relative ? from : base);

    return (int32_t)(to < -FAR ? -FAR : to > FAR ? FAR : to < 0 ? to - 0.5 : to + 0.5);
}

static void move_x(struct pcl5e_decoder *d, const struct pcl_command *c, double unit)
{
    d->env.x = place(c->number * unit, c->relative, d->env.x, 0);
}

static void move_y(struct pcl5e_decoder *d, const struct pcl_command *c, double unit)
{
    d->env.y = place(c->number * unit, c->relative, d->env.y, d->env.top_margin);
}

static bool cursor_units(struct pcl5e_decoder *d, const struct pcl_command *c)
{
    double unit = (double)PCL_INCH / d->env.units;

    if (c->letter == 'X')
        move_x(d, c, unit);
    else if (c->letter == 'Y')
        move_y(d, c, unit);
    else if (c->letter != 'R')
        pcl_remark(d, "unknown command ESC * p %c", c->letter);
    return true;
}

static bool cursor_other(struct pcl5e_decoder *d, const struct pcl_command *c)
{
    switch (c->letter) {
    case 'H':
        move_x(d, c, (double)PCL_INCH / 720);
        return true;
    case 'V':
        move_y(d, c, (double)PCL_INCH / 720);
        return true;
    case 'R':
        move_y(d, c, d->env.line);
        return true;
    case 'C':
        move_x(d, c, (double)PCL_INCH / 10);
        return true;
    case 'L': /* margins of text */
    case 'M':
        return true;
    default:
        pcl_remark(d, "unknown command ESC & a %c", c->letter);
        return true;
    }
}

/* ---- rasters ---- */

static void set_resolution(struct pcl5e_decoder *d, unsigned dpi)
{
    static const unsigned known[] = {75, 100, 150, 200, 300, 600};

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (dpi == known[i])
            d->raster.resolution = dpi;
    if (d->raster.resolution != dpi)
        pcl_remark(d, "a raster of %u dpi is read as one of %u", dpi, d->raster.resolution);
}

static bool raster_control(struct pcl5e_decoder *d, const struct pcl_command *c)
{
    unsigned number = whole(c->number);

    if (c->letter == 'B' || c->letter == 'C') {
        pcl_raster_end(d);
        if (c->letter == 'C')
            d->raster.method = 0;
        return true;
    }
    if (d->raster.open) /* locked out until its end */
        return true;
    switch (c->letter) {
    case 'A':
        pcl_raster_start(d, number == 1 ? d->env.x : 0);
        return true;
    case 'S':
        d->raster.width = number;
        return true;
    case 'T':
        d->raster.height = number;
        return true;
    case 'F':
        if (number != 0 && number != 3)
            pcl_remark(d, "raster presentation %u", number);
        return true;
    case 'U':
        if (c->number != 1 && c->number != -1)
            pcl_remark(d, "a raster of several planes");
        return true;
    default:
        pcl_remark(d, "unknown command ESC * r %c", c->letter);
        return true;
    }
}

static bool raster_data(struct pcl5e_decoder *d, const struct pcl_command *c)
{
    unsigned number = whole(c->number);

    switch (c->letter) {
    case 'M':
        if (number > 3 && number != 5 && number != 9)
            return pcl_fail(d, "compression method %u is not known", number);
        d->raster.method = number;
        return true;
    case 'Y':
        return pcl_raster_skip(d, number);
    case 'W':
        d->data_size = 0;
        return pcl_raster_data(d);
    default:
        pcl_remark(d, "unknown command ESC * b %c", c->letter);
        return true;
    }
}

/* ---- all of them ---- */

static bool enter(struct pcl5e_decoder *d, const struct pcl_command *c)
{
    if (c->letter == 'B' && !d->env.hpgl)
        pcl_remark(d, "HP-GL/2 is not drawn");
    d->env.hpgl = c->letter == 'B';
    return true;
}

static bool is_group(const struct pcl_command *c, const char *group)
{
    return c->parameter == group[0] && c->group == group[1];
}

/* Those that change nothing that is decoded: fonts, rules' sizes, patterns, motion of text. */
static bool is_of_text(const struct pcl_command *c)
{
    static const char *const groups[] = {"&k", "&s", "&d", "&p", "*v", "*l", "&n", "&b"};

    if (c->parameter == '(' || c->parameter == ')' || (is_group(c, "*c") && c->letter != 'P'))
        return true;
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++)
        if (is_group(c, groups[i]))
            return true;
    return false;
}

bool pcl_command(struct pcl5e_decoder *d, const struct pcl_command *c)
{
    if (!is_group(c, "*b") && !is_group(c, "*r") && !is_group(c, "*t"))
        pcl_raster_end(d);
    if (is_group(c, "&l"))
        return page_control(d, c);
    if (is_group(c, "*b"))
        return raster_data(d, c);
    if (is_group(c, "*r"))
        return raster_control(d, c);
    if (is_group(c, "*p"))
        return cursor_units(d, c);
    if (is_group(c, "&a"))
        return cursor_other(d, c);
    if (c->parameter == '%')
        return enter(d, c);
    if (is_group(c, "*t") && c->letter == 'R') {
        if (!d->raster.open)
            set_resolution(d, whole(c->number));
    } else if (is_group(c, "&u") && c->letter == 'D') {
        if (c->number >= 96 && c->number <= PCL_INCH)
            d->env.units = whole(c->number);
    } else if (!is_of_text(c)) {
        pcl_remark(d, "unknown command ESC %c %c %c", c->parameter, c->group ? c->group : ' ',
                   c->letter);
    }
    return true;
}

bool pcl_has_data(const struct pcl_command *c)
{
    if (c->number == 0)
        return false;
    if (is_group(c, "&k")) /* its W scales text */
        return false;
    return c->letter == 'W' || (is_group(c, "*b") && c->letter == 'V') ||
           (is_group(c, "&p") && c->letter == 'X');
}

bool pcl_data(struct pcl5e_decoder *d)
{
    const struct pcl_command c = {d->parameter, d->group, d->letter, 0, false};

    if (is_group(&c, "*b") && c.letter == 'W')
        return pcl_raster_data(d);
    pcl_raster_end(d);
    if (is_group(&c, "&n") && d->data_size > 1 && d->data[0] == 'd') {
        size_t n = d->data_size - 1;

        if (n >= sizeof d->env.type)
            n = sizeof d->env.type - 1;
        memcpy(d->env.type, d->data + 1, n);
        d->env.type[n] = '\0';
    } else if (is_group(&c, "*b") || is_group(&c, "&p")) {
        pcl_remark(d, "data of ESC %c %c %c are not drawn", c.parameter, c.group, c.letter);
    }
    return true;
}

bool pcl_character(struct pcl5e_decoder *d, uint8_t byte)
{
    if (d->env.hpgl)
        return true;
    pcl_raster_end(d);
    switch (byte) {
    case '\f':
        return pcl_page_eject(d);
    case '\r':
        d->env.x = 0;
        return true;
    case '\n':
        d->env.y = place(d->env.line, true, d->env.y, 0);
        return true;
    case '\0':
    case '\b':
    case '\t':
    case 0x0E: /* fonts */
    case 0x0F:
        return true;
    default:
        if (!d->in_page)
            pcl_remark(d, "text is not drawn");
        return pcl_page_begin(d);
    }
}
