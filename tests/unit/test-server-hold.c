/*
 * test-server-hold.c - bytes that wait in memory and in a nameless file.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/hold.h"
#include "tap.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct taken {
    uint8_t bytes[100000];
    size_t n;
    size_t fail_at; /* 0: never */
};

static enum result take(void *ctx, const void *bytes, size_t n)
{
    struct taken *t = ctx;

    if (t->fail_at != 0 && t->n + n > t->fail_at)
        return RESULT_IO;
    memcpy(t->bytes + t->n, bytes, n);
    t->n += n;
    return RESULT_OK;
}

static uint8_t pattern(size_t i)
{
    return (uint8_t)(i * 31 + i / 251);
}

static bool fill(struct hold *hold, size_t from, size_t to)
{
    for (size_t i = from; i < to;) {
        uint8_t piece[777];
        size_t n = to - i < sizeof(piece) ? to - i : sizeof(piece);

        for (size_t j = 0; j < n; j++)
            piece[j] = pattern(i + j);
        if (hold_write(hold, piece, n) != RESULT_OK)
            return false;
        i += n;
    }
    return true;
}

static bool same(const struct taken *t, size_t from, size_t to)
{
    if (t->n != to - from)
        return false;
    for (size_t i = 0; i < t->n; i++)
        if (t->bytes[i] != pattern(from + i))
            return false;
    return true;
}

static unsigned files_in(const char *path)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;
    unsigned n = 0;

    while (folder != NULL && (entry = readdir(folder)) != NULL)
        n += entry->d_name[0] != '.';
    if (folder != NULL)
        closedir(folder);
    return n;
}

static void test_rooms(const char *folder)
{
    static const size_t rooms[] = {0, 1, 1000, 200000};
    static struct taken t;
    struct sink sink = {take, &t};

    for (size_t i = 0; i < sizeof(rooms) / sizeof(rooms[0]); i++) {
        struct hold *hold = hold_new(rooms[i], 100000, folder);

        memset(&t, 0, sizeof(t));
        ok(fill(hold, 0, 50000) && hold_send(hold, 0, hold_bytes(hold), &sink) == RESULT_OK &&
               same(&t, 0, 50000),
           "With %zu bytes of memory all comes back", rooms[i]);
        memset(&t, 0, sizeof(t));
        ok(hold_send(hold, 500, 40000, &sink) == RESULT_OK && same(&t, 500, 40000),
           "With %zu bytes of memory a part comes back", rooms[i]);
        hold_cut(hold, 700);
        memset(&t, 0, sizeof(t));
        ok(fill(hold, 700, 90000) && hold_send(hold, 0, 90000, &sink) == RESULT_OK &&
               same(&t, 0, 90000),
           "With %zu bytes of memory what follows a cut comes back", rooms[i]);
        ok(files_in(folder) == 0, "With %zu bytes of memory no file has a name", rooms[i]);
        hold_free(hold);
    }
}

int main(void)
{
    char folder[] = "/tmp/test-hold-XXXXXX";
    static struct taken t;
    struct sink sink = {take, &t};
    struct hold *hold, *other;

    if (mkdtemp(folder) == NULL)
        return 1;
    test_rooms(folder);

    hold = hold_new(100, 1000, folder);
    ok(fill(hold, 0, 1000) && !fill(hold, 1000, 1001), "More than the limit is refused");
    ok(strstr(hold_error(NULL, hold), "room") != NULL, "The reason is a sentence");
    t.fail_at = 500;
    ok(hold_send(hold, 0, 1000, &sink) == RESULT_IO, "What the sink refuses is passed on");
    hold_free(hold);

    hold = hold_new(0, 1000, "/nowhere/at/all");
    ok(!fill(hold, 0, 10), "A folder that is not there is refused");
    hold_free(hold);
    ok(hold_bytes(NULL) == 0, "No hold has no bytes");

    hold = hold_new(1000, 1000, folder);
    other = hold_new(1000, 1000, folder);
    ok(fill(hold, 0, 300) && fill(other, 0, 200) && hold_common(hold, other) == 200,
       "The beginning two have in common ends with the shorter");
    ok(hold_write(other, "\1\2\3", 3) == RESULT_OK && hold_common(hold, other) == 200,
       "or where they differ");
    hold_free(other);
    hold_free(hold);
    rmdir(folder);
    return tap_done();
}
