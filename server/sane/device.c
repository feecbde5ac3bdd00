/*
 * device.c - see device.h: opening, setting, sensors.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "device.h"
#include "names.h"
#include "option.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define MM_PER_UNIT (25.4 / SCAN_UNITS)

/* ---- results ---- */

static enum scan_result meaning(SANE_Status status)
{
    switch ((int)status) {
    case SANE_STATUS_GOOD:
        return SCAN_OK;
    case SANE_STATUS_CANCELLED:
        return SCAN_CANCELED;
    case SANE_STATUS_DEVICE_BUSY:
    case 12: /* the lamp warms up: newer than the headers */
        return SCAN_BUSY;
    case SANE_STATUS_UNSUPPORTED:
    case SANE_STATUS_INVAL:
        return SCAN_INVALID;
    case SANE_STATUS_JAMMED:
        return SCAN_JAMMED;
    case SANE_STATUS_NO_DOCS:
        return SCAN_NO_DOCS;
    case SANE_STATUS_COVER_OPEN:
        return SCAN_COVER_OPEN;
    case SANE_STATUS_NO_MEM:
        return SCAN_NO_MEMORY;
    case SANE_STATUS_ACCESS_DENIED:
        return SCAN_DENIED;
    default:
        return SCAN_IO;
    }
}

enum scan_result device_failed(struct wire_result *result, SANE_Status status,
                               const char *doing)
{
    result->result = meaning(status);
    snprintf(result->why, sizeof result->why, "%s, %s", sane_strstatus(status), doing);
    return result->result;
}

/* ---- open ---- */

static void copy_maker_and_model(const SANE_Device *listed, struct scan_caps *caps)
{
    const char *maker = listed->vendor == NULL ? "" : listed->vendor;
    const char *model = listed->model == NULL ? "" : listed->model;
    size_t n = strlen(maker);

    /* "CANON", "Canon imageRUNNER 1020": once is enough. */
    if (n > 0 && strncasecmp(model, maker, n) == 0 && model[n] == ' ')
        model += n + 1;
    snprintf(caps->maker, sizeof caps->maker, "%s", maker);
    snprintf(caps->model, sizeof caps->model, "%s", model);
}

/* Where the driver lists the device; NULL: it does not. One without a name behind the driver's
 * is the first. */
static const SANE_Device *find_listed(const char *name)
{
    const SANE_Device **list = NULL;

    if (sane_get_devices(&list, SANE_TRUE) != SANE_STATUS_GOOD || list == NULL)
        return NULL;
    for (; *list != NULL; list++)
        if ((*list)->name != NULL &&
            (strcmp((*list)->name, name) == 0 || strchr(name, ':') == NULL))
            return *list;
    return NULL;
}

/* A driver that does not know the device calls it invalid, or fails to reach it. */
static enum scan_result not_opened(struct wire_result *result, SANE_Status status, bool listed)
{
    device_failed(result, status, "opening the scanner");
    if (status == SANE_STATUS_INVAL || status == SANE_STATUS_UNSUPPORTED ||
        (status == SANE_STATUS_IO_ERROR && !listed))
        result->result = SCAN_GONE;
    return result->result;
}

enum scan_result device_open(struct device *device, const char *name, struct scan_caps *caps,
                             struct wire_result *result)
{
    const SANE_Device *listed = find_listed(name);
    SANE_Status status;

    *device = (struct device){0};
    *caps = (struct scan_caps){0};
    if (listed != NULL)
        copy_maker_and_model(listed, caps);
    else
        snprintf(caps->model, sizeof caps->model, "%.127s", name);
    names_serial(name, caps->serial, sizeof caps->serial);
    status = sane_open(name, &device->handle);
    if (status != SANE_STATUS_GOOD) {
        device->handle = NULL;
        return not_opened(result, status, listed != NULL);
    }
    if (device_caps(device, caps))
        return SCAN_OK;
    result->result = SCAN_INVALID;
    snprintf(result->why, sizeof result->why,
             "The device has no glass, feeder or resolution that is known here");
    return result->result;
}

/* ---- set ---- */

SANE_Status device_set_input(struct device *device, enum scan_input input)
{
    SANE_Status status = SANE_STATUS_GOOD;
    struct option option;

    if (device->source[input][0] != '\0' && option_find(device->handle, "source", &option) &&
        option_settable(&option))
        status = option_set_text(&option, device->source[input]);
    if (status != SANE_STATUS_GOOD || input == SCAN_PLATEN)
        return status;
    if (device->duplex == DUPLEX_BY_SWITCH && option_find(device->handle, "duplex", &option)) {
        SANE_Bool on = input == SCAN_FEEDER_DUPLEX;
        SANE_Int info = 0;

        return sane_control_option(device->handle, option.index, SANE_ACTION_SET_VALUE, &on,
                                   &info);
    }
    if (device->duplex == DUPLEX_BY_MODE && option_find(device->handle, "adf-mode", &option))
        for (size_t i = 0; option_choice(&option, i) != NULL; i++)
            if (names_has(option_choice(&option, i), "duplex") == (input == SCAN_FEEDER_DUPLEX))
                return option_set_text(&option, option_choice(&option, i));
    return SANE_STATUS_GOOD;
}

static const char *best_mode(const struct option *option, bool color)
{
    const char *best = NULL, *mode;
    unsigned fits = 0;

    for (size_t i = 0; (mode = option_choice(option, i)) != NULL; i++)
        if (names_mode(mode, color) > fits) {
            fits = names_mode(mode, color);
            best = mode;
        }
    return best;
}

/* 8 bits; 16, where there are no 8. One bit is for those who have nothing else. */
static SANE_Status set_depth(struct device *device)
{
    struct option option;
    double value, min, max, step;
    bool eight = false, sixteen = false;

    if (!option_find(device->handle, "depth", &option) || !option_settable(&option))
        return SANE_STATUS_GOOD;
    for (size_t i = 0; option_listed(&option, i, &value); i++) {
        eight = eight || value == 8;
        sixteen = sixteen || value == 16;
    }
    if (option.is->constraint_type == SANE_CONSTRAINT_RANGE &&
        option_range(&option, &min, &max, &step))
        eight = min <= 8 && max >= 8;
    if (!eight && !sixteen)
        return SANE_STATUS_GOOD;
    return option_set_number(&option, eight ? 8 : 16, OPTION_NEAREST);
}

/* Gray where there is only colour is made of it (frame.h); a device that has neither word has
 * one mode that is left as it is. */
SANE_Status device_set_color(struct device *device, bool color)
{
    SANE_Status status = SANE_STATUS_GOOD;
    struct option option;

    if (option_find(device->handle, "mode", &option) && option_settable(&option)) {
        const char *mode = best_mode(&option, color);

        if (mode == NULL)
            mode = best_mode(&option, !color);
        if (mode != NULL)
            status = option_set_text(&option, mode);
    }
    return status == SANE_STATUS_GOOD ? set_depth(device) : status;
}

static SANE_Status set_resolution(struct device *device, unsigned dpi)
{
    static const char *const names[] = {"resolution", "x-resolution", "y-resolution"};
    SANE_Status status = SANE_STATUS_GOOD;
    struct option option;

    for (size_t i = 0; i < 3 && status == SANE_STATUS_GOOD; i++) {
        if (!option_find(device->handle, names[i], &option) || !option_settable(&option))
            continue;
        status = option_set_number(&option, dpi, OPTION_NEAREST);
        if (i == 0)
            break;
    }
    return status;
}

static SANE_Status set_edge(struct device *device, const char *name, double units, unsigned dpi,
                            enum option_round round)
{
    struct option option;

    if (!option_find(device->handle, name, &option) || !option_settable(&option))
        return SANE_STATUS_GOOD;
    if (option.is->unit == SANE_UNIT_MM)
        return option_set_number(&option, units * MM_PER_UNIT, round);
    if (option.is->unit == SANE_UNIT_PIXEL)
        return option_set_number(&option, units * dpi / SCAN_UNITS, round);
    return SANE_STATUS_GOOD;
}

/* The corner at the beginning goes out of the way first: some drivers refuse, or move, an edge
 * that would lie beyond the opposite one of the page before. */
static SANE_Status set_area(struct device *device, const struct scan_params *p)
{
    const struct {
        const char *name;
        double units;
        enum option_round round;
    } edges[] = {
        {"tl-x", 0,                          OPTION_DOWN},
        {"tl-y", 0,                          OPTION_DOWN},
        {"br-x", p->area.x + p->area.width,  OPTION_UP  },
        {"br-y", p->area.y + p->area.height, OPTION_UP  },
        {"tl-x", p->area.x,                  OPTION_DOWN},
        {"tl-y", p->area.y,                  OPTION_DOWN},
    };
    SANE_Status status = SANE_STATUS_GOOD;

    for (size_t i = 0; i < sizeof edges / sizeof edges[0] && status == SANE_STATUS_GOOD; i++)
        status = set_edge(device, edges[i].name, edges[i].units, p->dpi, edges[i].round);
    return status;
}

enum scan_result device_set(struct device *device, const struct scan_params *params,
                            struct wire_result *result)
{
    SANE_Status status;

    if (!device->has[params->input])
        return device_failed(result, SANE_STATUS_INVAL, "choosing where the paper lies");
    status = device_set_input(device, params->input);
    if (status != SANE_STATUS_GOOD)
        return device_failed(result, status, "choosing where the paper lies");
    status = device_set_color(device, params->color == SCAN_COLOR);
    if (status != SANE_STATUS_GOOD)
        return device_failed(result, status, "choosing the mode");
    status = set_resolution(device, params->dpi);
    if (status != SANE_STATUS_GOOD)
        return device_failed(result, status, "setting the resolution");
    status = set_area(device, params);
    if (status != SANE_STATUS_GOOD)
        return device_failed(result, status, "setting the area");
    return SCAN_OK;
}

/* ---- sensors ---- */

static enum scan_feeder ask_feeder(struct device *device)
{
    struct option option;
    double value;

    /* pixma's: 0 is a scanner that does not tell. */
    if (option_find(device->handle, "adf-status", &option) && option_number(&option, &value))
        return value == 1   ? SCAN_FEEDER_EMPTY
               : value == 2 ? SCAN_FEEDER_LOADED
                            : SCAN_FEEDER_UNKNOWN;
    if (option_find(device->handle, "page-loaded", &option) && option_number(&option, &value))
        return value == 0 ? SCAN_FEEDER_EMPTY : SCAN_FEEDER_LOADED;
    return SCAN_FEEDER_UNKNOWN;
}

/* A button is pressed when it was not so at the last question: drivers tell it as long as
 * somebody's finger is on it, or until it is asked. */
void device_sensors(struct device *device, struct scan_sensors *sensors)
{
    struct option option;
    double value;

    *sensors = (struct scan_sensors){0};
    /* pixma reads its buttons and sensors from the machine only then. */
    if (option_find(device->handle, "button-update", &option))
        option_press(&option);
    if (device->has[SCAN_FEEDER] || device->has[SCAN_FEEDER_DUPLEX])
        sensors->feeder = ask_feeder(device);
    for (size_t i = 0; i < device->num_buttons; i++) {
        bool down = option_find(device->handle, device->button[i], &option) &&
                    option_number(&option, &value) && value != 0;

        if (down && !device->down[i])
            sensors->buttons |= 1u << i;
        device->down[i] = down;
    }
}
