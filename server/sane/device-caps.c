/*
 * device-caps.c - see device.h: what a device can do. Asked by choosing each of its sources,
 * since reach and resolutions differ between them.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "device.h"
#include "names.h"
#include "option.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MAX_FOUND 256
/* More dots than any paper needs; lines of SCAN_MAX_WIDTH end here. */
#define MAX_DPI   4800
#define MAX_REACH 60000 /* five metres of feeder */

/* What is offered of a range, and kept of a list that is too long. */
static const unsigned usual[] = {75, 100, 150, 200, 300, 400, 600, 1200, 2400, 4800};
#define NUM_USUAL   (sizeof usual / sizeof usual[0])
#define NUM_OFFERED 8 /* of a range: to 1200 */

struct resolutions {
    unsigned dpi[MAX_FOUND];
    size_t n;
};

/* ---- inputs ---- */

static void find_sources(struct device *device)
{
    unsigned best[SCAN_NUM_INPUTS] = {0};
    char current[DEVICE_TEXT_SIZE] = "";
    struct option option;
    const char *choice;
    bool settable;

    if (!option_find(device->handle, "source", &option)) {
        device->has[SCAN_PLATEN] = true;
        return;
    }
    option_text(&option, current, sizeof current);
    settable = option_settable(&option) && option_choice(&option, 0) != NULL;
    for (size_t i = 0; (choice = settable ? option_choice(&option, i)
                                 : i == 0 ? current
                                          : NULL) != NULL;
         i++) {
        enum scan_input input = SCAN_PLATEN;
        unsigned fits = names_source(choice, &input);

        if (fits > best[input] && strlen(choice) < DEVICE_TEXT_SIZE) {
            best[input] = fits;
            device->has[input] = true;
            snprintf(device->source[input], DEVICE_TEXT_SIZE, "%s", settable ? choice : "");
        }
    }
}

/* Both sides by another option than the source. It may be there only while the feeder is
 * chosen. */
static void find_duplex(struct device *device)
{
    struct option option;
    const char *mode;

    if (!device->has[SCAN_FEEDER] || device->has[SCAN_FEEDER_DUPLEX] ||
        device_set_input(device, SCAN_FEEDER) != SANE_STATUS_GOOD)
        return;
    if (option_find(device->handle, "adf-mode", &option) && option_settable(&option)) {
        for (size_t i = 0; (mode = option_choice(&option, i)) != NULL; i++)
            if (names_has(mode, "duplex"))
                device->duplex = DUPLEX_BY_MODE;
    } else if (option_find(device->handle, "duplex", &option) && option_settable(&option) &&
               option.is->type == SANE_TYPE_BOOL &&
               option.is->size == (SANE_Int)sizeof(SANE_Word))
        device->duplex = DUPLEX_BY_SWITCH;
    if (device->duplex != DUPLEX_BY_SOURCE) {
        device->has[SCAN_FEEDER_DUPLEX] = true;
        memcpy(device->source[SCAN_FEEDER_DUPLEX], device->source[SCAN_FEEDER],
               DEVICE_TEXT_SIZE);
    }
}

/* ---- reach ---- */

static double current_dpi(struct device *device)
{
    struct option option;
    double dpi;

    if ((option_find(device->handle, "resolution", &option) ||
         option_find(device->handle, "x-resolution", &option)) &&
        option_number(&option, &dpi) && dpi > 0)
        return dpi;
    return SCAN_UNITS;
}

/* From the least of one edge to the greatest of the opposite one; 0: not told. */
static double length(struct device *device, const char *from, const char *to)
{
    double min = 0, max = 0, unused, step;
    struct option option;
    SANE_Unit unit;

    if (!option_find(device->handle, to, &option))
        return 0;
    unit = option.is->unit;
    if (!option_range(&option, &unused, &max, &step) && !option_number(&option, &max))
        return 0;
    if (!option_find(device->handle, from, &option) ||
        !option_range(&option, &min, &unused, &step))
        min = 0;
    if (unit == SANE_UNIT_MM)
        return (max - min) * SCAN_UNITS / 25.4;
    return unit == SANE_UNIT_PIXEL ? (max - min) * SCAN_UNITS / current_dpi(device) : 0;
}

static uint32_t as_reach(double units)
{
    return units < 1 ? 0 : units > MAX_REACH ? MAX_REACH : (uint32_t)lround(units);
}

static void find_reach(struct device *device, uint32_t *width, uint32_t *height)
{
    SANE_Parameters parameters = {0};

    *width = as_reach(length(device, "tl-x", "br-x"));
    *height = as_reach(length(device, "tl-y", "br-y"));
    if ((*width > 0 && *height > 0) ||
        sane_get_parameters(device->handle, &parameters) != SANE_STATUS_GOOD)
        return;
    /* One that cannot be told an area has the one that it would scan now. */
    *width = as_reach((double)parameters.pixels_per_line * SCAN_UNITS / current_dpi(device));
    *height = as_reach((double)parameters.lines * SCAN_UNITS / current_dpi(device));
}

/* ---- resolutions ---- */

static void add(struct resolutions *r, double dpi)
{
    unsigned value = dpi < 1 || dpi > MAX_DPI ? 0 : (unsigned)lround(dpi);
    size_t at = 0;

    while (at < r->n && r->dpi[at] < value)
        at++;
    if (value == 0 || r->n == MAX_FOUND || (at < r->n && r->dpi[at] == value))
        return;
    memmove(r->dpi + at + 1, r->dpi + at, (r->n - at) * sizeof r->dpi[0]);
    r->dpi[at] = value;
    r->n++;
}

static bool in_steps(double value, double min, double step)
{
    return step <= 0 || fabs(remainder(value - min, step)) < 0.01;
}

static void find_resolutions(struct device *device, struct resolutions *r)
{
    double value, min, max, step;
    struct option option;

    r->n = 0;
    if (!option_find(device->handle, "resolution", &option) &&
        !option_find(device->handle, "x-resolution", &option))
        return;
    for (size_t i = 0; option_listed(&option, i, &value); i++)
        add(r, value);
    if (r->n > 0)
        return;
    if (option_range(&option, &min, &max, &step)) {
        for (size_t i = 0; i < NUM_OFFERED; i++)
            if (usual[i] >= min && usual[i] <= max && in_steps(usual[i], min, step))
                add(r, usual[i]);
        if (r->n == 0)
            add(r, max);
    } else if (option_number(&option, &value))
        add(r, value);
}

static bool contains(const unsigned *list, size_t n, unsigned value)
{
    for (size_t i = 0; i < n; i++)
        if (list[i] == value)
            return true;
    return false;
}

/* Of those that all inputs have. */
static void keep_common(struct resolutions *all, const struct resolutions *more)
{
    struct resolutions both = {.n = 0};

    for (size_t i = 0; i < all->n; i++)
        if (contains(more->dpi, more->n, all->dpi[i]))
            add(&both, all->dpi[i]);
    if (both.n > 0)
        *all = both;
}

static void tell_resolutions(const struct resolutions *r, struct scan_caps *caps)
{
    for (size_t i = 0; i < r->n && caps->num_resolutions < SCAN_MAX_RESOLUTIONS; i++)
        if (r->n <= SCAN_MAX_RESOLUTIONS || contains(usual, NUM_USUAL, r->dpi[i]))
            caps->resolutions[caps->num_resolutions++] = r->dpi[i];
    /* None of them is usual. */
    for (size_t i = 0; i < r->n && i < SCAN_MAX_RESOLUTIONS && caps->num_resolutions == i; i++)
        caps->resolutions[caps->num_resolutions++] = r->dpi[i];
}

/* ---- colour, sensors ---- */

static bool sends_color(struct device *device)
{
    SANE_Parameters parameters = {0};
    struct option option;
    const char *mode;

    if (option_find(device->handle, "mode", &option) && option_choice(&option, 0) != NULL) {
        for (size_t i = 0; (mode = option_choice(&option, i)) != NULL; i++)
            if (names_mode(mode, true) > 0)
                return true;
        return false;
    }
    return sane_get_parameters(device->handle, &parameters) == SANE_STATUS_GOOD &&
           parameters.format != SANE_FRAME_GRAY;
}

static bool is_sensor(const struct option *option)
{
    return (option->is->type == SANE_TYPE_BOOL || option->is->type == SANE_TYPE_INT) &&
           (option->is->cap & SANE_CAP_SOFT_DETECT) != 0 &&
           (option->is->cap & SANE_CAP_SOFT_SELECT) == 0;
}

static void find_sensors(struct device *device, struct scan_caps *caps)
{
    SANE_Int n = option_count(device->handle);
    struct option option;

    for (SANE_Int i = 1; i < n; i++) {
        if (!option_at(device->handle, i, &option) || !is_sensor(&option))
            continue;
        if (names_button(option.is->name) && device->num_buttons < SCAN_MAX_BUTTONS)
            snprintf(device->button[device->num_buttons++], DEVICE_TEXT_SIZE, "%s",
                     option.is->name);
        else if (strcmp(option.is->name, "adf-status") == 0 ||
                 strcmp(option.is->name, "page-loaded") == 0)
            caps->feeder_sensor = caps->has[SCAN_FEEDER] || caps->has[SCAN_FEEDER_DUPLEX];
    }
    caps->num_buttons = device->num_buttons;
}

bool device_caps(struct device *device, struct scan_caps *caps)
{
    struct resolutions all = {.n = 0}, more;

    find_sources(device);
    find_duplex(device);
    for (unsigned i = 0; i < SCAN_NUM_INPUTS; i++) {
        if (!device->has[i] || device_set_input(device, i) != SANE_STATUS_GOOD)
            continue;
        device_set_color(device, true);
        find_reach(device, &caps->width[i], &caps->height[i]);
        find_resolutions(device, &more);
        caps->has[i] = caps->width[i] > 0 && caps->height[i] > 0 && more.n > 0;
        if (!caps->has[i])
            continue;
        if (all.n == 0)
            all = more;
        else
            keep_common(&all, &more);
        caps->color = caps->color || sends_color(device);
    }
    memcpy(device->has, caps->has, sizeof device->has);
    caps->gray = true; /* made of colour, where there is nothing else */
    tell_resolutions(&all, caps);
    find_sensors(device, caps);
    return all.n > 0;
}
