/*
 * fuzz-jpeg.c - fuzz target: any bytes as a JPEG picture.
 * Effects: a nameless file.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "image-target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return image_target(data, size);
}
