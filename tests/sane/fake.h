/*
 * fake.h - a SANE driver without a scanner: what it shows is what pixma shows of an iR1020, and
 * what it does is written in files. For tests of what calls SANE.
 *
 * Built twice, as libsane-fake.so.1 and as libsane-pixma.so.1: SANE's dll looks for drivers in
 * LD_LIBRARY_PATH first. FAKE_SCANNER=FILE names the script, which is read at each call that
 * begins something; all processes that have the same FILE see the same machine:
 *
 *   FILE           a line for each setting, see below; an empty or missing file is a machine
 *                  that works
 *
 *   FILE.feeder    a line for each sheet in the feeder, the first is the next: FRONT [BACK],
 *                  two pictures; or one word of faults (jam, cover ...): it stops there until
 *                  the line is taken away
 *
 *   FILE.buttons   numbers of buttons that were pressed; emptied when it is read
 *
 *   FILE.log       what was called, a line each, with the process before it
 *
 *   FILE.go        while it is there, "hold" does not hold
 *
 *   FILE.lock      locked by who has the device open
 *
 * Settings:
 *
 *   serial TEXT    of the device's name; 0123456789AB
 *
 *   unplugged      no device
 *
 *   glass PICTURE  on the platen; "ramp"
 *
 *   silent         adf-status is 0: not told
 *
 *   slow MS        a pause before each line
 *
 *   dribble N      at most N bytes come at once, and sometimes none
 *
 *   hold LINE [PAGE]   before this line of this page (1 is the first of an open device) it
 *                  waits for FILE.go; cancel ends it
 *
 *   fault WHERE KIND [PAGE]   WHERE: init list open option start cancel close, or the number
 *                  of a line; KIND: below
 *
 *   swapped        gray comes as colour and colour as gray
 *
 *   endless        the number of lines is not told (-1)
 *
 *   pixels N, lines N, bytes N, depth N, format N   what parameters say, whatever comes
 *
 * Kinds: abort segv exit hang (ignores cancel), or a status: busy denied io jam cover no-docs
 * no-memory invalid eof.
 *
 * Pictures: see fake-picture.c.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef TESTS_SANE_FAKE_H
#define TESTS_SANE_FAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifndef FAKE_DRIVER
#define FAKE_DRIVER fake
#endif
/* dll looks for the functions by the driver's name. */
#define FAKE_JOIN(driver, call)    sane_##driver##_##call
#define FAKE_NAMED(driver, call)   FAKE_JOIN(driver, call)
#define sane_init                  FAKE_NAMED(FAKE_DRIVER, init)
#define sane_exit                  FAKE_NAMED(FAKE_DRIVER, exit)
#define sane_get_devices           FAKE_NAMED(FAKE_DRIVER, get_devices)
#define sane_open                  FAKE_NAMED(FAKE_DRIVER, open)
#define sane_close                 FAKE_NAMED(FAKE_DRIVER, close)
#define sane_get_option_descriptor FAKE_NAMED(FAKE_DRIVER, get_option_descriptor)
#define sane_control_option        FAKE_NAMED(FAKE_DRIVER, control_option)
#define sane_get_parameters        FAKE_NAMED(FAKE_DRIVER, get_parameters)
#define sane_start                 FAKE_NAMED(FAKE_DRIVER, start)
#define sane_read                  FAKE_NAMED(FAKE_DRIVER, read)
#define sane_cancel                FAKE_NAMED(FAKE_DRIVER, cancel)
#define sane_set_io_mode           FAKE_NAMED(FAKE_DRIVER, set_io_mode)
#define sane_get_select_fd         FAKE_NAMED(FAKE_DRIVER, get_select_fd)
#define sane_strstatus             FAKE_NAMED(FAKE_DRIVER, strstatus)
#include <sane/sane.h>
#include <sane/saneopts.h>

/* --- fake-script.c
 * ---------------------------------------------------------------------------- */

#define FAKE_FAULTS 16

struct fake_fault {
    char where[16];
    char kind[16];
    int line; /* when where is a number */
    int page; /* 0: each */
};

struct fake_script {
    char serial[32];
    char glass[256];
    bool unplugged, silent, swapped, endless;
    int slow_ms, dribble;
    int pixels, lines, bytes, depth, format; /* -1: the true ones */
    struct fake_fault faults[FAKE_FAULTS];   /* kind "hold" among them */
    size_t num_faults;
};

/* fake_script_read - as it is now. */
void fake_script_read(struct fake_script *script);

/* fake_path - FILE and a suffix. */
void fake_path(char *path, size_t size, const char *suffix);

/* fake_log - a line for FILE.log. */
void fake_log(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* fake_fault - what is to happen at a place (line -1) or a line (where NULL) of a page: its
 * kind, or NULL. */
const char *fake_fault(const struct fake_script *script, const char *where, int line, int page);

/* fake_suffer - let it happen. Returns the status; not at all from a crash or a hang. kind
 * NULL: SANE_STATUS_GOOD. */
SANE_Status fake_suffer(const char *kind);

/* fake_feeder_loaded - whether there is a sheet. fake_feeder_pull - take one: its two pictures
 * ("white" for a side that is not told), or the status of what stops it. */
bool fake_feeder_loaded(void);
SANE_Status fake_feeder_pull(char front[256], char back[256]);

/* fake_buttons - bit n: button n + 1 was pressed; forgets them. */
unsigned fake_buttons(void);

/* fake_lock - have the device alone; -1: somebody else does. */
int fake_lock(void);

void fake_pause(int ms);

/* --- fake-picture.c
 * --------------------------------------------------------------------------- */

struct fake_picture;

/* fake_picture_new - by its description. NULL: there is no such picture. */
struct fake_picture *fake_picture_new(const char *description);

/* fake_picture_pixel - at x, y of the whole reach, in pixels of this dpi. */
void fake_picture_pixel(const struct fake_picture *picture, int x, int y, int dpi,
                        uint8_t rgb[3]);

void fake_picture_free(struct fake_picture *picture);

/* --- fake-options.c
 * --------------------------------------------------------------------------- */

enum fake_option {
    OPT_COUNT,
    OPT_SCAN_GROUP,
    OPT_RESOLUTION,
    OPT_MODE,
    OPT_SOURCE,
    OPT_BUTTON_CONTROLLED,
    OPT_GAMMA_GROUP,
    OPT_CUSTOM_GAMMA,
    OPT_GAMMA,
    OPT_GEOMETRY_GROUP,
    OPT_TL_X,
    OPT_TL_Y,
    OPT_BR_X,
    OPT_BR_Y,
    OPT_BUTTON_GROUP,
    OPT_BUTTON_UPDATE,
    OPT_BUTTON_1,
    OPT_BUTTON_2,
    OPT_ORIGINAL,
    OPT_TARGET,
    OPT_SCAN_RESOLUTION,
    OPT_DOCUMENT_TYPE,
    OPT_ADF_STATUS,
    OPT_ADF_ORIENTATION,
    OPT_EXTRA_GROUP,
    OPT_THRESHOLD,
    OPT_ADF_WAIT,
    OPT_CALIBRATE,
    NUM_OPTIONS
};

enum fake_source { FAKE_FLATBED, FAKE_ADF, FAKE_ADF_DUPLEX };

struct fake_options {
    SANE_Word words[NUM_OPTIONS];
    bool polled[NUM_OPTIONS]; /* a button's value was asked for and not read yet */
    enum fake_source source;
    bool color;
    char calibrate[8];
};

void fake_options_init(struct fake_options *options);
const SANE_Option_Descriptor *fake_option(int n);
SANE_Status fake_options_control(struct fake_options *options, int n, SANE_Action action,
                                 void *value, SANE_Int *info);
const char *fake_source_name(enum fake_source source);

#endif
