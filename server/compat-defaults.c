/*
 * compat-defaults.c - the defaults of a queue, and the place where the machine stands, can be
 * set.
 *
 * Set-Printer-Attributes of PAPPL before 1.4.4 refuses sides-default, output-bin-default and
 * print-scaling-default, and takes orientation-requested-default without keeping it. Its
 * sub-command modify writes the name of print-content-optimize-default wrongly, and puts
 * media-default into the group of a job, where it is refused. printer-location and the names of
 * the organization are taken for a geographic location by all of 1.3 and 1.4, and lost. So a
 * request is put right when it has been read; what PAPPL does not know is kept aside by the
 * thread that answers the client, and set when PAPPL has set the rest. Values that the queue
 * does not have stay in the request, and are refused with it. A PIN is sealed before PAPPL sees
 * it, which writes its settings to the disk and its requests to the log. Effects: a printer's
 * driver data.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "compat.h"

#include "log.h"
#include "pin.h"
#include "printer.h"

#include <cups/ipp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What was taken out of the request that this thread answers. */
struct taken {
    int sides, scaling; /* PAPPL's bits; 0: not asked */
    int orientation;    /* 0: not asked */
    bool placed[3];     /* places[i] was asked */
    char place[3][128];
};

static const struct {
    const char *name;
    void (*set)(pappl_printer_t *printer, const char *value);
} places[3] = {
    {"printer-location",            papplPrinterSetLocation          },
    {"printer-organization",        papplPrinterSetOrganization      },
    {"printer-organizational-unit", papplPrinterSetOrganizationalUnit},
};

static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool has_key;

static void make_key(void)
{
    has_key = pthread_key_create(&key, free) == 0;
}

/* NULL: nothing was ever taken by this thread, and it is not to be begun with. */
static struct taken *taken_here(bool begin)
{
    struct taken *taken;

    pthread_once(&once, make_key);
    taken = has_key ? pthread_getspecific(key) : NULL;
    if (taken != NULL || !has_key || !begin || (taken = calloc(1, sizeof(*taken))) == NULL)
        return taken;
    if (pthread_setspecific(key, taken) == 0)
        return taken;
    free(taken);
    return NULL;
}

struct word {
    const char *keyword;
    int value;
};

static const struct word sides[] = {
    {"one-sided",            PAPPL_SIDES_ONE_SIDED           },
    {"two-sided-long-edge",  PAPPL_SIDES_TWO_SIDED_LONG_EDGE },
    {"two-sided-short-edge", PAPPL_SIDES_TWO_SIDED_SHORT_EDGE},
    {NULL,                   0                               },
};

static const struct word scalings[] = {
    {"auto",     PAPPL_SCALING_AUTO    },
    {"auto-fit", PAPPL_SCALING_AUTO_FIT},
    {"fill",     PAPPL_SCALING_FILL    },
    {"fit",      PAPPL_SCALING_FIT     },
    {"none",     PAPPL_SCALING_NONE    },
    {NULL,       0                     },
};

static const struct word bins[] = {
    {"face-down", 1},
    {NULL,        0},
};

/* The value of a keyword that is taken out then; 0: it is not there, or has no such value. */
static int take_keyword(ipp_t *request, const char *name, const struct word *words)
{
    ipp_attribute_t *attr = ippFindAttribute(request, name, IPP_TAG_KEYWORD);

    if (attr == NULL || ippGetCount(attr) != 1)
        return 0;
    for (; words->keyword != NULL; words++)
        if (strcmp(words->keyword, ippGetString(attr, 0, NULL)) == 0) {
            ippDeleteAttribute(request, attr);
            return words->value;
        }
    return 0;
}

static int take_orientation(ipp_t *request)
{
    ipp_attribute_t *attr =
        ippFindAttribute(request, "orientation-requested-default", IPP_TAG_ENUM);
    int value = attr != NULL && ippGetCount(attr) == 1 ? ippGetInteger(attr, 0) : 0;

    if (value < IPP_ORIENT_PORTRAIT || value > IPP_ORIENT_NONE)
        return 0;
    ippDeleteAttribute(request, attr);
    return value;
}

/* One that is longer than the standard lets it be is left to PAPPL. */
static bool take_place(ipp_t *request, const char *name, char *place, size_t n)
{
    ipp_attribute_t *attr = ippFindAttribute(request, name, IPP_TAG_TEXT);
    const char *text =
        attr != NULL && ippGetCount(attr) == 1 ? ippGetString(attr, 0, NULL) : NULL;

    if (text == NULL || strlen(text) >= n || ippGetGroupTag(attr) != IPP_TAG_PRINTER)
        return false;
    memcpy(place, text, strlen(text) + 1);
    ippDeleteAttribute(request, attr);
    return true;
}

/* What the sub-command modify writes wrongly. */
static void put_right(ipp_t *request)
{
    ipp_attribute_t *attr =
        ippFindAttribute(request, "print-content-optimize-mode-default", IPP_TAG_KEYWORD);

    if (attr != NULL)
        (void)ippSetName(request, &attr, "print-content-optimize-default");
    attr = ippFindAttribute(request, "media-default", IPP_TAG_KEYWORD);
    if (attr != NULL && ippGetGroupTag(attr) == IPP_TAG_JOB)
        (void)ippSetGroupTag(request, &attr, IPP_TAG_PRINTER);
}

void compat_take_defaults(ipp_t *request)
{
    bool sets = ippGetOperation(request) == IPP_OP_SET_PRINTER_ATTRIBUTES;
    struct taken *taken = taken_here(sets);

    if (taken == NULL)
        return;
    memset(taken, 0, sizeof(*taken)); /* the request before may have had no answer */
    if (!sets)
        return;
    put_right(request);
    if (!pin_seal_attribute(request, "job-account-pin-default", false))
        log_say(LOG_SAY_ERROR,
                "The PIN of a queue is not kept: there is no key to encrypt it.");
    taken->sides = take_keyword(request, "sides-default", sides);
    taken->scaling = take_keyword(request, "print-scaling-default", scalings);
    taken->orientation = take_orientation(request);
    (void)take_keyword(request, "output-bin-default", bins); /* it has this one only */
    for (size_t i = 0; i < 3; i++)
        taken->placed[i] =
            take_place(request, places[i].name, taken->place[i], sizeof(taken->place[i]));
}

/* The options of our own as they are, for papplPrinterSetDriverData, which forgets them. */
static ipp_t *own_options(pappl_printer_t *printer)
{
    ipp_t *all = papplPrinterGetDriverAttributes(printer), *own = ippNew();
    const char *name;

    for (size_t i = 0; (name = printer_option_name(i)) != NULL; i++)
        for (int j = 0; j < 2; j++) {
            char full[64];
            ipp_attribute_t *attr;

            snprintf(full, sizeof(full), "%s-%s", name, j == 0 ? "supported" : "default");
            if ((attr = ippFindAttribute(all, full, IPP_TAG_ZERO)) != NULL)
                (void)ippCopyAttribute(own, attr, 0);
        }
    ippDelete(all);
    return own;
}

static bool set_orientation(pappl_printer_t *printer, pappl_pr_driver_data_t *data, int value)
{
    ipp_t *own = own_options(printer);
    bool good;

    data->orient_default = (ipp_orient_t)value;
    good = papplPrinterSetDriverData(printer, data, own);
    ippDelete(own);
    return good;
}

static bool set_options(pappl_printer_t *printer, const struct taken *taken)
{
    pappl_pr_driver_data_t data;
    bool good = true;

    if (papplPrinterGetDriverData(printer, &data) == NULL)
        return false;
    if (taken->sides != 0)
        data.sides_default = (pappl_sides_t)taken->sides;
    if (taken->scaling != 0)
        data.scaling_default = (pappl_scaling_t)taken->scaling;
    if ((taken->sides | taken->scaling) != 0)
        good = papplPrinterSetDriverDefaults(printer, &data, 0, NULL);
    if (good && taken->orientation != 0)
        good = set_orientation(printer, &data, taken->orientation);
    return good;
}

void compat_set_defaults(pappl_client_t *client)
{
    pappl_printer_t *printer = papplClientGetPrinter(client);
    struct taken *taken = taken_here(false), now;

    if (taken == NULL)
        return;
    now = *taken;
    memset(taken, 0, sizeof(*taken));
    /* Whoever may not is refused by PAPPL's HTTP status, behind which it sends an IPP answer
     * that says ok. */
    if (printer == NULL || papplClientIsAuthorized(client) != HTTP_STATUS_CONTINUE ||
        ippGetStatusCode(papplClientGetResponse(client)) > IPP_STATUS_OK_EVENTS_COMPLETE)
        return;
    for (size_t i = 0; i < 3; i++)
        if (now.placed[i])
            places[i].set(printer, now.place[i]);
    if ((now.sides | now.scaling | now.orientation) != 0 && !set_options(printer, &now))
        ippSetStatusCode(papplClientGetResponse(client), IPP_STATUS_ERROR_INTERNAL);
}
