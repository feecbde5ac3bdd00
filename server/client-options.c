/*
 * client-options.c - see client-options.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "client-options.h"

#include "options.h"

#include <stdio.h>
#include <string.h>

#define NAME_WIDTH 28 /* of the column of names */
#define LINE_WIDTH 96

/* Where the cursor is, counted as if each character were one byte: keywords are. */
struct line {
    size_t column;
};

static const char *const of_job[] = {
    "copies",
    "media",
    "media-source",
    "media-type",
    "output-bin",
    "sides",
    "page-ranges",
    "number-up",
    "presentation-direction-number-up",
    "page-border",
    "imposition-template",
    "page-delivery",
    "blank-pages",
    "watermark",
    "print-scaling",
    "orientation-requested",
    "print-quality",
    "print-content-optimize",
    "multiple-document-handling",
    "copies-order",
    "toner-save",
    "image-refinement",
    "halftone",
    "brightness",
    "contrast",
    "binding-edge",
    "binding-shift",
    "job-account-id",
    "job-hold-until",
};

/* Attributes of the printer by these names, or by NAME-default. */
static const char *const of_queue[] = {
    "printer-location",   "printer-organization", "quiet-hours",    "keep-printed",
    "keep-printed-hours", "release-jobs",         "release-within", "toner-changed",
    "toner-pages",        "registration",         "other-paper",    "blank-jobs",
    "stop-program-code",
};

/* What another server says goes to a terminal: no control characters. */
static void put(struct line *line, const char *text)
{
    for (; *text != '\0'; text++) {
        bool control = (unsigned char)*text < ' ' || *text == 0x7F;

        putchar(control ? '?' : *text);
        line->column++;
    }
}

static void put_name(struct line *line, const char *name)
{
    line->column = 0;
    put(line, "  ");
    put(line, name);
    while (line->column < 2 + NAME_WIDTH)
        put(line, " ");
}

/* A word behind others, on the next line when this one is full. */
static void put_word(struct line *line, const char *word, const char *behind)
{
    if (line->column + 1 + strlen(word) + strlen(behind) > LINE_WIDTH) {
        putchar('\n');
        line->column = 0;
        while (line->column < 2 + NAME_WIDTH)
            put(line, " ");
    }
    put(line, " ");
    put(line, word);
    put(line, behind);
}

/* A value of an option as -o takes it; "" for one that is none. */
static void value_text(const char *name, ipp_attribute_t *attr, int i, char *text, size_t size)
{
    int lower, upper;
    const char *word = NULL;

    text[0] = '\0';
    switch ((int)ippGetValueTag(attr)) {
    case IPP_TAG_INTEGER:
        snprintf(text, size, "%d", ippGetInteger(attr, i));
        break;
    case IPP_TAG_ENUM:
        word = ippEnumString(name, ippGetInteger(attr, i));
        break;
    case IPP_TAG_RANGE:
        lower = ippGetRange(attr, i, &upper);
        snprintf(text, size, "%d-%d", lower, upper);
        break;
    case IPP_TAG_KEYWORD:
    case IPP_TAG_NAME:
    case IPP_TAG_NAMELANG:
    case IPP_TAG_TEXT:
    case IPP_TAG_TEXTLANG:
        word = ippGetString(attr, i, NULL);
        break;
    default:
        break;
    }
    if (word != NULL)
        snprintf(text, size, "%s", word);
}

static ipp_attribute_t *find(ipp_t *answer, const char *name, const char *kind)
{
    char whole[128];

    snprintf(whole, sizeof(whole), "%s%s", name, kind);
    return ippFindAttribute(answer, whole, IPP_TAG_ZERO);
}

/* The values an option can have, with a star at the one a job gets that does not say. */
static void show_job_option(ipp_t *answer, const char *name)
{
    ipp_attribute_t *supported = find(answer, name, "-supported");
    ipp_attribute_t *usual = find(answer, name, "-default");
    int n = ippGetCount(supported);
    char text[256], star[256];
    bool starred = false;
    struct line line;

    if (n == 0 && ippGetValueTag(usual) != IPP_TAG_TEXT)
        return;
    value_text(name, usual, 0, star, sizeof(star));
    put_name(&line, name);
    if (n == 0)
        put_word(&line, "TEXT", "");
    if (ippGetValueTag(supported) == IPP_TAG_BOOLEAN)
        put_word(&line, ippGetBoolean(supported, 0) ? "yes" : "no", "");
    for (int i = 0; i < n && ippGetValueTag(supported) != IPP_TAG_BOOLEAN; i++) {
        bool is_usual;

        value_text(name, supported, i, text, sizeof(text));
        is_usual = star[0] != '\0' && strcmp(text, star) == 0;
        starred = starred || is_usual;
        put(&line, i > 0 ? "," : "");
        put_word(&line, text, is_usual ? "*" : "");
    }
    if (star[0] != '\0' && !starred) {
        put(&line, ";");
        put_word(&line, star, "*");
    }
    putchar('\n');
}

static void show_queue_option(ipp_t *answer, const char *name)
{
    ipp_attribute_t *attr = find(answer, name, "");
    char text[1024];
    struct line line;

    if (attr == NULL)
        attr = find(answer, name, "-default");
    if (attr == NULL)
        return;
    value_text(name, attr, 0, text, sizeof(text));
    put_name(&line, name);
    put(&line, " ");
    put(&line, text[0] != '\0' ? text : "-");
    putchar('\n');
}

static void show(const struct link_queue *queue, ipp_t *answer)
{
    ipp_attribute_t *model = ippFindAttribute(answer, "printer-make-and-model", IPP_TAG_TEXT);
    struct line line = {0};

    put(&line, queue->name);
    put(&line, ": ");
    put(&line, model != NULL ? ippGetString(model, 0, NULL) : "a printer");
    printf("\nOf a job (submit, and modify for what a job gets that does not say it: *):\n");
    for (size_t i = 0; i < sizeof(of_job) / sizeof(of_job[0]); i++)
        show_job_option(answer, of_job[i]);
    printf("Of the queue (modify):\n");
    for (size_t i = 0; i < sizeof(of_queue) / sizeof(of_queue[0]); i++)
        show_queue_option(answer, of_queue[i]);
}

int client_options(struct link *link)
{
    int status = 0;

    if (link->num_queues == 0)
        printf("There is no queue yet.\n");
    for (size_t i = 0; i < link->num_queues; i++) {
        const struct link_queue *queue = &link->queues[i];
        ipp_t *request = link_request(IPP_OP_GET_PRINTER_ATTRIBUTES, queue, 0);
        ipp_t *answer;

        ippAddString(request, IPP_TAG_OPERATION, IPP_CONST_TAG(IPP_TAG_KEYWORD),
                     "requested-attributes", NULL, "all");
        answer = link_ask(link, queue, request);
        if (answer == NULL) {
            fprintf(stderr, PROGRAM_NAME ": %s: %s\n", queue->name, link_error());
            status = 1;
            continue;
        }
        if (i > 0)
            putchar('\n');
        show(queue, answer);
        ippDelete(answer);
    }
    return status;
}
