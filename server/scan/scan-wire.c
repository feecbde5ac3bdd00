/*
 * scan-wire.c - see scan-wire.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "scan-wire.h"

#include "driver/bytes.h"

#include <string.h>

/* A glass of three metres, a sheet of eight: more than any device's. */
#define MAX_REACH      100000u
#define MAX_RESOLUTION 9600u

/* ---- heads ---- */

static uint32_t longest(enum wire_type type)
{
    switch (type) {
    case WIRE_LIST:
    case WIRE_OPEN:
    case WIRE_START:
    case WIRE_DEVICE:
    case WIRE_CAPS:
    case WIRE_SENSED:
    case WIRE_IMAGE:
    case WIRE_RESULT:
    case WIRE_DRIVER:
        return WIRE_MAX_SMALL;
    case WIRE_LINES:
        return (uint32_t)WIRE_MAX_LINES;
    case WIRE_SENSORS:
    case WIRE_CANCEL:
    case WIRE_FINISH:
    case WIRE_DRIVERS:
    case WIRE_QUIT:
        break;
    }
    return 0;
}

void wire_put_head(uint8_t bytes[WIRE_HEAD], const struct wire_head *head)
{
    put_le16(bytes, (uint32_t)head->type);
    put_le16(bytes + 2, head->batch);
    put_le32(bytes + 4, head->n);
}

bool wire_get_head(const uint8_t bytes[WIRE_HEAD], struct wire_head *head)
{
    uint32_t type = get_le16(bytes);

    head->batch = get_le16(bytes + 2);
    head->n = get_le32(bytes + 4);
    if (!(type >= WIRE_LIST && type <= WIRE_QUIT) &&
        !(type >= WIRE_DEVICE && type <= WIRE_DRIVER))
        return false;
    head->type = (enum wire_type)type;
    return head->batch != 0 && head->n <= longest(head->type);
}

/* ---- numbers and texts ---- */

struct out {
    uint8_t *bytes;
    size_t n;
};

static void put_number(struct out *out, uint32_t value)
{
    put_le32(out->bytes + out->n, value);
    out->n += 4;
}

static void put_flag(struct out *out, bool value)
{
    out->bytes[out->n++] = value;
}

static void put_text(struct out *out, const char *text, size_t size)
{
    size_t n = strnlen(text, size - 1);

    put_le16(out->bytes + out->n, (uint32_t)n);
    memcpy(out->bytes + out->n + 2, text, n);
    out->n += 2 + n;
}

/* Once it is bad, zeros come. */
struct in {
    const uint8_t *bytes;
    size_t left;
    bool bad;
};

static const uint8_t *take(struct in *in, size_t n)
{
    const uint8_t *bytes = in->bytes;

    if (in->bad || n > in->left) {
        in->bad = true;
        return NULL;
    }
    in->bytes += n;
    in->left -= n;
    return bytes;
}

static uint32_t get_number(struct in *in, uint32_t max)
{
    const uint8_t *bytes = take(in, 4);
    uint32_t value = bytes == NULL ? 0 : get_le32(bytes);

    if (value <= max)
        return value;
    in->bad = true;
    return 0;
}

static bool get_flag(struct in *in)
{
    const uint8_t *bytes = take(in, 1);

    if (bytes != NULL && bytes[0] > 1)
        in->bad = true;
    return bytes != NULL && bytes[0] == 1;
}

static void get_text(struct in *in, char *text, size_t size)
{
    const uint8_t *length = take(in, 2), *bytes;
    size_t n = length == NULL ? 0 : get_le16(length);

    text[0] = '\0';
    bytes = n < size ? take(in, n) : NULL;
    if (bytes == NULL || memchr(bytes, '\0', n) != NULL) {
        in->bad = true;
        return;
    }
    memcpy(text, bytes, n);
    text[n] = '\0';
}

static bool all_taken(const struct in *in)
{
    return !in->bad && in->left == 0;
}

/* ---- what is in the frames ---- */

size_t wire_put_name(uint8_t *bytes, const char *name)
{
    struct out out = {bytes, 0};

    put_text(&out, name, WIRE_NAME_SIZE);
    return out.n;
}

bool wire_get_name(const uint8_t *bytes, size_t n, char name[WIRE_NAME_SIZE])
{
    struct in in = {bytes, n, false};

    get_text(&in, name, WIRE_NAME_SIZE);
    return all_taken(&in);
}

size_t wire_put_params(uint8_t *bytes, const struct scan_params *params)
{
    struct out out = {bytes, 0};

    put_number(&out, (uint32_t)params->input);
    put_number(&out, (uint32_t)params->color);
    put_number(&out, params->dpi);
    put_number(&out, params->area.x);
    put_number(&out, params->area.y);
    put_number(&out, params->area.width);
    put_number(&out, params->area.height);
    return out.n;
}

bool wire_get_params(const uint8_t *bytes, size_t n, struct scan_params *params)
{
    struct in in = {bytes, n, false};

    params->input = (enum scan_input)get_number(&in, SCAN_NUM_INPUTS - 1);
    params->color = (enum scan_color)get_number(&in, SCAN_NUM_COLORS - 1);
    params->dpi = get_number(&in, MAX_RESOLUTION);
    params->area.x = get_number(&in, MAX_REACH);
    params->area.y = get_number(&in, MAX_REACH);
    params->area.width = get_number(&in, MAX_REACH);
    params->area.height = get_number(&in, MAX_REACH);
    return all_taken(&in) && params->dpi > 0 && params->color != SCAN_BLACK_AND_WHITE &&
           params->area.width > 0 && params->area.height > 0;
}

size_t wire_put_device(uint8_t *bytes, const struct wire_device *device)
{
    struct out out = {bytes, 0};

    put_text(&out, device->name, sizeof device->name);
    put_text(&out, device->maker, sizeof device->maker);
    put_text(&out, device->model, sizeof device->model);
    return out.n;
}

bool wire_get_device(const uint8_t *bytes, size_t n, struct wire_device *device)
{
    struct in in = {bytes, n, false};

    get_text(&in, device->name, sizeof device->name);
    get_text(&in, device->maker, sizeof device->maker);
    get_text(&in, device->model, sizeof device->model);
    return all_taken(&in);
}

size_t wire_put_caps(uint8_t *bytes, const struct scan_caps *caps)
{
    struct out out = {bytes, 0};

    put_text(&out, caps->maker, sizeof caps->maker);
    put_text(&out, caps->model, sizeof caps->model);
    put_text(&out, caps->serial, sizeof caps->serial);
    for (size_t i = 0; i < SCAN_NUM_INPUTS; i++) {
        put_flag(&out, caps->has[i]);
        put_number(&out, caps->width[i]);
        put_number(&out, caps->height[i]);
    }
    put_flag(&out, caps->gray);
    put_flag(&out, caps->color);
    put_number(&out, (uint32_t)caps->num_resolutions);
    for (size_t i = 0; i < caps->num_resolutions; i++)
        put_number(&out, caps->resolutions[i]);
    put_flag(&out, caps->feeder_sensor);
    put_number(&out, (uint32_t)caps->num_buttons);
    return out.n;
}

/* Whether it can scan at all, and its resolutions ascend. */
static bool is_scanner(const struct scan_caps *caps)
{
    bool input = false;

    for (size_t i = 0; i < SCAN_NUM_INPUTS; i++) {
        if (caps->has[i] && (caps->width[i] == 0 || caps->height[i] == 0))
            return false;
        input = input || caps->has[i];
    }
    for (size_t i = 0; i < caps->num_resolutions; i++)
        if (caps->resolutions[i] <= (i == 0 ? 0 : caps->resolutions[i - 1]))
            return false;
    return input && caps->num_resolutions > 0 && (caps->gray || caps->color);
}

bool wire_get_caps(const uint8_t *bytes, size_t n, struct scan_caps *caps)
{
    struct in in = {bytes, n, false};

    *caps = (struct scan_caps){0};
    get_text(&in, caps->maker, sizeof caps->maker);
    get_text(&in, caps->model, sizeof caps->model);
    get_text(&in, caps->serial, sizeof caps->serial);
    for (size_t i = 0; i < SCAN_NUM_INPUTS; i++) {
        caps->has[i] = get_flag(&in);
        caps->width[i] = get_number(&in, MAX_REACH);
        caps->height[i] = get_number(&in, MAX_REACH);
    }
    caps->gray = get_flag(&in);
    caps->color = get_flag(&in);
    caps->num_resolutions = get_number(&in, SCAN_MAX_RESOLUTIONS);
    for (size_t i = 0; i < caps->num_resolutions; i++)
        caps->resolutions[i] = get_number(&in, MAX_RESOLUTION);
    caps->feeder_sensor = get_flag(&in);
    caps->num_buttons = get_number(&in, SCAN_MAX_BUTTONS);
    return all_taken(&in) && is_scanner(caps);
}

size_t wire_put_sensors(uint8_t *bytes, const struct scan_sensors *sensors)
{
    struct out out = {bytes, 0};

    put_number(&out, (uint32_t)sensors->feeder);
    put_number(&out, sensors->buttons);
    return out.n;
}

bool wire_get_sensors(const uint8_t *bytes, size_t n, struct scan_sensors *sensors)
{
    struct in in = {bytes, n, false};

    sensors->feeder = (enum scan_feeder)get_number(&in, SCAN_FEEDER_LOADED);
    sensors->buttons = get_number(&in, (1u << SCAN_MAX_BUTTONS) - 1);
    return all_taken(&in);
}

size_t wire_put_image(uint8_t *bytes, const struct scan_image *image)
{
    struct out out = {bytes, 0};

    put_number(&out, image->width);
    put_number(&out, image->height);
    put_flag(&out, image->color);
    return out.n;
}

bool wire_get_image(const uint8_t *bytes, size_t n, struct scan_image *image)
{
    struct in in = {bytes, n, false};

    image->width = get_number(&in, SCAN_MAX_WIDTH);
    image->height = get_number(&in, SCAN_MAX_HEIGHT);
    image->color = get_flag(&in);
    return all_taken(&in) && image->width > 0;
}

size_t wire_put_result(uint8_t *bytes, const struct wire_result *result)
{
    struct out out = {bytes, 0};

    put_number(&out, (uint32_t)result->result);
    put_text(&out, result->why, sizeof result->why);
    return out.n;
}

bool wire_get_result(const uint8_t *bytes, size_t n, struct wire_result *result)
{
    struct in in = {bytes, n, false};

    result->result = (enum scan_result)get_number(&in, SCAN_TIMEOUT);
    get_text(&in, result->why, sizeof result->why);
    return all_taken(&in);
}

/* ---- names of devices ---- */

bool scan_device_driver(const char *device, char *driver, size_t size)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789-_+";
    size_t n = strspn(device, letters);

    if (n == 0 || n >= size || (device[n] != ':' && device[n] != '\0') ||
        strnlen(device, WIRE_NAME_SIZE) >= WIRE_NAME_SIZE)
        return false;
    memcpy(driver, device, n);
    driver[n] = '\0';
    return true;
}

/* dll is SANE's switch itself: "dll:escl:..." would be a way around. */
bool scan_driver_leads_back(const char *driver)
{
    static const char *const names[] = {"airscan", "escl", "net", "dll"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(driver, names[i]) == 0)
            return true;
    return false;
}
