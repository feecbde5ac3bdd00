/*
 * test-image-store.c - nameless files and the page store on them.
 * Effects: temporary files; limits the size of files this process may write.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/page-store.h"
#include "tests/unit/pictures.h"
#include "tests/unit/tap.h"

#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

static uint8_t value_at(uint32_t x, uint32_t y)
{
    return (uint8_t)(x * 31 + y * 17 + x * y % 253);
}

static bool put_all(struct page_store *store, uint32_t w, uint32_t h, char *why, size_t n)
{
    uint8_t *row = pictures_alloc(w);
    bool good = store != NULL;
    uint32_t x, y;

    for (y = 0; good && y < h; y++) {
        for (x = 0; x < w; x++)
            row[x] = value_at(x, y);
        good = page_store_put_row(store, row, why, n);
    }
    free(row);
    return good;
}

/* Read row or column `at` and compare. */
static bool check_one(struct page_store *store, enum page_store_order order, uint32_t w,
                      uint32_t h, uint32_t at, uint8_t *samples)
{
    bool columns = order == PAGE_STORE_COLUMNS;
    uint32_t i, n = columns ? h : w;
    char why[256] = "";

    if (!(columns ? page_store_read_column(store, at, samples, why, sizeof why)
                  : page_store_read_row(store, at, samples, why, sizeof why))) {
        diag("%s", why);
        return false;
    }
    for (i = 0; i < n; i++)
        if (samples[i] != (columns ? value_at(at, i) : value_at(i, at)))
            return false;
    return true;
}

static void check_order(uint32_t w, uint32_t h, enum page_store_order order, size_t memory)
{
    struct scratch_space space = {pictures_folder(), 1u << 28};
    char why[256] = "";
    struct page_store *store = page_store_new(w, h, order, memory, &space, why, sizeof why);
    uint8_t *samples = pictures_alloc(w > h ? w : h);
    uint32_t i, n = order == PAGE_STORE_COLUMNS ? w : h;
    bool same = put_all(store, w, h, why, sizeof why);

    for (i = 0; same && i < n; i++)
        same = check_one(store, order, w, h, i, samples);
    for (i = n; same && i > 0; i--)
        same = check_one(store, order, w, h, i - 1, samples);
    for (i = 0; same && i < 50; i++)
        same = check_one(store, order, w, h, (uint32_t)((uint64_t)i * 7919 % n), samples);
    page_store_free(store);
    ok(same && space.left == 1u << 28, "%s of %u x %u with %zu bytes of buffer, any order %s",
       order == PAGE_STORE_COLUMNS ? "Columns" : "Rows", (unsigned)w, (unsigned)h, memory, why);
    free(samples);
}

static void test_orders(void)
{
    static const uint32_t sizes[][2] = {
        {1,    1   },
        {300,  200 },
        {257,  513 },
        {1,    3000},
        {3000, 1   },
        {64,   64  },
        {255,  256 }
    };
    static const size_t memories[] = {1, 5000, 40000, 2 << 20};
    size_t i, m;

    for (i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (m = 0; m < 4; m++) {
            check_order(sizes[i][0], sizes[i][1], PAGE_STORE_ROWS, memories[m]);
            check_order(sizes[i][0], sizes[i][1], PAGE_STORE_COLUMNS, memories[m]);
        }
}

static void test_wrong_use(void)
{
    struct scratch_space space = {pictures_folder(), 1u << 20};
    char why[256] = "";
    uint8_t row[10] = {0};
    struct page_store *store =
        page_store_new(10, 2, PAGE_STORE_ROWS, 1000, &space, why, sizeof why);

    ok(store && page_store_put_row(store, row, why, sizeof why) &&
           !page_store_read_row(store, 0, row, why, sizeof why),
       "Rows cannot be read before all have come: %s", why);
    ok(store && page_store_put_row(store, row, why, sizeof why) &&
           !page_store_put_row(store, row, why, sizeof why),
       "No row beyond the height: %s", why);
    page_store_free(store);
    page_store_free(NULL);
}

static unsigned count_files(const char *folder)
{
    DIR *open = opendir(folder);
    struct dirent *entry;
    unsigned n = 0;

    while (open && (entry = readdir(open)) != NULL)
        n += entry->d_name[0] != '.';
    if (open)
        closedir(open);
    return n;
}

static void test_nameless(void)
{
    struct scratch_space space = {NULL, 1000};
    struct scratch file = SCRATCH_NONE;
    char folder[256], why[256] = "";
    struct stat about;
    uint8_t bytes[4] = {1, 2, 3, 4};

    snprintf(folder, sizeof folder, "%s/scratch-XXXXXX", pictures_folder());
    space.folder = mkdtemp(folder);
    ok(space.folder && scratch_open(&file, &space, why, sizeof why) &&
           scratch_write(&file, 500, bytes, 4, why, sizeof why) && count_files(folder) == 0,
       "A temporary file has no name %s", why);
    ok(fstat(file.fd, &about) == 0 && (about.st_mode & 07777) == 0600 && about.st_nlink == 0,
       "Nobody else may read it");
    memset(bytes, 9, 4);
    ok(scratch_read(&file, 498, bytes, 4, why, sizeof why) && bytes[0] == 0 && bytes[1] == 0 &&
           bytes[2] == 1 && bytes[3] == 2,
       "What was not written is zero");
    ok(!scratch_read(&file, 502, bytes, 4, why, sizeof why), "Reading beyond its end: %s", why);
    ok(space.left == 1000 - 504 && scratch_write(&file, 996, bytes, 4, why, sizeof why) &&
           space.left == 0,
       "The farthest byte counts");
    ok(!scratch_write(&file, 997, bytes, 4, why, sizeof why), "No byte more: %s", why);
    ok(!scratch_write(&file, UINT64_MAX - 1, bytes, 4, why, sizeof why),
       "No offset is too large to be refused: %s", why);
    scratch_close(&file);
    ok(space.left == 1000, "A closed file gives its space back");
    scratch_close(&file);
    rmdir(folder);
    ok(!scratch_open(&file, &space, why, sizeof why), "No folder: %s", why);
    scratch_close(&file);
}

/* A disk that fills up at any place: RLIMIT_FSIZE fails the same calls, some of them short. */
static void test_full_disk(void)
{
    static const rlim_t sizes[] = {0, 1, 1000, 4096, 59999};
    struct scratch_space space = {pictures_folder(), 1u << 28};
    struct rlimit usual, small;
    size_t i;

    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &usual);
    for (i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char why[256] = "";
        struct page_store *store =
            page_store_new(300, 200, PAGE_STORE_COLUMNS, 5000, &space, why, sizeof why);
        bool put;

        small = usual;
        small.rlim_cur = sizes[i];
        setrlimit(RLIMIT_FSIZE, &small);
        put = put_all(store, 300, 200, why, sizeof why);
        setrlimit(RLIMIT_FSIZE, &usual);
        ok(store && !put && strstr(why, "temporary"), "Disk full after %lu bytes: %s",
           (unsigned long)sizes[i], why);
        page_store_free(store);
    }
    ok(space.left == 1u << 28, "Failed files give their space back");
}

/* The same seen from a picture that needs the disk. */
static void check_picture_on_full_disk(const char *name, struct blob *blob, unsigned quarters)
{
    struct image_limits limits = pictures_limits();
    struct rlimit usual, small;
    char path[256];
    struct seen seen;

    pictures_save(blob, path);
    getrlimit(RLIMIT_FSIZE, &usual);
    small = usual;
    small.rlim_cur = 3000;
    setrlimit(RLIMIT_FSIZE, &small);
    seen = read_file(path, &limits, quarters);
    setrlimit(RLIMIT_FSIZE, &usual);
    ok(seen.opened && seen.lines == 0 && strstr(seen.why, "temporary"), "Disk full, %s: %s",
       name, seen.why);
    seen_free(&seen);
    unlink(path);
    blob_free(blob);
}

static void test_pictures_on_full_disk(void)
{
    uint8_t *gray = pictures_alloc((size_t)100 * 100);
    struct jpeg_wish jpeg = {.width = 100,
                             .height = 100,
                             .samples = gray,
                             .components = 1,
                             .space = JCS_GRAYSCALE,
                             .stored = JCS_GRAYSCALE};
    struct png_wish png = {.width = 100, .height = 100, .rows = gray, .depth = 8};
    struct blob blob = make_png(&png);

    check_picture_on_full_disk("turned PNG", &blob, 1);
    png.interlaced = true;
    blob = make_png(&png);
    check_picture_on_full_disk("interlaced PNG", &blob, 0);
    blob = make_jpeg(&jpeg);
    check_picture_on_full_disk("JPEG upside down", &blob, 2);
    jpeg.progressive = true;
    blob = make_jpeg(&jpeg);
    check_picture_on_full_disk("progressive JPEG", &blob, 0);
    free(gray);
}

int main(void)
{
    test_orders();
    test_wrong_use();
    test_nameless();
    test_full_disk();
    test_pictures_on_full_disk();
    return tap_done();
}
