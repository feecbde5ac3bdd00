/*
 * compat-place.c - where a printer stands can be set.
 *
 * PAPPL 1.3 answers Set-Printer-Attributes with printer-location, printer-organization or
 * printer-organizational-unit by "set", and takes each for a geographical location, which it is
 * not: nothing is set. So they are set after it.
 * Effects: sets what PAPPL's printer has.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "compat.h"

static const char *text_of(ipp_t *request, const char *name)
{
    ipp_attribute_t *attr = ippFindAttribute(request, name, IPP_TAG_TEXT);

    return attr != NULL && ippGetGroupTag(attr) == IPP_TAG_PRINTER ? ippGetString(attr, 0, NULL)
                                                                   : NULL;
}

void compat_set_place(pappl_client_t *client)
{
    ipp_t *request = papplClientGetRequest(client);
    pappl_printer_t *printer = papplClientGetPrinter(client);
    const char *text;

    if (printer == NULL || ippGetOperation(request) != IPP_OP_SET_PRINTER_ATTRIBUTES)
        return;
    if ((text = text_of(request, "printer-location")) != NULL)
        papplPrinterSetLocation(printer, text);
    if ((text = text_of(request, "printer-organization")) != NULL)
        papplPrinterSetOrganization(printer, text);
    if ((text = text_of(request, "printer-organizational-unit")) != NULL)
        papplPrinterSetOrganizationalUnit(printer, text);
}
