/*
 * replay.c - a main for fuzz targets: runs the target over its corpus, then over simple
 * mutations of it from a fixed seed, and prints TAP. Without libFuzzer, on any compiler.
 * usage: fuzz-NAME [FILE|FOLDER]...   (default: tests/fuzz/corpus/NAME)
 * Effects: reads files; standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/unit/tap.h"

#include <dirent.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t random_state = 0x9E3779B97F4A7C15u;

static uint32_t random_below(uint32_t n)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return n ? (uint32_t)(random_state >> 32) % n : 0;
}

static uint8_t *read_whole(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = NULL;
    long end;

    if (!file)
        return NULL;
    if (fseek(file, 0, SEEK_END) == 0 && (end = ftell(file)) >= 0 &&
        fseek(file, 0, SEEK_SET) == 0 && (bytes = malloc((size_t)end + 1)) != NULL)
        *size = fread(bytes, 1, (size_t)end, file);
    fclose(file);
    return bytes;
}

/* An exact-size heap copy, so that a sanitizer sees each byte read past the end. */
static void run_copy(const uint8_t *bytes, size_t size)
{
    uint8_t *copy = malloc(size ? size : 1);

    if (!copy)
        return;
    memcpy(copy, bytes, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

static unsigned mutations(size_t size)
{
    return size > 65536 ? 20 : 200;
}

static void replay_file(const char *path)
{
    size_t size = 0;
    uint8_t *bytes = read_whole(path, &size);
    uint8_t *changed = bytes ? malloc(size + 1) : NULL;
    unsigned i, j;

    if (!ok(bytes && changed, "Read %s", path))
        goto done;
    run_copy(bytes, size);
    for (i = 0; i < mutations(size); i++) {
        size_t length = i % 4 == 0 ? random_below((uint32_t)size + 1) : size;

        memcpy(changed, bytes, size);
        for (j = random_below(8) + 1; size && j > 0; j--) {
            uint32_t at = random_below((uint32_t)(i % 3 && size > 64 ? 64 : size));

            changed[at] =
                (uint8_t)(random_below(4) ? random_below(256) : random_below(2) * 255);
        }
        run_copy(changed, length);
    }
    ok(true, "Survives %s and %u changes of it", path, mutations(size));
done:
    free(changed);
    free(bytes);
}

static void replay(const char *path)
{
    struct stat info;
    struct dirent **names = NULL;
    int i, n;
    char *inside;

    if (stat(path, &info) != 0 || !S_ISDIR(info.st_mode)) {
        replay_file(path);
        return;
    }
    n = scandir(path, &names, NULL, alphasort);
    for (i = 0; i < n; i++) {
        inside = malloc(strlen(path) + strlen(names[i]->d_name) + 2);
        if (inside && names[i]->d_name[0] != '.') {
            sprintf(inside, "%s/%s", path, names[i]->d_name);
            replay(inside);
        }
        free(inside);
        free(names[i]);
    }
    free(names);
}

int main(int argc, char **argv)
{
    const char *name = strrchr(argv[0], '/');
    char folder[512];
    int i;

    LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    for (i = 1; i < argc; i++)
        replay(argv[i]);
    name = name ? name + 1 : argv[0];
    if (argc == 1 && strncmp(name, "fuzz-", 5) == 0) {
        snprintf(folder, sizeof folder, "tests/fuzz/corpus/%s", name + 5);
        replay(folder);
    }
    return tap_done();
}
