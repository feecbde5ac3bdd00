/*
 * media-rows.h - the rows of the tables in media.c by name, for the tables of models.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_MEDIA_ROWS_H
#define DRIVER_MEDIA_ROWS_H

/* Rows of the tables in media.c, by the order there; test-models.c checks each name. */
enum {
    A4,
    LETTER,
    LEGAL,
    STATEMENT,
    EXECUTIVE,
    A5,
    B5,
    A3,
    MONARCH,
    NO10,
    DL,
    C5,
    ENVELOPE_B5
};
enum {
    SOURCE_AUTO,
    SOURCE_BYPASS,
    SOURCE_DRAWER_1,
    SOURCE_DRAWER_2,
    SOURCE_DRAWER_3,
    SOURCE_DRAWER_4,
    SOURCE_DRAWER_5,
    SOURCE_LARGE,
    SOURCE_ENVELOPE
};
enum {
    TYPE_AUTO,
    TYPE_PLAIN,
    TYPE_LIGHT,
    TYPE_RECYCLED,
    TYPE_COLORED,
    TYPE_BOND,
    TYPE_HEAVY_1,
    TYPE_HEAVY_2,
    TYPE_HEAVY_3,
    TYPE_TRANSPARENCY,
    TYPE_LABELS,
    TYPE_ENVELOPE,
    TYPE_PREPUNCHED,
    TYPE_LETTERHEAD
};

#endif
