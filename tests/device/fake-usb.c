/*
 * fake-usb.c - a USB bus that is played.
 * Effects: memory; sleeps a millisecond at a time where a transfer hangs.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/device/fake-usb.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#define MAX_PENDING 8

static struct {
    pthread_mutex_t mutex; /* guards all of the bus */
    struct fake_device *devices;
    unsigned n;
    struct libusb_transfer *pending[MAX_PENDING];
    bool canceled[MAX_PENDING];
    int context;
} bus = {.mutex = PTHREAD_MUTEX_INITIALIZER};

/* The types of libusb are names without contents: ours are inside. */
static struct fake_device *of_device(libusb_device *device)
{
    return (struct fake_device *)(void *)device;
}

/* A handle is its device: the tests open each once at a time. */
static struct fake_device *of_handle(libusb_device_handle *handle)
{
    return (struct fake_device *)(void *)handle;
}

static struct fake_interface *find(struct fake_device *device, int number)
{
    unsigned i;

    for (i = 0; i < device->num_interfaces; i++)
        if (device->interfaces[i].number == number)
            return &device->interfaces[i];
    return NULL;
}

int fake_usb_init_error;

static int fake_init(libusb_context **context)
{
    if (fake_usb_init_error)
        return fake_usb_init_error;
    *context = (libusb_context *)(void *)&bus.context;
    return 0;
}

static ssize_t fake_get_device_list(libusb_context *context, libusb_device ***list)
{
    ssize_t n = 0;
    unsigned i;

    (void)context;
    *list = calloc(bus.n + 1, sizeof **list);
    if (!*list)
        return LIBUSB_ERROR_NO_MEM;
    pthread_mutex_lock(&bus.mutex);
    for (i = 0; i < bus.n; i++)
        if (bus.devices[i].plugged)
            (*list)[n++] = (libusb_device *)(void *)&bus.devices[i];
    pthread_mutex_unlock(&bus.mutex);
    return n;
}

static void fake_free_device_list(libusb_device **list, int unref_devices)
{
    (void)unref_devices;
    free(list);
}

static int fake_get_device_descriptor(libusb_device *device,
                                      struct libusb_device_descriptor *to)
{
    memset(to, 0, sizeof *to);
    to->idVendor = of_device(device)->vendor;
    to->idProduct = of_device(device)->product;
    to->iProduct = 2;
    to->iSerialNumber = of_device(device)->serial ? 3 : 0;
    to->bNumConfigurations = 1;
    return 0;
}

/* All that a configuration points to, in one piece. */
struct whole_config {
    struct libusb_config_descriptor config;
    struct libusb_interface interfaces[FAKE_INTERFACES];
    struct libusb_interface_descriptor settings[FAKE_INTERFACES][2];
    struct libusb_endpoint_descriptor endpoints[FAKE_INTERFACES][2];
};

static int fake_get_config_descriptor(libusb_device *device, uint8_t index,
                                      struct libusb_config_descriptor **to)
{
    const struct fake_device *d = of_device(device);
    struct whole_config *w = calloc(1, sizeof *w);
    unsigned i;

    if (!w || index != 0) {
        free(w);
        return LIBUSB_ERROR_NOT_FOUND;
    }
    for (i = 0; i < d->num_interfaces; i++) {
        w->endpoints[i][0].bEndpointAddress = (uint8_t)(0x81 + i);
        w->endpoints[i][0].bmAttributes = LIBUSB_TRANSFER_TYPE_BULK;
        w->endpoints[i][1].bEndpointAddress = (uint8_t)(1 + d->interfaces[i].number);
        w->endpoints[i][1].bmAttributes = LIBUSB_TRANSFER_TYPE_BULK;
        w->settings[i][0].bInterfaceNumber = d->interfaces[i].number;
        w->settings[i][0].bInterfaceClass = d->interfaces[i].class;
        w->settings[i][0].bInterfaceSubClass = d->interfaces[i].subclass;
        w->settings[i][0].bInterfaceProtocol = d->interfaces[i].protocol;
        w->settings[i][0].bNumEndpoints = 2;
        w->settings[i][0].endpoint = w->endpoints[i];
        if (d->interfaces[i].alternates) {
            w->settings[i][1] = w->settings[i][0];
            w->settings[i][0].bInterfaceProtocol = 1;
            w->settings[i][1].bAlternateSetting = 1;
        }
        w->interfaces[i].altsetting = w->settings[i];
        w->interfaces[i].num_altsetting = d->interfaces[i].alternates ? 2 : 1;
    }
    w->config.bNumInterfaces = (uint8_t)d->num_interfaces;
    w->config.interface = w->interfaces;
    *to = &w->config;
    return 0;
}

static void fake_free_config_descriptor(struct libusb_config_descriptor *config)
{
    free(config); /* the first member of whole_config */
}

static uint8_t fake_get_bus_number(libusb_device *device)
{
    return of_device(device)->bus;
}

static int fake_get_port_numbers(libusb_device *device, uint8_t *ports, int n)
{
    if (n < 2)
        return LIBUSB_ERROR_OVERFLOW;
    ports[0] = 1;
    ports[1] = of_device(device)->port;
    return 2;
}

static int fake_open(libusb_device *device, libusb_device_handle **handle)
{
    struct fake_device *d = of_device(device);
    int error;

    pthread_mutex_lock(&bus.mutex);
    error = d->plugged ? d->open_error : LIBUSB_ERROR_NO_DEVICE;
    if (error == 0) {
        d->num_open++;
        d->num_opened++;
        *handle = (libusb_device_handle *)(void *)d;
    }
    pthread_mutex_unlock(&bus.mutex);
    return error;
}

static void fake_close(libusb_device_handle *handle)
{
    unsigned i;
    struct fake_device *d = of_handle(handle);

    pthread_mutex_lock(&bus.mutex);
    d->num_open--;
    for (i = 0; i < d->num_interfaces; i++)
        d->interfaces[i].claimed = false;
    pthread_mutex_unlock(&bus.mutex);
}

static int fake_get_string(libusb_device_handle *handle, uint8_t index, unsigned char *text,
                           int n)
{
    const struct fake_device *d = of_handle(handle);
    const char *from = index == 3 ? d->serial : d->product_name;
    int length = from ? (int)strlen(from) : 0;

    if (length > n)
        length = n;
    if (length == 0)
        return LIBUSB_ERROR_PIPE;
    memcpy(text, from, (size_t)length);
    return length;
}

static int give_status(struct fake_device *d, uint16_t number, unsigned char *byte,
                       unsigned timeout_ms)
{
    const struct fake_interface *interface = find(d, number);
    int status;

    pthread_mutex_lock(&bus.mutex);
    status = d->plugged ? d->status : LIBUSB_ERROR_NO_DEVICE;
    d->num_asked++;
    d->status_ms = timeout_ms;
    if (!interface || !interface->claimed) {
        d->num_unclaimed++;
        status = LIBUSB_ERROR_BUSY;
    }
    pthread_mutex_unlock(&bus.mutex);
    if (status < 0)
        return status;
    *byte = (unsigned char)status;
    return 1;
}

static int fake_control(libusb_device_handle *handle, uint8_t type, uint8_t request,
                        uint16_t value, uint16_t index, unsigned char *bytes, uint16_t n,
                        unsigned timeout_ms)
{
    struct fake_interface *interface = find(of_handle(handle), index >> 8);
    size_t length;
    int said;

    if (type == 0x21 && request == 2 && find(of_handle(handle), index)) {
        of_handle(handle)->num_reset++;
        return 0;
    }
    if (type == 0xA1 && request == 1 && value == 0 && n == 1)
        return give_status(of_handle(handle), index, bytes, timeout_ms);
    if (type != 0xA1 || request != 0 || value != 0 || !interface || !interface->claimed ||
        (index & 0xFF) != interface->setting)
        return LIBUSB_ERROR_PIPE;
    if (!interface->id)
        return LIBUSB_ERROR_TIMEOUT;
    length = strlen(interface->id);
    if (length + 2 > n)
        length = n - 2u;
    said = interface->id_length ? interface->id_length : (int)length + 2;
    bytes[0] = (unsigned char)(said < 0 ? -said & 0xFF : said >> 8);
    bytes[1] = (unsigned char)(said < 0 ? -said >> 8 : said & 0xFF);
    memcpy(bytes + 2, interface->id, length);
    return (int)length + 2;
}

static int fake_get_configuration(libusb_device_handle *handle, int *configuration)
{
    (void)handle;
    *configuration = 1;
    return 0;
}

static int fake_set_configuration(libusb_device_handle *handle, int configuration)
{
    (void)handle;
    (void)configuration;
    return 0;
}

static int fake_kernel_driver_active(libusb_device_handle *handle, int number)
{
    const struct fake_interface *interface = find(of_handle(handle), number);

    return interface && interface->kernel_driver;
}

static int fake_detach(libusb_device_handle *handle, int number)
{
    struct fake_interface *interface = find(of_handle(handle), number);

    if (!interface || !interface->kernel_driver)
        return LIBUSB_ERROR_NOT_FOUND;
    interface->kernel_driver = false;
    interface->num_detached++;
    return 0;
}

static int fake_claim(libusb_device_handle *handle, int number)
{
    struct fake_device *d = of_handle(handle);
    struct fake_interface *interface = find(d, number);
    int error = 0;

    pthread_mutex_lock(&bus.mutex);
    if (!interface)
        error = LIBUSB_ERROR_NOT_FOUND;
    else if (!d->plugged)
        error = LIBUSB_ERROR_NO_DEVICE;
    else if (d->claim_error)
        error = d->claim_error;
    else if (interface->claimed || interface->kernel_driver)
        error = LIBUSB_ERROR_BUSY;
    if (error == 0) {
        interface->claimed = true;
        interface->num_claimed++;
    }
    pthread_mutex_unlock(&bus.mutex);
    return error;
}

static int fake_release(libusb_device_handle *handle, int number)
{
    struct fake_interface *interface = find(of_handle(handle), number);

    if (!interface || !interface->claimed)
        return LIBUSB_ERROR_NOT_FOUND;
    interface->claimed = false;
    return 0;
}

static int fake_set_alt(libusb_device_handle *handle, int number, int setting)
{
    struct fake_interface *interface = find(of_handle(handle), number);

    if (!interface || !interface->claimed || setting > interface->alternates)
        return LIBUSB_ERROR_NOT_FOUND;
    interface->setting = setting;
    return 0;
}

static int fake_clear_halt(libusb_device_handle *handle, unsigned char endpoint)
{
    (void)endpoint;
    of_handle(handle)->num_cleared++;
    return 0;
}

static struct libusb_transfer *fake_alloc_transfer(int iso_packets)
{
    return calloc(1, sizeof(struct libusb_transfer) + (size_t)iso_packets);
}

static void fake_free_transfer(struct libusb_transfer *transfer)
{
    free(transfer);
}

static int fake_submit(struct libusb_transfer *transfer)
{
    int error = LIBUSB_ERROR_NO_MEM;
    unsigned i;

    pthread_mutex_lock(&bus.mutex);
    if (!of_handle(transfer->dev_handle)->plugged)
        error = LIBUSB_ERROR_NO_DEVICE;
    for (i = 0; error == LIBUSB_ERROR_NO_MEM && i < MAX_PENDING; i++)
        if (!bus.pending[i]) {
            bus.pending[i] = transfer;
            bus.canceled[i] = false;
            of_handle(transfer->dev_handle)->transfers++;
            error = 0;
        }
    pthread_mutex_unlock(&bus.mutex);
    return error;
}

static int fake_cancel(struct libusb_transfer *transfer)
{
    unsigned i;
    int error = LIBUSB_ERROR_NOT_FOUND;

    pthread_mutex_lock(&bus.mutex);
    for (i = 0; i < MAX_PENDING; i++)
        if (bus.pending[i] == transfer) {
            bus.canceled[i] = true;
            error = 0;
        }
    pthread_mutex_unlock(&bus.mutex);
    return error;
}

/* Take up to limit bytes of the transfer. */
static void take(struct fake_device *d, struct libusb_transfer *transfer, size_t limit)
{
    struct fake_interface *interface = find(d, transfer->endpoint - 1);
    size_t n = (size_t)transfer->length;

    if (d->max_taken && n > d->max_taken)
        n = d->max_taken;
    if (n > limit)
        n = limit;
    if (!interface || !interface->claimed)
        return;
    if (!interface->data)
        interface->data = malloc(FAKE_DATA);
    if (!interface->data || n > FAKE_DATA - interface->n)
        return;
    memcpy(interface->data + interface->n, transfer->buffer, n);
    interface->n += n;
    transfer->actual_length = (int)n;
}

/* True: the transfer has ended. With the mutex held. */
static bool advance(struct libusb_transfer *transfer, bool canceled)
{
    struct fake_device *d = of_handle(transfer->dev_handle);

    transfer->actual_length = 0;
    transfer->status = LIBUSB_TRANSFER_COMPLETED;
    if (d->unplug_at && d->transfers >= d->unplug_at)
        d->plugged = false;
    if (!d->plugged) {
        transfer->status = LIBUSB_TRANSFER_NO_DEVICE;
    } else if (canceled) {
        take(d, transfer, 100); /* a part may have gone out already */
        transfer->status = LIBUSB_TRANSFER_CANCELLED;
    } else if (d->hang_at && d->transfers == d->hang_at) {
        return false;
    } else if (d->stall_at && d->transfers >= d->stall_at &&
               d->transfers < d->stall_at + d->stalls) {
        transfer->status = LIBUSB_TRANSFER_STALL;
    } else {
        take(d, transfer, SIZE_MAX);
    }
    return true;
}

static int fake_handle_events(libusb_context *context, struct timeval *timeout, int *completed)
{
    struct libusb_transfer *ended = NULL;
    unsigned i;

    (void)context;
    (void)timeout;
    pthread_mutex_lock(&bus.mutex);
    for (i = 0; i < MAX_PENDING && !ended; i++)
        if (bus.pending[i] && bus.pending[i]->user_data == completed &&
            advance(bus.pending[i], bus.canceled[i])) {
            ended = bus.pending[i];
            bus.pending[i] = NULL;
        }
    pthread_mutex_unlock(&bus.mutex);
    if (ended)
        ended->callback(ended);
    else
        poll(NULL, 0, 1);
    return 0;
}

const struct usb_api fake_usb_api = {
    .init = fake_init,
    .get_device_list = fake_get_device_list,
    .free_device_list = fake_free_device_list,
    .get_device_descriptor = fake_get_device_descriptor,
    .get_config_descriptor = fake_get_config_descriptor,
    .free_config_descriptor = fake_free_config_descriptor,
    .get_bus_number = fake_get_bus_number,
    .get_port_numbers = fake_get_port_numbers,
    .open = fake_open,
    .close = fake_close,
    .get_string_descriptor_ascii = fake_get_string,
    .control_transfer = fake_control,
    .get_configuration = fake_get_configuration,
    .set_configuration = fake_set_configuration,
    .kernel_driver_active = fake_kernel_driver_active,
    .detach_kernel_driver = fake_detach,
    .claim_interface = fake_claim,
    .release_interface = fake_release,
    .set_interface_alt_setting = fake_set_alt,
    .clear_halt = fake_clear_halt,
    .alloc_transfer = fake_alloc_transfer,
    .free_transfer = fake_free_transfer,
    .submit_transfer = fake_submit,
    .cancel_transfer = fake_cancel,
    .handle_events_timeout_completed = fake_handle_events,
};

void fake_usb_start(struct fake_device *devices, unsigned n)
{
    bus.devices = devices;
    bus.n = n;
    memset(bus.pending, 0, sizeof bus.pending);
    usb_set_api(&fake_usb_api);
}

void fake_usb_stop(void)
{
    unsigned i, j;

    usb_set_api(NULL); /* while the bus is still there */
    for (i = 0; i < bus.n; i++)
        for (j = 0; j < bus.devices[i].num_interfaces; j++) {
            free(bus.devices[i].interfaces[j].data);
            bus.devices[i].interfaces[j].data = NULL;
            bus.devices[i].interfaces[j].n = 0;
        }
    bus.n = 0;
}

void fake_printer(struct fake_device *device, uint8_t number, const char *id)
{
    struct fake_interface *interface = &device->interfaces[device->num_interfaces++];

    interface->number = number;
    interface->class = 7;
    interface->subclass = 1;
    interface->protocol = 2;
    interface->id = id;
    interface->kernel_driver = true;
}
