/*
 * migrate-cups.c - see migrate-cups.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "migrate-cups.h"

#include "whole-file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CONNECT_MS 5000

/* By CUPS itself: its folder is readable for root only in places. */
static bool get_ppd(http_t *http, const char *name, struct ppd *ppd)
{
    char path[300], file[1024] = "";
    int fd = cupsTempFd(file, sizeof(file));
    bool good = false;
    size_t n = 0;
    char *text = NULL;

    if (fd < 0)
        return false;
    snprintf(path, sizeof(path), "/printers/%.127s.ppd", name);
    if (cupsGetFd(http, path, fd) == HTTP_STATUS_OK &&
        (text = whole_file_read(file, PPD_MAX_BYTES, &n)) != NULL)
        good = ppd_read(text, n, ppd);
    free(text);
    close(fd);
    (void)unlink(file);
    return good;
}

bool migrate_each(void (*each)(void *ctx, const struct migrate_queue *queue), void *ctx)
{
    http_t *http = httpConnect2(cupsServer(), ippPort(), NULL, AF_UNSPEC, cupsEncryption(), 1,
                                CONNECT_MS, NULL);
    struct ppd *ppd = calloc(1, sizeof(*ppd));
    cups_dest_t *dests = NULL;
    int n = http != NULL && ppd != NULL ? cupsGetDests2(http, &dests) : 0;

    for (int i = 0; i < n; i++) {
        const char *uri = cupsGetOption("device-uri", dests[i].num_options, dests[i].options);
        struct migrate_queue queue = {.name = dests[i].name,
                                      .uri = uri != NULL ? uri : "",
                                      .ppd = ppd,
                                      .num_options = dests[i].num_options,
                                      .options = dests[i].options};

        if (dests[i].instance != NULL)
            continue;
        memset(ppd, 0, sizeof(*ppd));
        if (get_ppd(http, dests[i].name, ppd))
            queue.model = migrate_model(ppd);
        each(ctx, &queue);
    }
    cupsFreeDests(n, dests);
    free(ppd);
    httpClose(http);
    return http != NULL;
}
