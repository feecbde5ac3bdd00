/*
 * qr.c - see qr.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "qr.h"

#include "server/web-parts.h"

#include <qrencode.h>
#include <stddef.h>
#include <string.h>

/* White modules around it, as the standard wants them. */
#define QUIET 4

#define MAX_TEXT 1000

/* The dark modules, each run of a row as one rectangle. */
static void put_modules(FILE *out, const QRcode *code)
{
    for (int y = 0; y < code->width; y++)
        for (int x = 0; x < code->width; x++) {
            const unsigned char *row = code->data + (ptrdiff_t)y * code->width;
            int n = 0;

            while (x + n < code->width && (row[x + n] & 1) != 0)
                n++;
            if (n > 0)
                fprintf(out, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, n, n);
            x += n;
        }
}

bool qr_put(FILE *out, const char *text, const char *label)
{
    QRcode *code = strlen(text) <= MAX_TEXT
                       ? QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1)
                       : NULL;
    int size = code != NULL ? code->width + 2 * QUIET : 0;

    if (code == NULL)
        return false;
    fprintf(out,
            "<svg class=\"qr\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
            "width=\"%d\" height=\"%d\" shape-rendering=\"crispEdges\" role=\"img\" "
            "aria-label=\"",
            size, size, size * 5, size * 5);
    web_put_text(out, label);
    fprintf(out, "\"><rect width=\"%d\" height=\"%d\" fill=\"#fff\"/><path fill=\"#000\" d=\"",
            size, size);
    put_modules(out, code);
    fputs("\"/></svg>\n", out);
    QRcode_free(code);
    return true;
}
