/*
 * device-usb.h - machines on USB: what detect.c asks, and the functions of libusb we use as a
 * table, so that tests can put a scripted bus in their place.
 * Effects: USB; a process-wide table of open machines.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_DEVICE_USB_H
#define SERVER_DEVICE_USB_H

#include "server/uri.h"

#include <libusb.h>

/* Each member is the libusb function of the same name. */
struct usb_api {
    int (*init)(libusb_context **context);
    ssize_t (*get_device_list)(libusb_context *context, libusb_device ***list);
    void (*free_device_list)(libusb_device **list, int unref_devices);
    int (*get_device_descriptor)(libusb_device *device, struct libusb_device_descriptor *to);
    int (*get_config_descriptor)(libusb_device *device, uint8_t index,
                                 struct libusb_config_descriptor **to);
    void (*free_config_descriptor)(struct libusb_config_descriptor *config);
    uint8_t (*get_bus_number)(libusb_device *device);
    int (*get_port_numbers)(libusb_device *device, uint8_t *ports, int n);
    int (*open)(libusb_device *device, libusb_device_handle **handle);
    void (*close)(libusb_device_handle *handle);
    int (*get_string_descriptor_ascii)(libusb_device_handle *handle, uint8_t index,
                                       unsigned char *text, int n);
    int (*control_transfer)(libusb_device_handle *handle, uint8_t type, uint8_t request,
                            uint16_t value, uint16_t index, unsigned char *bytes, uint16_t n,
                            unsigned timeout_ms);
    int (*get_configuration)(libusb_device_handle *handle, int *configuration);
    int (*set_configuration)(libusb_device_handle *handle, int configuration);
    int (*kernel_driver_active)(libusb_device_handle *handle, int interface);
    int (*detach_kernel_driver)(libusb_device_handle *handle, int interface);
    int (*claim_interface)(libusb_device_handle *handle, int interface);
    int (*release_interface)(libusb_device_handle *handle, int interface);
    int (*set_interface_alt_setting)(libusb_device_handle *handle, int interface, int setting);
    int (*clear_halt)(libusb_device_handle *handle, unsigned char endpoint);
    struct libusb_transfer *(*alloc_transfer)(int iso_packets);
    void (*free_transfer)(struct libusb_transfer *transfer);
    int (*submit_transfer)(struct libusb_transfer *transfer);
    int (*cancel_transfer)(struct libusb_transfer *transfer);
    int (*handle_events_timeout_completed)(libusb_context *context, struct timeval *timeout,
                                           int *completed);
};

/* usb_set_api - use another bus from now on; NULL: libusb. Releases all machines, so no device
 * may be open on any. For tests. */
void usb_set_api(const struct usb_api *api);

/* usb_release_idle - let go of machines that are held between jobs: at the program's end. */
void usb_release_idle(void);

/*
 * usb_identify - the IEEE-1284 id of the interface a job to this URI would take.
 *
 * id   out: n bytes at most with its NUL
 *
 * Tries until timeout_ms are over. False and a sentence in why.
 */
bool usb_identify(const struct uri *uri, unsigned timeout_ms, char *id, size_t n, char *why,
                  size_t why_size);

/* usb_list - as device_list(); faxes: also the fax interfaces, which take no job. */
void usb_list(bool faxes,
              bool (*found)(void *ctx, const char *info, const char *uri,
                            const char *device_id),
              void *ctx);

/* Bits of a port's status. [class definition 4.2.2] The others are reserved. */
#define USB_PORT_NO_ERROR 0x08
#define USB_PORT_SELECTED 0x10
#define USB_PORT_NO_PAPER 0x20

/*
 * usb_port_status - the status byte of the interface a job to this URI would take.
 *
 * byte   out: USB_PORT_* and reserved bits, as the machine sent it
 *
 * From any thread, also while another writes a job to the machine: the job's transfer goes on.
 * A machine that is not held yet is opened for this question alone, and only where nothing else
 * has its interface, be it another program or the kernel's driver for printers: that one would
 * have to be taken away, perhaps from somebody who prints.
 *
 * False when the machine cannot be asked or has not answered after timeout_ms (libusb may take
 * a second more to read the name of one that is opened); nothing is known of its state then.
 */
bool usb_port_status(const struct uri *uri, unsigned timeout_ms, uint8_t *byte);

#endif
