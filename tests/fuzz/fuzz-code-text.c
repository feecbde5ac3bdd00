/*
 * fuzz-code-text.c - bytes of any kind at what doubts texts: in whatever pieces they come, the
 * answer is one of those there are, and the same.
 * Effects: aborts on a broken promise.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/code-text.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct code_text_look whole = {0}, parts = {0};
    size_t step = size > 0 ? data[0] % 7 + 1u : 1;

    code_text_feed(&whole, data, size);
    for (size_t i = 0; i < size; i += step)
        code_text_feed(&parts, data + i, size - i < step ? size - i : step);
    if (code_text_judge(&whole) != code_text_judge(&parts) ||
        code_text_judge(&whole) > CODE_TEXT_DATA)
        abort();
    return 0;
}
