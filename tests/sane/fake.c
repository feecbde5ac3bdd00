/*
 * fake.c - the functions of a SANE driver, see fake.h.
 *
 * Conventions kept as pixma keeps them: a device is had by one process at a time; a sheet is
 * pulled by sane_start, its back by the next one; after the end of a page sane_start goes on,
 * after sane_cancel a batch begins anew; sane_cancel may come from another thread.
 * Effects: those of fake-script.c.
 * Source: SANE standard 1.06, section 4.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "fake.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_LINE (3 * 8192)

struct handle {
    struct fake_options options;
    struct fake_script script;
    struct fake_picture *picture, *back;
    SANE_Parameters true_parameters;
    int lock;
    int page;      /* from 1, since it was opened */
    int left, top; /* pixels */
    int line;      /* the next one to be made */
    uint8_t bytes[MAX_LINE];
    size_t used, have;    /* of bytes */
    atomic_bool scanning; /* a page is not at its end */
    bool short_read;      /* the last read of "dribble" gave nothing */
    atomic_bool canceled;
};

static struct {
    SANE_Device device;
    const SANE_Device *list[2];
    char name[64];
} machine;

SANE_Status sane_init(SANE_Int *version, SANE_Auth_Callback authorize)
{
    struct fake_script script;

    (void)authorize;
    if (version != NULL)
        *version = SANE_VERSION_CODE(SANE_CURRENT_MAJOR, SANE_CURRENT_MINOR, 0);
    fake_script_read(&script);
    return fake_suffer(fake_fault(&script, "init", -1, 1));
}

void sane_exit(void)
{
}

SANE_Status sane_get_devices(const SANE_Device ***list, SANE_Bool local_only)
{
    struct fake_script script;
    SANE_Status status;

    (void)local_only;
    fake_script_read(&script);
    status = fake_suffer(fake_fault(&script, "list", -1, 1));
    snprintf(machine.name, sizeof(machine.name), "04A926E6_%s", script.serial);
    machine.device = (SANE_Device){machine.name, "CANON", "Canon imageRUNNER 1020/1024/1025",
                                   "multi-function peripheral"};
    machine.list[0] = script.unplugged ? NULL : &machine.device;
    machine.list[1] = NULL;
    *list = machine.list;
    return status;
}

SANE_Status sane_open(SANE_String_Const name, SANE_Handle *handle)
{
    struct fake_script script;
    char ours[64];
    SANE_Status status;
    struct handle *h;

    fake_log("open %s", name);
    fake_script_read(&script);
    status = fake_suffer(fake_fault(&script, "open", -1, 1));
    snprintf(ours, sizeof(ours), "04A926E6_%s", script.serial);
    if (status == SANE_STATUS_GOOD &&
        (script.unplugged || (name[0] != '\0' && strcmp(name, ours) != 0)))
        status = SANE_STATUS_INVAL;
    if (status != SANE_STATUS_GOOD)
        return status;
    h = calloc(1, sizeof(*h));
    if (h == NULL)
        return SANE_STATUS_NO_MEM;
    h->lock = fake_lock();
    if (h->lock < 0) {
        free(h);
        return SANE_STATUS_DEVICE_BUSY;
    }
    fake_options_init(&h->options);
    *handle = h;
    return SANE_STATUS_GOOD;
}

static void forget_pictures(struct handle *h)
{
    fake_picture_free(h->picture);
    fake_picture_free(h->back);
    h->picture = h->back = NULL;
}

void sane_close(SANE_Handle handle)
{
    struct handle *h = handle;
    struct fake_script script;

    fake_log("close");
    fake_script_read(&script);
    fake_suffer(fake_fault(&script, "close", -1, h->page));
    forget_pictures(h);
    close(h->lock);
    free(h);
}

const SANE_Option_Descriptor *sane_get_option_descriptor(SANE_Handle handle, SANE_Int option)
{
    (void)handle;
    return fake_option(option);
}

SANE_Status sane_control_option(SANE_Handle handle, SANE_Int option, SANE_Action action,
                                void *value, SANE_Int *info)
{
    struct handle *h = handle;
    struct fake_script script;
    SANE_Status status;

    fake_script_read(&script);
    status = script.unplugged ? SANE_STATUS_IO_ERROR
                              : fake_suffer(fake_fault(&script, "option", -1, h->page));
    return status == SANE_STATUS_GOOD
               ? fake_options_control(&h->options, option, action, value, info)
               : status;
}

static int pixels_of(SANE_Word fixed, int dpi)
{
    return (int)(SANE_UNFIX(fixed) / 25.4 * dpi + 0.5);
}

/* What would come with the options as they are. */
static SANE_Parameters parameters_of(const struct fake_options *o, bool color)
{
    int dpi = o->words[OPT_RESOLUTION];
    int width = pixels_of(o->words[OPT_BR_X], dpi) - pixels_of(o->words[OPT_TL_X], dpi);
    int height = pixels_of(o->words[OPT_BR_Y], dpi) - pixels_of(o->words[OPT_TL_Y], dpi);
    SANE_Parameters p = {color ? SANE_FRAME_RGB : SANE_FRAME_GRAY, SANE_TRUE, 0, 0, 0, 8};

    /* the machine sends whole groups of four pixels */
    p.pixels_per_line = ((width > 0 ? width : 1) + 3) / 4 * 4;
    p.lines = height > 16 ? height : 16;
    p.bytes_per_line = p.pixels_per_line * (color ? 3 : 1);
    return p;
}

SANE_Status sane_get_parameters(SANE_Handle handle, SANE_Parameters *parameters)
{
    struct handle *h = handle;
    const struct fake_script *s = &h->script;

    *parameters =
        h->scanning ? h->true_parameters : parameters_of(&h->options, h->options.color);
    if (!h->scanning)
        return SANE_STATUS_GOOD;
    if (s->endless)
        parameters->lines = -1;
    if (s->format >= 0)
        parameters->format = (SANE_Frame)s->format;
    if (s->pixels >= 0)
        parameters->pixels_per_line = s->pixels;
    if (s->lines >= 0)
        parameters->lines = s->lines;
    if (s->bytes >= 0)
        parameters->bytes_per_line = s->bytes;
    if (s->depth >= 0)
        parameters->depth = s->depth;
    return SANE_STATUS_GOOD;
}

/* The next side of the paper becomes h->picture. */
static SANE_Status next_side(struct handle *h)
{
    char front[256], back[256];
    SANE_Status status;

    fake_picture_free(h->picture);
    h->picture = h->back;
    h->back = NULL;
    if (h->options.source == FAKE_FLATBED) {
        h->picture = fake_picture_new(h->script.glass);
        return h->picture != NULL ? SANE_STATUS_GOOD : SANE_STATUS_NO_MEM;
    }
    if (h->picture != NULL)
        return SANE_STATUS_GOOD;
    status = fake_feeder_pull(front, back);
    if (status != SANE_STATUS_GOOD)
        return status;
    h->picture = fake_picture_new(front);
    if (h->options.source == FAKE_ADF_DUPLEX)
        h->back = fake_picture_new(back);
    return h->picture != NULL ? SANE_STATUS_GOOD : SANE_STATUS_NO_MEM;
}

SANE_Status sane_start(SANE_Handle handle)
{
    struct handle *h = handle;
    struct fake_options *o = &h->options;
    SANE_Status status;

    if (h->scanning) {
        fake_log("start in the middle of a page");
        return SANE_STATUS_INVAL;
    }
    fake_script_read(&h->script);
    h->page++;
    /* a batch begins anew: the other side of a sheet went out with it */
    if (h->canceled)
        forget_pictures(h);
    h->canceled = false;
    fake_log("start %d %s %s %d", h->page, fake_source_name(o->source),
             o->color ? "Color" : "Gray", o->words[OPT_RESOLUTION]);
    status = h->script.unplugged ? SANE_STATUS_IO_ERROR
                                 : fake_suffer(fake_fault(&h->script, "start", -1, h->page));
    if (status == SANE_STATUS_GOOD)
        status = next_side(h);
    if (status != SANE_STATUS_GOOD) {
        fake_log("start ended: %s", sane_strstatus(status));
        return status;
    }
    h->left = pixels_of(o->words[OPT_TL_X], o->words[OPT_RESOLUTION]);
    h->top = pixels_of(o->words[OPT_TL_Y], o->words[OPT_RESOLUTION]);
    h->true_parameters = parameters_of(o, o->color != h->script.swapped);
    h->line = 0;
    h->used = h->have = 0;
    h->scanning = true;
    return SANE_STATUS_GOOD;
}

static void make_line(struct handle *h)
{
    int dpi = h->options.words[OPT_RESOLUTION], n = h->true_parameters.pixels_per_line;
    bool color = h->true_parameters.format == SANE_FRAME_RGB;
    uint8_t rgb[3], *to = h->bytes;

    for (int x = 0; x < n; x++) {
        fake_picture_pixel(h->picture, h->left + x, h->top + h->line, dpi, rgb);
        if (color) {
            memcpy(to, rgb, 3);
            to += 3;
        } else {
            *to++ = (uint8_t)((rgb[0] * 299 + rgb[1] * 587 + rgb[2] * 114 + 500) / 1000);
        }
    }
    h->line++;
    h->used = 0;
    h->have = (size_t)h->true_parameters.bytes_per_line;
}

static bool exists(const char *suffix)
{
    char path[1024];

    fake_path(path, sizeof(path), suffix);
    return access(path, F_OK) == 0;
}

/* What the script wants before the next line. */
static SANE_Status before_line(struct handle *h)
{
    const char *kind = fake_fault(&h->script, NULL, h->line, h->page);

    if (h->script.slow_ms > 0)
        fake_pause(h->script.slow_ms);
    if (kind == NULL || strcmp(kind, "hold") != 0)
        return fake_suffer(kind);
    if (!exists(".go"))
        fake_log("hold %d", h->page);
    while (!exists(".go") && !h->canceled)
        fake_pause(5);
    fake_script_read(&h->script);
    return h->script.unplugged ? SANE_STATUS_IO_ERROR : SANE_STATUS_GOOD;
}

/* A page that stops in its middle, or is at its end. */
static SANE_Status end_page(struct handle *h, SANE_Status status)
{
    h->scanning = false;
    fake_log("page %d ended at line %d: %s", h->page, h->line, sane_strstatus(status));
    return status;
}

/* How many bytes a read gives of the line that is there. */
static size_t share(struct handle *h, size_t most)
{
    size_t n = h->have - h->used;

    if (n > most)
        n = most;
    if (h->script.dribble > 0) {
        /* callers may wait after nothing came: not too often */
        h->short_read = h->used == 0 && h->line % 16 == 0 && !h->short_read;
        if (h->short_read)
            return 0;
        if (n > (size_t)h->script.dribble)
            n = (size_t)h->script.dribble;
    }
    return n;
}

SANE_Status sane_read(SANE_Handle handle, SANE_Byte *data, SANE_Int size, SANE_Int *n)
{
    struct handle *h = handle;
    SANE_Status status;
    size_t count;

    *n = 0;
    if (h->canceled)
        return end_page(h, SANE_STATUS_CANCELLED);
    if (!h->scanning)
        return SANE_STATUS_INVAL;
    if (h->used == h->have) {
        if (h->line == h->true_parameters.lines)
            return end_page(h, SANE_STATUS_EOF);
        status = before_line(h);
        if (h->canceled)
            status = SANE_STATUS_CANCELLED;
        if (status != SANE_STATUS_GOOD)
            return end_page(h, status);
        make_line(h);
    }
    count = share(h, size > 0 ? (size_t)size : 0);
    memcpy(data, h->bytes + h->used, count);
    h->used += count;
    *n = (SANE_Int)count;
    return SANE_STATUS_GOOD;
}

/* From any thread: what belongs to the reading thread is left to it. */
void sane_cancel(SANE_Handle handle)
{
    struct handle *h = handle;
    struct fake_script script;

    fake_log("cancel");
    fake_script_read(&script);
    fake_suffer(fake_fault(&script, "cancel", -1, h->page));
    h->canceled = true;
}

SANE_Status sane_set_io_mode(SANE_Handle handle, SANE_Bool non_blocking)
{
    (void)handle;
    return non_blocking ? SANE_STATUS_UNSUPPORTED : SANE_STATUS_GOOD;
}

SANE_Status sane_get_select_fd(SANE_Handle handle, SANE_Int *fd)
{
    (void)handle;
    (void)fd;
    return SANE_STATUS_UNSUPPORTED;
}

/* dll has sentences of its own; these are for the log. */
SANE_String_Const sane_strstatus(SANE_Status status)
{
    static const char *const words[] = {"good",       "unsupported", "canceled",  "busy",
                                        "invalid",    "eof",         "jammed",    "no-docs",
                                        "cover-open", "io",          "no-memory", "denied"};

    return (size_t)status < sizeof(words) / sizeof(words[0]) ? words[status] : "?";
}
