/*
 * web-scan-form.h - what the forms of the page to scan from say, checked.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_WEB_SCAN_FORM_H
#define SERVER_SCAN_WEB_SCAN_FORM_H

#include "page-make.h"
#include "web-scan-words.h"

/* Where fields come from; get gives "" for one that is not there. */
struct web_fields {
    const char *(*get)(const void *ctx, const char *name);
    const void *ctx;
};

struct web_paper {
    const char *name;
    enum web_word word;
    uint32_t width, height; /* 1/300 inch; 0: all that can be scanned */
};

extern const struct web_paper web_papers[];
extern const size_t num_web_papers;

/* The values of "input" and "color", by their enum. */
extern const char *const web_inputs[SCAN_NUM_INPUTS];
extern const char *const web_colors[SCAN_NUM_COLORS];

/* The front or back of a card is looked for in this corner of the glass. */
#define WEB_CARD_WIDTH  1122u /* 95 mm */
#define WEB_CARD_HEIGHT 768u  /* 65 mm */

/* web_form_number - a whole number between least and most. False: it is none;
 * number stays. */
bool web_form_number(const char *text, long least, long most, long *number);

/* web_form_length - "12.5" millimetres, also with a comma, up to most units of 1/300 inch. */
bool web_form_length(const char *text, uint32_t most, uint32_t *units);

/* web_form_settings - what is to be scanned, by the fields "input", "color", "dpi", "paper",
 * "left", "top", "width", "height", "brightness", "contrast", "threshold", "straighten" and
 * "blank". False and a sentence. */
bool web_form_settings(const struct web_fields *fields, const struct scan_caps *caps,
                       struct scan_settings *settings, char *why, size_t why_size);

/* web_form_preview, web_form_card - the settings of these. */
void web_form_preview(const struct scan_caps *caps, struct scan_settings *settings);
void web_form_card(const struct scan_caps *caps, struct scan_settings *settings);

/*
 * web_form_name - a file's name without its extension, of what a person wrote: no folders,
 * control characters, or bytes that are no UTF-8; "" becomes preset.
 */
void web_form_name(const char *written, const char *preset, char *name, size_t size);

#endif
