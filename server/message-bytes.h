/*
 * message-bytes.h - IPP messages as bytes in memory: libcups writes and reads them in pieces of
 * a few bytes, to functions. Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_MESSAGE_BYTES_H
#define SERVER_MESSAGE_BYTES_H

#include <cups/ipp.h>
#include <stddef.h>
#include <stdint.h>

/* message_pack - the bytes of a message, which has ippLength() of them; 0: there is no room. */
size_t message_pack(ipp_t *message, uint8_t *bytes, size_t room);

/* message_unpack - the message of n bytes; NULL: they are damaged, or there is no memory. */
ipp_t *message_unpack(const uint8_t *bytes, size_t n);

#endif
