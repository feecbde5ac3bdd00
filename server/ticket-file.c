/*
 * ticket-file.c - see ticket-file.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ticket-file.h"

#include "vault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Numbers of a ticket, by name. */
enum number {
    SIDES,
    BINDING,
    SHIFT,
    COPIES,
    COLLATE,
    TONER,
    REFINEMENT,
    SCREEN,
    ACCOUNT,
    DEPARTMENT,
    PIN,
    HOST_COPIES,
    NUM_NUMBERS
};

static const struct {
    const char *name;
    unsigned long max; /* of any model */
} numbers[NUM_NUMBERS] = {
    [SIDES] = {"sides",         SIDES_SHORT_EDGE },
    [BINDING] = {"binding",       BINDING_TOP      },
    [SHIFT] = {"binding-shift", 5080             },
    [COPIES] = {"copies",        9999             },
    [COLLATE] = {"collate",       COLLATE_GROUP    },
    [TONER] = {"toner-save",    CHOICE_ON        },
    [REFINEMENT] = {"refinement",    CHOICE_ON        },
    [SCREEN] = {"screen",        SCREEN_COLOR_TONE},
    [ACCOUNT] = {"account",       1                },
    [DEPARTMENT] = {"department",    9999999          },
    [PIN] = {"pin",           9999999          },
    [HOST_COPIES] = {"host-copies",   9999             },
};

/* The PIN has a line of its own; a number, of which only whoever seals it knows the length. */
#define SEALED  "sealed-pin"
#define PURPOSE "PIN in a ticket"

/* Bytes of the line; 0: there is no room, or no key. */
static size_t put_pin(uint32_t pin, char *text, size_t n)
{
    char number[16], sealed[VAULT_SHORT_TEXT];
    int used = 0;

    snprintf(number, sizeof(number), "%lu", (unsigned long)pin);
    if (vault_seal(PURPOSE, number, sealed, sizeof(sealed)))
        used = snprintf(text, n, SEALED " %s\n", sealed);
    vault_wipe(number, sizeof(number));
    return used > 0 && (size_t)used < n ? (size_t)used : 0;
}

/* A name as one line, cut to what a reader keeps. */
static void put_name(char name[256], const char *text)
{
    snprintf(name, 256, "%s", text != NULL ? text : "");
    for (char *end = name; (end = strchr(end, '\n')) != NULL;)
        *end = ' ';
}

size_t ticket_file_write(const struct model *model, const struct ticket *t, char *text,
                         size_t n)
{
    const struct job_params *job = &t->job;
    const unsigned long values[NUM_NUMBERS] = {
        [SIDES] = job->sides,
        [BINDING] = job->binding,
        [SHIFT] = job->binding_shift_hmm,
        [COPIES] = job->copies,
        [COLLATE] = job->collate,
        [TONER] = job->toner_save,
        [REFINEMENT] = job->refinement,
        [SCREEN] = job->screen,
        [ACCOUNT] = job->account,
        [DEPARTMENT] = job->department_id,
        [PIN] = 0, /* see put_pin; versions before it had it here */
        [HOST_COPIES] = t->host_copies,
    };
    char title[256], user[256];
    int used;

    put_name(title, job->title);
    put_name(user, job->user);
    used = snprintf(text, n, "model %s\nmedia %s\nsource %s\ntype %s\ntitle %s\nuser %s\n",
                    model->name, job->media->name, job->source->name, job->type->name, title,
                    user);

    for (size_t i = 0; i < NUM_NUMBERS && used > 0 && (size_t)used < n; i++)
        used += snprintf(text + used, n - (size_t)used, "%s %lu\n", numbers[i].name, values[i]);
    if (used <= 0 || (size_t)used >= n)
        return 0;
    if (job->pin != 0) {
        size_t more = put_pin(job->pin, text + used, n - (size_t)used);

        return more > 0 ? (size_t)used + more : 0;
    }
    return (size_t)used;
}

static void set_number(struct ticket *t, size_t which, unsigned long value)
{
    struct job_params *job = &t->job;

    switch ((enum number)which) {
    case SIDES:
        job->sides = (enum sides)value;
        break;
    case BINDING:
        job->binding = (enum binding)value;
        break;
    case SHIFT:
        job->binding_shift_hmm = (uint32_t)value;
        break;
    case COPIES:
        job->copies = value > 0 ? (uint32_t)value : 1;
        break;
    case COLLATE:
        job->collate = (enum collate)value;
        break;
    case TONER:
        job->toner_save = (enum choice)value;
        break;
    case REFINEMENT:
        job->refinement = (enum choice)value;
        break;
    case SCREEN:
        job->screen = (enum halftone_screen)value;
        break;
    case ACCOUNT:
        job->account = value != 0;
        break;
    case DEPARTMENT:
        job->department_id = (uint32_t)value;
        break;
    case PIN:
        job->pin = (uint32_t)value;
        break;
    case HOST_COPIES:
        t->host_copies = value > 0 ? (uint32_t)value : 1;
        break;
    case NUM_NUMBERS:
        break;
    }
}

/* Copies and shift have a limit of each model; the others' are those of the format. */
static unsigned long highest(const struct caps *caps, size_t which)
{
    if (which == SHIFT && caps->max_binding_shift_hmm < numbers[which].max)
        return caps->max_binding_shift_hmm;
    if ((which == COPIES || which == HOST_COPIES) && caps->max_copies < numbers[which].max)
        return caps->max_copies;
    return numbers[which].max;
}

/* Digits and nothing else. */
static bool read_number(const char *text, unsigned long max, unsigned long *number)
{
    char *end;

    if (*text < '0' || *text > '9')
        return false;
    *number = strtoul(text, &end, 10);
    return *end == '\0' && *number <= max;
}

static void read_pin(struct stored_ticket *s, const char *value)
{
    char number[16];
    unsigned long pin;

    s->pin_lost = !vault_unseal(PURPOSE, value, number, sizeof(number)) ||
                  !read_number(number, numbers[PIN].max, &pin);
    if (!s->pin_lost)
        s->ticket.job.pin = (uint32_t)pin;
    vault_wipe(number, sizeof(number));
}

static void set_name(struct stored_ticket *s, const char *name, const char *value)
{
    struct job_params *job = &s->ticket.job;

    if (strcmp(name, SEALED) == 0)
        read_pin(s, value);
    else if (strcmp(name, "media") == 0 &&
             caps_find_media(s->model->caps, media_find(value)) != NULL)
        job->media = media_find(value);
    else if (strcmp(name, "source") == 0 &&
             caps_has_source(s->model->caps, media_source_find(value)))
        job->source = media_source_find(value);
    else if (strcmp(name, "type") == 0 &&
             caps_find_type(s->model->caps, media_type_find(value)) != NULL)
        job->type = media_type_find(value);
    else if (strcmp(name, "title") == 0)
        snprintf(s->title, sizeof(s->title), "%s", value);
    else if (strcmp(name, "user") == 0)
        snprintf(s->user, sizeof(s->user), "%s", value);
    for (size_t i = 0; i < NUM_NUMBERS; i++) {
        unsigned long number;

        if (strcmp(name, numbers[i].name) == 0 &&
            read_number(value, highest(s->model->caps, i), &number))
            set_number(&s->ticket, i, number);
    }
}

/* The defaults of a model, once it is known. */
static void begin(struct stored_ticket *s)
{
    struct wishes none;

    wishes_init(&none);
    ticket_resolve(s->model, &none, &s->ticket);
    s->ticket.job.title = s->title;
    s->ticket.job.user = s->user;
}

bool ticket_file_read(const char *text, size_t n, struct stored_ticket *s)
{
    char copy[TICKET_FILE_MAX + 1];
    char *rest = NULL;

    memset(s, 0, sizeof(*s));
    if (n > TICKET_FILE_MAX)
        return false;
    memcpy(copy, text, n);
    copy[n] = '\0';
    for (char *line = strtok_r(copy, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        char *value = strchr(line, ' ');

        if (value == NULL)
            continue;
        *value++ = '\0';
        if (s->model == NULL && strcmp(line, "model") == 0) {
            if ((s->model = model_find(value)) == NULL)
                return false;
            begin(s);
        } else if (s->model != NULL)
            set_name(s, line, value);
    }
    return s->model != NULL;
}

size_t ticket_file_reseal(const char *text, size_t n, char *sealed, size_t size)
{
    char copy[TICKET_FILE_MAX + 1];
    char *rest = NULL;
    unsigned long pin = 0;
    size_t used = 0, more = 0;

    if (n > TICKET_FILE_MAX)
        return 0;
    memcpy(copy, text, n);
    copy[n] = '\0';
    for (char *line = strtok_r(copy, "\n", &rest); line != NULL && used < size;
         line = strtok_r(NULL, "\n", &rest)) {
        if (strncmp(line, "pin ", 4) != 0 || !read_number(line + 4, numbers[PIN].max, &pin))
            used += (size_t)snprintf(sealed + used, size - used, "%s\n", line);
    }
    if (pin != 0 && used < size)
        more = put_pin((uint32_t)pin, sealed + used, size - used);
    vault_wipe(copy, sizeof(copy));
    return more > 0 ? used + more : 0;
}
