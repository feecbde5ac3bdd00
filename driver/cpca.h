/*
 * cpca.h - packets of a UFR II LT job: header, data, and page data cut into fragments.
 * Effects: none of its own; bytes go to the sink it was given.
 * Source: driver/FORMAT-ufr2lt.md section 2.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_CPCA_H
#define DRIVER_CPCA_H

#include "sink.h"

#include <stdbool.h>
#include <stdint.h>

enum cpca_operation {
    CPCA_END_JOB = 0x13,
    CPCA_BEGIN = 0x14,
    CPCA_JOB_ATTRIBUTE = 0x15,
    CPCA_END = 0x16,
    CPCA_BEGIN_DOCUMENT = 0x17,
    CPCA_DOCUMENT_ATTRIBUTE = 0x18,
    CPCA_END_PAGE_DATA = 0x19,
    CPCA_PAGE_DATA = 0x1A,
    CPCA_DEVICE_SETTING = 0x1D,
    CPCA_BEGIN_JOB = 0x6B,
};

#define CPCA_HEADER_BYTES   20
#define CPCA_FRAGMENT_BYTES 65534 /* page data in a full packet, without its first byte 01 */
#define CPCA_MAX_DATA       65535

/* What cpca_init wants: a full packet, and the small packets of a job before or behind it, so
 * that these need no write of their own. */
#define CPCA_BUFFER_SIZE (CPCA_HEADER_BYTES + CPCA_MAX_DATA + 1021)

/* Department id and PIN of a job; NULL where one is taken: accounting is off. */
struct cpca_account {
    uint32_t department_id;
    uint32_t pin;
};

/* A writer of packets. The members are its own. */
struct cpca {
    struct sink out;
    uint8_t header[CPCA_HEADER_BYTES]; /* what is the same in every packet of the job */
    uint8_t *buffer;                   /* the caller's */
    size_t used;
    bool in_page_data;
    size_t page_data; /* where the header of the open page data packet stands in buffer */
    enum result result;
};

/*
 * cpca_init - a writer for one job. Nothing is written yet.
 *
 * header_7  byte 7 of every header
 * buffer    CPCA_BUFFER_SIZE bytes, the caller's, for as long as c is used
 *
 * Each function below returns the first result that was not RESULT_OK, the sink's, and does
 * nothing more after it. Packets wait in the buffer until it is full or they are flushed.
 */
void cpca_init(struct cpca *c, uint8_t *buffer, const struct sink *out, uint8_t header_7,
               const struct cpca_account *account);

/* cpca_packet - one packet; n <= CPCA_MAX_DATA. Not while page data is open: RESULT_FORMAT. */
MUST_CHECK enum result cpca_packet(struct cpca *c, enum cpca_operation operation,
                                   const void *data, size_t n);

/* cpca_page_data - the next bytes of the job's page data; a full packet goes out at once. */
MUST_CHECK enum result cpca_page_data(struct cpca *c, const void *bytes, size_t n);

/* cpca_cut_page_data - what follows of the page data begins a packet; nothing where it does. */
MUST_CHECK enum result cpca_cut_page_data(struct cpca *c);

/* cpca_end_page_data - the last packet of page data, be it without any. */
MUST_CHECK enum result cpca_end_page_data(struct cpca *c);

/* cpca_flush - write all packets that are complete. */
MUST_CHECK enum result cpca_flush(struct cpca *c);

#endif
