/*
 * fuzz-escl-xml.c - any bytes as a client's settings; what is taken is within its limits, what
 * is refused is refused with a sentence.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/unit/escl-facts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool within_limits(const struct escl_request *request)
{
    const struct scan_settings *scan = &request->scan;

    return scan->input <= SCAN_FEEDER_DUPLEX && scan->color <= SCAN_COLOR && scan->dpi >= 1 &&
           scan->dpi <= 1000000 && scan->area.x <= 1000000 && scan->area.y <= 1000000 &&
           scan->area.width <= 1000000 && scan->area.height <= 1000000 &&
           (scan->area.width == 0) == (scan->area.height == 0) && scan->quality <= 100 &&
           scan->brightness >= -100 && scan->brightness <= 100 && scan->contrast >= -100 &&
           scan->contrast <= 100 && scan->threshold >= 0 && scan->threshold <= 255 &&
           request->format <= ESCL_PDF &&
           (request->format != ESCL_PNG || scan->encoding == SCAN_PNG);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct scanner_facts facts;
    struct escl_request request;
    char why[200] = "";

    make_facts(&facts);
    if (escl_read_settings(data, size, &facts, &request, why, sizeof(why)) == ESCL_GOOD
            ? !within_limits(&request)
            : why[0] == '\0')
        abort();
    return 0;
}
