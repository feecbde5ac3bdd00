/*
 * status-picture.c - a machine as a drawing: lid and feeder of a copier, the output, the front
 * with the toner behind it, the bypass at its side, and a drawer for each tray. A part's colour
 * is its state's, which a sign and the description tell as well.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "status-parts.h"

#include <stdio.h>

/* Coordinates of the drawing. */
enum {
    WIDTH = 240,
    LEFT = 24,
    RIGHT = 196,
    BODY = 92, /* the top of the front */
    FRONT = 64,
    DRAWER = 30,
};

static const char *const mark_classes[] = {
    [MARK_OK] = "part ok",
    [MARK_WARN] = "part warn",
    [MARK_BAD] = "part bad",
    [MARK_UNKNOWN] = "part unknown",
};

/* A sign beside a part that wants attention: not by its colour alone. */
static void put_sign(struct visit *visit, const struct machine_part *part, int x, int y)
{
    if (part->mark == MARK_OK || part->mark == MARK_UNKNOWN)
        return;
    page_put(visit,
             "<g class=\"%s\"><circle class=\"sign\" cx=\"%d\" cy=\"%d\" r=\"9\"/>"
             "<path class=\"mark\" d=\"M%d %dv6m0 3v1\"/></g>\n",
             mark_classes[part->mark], x, y, x, y - 5);
}

static void put_level(struct visit *visit, const struct machine_part *part, int x, int y,
                      int width, int height)
{
    page_put(visit,
             "<rect class=\"gauge\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"2\"/>\n",
             x, y, width, height);
    if (part->percent > 0)
        page_put(visit,
                 "<rect class=\"fill\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
                 "rx=\"2\"/>\n",
                 x, y, part->percent >= 100 ? width : width * part->percent / 100 + 1, height);
}

static void begin_part(struct visit *visit, const struct machine_part *part)
{
    page_put(visit, "<g class=\"%s\">\n", mark_classes[part->mark]);
}

static void end_part(struct visit *visit)
{
    page_put(visit, "</g>\n");
}

/* The feeder, the lid over the glass, and the panel at its edge. */
static void put_scanner(struct visit *visit)
{
    page_put(visit,
             "<path class=\"body\" d=\"M44 20l8-12h84l8 12z\"/>\n"
             "<path class=\"line\" d=\"M60 8l6-5h56l6 5\"/>\n"
             "<rect class=\"body\" x=\"18\" y=\"20\" width=\"172\" height=\"16\" rx=\"4\"/>\n"
             "<rect class=\"body\" x=\"14\" y=\"38\" width=\"186\" height=\"18\" rx=\"3\"/>\n"
             "<path class=\"body\" d=\"M152 40h66l6 14h-66z\"/>\n"
             "<path class=\"screen\" d=\"M162 43h28l3 8h-28z\"/>\n"
             "<circle class=\"key\" cx=\"206\" cy=\"47\" r=\"3.5\"/>\n"
             "<rect class=\"body\" x=\"%d\" y=\"56\" width=\"26\" height=\"38\"/>\n",
             LEFT);
}

/* The gap under the scanner, or the hollow on top of a printer, where pages come out. */
static void put_output(struct visit *visit, const struct machine *machine)
{
    begin_part(visit, &machine->output);
    if (machine->copier)
        page_put(visit, "<path class=\"hollow\" d=\"M50 58h146v34h-146z\"/>\n"
                        "<path class=\"edge\" d=\"M56 88l134-8v4l-134 8z\"/>\n");
    else
        page_put(visit, "<path class=\"body\" d=\"M36 92l10-44h128l10 44z\"/>\n"
                        "<path class=\"hollow\" d=\"M58 84l8-28h88l8 28z\"/>\n"
                        "<path class=\"edge\" d=\"M66 80h88v4h-88z\"/>\n");
    end_part(visit);
    put_sign(visit, &machine->output, 122, 72);
}

static void put_front(struct visit *visit, const struct machine *machine)
{
    begin_part(visit, &machine->cover);
    page_put(visit,
             "<rect class=\"body edge\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
             "rx=\"3\"/>\n<path class=\"line\" d=\"M%d %dh%d\"/>\n",
             LEFT, BODY, RIGHT - LEFT, FRONT, LEFT + 12, BODY + 10, RIGHT - LEFT - 24);
    end_part(visit);
    begin_part(visit, &machine->toner);
    put_level(visit, &machine->toner, 52, BODY + 28, 116, 14);
    end_part(visit);
    put_sign(visit, &machine->cover, 40, BODY + 16);
    put_sign(visit, &machine->toner, 180, BODY + 35);
}

static void put_bypass(struct visit *visit, const struct machine_part *part)
{
    begin_part(visit, part);
    page_put(visit, "<path class=\"body edge\" d=\"M196 132l34-20 4 5-38 24z\"/>\n");
    if (part->percent != 0 && part->mark == MARK_OK)
        page_put(visit, "<path class=\"paper\" d=\"M198 126l30-18 2 3-32 19z\"/>\n");
    end_part(visit);
    put_sign(visit, part, 224, 136);
}

static void put_drawer(struct visit *visit, const struct machine_part *part, int y)
{
    begin_part(visit, part);
    page_put(visit,
             "<rect class=\"body edge\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
             "rx=\"3\"/>\n",
             LEFT, y, RIGHT - LEFT, DRAWER - 2);
    put_level(visit, part, 52, y + 7, 60, 12);
    page_put(visit,
             "<rect class=\"grip\" x=\"124\" y=\"%d\" width=\"44\" height=\"6\" "
             "rx=\"3\"/>\n",
             y + 10);
    end_part(visit);
    put_sign(visit, part, 40, y + 13);
}

static void describe(struct visit *visit, const struct machine_part *part)
{
    page_say(visit, "status.part", "part", part->name, "state", part->state, NULL);
    page_put(visit, ". ");
}

static int count_drawers(const struct machine *machine)
{
    int n = 0;

    for (size_t i = 0; i < machine->num_trays; i++)
        n += !machine->trays[i].bypass;
    return n;
}

void picture_put(struct visit *visit, const struct machine *machine, int id)
{
    int y = BODY + FRONT + 2, drawers = count_drawers(machine);

    page_put(visit,
             "<svg class=\"machine\" role=\"img\" aria-labelledby=\"m%d-title\" "
             "aria-describedby=\"m%d-parts\" viewBox=\"0 0 %d %d\">\n"
             "<title id=\"m%d-title\">%w</title>\n<desc id=\"m%d-parts\">",
             id, id, WIDTH, y + drawers * DRAWER + 8, id, "status.picture", id);
    describe(visit, &machine->cover);
    describe(visit, &machine->output);
    describe(visit, &machine->toner);
    for (size_t i = 0; i < machine->num_trays; i++)
        describe(visit, &machine->trays[i]);
    page_put(visit, "</desc>\n");
    put_output(visit, machine);
    if (machine->copier)
        put_scanner(visit);
    put_front(visit, machine);
    for (size_t i = 0; i < machine->num_trays; i++) {
        if (machine->trays[i].bypass) {
            put_bypass(visit, &machine->trays[i]);
            continue;
        }
        put_drawer(visit, &machine->trays[i], y);
        y += DRAWER;
    }
    page_put(visit, "<path class=\"foot\" d=\"M36 %dh20v6h-20zM164 %dh20v6h-20z\"/>\n</svg>\n",
             y, y);
}
