/*
 * compat-format.c - a document nobody can print is refused, not taken and thrown away.
 *
 * PAPPL 1.3 looks for document-format-supported among the printer's own attributes; it keeps
 * it among the driver's. So every format is taken, and a PDF or a file of unknown kind becomes
 * a job that is aborted without a reason. Where the attribute is missing, the search finds the
 * formats of this program, the same for all its printers; and the refusal says why, with the
 * status for it (PAPPL has one for all attributes).
 * Effects: as ippFindAttribute and papplClientRespondIPPUnsupported.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "compat.h"

#include "driver/models.h"
#include "driver/pdl.h"

#include <cups/ipp.h>
#include <pthread.h>
#include <string.h>

#define FORMATS "document-format-supported"

typedef ipp_attribute_t *(*find_fn)(ipp_t *, const char *, ipp_tag_t);
typedef void (*unsupported_fn)(pappl_client_t *, ipp_attribute_t *);

static pthread_once_t once = PTHREAD_ONCE_INIT;
static ipp_attribute_t *formats; /* read only once it is made */

static void make_formats(void)
{
    static const char *const common[] = {"application/octet-stream", "image/pwg-raster",
                                         "image/urf", "image/jpeg", "image/png"};
    static ipp_t *message;

    message = ippNew();
    formats = ippAddStrings(message, IPP_TAG_PRINTER, IPP_TAG_MIMETYPE, FORMATS,
                            (int)(sizeof(common) / sizeof(common[0])), NULL, common);
    for (size_t i = 0; i < num_models; i++)
        if (!ippContainsString(formats, models[i].pdl->format))
            ippSetString(message, &formats, ippGetCount(formats), models[i].pdl->format);
}

ipp_attribute_t *ippFindAttribute(ipp_t *ipp, const char *name, ipp_tag_t tag)
{
    static _Atomic(compat_fn) known;
    find_fn next = (find_fn)compat_cached(&known, "ippFindAttribute");
    ipp_attribute_t *found;

    found = next != NULL ? next(ipp, name, tag) : NULL;
    if (found != NULL || tag != IPP_TAG_MIMETYPE || name == NULL || strcmp(name, FORMATS) != 0)
        return found;
    pthread_once(&once, make_formats);
    return formats;
}

void papplClientRespondIPPUnsupported(pappl_client_t *client, ipp_attribute_t *attr)
{
    static _Atomic(compat_fn) known;
    unsupported_fn next =
        (unsupported_fn)compat_cached(&known, "papplClientRespondIPPUnsupported");
    ipp_t *response = papplClientGetResponse(client);
    ipp_attribute_t *copy;

    if (strcmp(ippGetName(attr), "document-format") != 0) {
        if (next != NULL)
            next(client, attr);
        return;
    }
    papplClientRespondIPP(client, IPP_STATUS_ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED,
                          "This printer takes PWG raster, Apple raster, JPEG and PNG. Print "
                          "other documents from the program that shows them.");
    copy = ippCopyAttribute(response, attr, 0);
    ippSetGroupTag(response, &copy, IPP_TAG_UNSUPPORTED_GROUP);
}
