/*
 * fake-usb.h - a USB bus with machines that can be plugged, unplugged, stalled and slowed, in
 * the place of libusb's functions.
 * Effects: memory.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DEVICE_FAKE_USB_H
#define DEVICE_FAKE_USB_H

#include "server/device-usb.h"

#include <pthread.h>
#include <stdatomic.h>

#define FAKE_INTERFACES 4
#define FAKE_DATA       8000000

struct fake_interface {
    uint8_t number;
    uint8_t class, subclass, protocol;
    bool alternates;    /* protocol is that of setting 1, setting 0 has protocol 1 */
    int setting;        /* that was set */
    const char *id;     /* IEEE-1284; NULL: the question fails */
    int id_length;      /* what the two length bytes say; 0: the truth, < 0: low byte first */
    bool kernel_driver; /* usblp has it */
    bool claimed;
    unsigned num_detached, num_claimed;
    uint8_t *data;
    size_t n;
};

struct fake_device {
    uint16_t vendor, product;
    const char *product_name;
    const char *serial;
    uint8_t bus, port;
    struct fake_interface interfaces[FAKE_INTERFACES];
    unsigned num_interfaces;
    bool plugged;
    int open_error;  /* libusb error of open, 0: none */
    int claim_error; /* of claim, 0: none */
    /* Transfers are counted from 1; 0: never. */
    unsigned transfers;
    size_t max_taken;  /* bytes one transfer takes at most, 0: all */
    unsigned stall_at; /* this one ends with a stall */
    unsigned stalls;   /* and so many from it on */
    unsigned unplug_at;
    int status;       /* the port's status byte; < 0: this libusb error */
    unsigned hang_at; /* this one does not end until it is canceled or hang_at is 0 */
    /* what was done to it */
    unsigned num_open, num_opened, num_cleared, num_reset;
    unsigned num_asked;     /* for its status */
    unsigned status_ms;     /* how long the last question might have taken */
    unsigned num_unclaimed; /* calls that the kernel would have refused */
};

extern const struct usb_api fake_usb_api;

/* What init is to fail with, 0: nothing. */
extern int fake_usb_init_error;

/* fake_usb_start - a bus with these machines, not plugged unless they say so. */
void fake_usb_start(struct fake_device *devices, unsigned n);

/* fake_usb_stop - everything is let go; frees the machines' data. */
void fake_usb_stop(void);

/* An interface of a printer as these machines have it. */
void fake_printer(struct fake_device *device, uint8_t number, const char *id);

#endif
