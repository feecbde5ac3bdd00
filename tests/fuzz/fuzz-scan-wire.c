/*
 * fuzz-scan-wire.c - any bytes as a frame between the server and canon-sane. What is taken is
 * within its bounds, and is the same when it is sent on.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/scan/scan-wire.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good)
{
    if (!good)
        abort();
}

static void check_caps(const struct scan_caps *caps)
{
    must(caps->num_resolutions > 0 && caps->num_resolutions <= SCAN_MAX_RESOLUTIONS &&
         caps->num_buttons <= SCAN_MAX_BUTTONS);
    for (size_t i = 1; i < caps->num_resolutions; i++)
        must(caps->resolutions[i] > caps->resolutions[i - 1]);
    for (size_t i = 0; i < SCAN_NUM_INPUTS; i++)
        must(!caps->has[i] || (caps->width[i] > 0 && caps->height[i] > 0));
}

static void fuzz_server(const uint8_t *data, size_t size)
{
    uint8_t again[WIRE_MAX_SMALL];
    struct wire_device device;
    struct scan_caps caps;
    struct scan_sensors sensors;
    struct scan_image image;
    struct wire_result result;

    if (wire_get_device(data, size, &device))
        must(wire_put_device(again, &device) == size && memcmp(again, data, size) == 0);
    if (wire_get_caps(data, size, &caps)) {
        check_caps(&caps);
        must(wire_put_caps(again, &caps) == size && memcmp(again, data, size) == 0);
    }
    if (wire_get_sensors(data, size, &sensors))
        must(sensors.feeder <= SCAN_FEEDER_LOADED && wire_put_sensors(again, &sensors) == size);
    if (wire_get_image(data, size, &image))
        must(image.width > 0 && image.width <= SCAN_MAX_WIDTH &&
             image.height <= SCAN_MAX_HEIGHT && wire_put_image(again, &image) == size);
    if (wire_get_result(data, size, &result))
        must(result.result <= SCAN_TIMEOUT && wire_put_result(again, &result) == size);
}

static void fuzz_helper(const uint8_t *data, size_t size)
{
    char name[WIRE_NAME_SIZE], driver[WIRE_NAME_SIZE];
    struct scan_params params;

    if (wire_get_name(data, size, name) && scan_device_driver(name, driver, sizeof driver))
        must(driver[0] != '\0' && strpbrk(driver, "/:.") == NULL);
    if (wire_get_params(data, size, &params))
        must(params.dpi > 0 && params.area.width > 0 && params.color != SCAN_BLACK_AND_WHITE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct wire_head head;

    if (size < WIRE_HEAD || size > WIRE_HEAD + WIRE_MAX_SMALL)
        return 0;
    if (wire_get_head(data, &head))
        must(head.n <= WIRE_MAX_LINES && head.batch > 0);
    fuzz_server(data + WIRE_HEAD, size - WIRE_HEAD);
    fuzz_helper(data + WIRE_HEAD, size - WIRE_HEAD);
    return 0;
}
