/*
 * thumbnail.c - see thumbnail.h.
 *
 * A cell is as many whole bytes of a line as make the page fit, and eight times as many lines:
 * dots are counted by bytes. 600 dots per inch and A4 give 4 bytes, 156 x 220 cells.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "thumbnail.h"

#include "driver/toner.h"
#include "ipp-attributes.h"
#include "queue-settings.h"

#include <dirent.h>
#include <fcntl.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool thumbnails_wanted(struct job *job)
{
    char value[8];
    bool is_secret;
    int queue;

    jobs_lock(job->jobs);
    is_secret = job_is_private(job);
    queue = job->queue->id;
    jobs_unlock(job->jobs);
    return !is_secret && queue_setting_get(queue, THUMBNAIL_SETTING, value, sizeof(value)) &&
           strcmp(value, "yes") == 0;
}

/* ---- the picture ---- */

void thumbnail_begin(struct thumbnail *t, uint32_t width, uint32_t height, size_t stride)
{
    size_t used = ((size_t)width + 7) / 8;
    uint32_t rows;

    memset(t, 0, sizeof(*t));
    memset(t->gray, 255, sizeof(t->gray));
    t->stride = stride;
    used = used < stride ? used : stride;
    used = used > 0 ? used : 1;
    t->cell = (used + THUMBNAIL_WIDTH - 1) / THUMBNAIL_WIDTH;
    while (height / (8 * t->cell) >= THUMBNAIL_HEIGHT)
        t->cell++;
    t->width = (unsigned)((used + t->cell - 1) / t->cell);
    t->edge = width > (size_t)(t->width - 1) * 8 * t->cell
                  ? (unsigned)(width - (size_t)(t->width - 1) * 8 * t->cell)
                  : 1;
    rows = (uint32_t)((height + 8 * t->cell - 1) / (8 * t->cell));
    t->height = rows > 0 ? rows : 1;
}

/* The cells of a row become gray. */
static void end_row(struct thumbnail *t)
{
    for (unsigned x = 0; t->lines > 0 && x < t->width; x++) {
        uint64_t dots =
            (uint64_t)t->lines * (x + 1 < t->width ? 8 * t->cell : (uint64_t)t->edge);
        uint64_t black = t->black[x] < dots ? t->black[x] : dots;

        t->gray[t->row][x] = (uint8_t)(255 - (255 * black + dots / 2) / dots);
    }
    memset(t->black, 0, sizeof(t->black));
    t->lines = 0;
    t->row++;
}

void thumbnail_line(struct thumbnail *t, const uint8_t *bits)
{
    if (t->row >= t->height)
        return;
    for (unsigned x = 0; x < t->width; x++) {
        size_t at = x * t->cell;
        size_t n = at + t->cell <= t->stride ? t->cell : t->stride - at;

        t->black[x] += (uint32_t)toner_count_black(bits + at, n);
    }
    if (++t->lines == 8 * t->cell)
        end_row(t);
}

uint8_t *thumbnail_png(struct thumbnail *t, size_t *n)
{
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = t->width,
                       .height = t->height,
                       .format = PNG_FORMAT_GRAY};
    png_alloc_size_t size = 0;
    uint8_t *bytes;

    if (t->lines > 0)
        end_row(t);
    if (!png_image_write_get_memory_size(image, size, 0, t->gray, THUMBNAIL_WIDTH, NULL))
        return NULL;
    bytes = malloc(size);
    if (bytes == NULL ||
        !png_image_write_to_memory(&image, bytes, &size, 0, t->gray, THUMBNAIL_WIDTH, NULL)) {
        free(bytes);
        return NULL;
    }
    *n = size;
    return bytes;
}

/* ---- files ---- */

void thumbnail_path(const char *folder, int id, unsigned page, char *path, size_t n)
{
    snprintf(path, n, "%s/thumb-%09d-%u.png", folder, id, page);
}

/* ".new" is removed by jobs_open where the program was ended in between. */
static bool write_file(const char *path, const uint8_t *bytes, size_t n)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    bool good = fd >= 0 && write(fd, bytes, n) == (ssize_t)n;

    if (fd >= 0 && close(fd) != 0)
        good = false;
    return good;
}

void thumbnail_keep(struct thumbnail *t, const char *folder, int id, unsigned page)
{
    char path[1200], fresh[1210];
    size_t n = 0;
    uint8_t *bytes = thumbnail_png(t, &n);

    if (bytes == NULL)
        return;
    thumbnail_path(folder, id, page, path, sizeof(path));
    snprintf(fresh, sizeof(fresh), "%s.new", path);
    if (!write_file(fresh, bytes, n) || rename(fresh, path) != 0)
        (void)unlink(fresh);
    free(bytes);
}

void thumbnails_remove(const char *folder, int id)
{
    char path[1200];

    for (unsigned page = 1; page <= THUMBNAIL_PAGES; page++) {
        thumbnail_path(folder, id, page, path, sizeof(path));
        if (unlink(path) != 0)
            break; /* they are made in order */
    }
}

void thumbnails_sweep(const char *folder, bool (*keep)(void *ctx, int id), void *ctx)
{
    DIR *entries = opendir(folder);
    const struct dirent *entry;

    while (entries != NULL && (entry = readdir(entries)) != NULL) {
        int id = 0, used = 0;
        unsigned page = 0;

        if (sscanf(entry->d_name, "thumb-%9d-%1u.png%n", &id, &page, &used) == 2 && used > 0 &&
            entry->d_name[used] == '\0' && !keep(ctx, id))
            (void)unlinkat(dirfd(entries), entry->d_name, 0);
    }
    if (entries != NULL)
        closedir(entries);
}
