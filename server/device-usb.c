/*
 * device-usb.c - usb://: bulk transfers to the printer interface that speaks the queue's
 * language.
 *
 * A machine is opened and its interface claimed once, at the first job, and held until it is
 * unplugged: when the kernel's usblp comes and goes between jobs, these machines print wrong
 * after the first one (the maker's README asks CUPS users for usb-no-reattach). A job never
 * goes to an interface that calls itself (FAX): it answers as a printer and swallows jobs.
 *
 * Effects: USB; the process-wide table of held machines; the clock; the job's events.
 * Source: USB Device Class Definition for Printing Devices 1.1, sections 4.2.1 and 5; IEEE-1284
 * ids as in driver/device-id.h; libusb-1.0.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/device-usb.h"

#include "driver/bytes.h"
#include "driver/device-id.h"
#include "driver/device-name.h"
#include "server/scan/machine-share.h"
#include "server/transport.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/time.h>

#define VENDOR_CANON       0x04A9
#define CLASS_PRINTER      7
#define SUBCLASS_PRINTER   1
#define REQUEST_GET_ID     0
#define REQUEST_GET_STATUS 1
#define REQUEST_SOFT_RESET 2
#define ID_SIZE            1024
#define MAX_INTERFACES     8
#define MAX_STALLS         3 /* in a row, without a byte taken */
#define PIECE              65536
#define CONTROL_TIMEOUT_MS 2000
#define ASKED_PAUSE_MS     20 /* for whoever only asks the machine something */

/* [SANE backends pixma: the product numbers of both groups] */
static const uint16_t family_products[] = {0x26E6, 0x269D};

static int init_libusb(libusb_context **context)
{
    return libusb_init(context);
}

static const struct usb_api real_api = {
    .init = init_libusb,
    .get_device_list = libusb_get_device_list,
    .free_device_list = libusb_free_device_list,
    .get_device_descriptor = libusb_get_device_descriptor,
    .get_config_descriptor = libusb_get_config_descriptor,
    .free_config_descriptor = libusb_free_config_descriptor,
    .get_bus_number = libusb_get_bus_number,
    .get_port_numbers = libusb_get_port_numbers,
    .open = libusb_open,
    .close = libusb_close,
    .get_string_descriptor_ascii = libusb_get_string_descriptor_ascii,
    .control_transfer = libusb_control_transfer,
    .get_configuration = libusb_get_configuration,
    .set_configuration = libusb_set_configuration,
    .kernel_driver_active = libusb_kernel_driver_active,
    .detach_kernel_driver = libusb_detach_kernel_driver,
    .claim_interface = libusb_claim_interface,
    .release_interface = libusb_release_interface,
    .set_interface_alt_setting = libusb_set_interface_alt_setting,
    .clear_halt = libusb_clear_halt,
    .alloc_transfer = libusb_alloc_transfer,
    .free_transfer = libusb_free_transfer,
    .submit_transfer = libusb_submit_transfer,
    .cancel_transfer = libusb_cancel_transfer,
    .handle_events_timeout_completed = libusb_handle_events_timeout_completed,
};

/* A printer interface of a machine. */
struct interface {
    int number;
    int alternate;
    bool has_alternates;
    unsigned char endpoint; /* bulk, to the machine */
    bool claimed;           /* set with table.mutex held */
    char id[ID_SIZE];       /* IEEE-1284, "" when the machine did not tell */
};

/*
 * A machine that is open. Its fields are set by the thread that opened it, before known is;
 * after that the owner alone (busy) changes claimed and gone. Others may ask it for its status
 * meanwhile: what they need of it does not change, and the last one frees it.
 */
struct machine {
    struct machine *next;  /* guarded by table.mutex, as are all up to known */
    libusb_device *device; /* tells machines apart: libusb keeps it while handle is open */
    libusb_device_handle *handle;
    bool busy;       /* a thread uses it */
    bool has_job;    /* for a job, not only for a question */
    unsigned asking; /* so many threads ask for its status */
    bool dropped;    /* not in the table any more; who asks last frees it */
    bool known;      /* all below is filled */
    bool hold;       /* a job has used it: keep it open between jobs */
    bool gone;       /* unplugged */
    char serial[128];
    char port[32];
    struct interface interfaces[MAX_INTERFACES];
    size_t num_interfaces;
};

/* The mutex is held to look and to mark, never over a transfer. */
static struct {
    pthread_mutex_t mutex;
    const struct usb_api *api;
    libusb_context *context; /* NULL: not initialised */
    struct machine *machines;
} table = {.mutex = PTHREAD_MUTEX_INITIALIZER, .api = &real_api};

static const struct usb_api *api(void)
{
    return table.api; /* changes only while nothing is open */
}

static const char *usb_reason(int error)
{
    switch (error) {
    case LIBUSB_ERROR_ACCESS:
        return "this user may not; see the udev rule in the README";
    case LIBUSB_ERROR_BUSY:
        return "another program uses it";
    case LIBUSB_ERROR_NO_DEVICE:
    case LIBUSB_ERROR_NOT_FOUND:
        return "unplugged or switched off";
    case LIBUSB_ERROR_TIMEOUT:
        return "no answer";
    case LIBUSB_ERROR_PIPE:
        return "it refuses data";
    case LIBUSB_ERROR_NO_MEM:
        return "out of memory";
    default:
        return "USB error";
    }
}

/* NULL and the reason when USB cannot be used here at all. */
static libusb_context *get_context(const char **reason)
{
    libusb_context *context;
    int error = 0;

    pthread_mutex_lock(&table.mutex);
    if (!table.context)
        error = api()->init(&table.context);
    context = error == 0 ? table.context : NULL;
    pthread_mutex_unlock(&table.mutex);
    if (!context)
        *reason = usb_reason(error);
    return context;
}

/* What one look over the bus is for. */
struct search {
    const struct uri *uri; /* NULL: all machines, for see */
    /* Called with the machine known and not changing; true: this is the one. */
    bool (*see)(struct search *search, struct machine *m);
    bool keep;               /* a machine that see took stays busy, and belongs to the caller */
    bool gently;             /* take no interface from the kernel's driver */
    int64_t deadline;        /* on net_clock_ms(); 0: none, each question has its own */
    struct machine *machine; /* out: kept */
    bool in_use;             /* out: the one is there, but another job has it */
    bool asked;              /* out: one was only asked something by another thread */
    int error;               /* out: why a machine could not be asked, 0: none */
    void *ctx;
};

/* How long one question may take. */
static unsigned control_timeout(const struct search *search)
{
    int64_t left = search->deadline ? search->deadline - net_clock_ms() : CONTROL_TIMEOUT_MS;

    /* libusb takes 0 for ever */
    return left < 1 ? 1 : left < CONTROL_TIMEOUT_MS ? (unsigned)left : CONTROL_TIMEOUT_MS;
}

/* ---- what a machine says of itself ---- */

static void read_port(libusb_device *device, char *text, size_t size)
{
    uint8_t ports[8];
    int n = api()->get_port_numbers(device, ports, (int)sizeof ports);
    size_t used = (size_t)snprintf(text, size, "%u", api()->get_bus_number(device));
    int i;

    for (i = 0; i < n && used + 5 < size; i++)
        used +=
            (size_t)snprintf(text + used, size - used, "%c%u", i == 0 ? '-' : '.', ports[i]);
}

/* The alternate setting with the highest protocol that we speak: 2 is bidirectional, 1 is not,
 * 3 (1284.4) and 4 (IPP over USB) are other protocols. */
static void add_interface(struct machine *m, const struct libusb_interface *from)
{
    struct interface found = {.number = -1};
    int best = 0, i, j;

    for (i = 0; i < from->num_altsetting; i++) {
        const struct libusb_interface_descriptor *d = &from->altsetting[i];

        if (d->bInterfaceClass != CLASS_PRINTER || d->bInterfaceSubClass != SUBCLASS_PRINTER ||
            d->bInterfaceProtocol < 1 || d->bInterfaceProtocol > 2 ||
            d->bInterfaceProtocol <= best)
            continue;
        for (j = 0; j < d->bNumEndpoints; j++) {
            const struct libusb_endpoint_descriptor *e = &d->endpoint[j];

            if ((e->bmAttributes & LIBUSB_TRANSFER_TYPE_MASK) != LIBUSB_TRANSFER_TYPE_BULK ||
                (e->bEndpointAddress & LIBUSB_ENDPOINT_DIR_MASK) != LIBUSB_ENDPOINT_OUT)
                continue;
            best = d->bInterfaceProtocol;
            found.number = d->bInterfaceNumber;
            found.alternate = d->bAlternateSetting;
            found.has_alternates = from->num_altsetting > 1;
            found.endpoint = e->bEndpointAddress;
            break;
        }
    }
    if (best > 0 && m->num_interfaces < MAX_INTERFACES)
        m->interfaces[m->num_interfaces++] = found;
}

static void find_interfaces(struct machine *m)
{
    struct libusb_config_descriptor *config;
    int i;

    if (api()->get_config_descriptor(m->device, 0, &config) != 0)
        return;
    for (i = 0; i < config->bNumInterfaces; i++)
        add_interface(m, &config->interface[i]);
    api()->free_config_descriptor(config);
}

static void set_claimed(struct interface *interface, bool claimed)
{
    pthread_mutex_lock(&table.mutex);
    interface->claimed = claimed;
    pthread_mutex_unlock(&table.mutex);
}

/* 0 or a libusb error. Once claimed it stays so until the machine is let go. gently: not from
 * the kernel's driver. */
static int claim(struct machine *m, struct interface *interface, bool gently)
{
    int error;

    if (interface->claimed)
        return 0;
    if (api()->kernel_driver_active(m->handle, interface->number) == 1) {
        if (gently)
            return LIBUSB_ERROR_BUSY;
        error = api()->detach_kernel_driver(m->handle, interface->number);
        if (error != 0 && error != LIBUSB_ERROR_NOT_FOUND)
            return error;
    }
    error = api()->claim_interface(m->handle, interface->number);
    if (error != 0)
        return error;
    if (interface->has_alternates)
        error = api()->set_interface_alt_setting(m->handle, interface->number,
                                                 interface->alternate);
    if (error != 0) {
        api()->release_interface(m->handle, interface->number);
        return error;
    }
    set_claimed(interface, true);
    return 0;
}

static void release(struct machine *m, struct interface *interface)
{
    if (interface->claimed)
        api()->release_interface(m->handle, interface->number);
    set_claimed(interface, false);
}

/* The id begins with its length, two bytes, high byte first; some machines write it low byte
 * first, some wrong: never more than what came. */
static void keep_id(struct interface *interface, const unsigned char *bytes, size_t n)
{
    size_t length = n >= 2 ? get_be16(bytes) : 0;
    size_t i, used = 0;

    if (length < 2 || length > n)
        length = n >= 2 ? get_le16(bytes) : 0;
    if (length < 2 || length > n)
        length = n;
    for (i = 2; i < length && used + 1 < sizeof interface->id; i++)
        if (bytes[i] != 0)
            interface->id[used++] = (char)bytes[i];
    interface->id[used] = '\0';
}

/* The interface must be ours to ask: the kernel claims it for the question. */
static int read_id(struct machine *m, struct interface *interface, const struct search *search)
{
    unsigned char bytes[ID_SIZE];
    int n = claim(m, interface, search->gently);

    if (n != 0)
        return n;
    n = api()->control_transfer(
        m->handle, LIBUSB_ENDPOINT_IN | LIBUSB_REQUEST_TYPE_CLASS | LIBUSB_RECIPIENT_INTERFACE,
        REQUEST_GET_ID, 0, (uint16_t)(interface->number << 8 | interface->alternate), bytes,
        sizeof bytes, control_timeout(search));
    if (n >= 0)
        keep_id(interface, bytes, (size_t)n);
    /* Only an interface that is one of the family's printers is kept from others. */
    if (n < 0 || !device_id_match(interface->id, strlen(interface->id)))
        release(m, interface);
    return n < 0 ? n : 0;
}

static void read_text(libusb_device_handle *handle, uint8_t index, char *text, size_t size)
{
    int n = index ? api()->get_string_descriptor_ascii(handle, index, (unsigned char *)text,
                                                       (int)size - 1)
                  : 0;

    text[n > 0 ? n : 0] = '\0';
}

/* A queue's URI for a machine of another maker, which its owner has named. */
static bool is_for_other_maker(const struct uri *uri)
{
    return uri && uri->make[0] && strncasecmp(uri->make, "Canon", 5) != 0;
}

/* Is it worth asking: a product of the family, or one that calls itself so, or the very serial
 * number that is looked for. Machines of other makers are left alone unless a URI names them:
 * somebody else may print on them. */
static bool is_candidate(const struct machine *m, const struct libusb_device_descriptor *d,
                         const struct uri *uri)
{
    char product[128];
    size_t i;

    for (i = 0;
         d->idVendor == VENDOR_CANON && i < sizeof family_products / sizeof family_products[0];
         i++)
        if (d->idProduct == family_products[i])
            return true;
    if (uri && uri->serial[0] && strcasecmp(uri->serial, m->serial) == 0)
        return true;
    read_text(m->handle, d->iProduct, product, sizeof product);
    if (d->idVendor != VENDOR_CANON)
        return uri && product[0] &&
               (device_name_has(product, uri->model) || device_name_has(uri->model, product));
    return device_name_match(product) != NULL;
}

/* Open and ask all. 0, LIBUSB_ERROR_NOT_SUPPORTED for a machine that is none of ours, or why it
 * could not be. */
static int get_to_know(struct machine *m, const struct libusb_device_descriptor *d,
                       const struct search *search)
{
    int error = api()->open(m->device, &m->handle);
    int configuration = 0;
    size_t i;

    if (error != 0) {
        m->handle = NULL;
        return error;
    }
    read_text(m->handle, d->iSerialNumber, m->serial, sizeof m->serial);
    read_port(m->device, m->port, sizeof m->port);
    if (!is_candidate(m, d, search->uri))
        return LIBUSB_ERROR_NOT_SUPPORTED;
    if (api()->get_configuration(m->handle, &configuration) == 0 && configuration == 0)
        api()->set_configuration(m->handle, 1);
    for (i = 0; i < m->num_interfaces; i++) {
        int one = read_id(m, &m->interfaces[i], search);

        if (error == 0)
            error = one;
    }
    for (i = 0; i < m->num_interfaces; i++)
        if (m->interfaces[i].id[0])
            return 0;
    return error ? error : LIBUSB_ERROR_NOT_FOUND;
}

/* ---- the table ---- */

/* Not in the table any more. */
static void machine_free(struct machine *m)
{
    size_t i;

    for (i = 0; m->handle && i < m->num_interfaces; i++)
        release(m, &m->interfaces[i]);
    if (m->handle)
        api()->close(m->handle);
    free(m);
}

/* With the mutex held. True: it is the caller's to free, false: one that asks it something
 * does. */
static bool unlink_machine(struct machine *m)
{
    struct machine **at = &table.machines;

    while (*at && *at != m)
        at = &(*at)->next;
    if (*at)
        *at = m->next;
    m->dropped = true;
    return m->asking == 0;
}

/* The thread that has it gives it back. */
static void give_back(struct machine *m)
{
    bool drop;

    pthread_mutex_lock(&table.mutex);
    m->busy = false;
    m->has_job = false;
    drop = (m->gone || !m->hold) && unlink_machine(m);
    pthread_mutex_unlock(&table.mutex);
    if (drop)
        machine_free(m);
}

/* Let go of idle machines that are not in the list; of all when there is no list. */
static void drop_idle(libusb_device **list, ssize_t n)
{
    struct machine *dropped = NULL;
    struct machine *m, *next;

    pthread_mutex_lock(&table.mutex);
    for (m = table.machines; m; m = next) {
        bool there = false;
        ssize_t i;

        next = m->next;
        for (i = 0; i < n && !there; i++)
            there = list[i] == m->device;
        if (m->busy || there || !unlink_machine(m))
            continue;
        m->next = dropped;
        dropped = m;
    }
    pthread_mutex_unlock(&table.mutex);
    for (; dropped; dropped = next) {
        next = dropped->next;
        machine_free(dropped);
    }
}

void usb_release_idle(void)
{
    drop_idle(NULL, 0);
}

void usb_set_api(const struct usb_api *other)
{
    usb_release_idle();
    pthread_mutex_lock(&table.mutex);
    table.api = other ? other : &real_api;
    table.context = NULL;
    pthread_mutex_unlock(&table.mutex);
}

/* ---- which interface of which machine ---- */

/* Length of a model's name without the language in brackets. */
static size_t base_length(const char *model)
{
    const char *bracket = strrchr(model, '(');
    size_t n = bracket ? (size_t)(bracket - model) : strlen(model);

    while (n > 0 && model[n - 1] == ' ')
        n--;
    return n;
}

/* How well an interface is what the URI names; 0: not at all. */
static unsigned score_interface(const struct interface *interface, const struct uri *uri)
{
    const char *id = interface->id;
    const struct model *model = device_id_match(id, strlen(id));
    size_t base = base_length(uri->model);
    char mdl[256];

    if (!device_id_get(id, strlen(id), "MDL", mdl, sizeof mdl) ||
        device_id_is_fax(id, strlen(id)) ||
        (uri->usb_interface >= 0 && uri->usb_interface != interface->number) ||
        base != base_length(mdl) || strncasecmp(uri->model, mdl, base) != 0)
        return 0;
    if (strcasecmp(uri->model, mdl) == 0)
        return 3000;
    if (!model)
        return 0;
    if (uri->model[base] == '\0') /* any language will do: the best one we speak */
        return 1000 + device_id_score(model, id, strlen(id)) % 1000;
    return mdl[base] == '\0' ? 1 : 0;
}

static bool has_serial(const struct machine *m, const char *serial)
{
    char value[128];
    size_t i;

    if (strcasecmp(m->serial, serial) == 0)
        return true;
    for (i = 0; i < m->num_interfaces; i++) {
        const char *id = m->interfaces[i].id;

        if (device_id_get(id, strlen(id), "SN", value, sizeof value) &&
            strcasecmp(value, serial) == 0)
            return true;
    }
    return false;
}

/* NULL: not the machine, or no interface of it. */
static struct interface *choose_interface(struct machine *m, const struct uri *uri)
{
    struct interface *best = NULL;
    unsigned best_score = 0;
    size_t i;

    /* Some makers give all machines the same serial number: then both are needed. */
    if ((uri->serial[0] && !has_serial(m, uri->serial)) ||
        (uri->usb_port[0] && strcmp(uri->usb_port, m->port) != 0))
        return NULL;
    for (i = 0; i < m->num_interfaces; i++) {
        unsigned score = score_interface(&m->interfaces[i], uri);

        if (score > best_score) {
            best_score = score;
            best = &m->interfaces[i];
        }
    }
    return best;
}

/*
 * The machine of a device, busy with us from now on; a new one is not known yet. NULL: out of
 * memory, or another thread has it. *seen tells whether the search is over with that one: it is
 * looked at with the mutex held, since its owner may let go of it at any time.
 */
static struct machine *take_machine(struct search *search, libusb_device *device, bool *seen)
{
    struct machine *m;

    *seen = false;
    pthread_mutex_lock(&table.mutex);
    for (m = table.machines; m && m->device != device; m = m->next)
        ;
    if (m && m->busy) {
        *seen = m->known && search->see(search, m);
        search->in_use |= *seen && m->has_job;
        search->asked |= !m->has_job && (*seen || !m->known);
        m = NULL;
    } else if (m) {
        m->busy = true;
    } else if ((m = calloc(1, sizeof *m)) != NULL) {
        m->device = device;
        m->busy = true;
        m->next = table.machines;
        table.machines = m;
    }
    pthread_mutex_unlock(&table.mutex);
    return m;
}

/* Fill in a machine that is ours and not known. 0, or as get_to_know. */
static int make_known(struct machine *m, const struct libusb_device_descriptor *descriptor,
                      const struct search *search)
{
    int error = LIBUSB_ERROR_NOT_SUPPORTED;

    find_interfaces(m);
    if (m->num_interfaces > 0)
        error = get_to_know(m, descriptor, search);
    m->gone = error != 0; /* so that it is dropped */
    pthread_mutex_lock(&table.mutex);
    m->known = error == 0;
    pthread_mutex_unlock(&table.mutex);
    return error;
}

/* One device of the bus. True when the search is over. */
static bool look_at(struct search *search, libusb_device *device)
{
    struct libusb_device_descriptor descriptor;
    struct machine *m;
    bool seen;
    int error = 0;

    if (api()->get_device_descriptor(device, &descriptor) != 0 ||
        (descriptor.idVendor == VENDOR_CANON) == is_for_other_maker(search->uri))
        return false;
    m = take_machine(search, device, &seen);
    if (!m)
        return seen;
    if (!m->known) /* only its owner changes it, and that is us */
        error = make_known(m, &descriptor, search);
    if (error != 0 && error != LIBUSB_ERROR_NOT_SUPPORTED)
        search->error = error;
    seen = error == 0 && search->see(search, m);
    if (seen && search->keep)
        search->machine = m;
    else
        give_back(m);
    return seen;
}

/* One look over the bus. False when USB cannot be used. */
static bool look(struct search *search, const char **reason)
{
    libusb_context *context = get_context(reason);
    libusb_device **list = NULL;
    ssize_t n, i;

    search->machine = NULL;
    search->in_use = false;
    search->asked = false;
    search->error = 0;
    if (!context)
        return false;
    n = api()->get_device_list(context, &list);
    if (n < 0) {
        *reason = usb_reason((int)n);
        return false;
    }
    drop_idle(list, n);
    for (i = 0; i < n; i++)
        if (look_at(search, list[i]))
            break;
    api()->free_device_list(list, 1);
    return true;
}

/* The sentence for a search that did not find its machine free. */
static void explain(const struct search *search, const char *reason, char *why, size_t size)
{
    const char *model = search->uri->model;

    if (reason)
        snprintf(why, size, "USB cannot be used here (%s).", reason);
    else if (search->in_use)
        snprintf(why, size, "The printer %s on USB is used by another job.", model);
    else if (search->error)
        snprintf(why, size, "The printer %s on USB cannot be opened (%s).", model,
                 usb_reason(search->error));
    else
        snprintf(why, size,
                 "No printer %s%s%s is found on USB; check that it is plugged in, switched on "
                 "and awake.",
                 model, search->uri->serial[0] ? " with serial number " : "",
                 search->uri->serial);
}

/* ---- jobs ---- */

struct usb_job {
    struct machine *machine;
    struct interface *interface;
    unsigned delay;
    bool turn; /* it is not scanned on meanwhile */
    char uri[URI_MAX + 1];
};

static bool see_for_job(struct search *search, struct machine *m)
{
    return choose_interface(m, search->uri) != NULL;
}

/* Look for the machine. One that another thread only asks something (a listing, its status) is
 * free in a moment: nothing to tell anybody. */
static bool look_for_job(struct search *search, const char **reason, struct link *link)
{
    while (look(search, reason) && !search->machine && search->asked && !search->in_use)
        if (!link_pause(link, ASKED_PAUSE_MS))
            break;
    if (!search->machine)
        return false;
    pthread_mutex_lock(&table.mutex);
    search->machine->has_job = true;
    pthread_mutex_unlock(&table.mutex);
    return true;
}

/* One attempt to have machine and interface; false with the reason told. */
static bool try_to_take(struct usb_job *job, struct link *link)
{
    struct search search = {.uri = &link->uri, .see = see_for_job, .keep = true};
    const char *reason = NULL;
    char why[400];
    int error;

    if (!look_for_job(&search, &reason, link)) {
        explain(&search, reason, why, sizeof why);
        link_wait(link, search.in_use ? DEVICE_BUSY : DEVICE_CONNECTING, "%s", why);
        return false;
    }
    job->machine = search.machine;
    job->interface = choose_interface(job->machine, &link->uri);
    error = claim(job->machine, job->interface, false);
    if (error == 0) {
        job->machine->hold = true;
        return true;
    }
    link_wait(link, DEVICE_CONNECTING, "The printer %s on USB cannot be used (%s).",
              link->uri.model, usb_reason(error));
    job->machine->gone = error == LIBUSB_ERROR_NO_DEVICE;
    give_back(job->machine);
    job->machine = NULL;
    return false;
}

/* Wait before the next attempt, each time longer; false when canceled. */
static bool back_off(struct usb_job *job, struct link *link)
{
    unsigned delay = job->delay ? job->delay : link->times.retry_min;

    job->delay = delay < link->times.retry_max / 2 ? delay * 2 : link->times.retry_max;
    return link_pause(link, delay);
}

/* Until nobody scans on the machine; false when canceled. A look at the feeder's sensor is over
 * soon: nobody needs to hear of it. */
static bool take_turn(struct usb_job *job, struct link *link)
{
    if (job->turn || !uri_format_usb(&link->uri, job->uri, sizeof job->uri))
        return true;
    job->turn = share_take(job->uri, SHARE_PRINT, link->times.busy, link_canceled, link);
    if (!job->turn && !link->canceled) {
        link_wait(link, DEVICE_BUSY, "The machine is scanning; the job waits.");
        job->turn = share_take(job->uri, SHARE_PRINT, SHARE_FOR_EVER, link_canceled, link);
    }
    return job->turn;
}

static void end_turn(struct usb_job *job)
{
    if (job->turn)
        share_release(job->uri, SHARE_PRINT);
    job->turn = false;
}

/* A job whose machine is not there does not keep others from scanning, should it be there under
 * another name. */
static enum result usb_connect(void *state, struct link *link)
{
    struct usb_job *job = state;

    for (;;) {
        if (!take_turn(job, link))
            return link_fail_canceled(link);
        if (try_to_take(job, link))
            break;
        end_turn(job);
        if (!back_off(job, link))
            return link_fail_canceled(link);
    }
    link_ready(link);
    return RESULT_OK;
}

static void LIBUSB_CALL transfer_ended(struct libusb_transfer *transfer)
{
    *(int *)transfer->user_data = 1;
}

/*
 * Until the transfer has ended by itself or, when the job is canceled, by us. It has no timeout
 * of its own: one that is cut off and sent again each time a machine waits for paper is one
 * more chance to lose or double bytes. True when canceled.
 */
static bool await_transfer(struct libusb_transfer *transfer, struct link *link, int *ended)
{
    int64_t busy = net_clock_ms() + link->times.busy;
    bool canceled = false;

    while (!*ended) {
        struct timeval slice = {0, NET_SLICE_MS * 1000L};
        int error = api()->handle_events_timeout_completed(table.context, &slice, ended);

        if (*ended)
            break;
        if (!canceled &&
            (link_canceled(link) || (error != 0 && error != LIBUSB_ERROR_INTERRUPTED))) {
            canceled = error == 0 || error == LIBUSB_ERROR_INTERRUPTED;
            api()->cancel_transfer(transfer);
        }
        if (!canceled && net_clock_ms() >= busy) {
            busy = INT64_MAX;
            link_wait(link, DEVICE_BUSY,
                      "The printer %s on USB takes no data: it prints something else, or needs "
                      "paper or help; look at its panel.",
                      link->uri.model);
        }
    }
    return canceled;
}

/* 0 or a libusb error, for a transfer that has ended. */
static int transfer_error(const struct libusb_transfer *transfer, bool canceled)
{
    switch (transfer->status) {
    case LIBUSB_TRANSFER_COMPLETED:
        return 0;
    case LIBUSB_TRANSFER_STALL:
        return LIBUSB_ERROR_PIPE;
    case LIBUSB_TRANSFER_NO_DEVICE:
        return LIBUSB_ERROR_NO_DEVICE;
    case LIBUSB_TRANSFER_CANCELLED:
        return canceled ? LIBUSB_ERROR_INTERRUPTED : LIBUSB_ERROR_IO;
    case LIBUSB_TRANSFER_TIMED_OUT:
    case LIBUSB_TRANSFER_OVERFLOW:
    case LIBUSB_TRANSFER_ERROR:
    default:
        return LIBUSB_ERROR_IO;
    }
}

/* One transfer: how many bytes were taken, and 0, a libusb error, or LIBUSB_ERROR_INTERRUPTED
 * when the job was canceled. */
static int transfer_piece(struct usb_job *job, struct link *link, const unsigned char *bytes,
                          size_t n, size_t *taken)
{
    struct libusb_transfer *transfer = api()->alloc_transfer(0);
    int ended = 0;
    int error;
    /* libusb takes a pointer to bytes it may write, for both directions; it only reads ours. */
    union {
        const unsigned char *ours;
        unsigned char *theirs;
    } buffer = {bytes};

    *taken = 0;
    if (!transfer)
        return LIBUSB_ERROR_NO_MEM;
    libusb_fill_bulk_transfer(transfer, job->machine->handle, job->interface->endpoint,
                              buffer.theirs, (int)n, transfer_ended, &ended, 0);
    link_offer(link, n);
    error = api()->submit_transfer(transfer);
    if (error == 0) {
        bool canceled = await_transfer(transfer, link, &ended);

        error = transfer_error(transfer, canceled);
        if (transfer->actual_length > 0)
            *taken = (size_t)transfer->actual_length;
    }
    link_took(link, *taken);
    api()->free_transfer(transfer);
    return error;
}

/* A job given up in its middle: without this the machine would take the next job for the rest
 * of it, as USB has no connection that ends. [class definition 4.2.3: flushes the buffers and
 * resets the pipes; not seen on a machine of the family yet] */
static void soft_reset(const struct usb_job *job)
{
    api()->control_transfer(
        job->machine->handle,
        LIBUSB_ENDPOINT_OUT | LIBUSB_REQUEST_TYPE_CLASS | LIBUSB_RECIPIENT_INTERFACE,
        REQUEST_SOFT_RESET, 0, (uint16_t)job->interface->number, NULL, 0, CONTROL_TIMEOUT_MS);
}

/* The machine does not take the job any more: again if it has nothing yet, else the end. */
static enum result lost(struct usb_job *job, struct link *link, int error)
{
    if (error != LIBUSB_ERROR_NO_DEVICE && atomic_load(&link->bytes) > 0)
        soft_reset(job);
    job->machine->gone = true; /* a fresh start, whatever it was */
    give_back(job->machine);
    job->machine = NULL;
    if (atomic_load(&link->bytes) > 0)
        return link_fail_stopped(link, usb_reason(error));
    link_wait(link, DEVICE_CONNECTING, "The printer %s on USB does not take data (%s).",
              link->uri.model, usb_reason(error));
    return back_off(job, link) ? usb_connect(job, link) : link_fail_canceled(link);
}

static enum result usb_write(void *state, struct link *link, const void *bytes, size_t n)
{
    struct usb_job *job = state;
    const unsigned char *from = bytes;
    unsigned stalls = 0;

    while (n > 0) {
        size_t taken;
        int error = transfer_piece(job, link, from, n < PIECE ? n : PIECE, &taken);

        if (taken > 0)
            stalls = 0;
        else if (error == 0)
            error = LIBUSB_ERROR_PIPE; /* nothing taken, no reason: count it, do not spin */
        from += taken;
        n -= taken;
        if (error == LIBUSB_ERROR_INTERRUPTED)
            return link_fail_canceled(link);
        if (error == LIBUSB_ERROR_PIPE && stalls++ < MAX_STALLS) {
            api()->clear_halt(job->machine->handle, job->interface->endpoint);
            continue;
        }
        if (error != 0 && lost(job, link, error) != RESULT_OK)
            return RESULT_IO;
    }
    return RESULT_OK;
}

/* A transfer counts when the machine has acknowledged each of its packets. */
static uint64_t usb_acknowledged(const void *state, const struct link *link)
{
    (void)state;
    return atomic_load_explicit(&link->bytes, memory_order_relaxed);
}

static enum result usb_finish(void *state, struct link *link)
{
    (void)state;
    link_ready(link);
    return RESULT_OK; /* each transfer ended when the machine had it */
}

static void usb_close(void *state, struct link *link, bool finished)
{
    struct usb_job *job = state;

    if (job->machine) {
        if (!finished && atomic_load(&link->bytes) > 0)
            soft_reset(job);
        give_back(job->machine);
    }
    end_turn(job);
}

const struct transport transport_usb = {
    .state_size = sizeof(struct usb_job),
    .connect = usb_connect,
    .write = usb_write,
    .acknowledged = usb_acknowledged,
    .finish = usb_finish,
    .close = usb_close,
};

/* ---- who is there ---- */

struct wanted_id {
    char *id;
    size_t n;
};

static bool see_for_id(struct search *search, struct machine *m)
{
    const struct wanted_id *wanted = search->ctx;
    const struct interface *interface = choose_interface(m, search->uri);

    if (interface)
        snprintf(wanted->id, wanted->n, "%s", interface->id);
    return interface != NULL;
}

bool usb_identify(const struct uri *uri, unsigned timeout_ms, char *id, size_t n, char *why,
                  size_t why_size)
{
    const int64_t deadline = net_clock_ms() + timeout_ms;
    struct wanted_id wanted = {id, n};
    struct link link = {.events = {0}};

    for (;;) {
        struct search search = {.uri = uri, .see = see_for_id, .ctx = &wanted};
        const char *reason = NULL;
        int64_t left;

        id[0] = '\0';
        if (look(&search, &reason) && id[0])
            return true;
        explain(&search, reason, why, why_size);
        left = deadline - net_clock_ms();
        if (left <= 0)
            return false;
        link_pause(&link, left < 500 ? (unsigned)left : 500);
    }
}

/* A machine that is open and claimed, for a question beside what its owner does; NULL: none.
 * end_asking() is to follow. */
static struct machine *begin_asking(const struct uri *uri, int *number)
{
    struct machine *best = NULL;
    struct machine *m;

    pthread_mutex_lock(&table.mutex);
    for (m = table.machines; m; m = m->next) {
        const struct interface *interface = m->known ? choose_interface(m, uri) : NULL;

        /* of two that the URI fits, the one that prints */
        if (!interface || !interface->claimed || (best && !m->has_job))
            continue;
        best = m;
        *number = interface->number;
    }
    if (best)
        best->asking++;
    pthread_mutex_unlock(&table.mutex);
    return best;
}

static void end_asking(struct machine *m)
{
    bool last;

    pthread_mutex_lock(&table.mutex);
    last = --m->asking == 0 && m->dropped;
    pthread_mutex_unlock(&table.mutex);
    if (last)
        machine_free(m);
}

static bool ask_status(const struct machine *m, int number, const struct search *search,
                       uint8_t *byte)
{
    unsigned char status;
    int n = api()->control_transfer(
        m->handle, LIBUSB_ENDPOINT_IN | LIBUSB_REQUEST_TYPE_CLASS | LIBUSB_RECIPIENT_INTERFACE,
        REQUEST_GET_STATUS, 0, (uint16_t)number, &status, 1, control_timeout(search));

    if (n == 1)
        *byte = status;
    return n == 1;
}

/* Open the machine for one question. */
static bool ask_closed(struct search *search, uint8_t *byte)
{
    const char *reason;
    bool got;

    if (!look(search, &reason) || !search->machine)
        return false;
    got = ask_status(search->machine, choose_interface(search->machine, search->uri)->number,
                     search, byte);
    give_back(search->machine);
    return got;
}

bool usb_port_status(const struct uri *uri, unsigned timeout_ms, uint8_t *byte)
{
    struct search search = {.uri = uri,
                            .see = see_for_job,
                            .keep = true,
                            .gently = true,
                            .deadline = net_clock_ms() + timeout_ms};
    struct link link = {.events = {0}};
    bool got;

    for (;;) {
        int number = 0;
        struct machine *m = begin_asking(uri, &number);

        if (m) {
            got = ask_status(m, number, &search, byte);
            end_asking(m);
            return got;
        }
        if (ask_closed(&search, byte))
            return true;
        /* Another thread just opens it, and perhaps for a job. */
        if ((!search.in_use && !search.asked) || net_clock_ms() >= search.deadline)
            return false;
        link_pause(&link, ASKED_PAUSE_MS);
    }
}

/* Machines as they are told to a listener: copied, since no mutex is held then. */
struct listing {
    struct {
        char info[300];
        char uri[URI_MAX + 1];
        char id[ID_SIZE];
        char port[32];
        bool alike; /* another has the same URI */
    } list[32];
    size_t n;
    bool faxes; /* these are wanted, too */
};

static void add_listing(struct listing *l, const struct machine *m,
                        const struct interface *interface)
{
    const char *id = interface->id;
    struct uri uri = {.scheme = URI_USB, .usb_interface = -1};
    const bool fax = device_id_is_fax(id, strlen(id));

    if (l->n == sizeof l->list / sizeof l->list[0] ||
        (fax ? !l->faxes : !device_id_match(id, strlen(id))))
        return;
    if (!device_id_get(id, strlen(id), "MFG", uri.make, sizeof uri.make))
        strcpy(uri.make, "Canon");
    if (!device_id_get(id, strlen(id), "MDL", uri.model, sizeof uri.model))
        return;
    if (!device_id_get(id, strlen(id), "SN", uri.serial, sizeof uri.serial))
        snprintf(uri.serial, sizeof uri.serial, "%s", m->serial);
    if (!uri.serial[0])
        snprintf(uri.usb_port, sizeof uri.usb_port, "%s", m->port);
    if (!uri_format_usb(&uri, l->list[l->n].uri, sizeof l->list[l->n].uri))
        return;
    snprintf(l->list[l->n].info, sizeof l->list[l->n].info, "%.100s %.150s (USB%s)", uri.make,
             uri.model, fax ? ", the fax" : "");
    snprintf(l->list[l->n].id, sizeof l->list[l->n].id, "%s", id);
    snprintf(l->list[l->n].port, sizeof l->list[l->n].port, "%s", m->port);
    l->n++;
}

/* Machines with one serial number for all of them are told apart by their ports. */
static void tell_apart(struct listing *l)
{
    struct uri uri;
    size_t i, j;

    for (i = 0; i < l->n; i++)
        for (j = 0; j < l->n; j++)
            l->list[i].alike |= i != j && strcmp(l->list[i].uri, l->list[j].uri) == 0;
    for (i = 0; i < l->n; i++)
        if (l->list[i].alike && uri_parse(l->list[i].uri, &uri, NULL, 0)) {
            snprintf(uri.usb_port, sizeof uri.usb_port, "%s", l->list[i].port);
            uri_format_usb(&uri, l->list[i].uri, sizeof l->list[i].uri);
        }
}

static bool see_for_list(struct search *search, struct machine *m)
{
    size_t i;

    for (i = 0; i < m->num_interfaces; i++)
        add_listing(search->ctx, m, &m->interfaces[i]);
    return false;
}

void usb_list(bool faxes,
              bool (*found)(void *ctx, const char *info, const char *uri,
                            const char *device_id),
              void *ctx)
{
    struct listing *listing = calloc(1, sizeof *listing);
    struct search search = {.see = see_for_list, .ctx = listing};
    const char *reason;
    size_t i;

    if (listing)
        listing->faxes = faxes;
    if (listing && look(&search, &reason)) {
        tell_apart(listing);
        for (i = 0; i < listing->n; i++)
            /* true ends the listing, as PAPPL's own callback of this kind does */
            if (found(ctx, listing->list[i].info, listing->list[i].uri, listing->list[i].id))
                break;
    }
    free(listing);
}

void device_list(bool (*found)(void *ctx, const char *info, const char *uri,
                               const char *device_id),
                 void *ctx)
{
    usb_list(false, found, ctx);
}
