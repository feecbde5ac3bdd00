/*
 * escl-parts.h - what the files about eSCL's documents share; for them alone.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_ESCL_PARTS_H
#define SERVER_SCAN_ESCL_PARTS_H

#include <stdbool.h>
#include <stdio.h>

#define ESCL_VERSION "2.63"

/* The least that may be asked for, in 1/300 inch. */
#define ESCL_MIN_LENGTH 16

/*
 * Ranges of the numbers without a unit. From 0 upwards, because sane-airscan takes a scanner
 * with a negative number in its abilities for a broken one. A threshold of 0 is the adaptive
 * one. Compression: the lower the better; from a quality of 100 at 0 to one of 20 at 100.
 */
#define ESCL_TONE_MAX           200
#define ESCL_TONE_NORMAL        100
#define ESCL_THRESHOLD_MAX      255
#define ESCL_COMPRESSION_MAX    100
#define ESCL_COMPRESSION_NORMAL 15

/* Text of XML. xml_begin - the root of a document of eSCL, which xml_end ends and returns. */
struct xml {
    FILE *out;
    char *text;
    size_t n;
};

bool xml_begin(struct xml *xml, const char *root);
char *xml_end(struct xml *xml, const char *root);

/* xml_text - an element with text, which may be anything: what XML cannot carry is left out or
 * replaced. xml_number, xml_flag - the same. xml_open, xml_close - with elements in it. */
void xml_text(struct xml *xml, const char *name, const char *text);
void xml_number(struct xml *xml, const char *name, unsigned long long number);
void xml_flag(struct xml *xml, const char *name, bool flag);
void xml_open(struct xml *xml, const char *name);
void xml_close(struct xml *xml, const char *name);

#endif
