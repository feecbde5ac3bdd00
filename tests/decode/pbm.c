/*
 * pbm.c - raw PBM files, see pbm.h.
 * Effects: files.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/decode/pbm.h"

#include <errno.h>
#include <string.h>

/* Give up; errno stays what the failure made it. */
static bool give_up(struct pbm *pbm)
{
    int error = errno;

    pbm_abandon(pbm);
    errno = error;
    return false;
}

bool pbm_open(struct pbm *pbm, const char *path, uint32_t width, uint32_t height)
{
    memset(pbm, 0, sizeof *pbm);
    if (strlen(path) >= sizeof pbm->path) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(pbm->path, path, strlen(path) + 1);
    snprintf(pbm->temporary, sizeof pbm->temporary, "%s.part", pbm->path);
    pbm->width = width;
    pbm->height = height;
    pbm->file = fopen(pbm->temporary, "wb");
    if (!pbm->file)
        return false;
    if (fprintf(pbm->file, "P4\n%lu %lu\n", (unsigned long)width, (unsigned long)height) < 0)
        return give_up(pbm);
    return true;
}

bool pbm_write(struct pbm *pbm, const uint8_t *bits, size_t stride, uint32_t rows)
{
    size_t whole = pbm->width / 8;
    unsigned rest = pbm->width % 8;

    for (; rows > 0; rows--, bits += stride, pbm->rows++) {
        if (fwrite(bits, 1, whole, pbm->file) != whole)
            return give_up(pbm);
        if (rest && putc(bits[whole] & (0xFF00 >> rest & 0xFF), pbm->file) == EOF)
            return give_up(pbm);
    }
    return true;
}

bool pbm_close(struct pbm *pbm)
{
    FILE *file = pbm->file;
    int error;

    if (pbm->rows != pbm->height) {
        errno = EINVAL;
        return give_up(pbm);
    }
    pbm->file = NULL;
    if (fclose(file) == 0 && rename(pbm->temporary, pbm->path) == 0)
        return true;
    error = errno;
    remove(pbm->temporary);
    errno = error;
    return false;
}

void pbm_abandon(struct pbm *pbm)
{
    if (!pbm->file)
        return;
    fclose(pbm->file);
    pbm->file = NULL;
    remove(pbm->temporary);
}
