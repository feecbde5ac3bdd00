/*
 * scan-wire.h - what the server and canon-sane say to each other over their socket. Used by
 * both; each checks all that the other says.
 *
 * Everything is a frame: a head of 8 bytes (type 2, batch 2, length 4), then length bytes.
 * Numbers are little endian. A batch is what lies between two FINISHes: a cancel that comes too
 * late names a batch that is over, and harms nobody.
 *
 *   server       canon-sane
 *   LIST         DEVICE for each, RESULT
 *   DRIVERS      DRIVER for each that is configured, RESULT
 *   OPEN         CAPS, RESULT; or RESULT alone when it failed
 *   SENSORS      SENSED, RESULT; or RESULT alone
 *   START        IMAGE, LINES until the page is at its end, RESULT; or RESULT alone. A LINES
 *                without bytes is a sign of life
 *   CANCEL       nothing, but START's RESULT comes soon
 *   FINISH       RESULT
 *   QUIT         closes the socket; so does the end of the server
 *
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_SCAN_WIRE_H
#define SERVER_SCAN_SCAN_WIRE_H

#include "scan.h"

/* The descriptor of the socket in canon-sane. */
#define WIRE_FD 3

#define WIRE_HEAD 8
/* Longest LINES: one line of the widest picture fits. */
#define WIRE_MAX_LINES ((size_t)256 * 1024)
/* Longest of the others. */
#define WIRE_MAX_SMALL 2048u

enum wire_type {
    WIRE_LIST = 1,
    WIRE_OPEN,
    WIRE_SENSORS,
    WIRE_START,
    WIRE_CANCEL,
    WIRE_FINISH,
    WIRE_DRIVERS,
    WIRE_QUIT,
    WIRE_DEVICE = 0x41,
    WIRE_CAPS,
    WIRE_SENSED,
    WIRE_IMAGE,
    WIRE_LINES,
    WIRE_RESULT,
    WIRE_DRIVER,
};

struct wire_head {
    enum wire_type type;
    unsigned batch; /* 1 to 65535 */
    uint32_t n;
};

/* wire_put_head - bytes of a head. wire_get_head - false: no such type, or longer than any of
 * it may be. */
void wire_put_head(uint8_t bytes[WIRE_HEAD], const struct wire_head *head);
bool wire_get_head(const uint8_t bytes[WIRE_HEAD], struct wire_head *head);

/* Longest texts, with their NUL. */
#define WIRE_NAME_SIZE  256
#define WIRE_MAKER_SIZE 64
#define WIRE_MODEL_SIZE 128
#define WIRE_WHY_SIZE   512

struct wire_device {
    char name[WIRE_NAME_SIZE];
    char maker[WIRE_MAKER_SIZE];
    char model[WIRE_MODEL_SIZE];
};

struct wire_result {
    enum scan_result result;
    char why[WIRE_WHY_SIZE];
};

/*
 * What is in the frames. put: the number of bytes, never more than WIRE_MAX_SMALL; texts that
 * are too long are cut. get: false: too short, too long, or not within its bounds (a NUL in a
 * text, widths of no scanner, resolutions out of order); nothing is to be taken from out then.
 * Texts that come are bytes of a stranger still, apart from being without NULs.
 */
size_t wire_put_name(uint8_t *bytes, const char *name); /* LIST (may be ""), OPEN, DRIVER */
bool wire_get_name(const uint8_t *bytes, size_t n, char name[WIRE_NAME_SIZE]);
size_t wire_put_params(uint8_t *bytes, const struct scan_params *params); /* START */
bool wire_get_params(const uint8_t *bytes, size_t n, struct scan_params *params);
size_t wire_put_device(uint8_t *bytes, const struct wire_device *device);
bool wire_get_device(const uint8_t *bytes, size_t n, struct wire_device *device);
size_t wire_put_caps(uint8_t *bytes, const struct scan_caps *caps);
bool wire_get_caps(const uint8_t *bytes, size_t n, struct scan_caps *caps);
size_t wire_put_sensors(uint8_t *bytes, const struct scan_sensors *sensors); /* SENSED */
bool wire_get_sensors(const uint8_t *bytes, size_t n, struct scan_sensors *sensors);
size_t wire_put_image(uint8_t *bytes, const struct scan_image *image);
bool wire_get_image(const uint8_t *bytes, size_t n, struct scan_image *image);
size_t wire_put_result(uint8_t *bytes, const struct wire_result *result);
bool wire_get_result(const uint8_t *bytes, size_t n, struct wire_result *result);

/*
 * scan_device_driver - the driver in the name of a device: "pixma" of "pixma:04A926E6_1".
 *
 * False: it is no name of a device: empty, too long, of other characters than names of drivers
 * have. (SANE makes a file's name of it.)
 */
bool scan_device_driver(const char *device, char *driver, size_t size);

/* scan_driver_leads_back - whether a driver is one of those that lead to scanners in the
 * network, ours among them. */
bool scan_driver_leads_back(const char *driver);

#endif
