/*
 * scanner-queues.c - see scanner-queues.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "scanner-queues.h"

#include "server/identity.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define USB_DEVICES "/sys/bus/usb/devices"
#define URN         "urn:uuid:"

struct list {
    struct scanner_queue *queues;
    size_t n, max;
};

static void get_uuid(int printer_id, char uuid[46])
{
    char urn[IDENTITY_UUID_SIZE];

    uuid[0] = '\0';
    if (!identity_find(printer_id, urn) || strncasecmp(urn, URN, sizeof(URN) - 1) != 0)
        return;
    snprintf(uuid, 46, "%s", urn + sizeof(URN) - 1);
    for (char *c = uuid; *c != '\0'; c++)
        *c = (char)tolower((unsigned char)*c);
}

static void add_printer(pappl_printer_t *printer, void *data)
{
    struct list *list = data;
    struct scanner_queue *queue = &list->queues[list->n];
    const char *uri = papplPrinterGetDeviceURI(printer);

    if (list->n == list->max || papplPrinterIsDeleted(printer))
        return;
    queue->printer_id = papplPrinterGetID(printer);
    snprintf(queue->name, sizeof(queue->name), "%s", papplPrinterGetName(printer));
    snprintf(queue->uri, sizeof(queue->uri), "%s", uri != NULL ? uri : "");
    get_uuid(queue->printer_id, queue->uuid);
    list->n++;
}

size_t scanner_queues(pappl_system_t *system, struct scanner_queue *queues, size_t max)
{
    struct list list = {queues, 0, max};

    papplSystemIteratePrinters(system, add_printer, &list);
    return list.n;
}

/* FNV-1a. */
static uint64_t mix(uint64_t hash, const char *text)
{
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    return hash;
}

/* The number that the bus gave: another one after it was plugged in again. */
static uint64_t device_number(const char *name)
{
    char path[400], text[16] = "";
    FILE *file;

    snprintf(path, sizeof(path), USB_DEVICES "/%s/devnum", name);
    file = fopen(path, "re");
    if (file == NULL)
        return 0; /* an interface */
    if (fgets(text, sizeof(text), file) == NULL)
        text[0] = '\0';
    (void)fclose(file);
    return mix(mix(14695981039346656037u, name), text);
}

/* The sum does not depend on the order of the folder. */
uint64_t scanner_usb_state(void)
{
    DIR *folder = opendir(USB_DEVICES);
    const struct dirent *entry;
    uint64_t sum = 1;

    if (folder == NULL)
        return 0;
    while ((entry = readdir(folder)) != NULL)
        if (entry->d_name[0] != '.')
            sum += device_number(entry->d_name);
    closedir(folder);
    return sum;
}
