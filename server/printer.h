/*
 * printer.h - a row of the model table as a PAPPL printer driver.
 * Effects: asks machines who they are.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_PRINTER_H
#define SERVER_PRINTER_H

#include "driver/models.h"

#include <pappl/pappl.h>

/* printer_drivers - the model table in PAPPL's form; lives as long as the program. */
pappl_pr_driver_t *printer_drivers(int *n);

/* PAPPL's callbacks; data is the struct server of system.h, or NULL in sub-commands. */
bool printer_driver_cb(pappl_system_t *system, const char *driver_name, const char *device_uri,
                       const char *device_id, pappl_pr_driver_data_t *data, ipp_t **attrs,
                       void *ctx);
const char *printer_autoadd_cb(const char *device_info, const char *device_uri,
                               const char *device_id, void *ctx);

/* printer_model - the model of a printer this program made; NULL for none. */
const struct model *printer_model(pappl_printer_t *printer);

/*
 * printer_describe - what a model can do, into driver data where nothing of it is set yet, and
 * attributes that PAPPL does not know, for which *attrs is made if need be.
 *
 * The extension of a model before stays behind it, until the printer is deleted. False without
 * memory. printer_undescribe takes the last extension back.
 */
bool printer_describe(const struct model *model, pappl_pr_driver_data_t *data, ipp_t **attrs);
void printer_undescribe(pappl_pr_driver_data_t *data);

/*
 * printer_identify - which model answers at a URI.
 *
 * why   out: a sentence that names the models to choose from when nothing answers or it is none
 *       of ours; NULL is returned then.
 */
const struct model *printer_identify(const char *device_uri, char *why, size_t why_size);

/* printer_accept_uri - whether a queue may have this URI; why not: a sentence. */
bool printer_accept_uri(const char *device_uri, char *why, size_t why_size);

/* Names of the vendor options, as wishes_set() takes them; NULL at the end. */
extern const char *const printer_vendor_options[];

/* Names of a queue's own settings, kept by PAPPL as defaults of options that no job has. */
extern const char *const printer_queue_options[];

/* printer_option_name - the names of both lists, from 0; NULL behind the last. */
const char *printer_option_name(size_t i);

/* printer_queue_option_ok - whether a setting may have a value; true for other names. */
bool printer_queue_option_ok(const char *name, const char *value);

/* printer_register_formats - what is announced as document-format-supported; before there are
 * printers. */
void printer_register_formats(pappl_system_t *system);

/*
 * printer_device_id - the IEEE 1284 device id a queue of the model has for its clients: who
 * made the machine, and what the queue prints.
 *
 * text   out: n bytes; 256 hold it
 */
void printer_device_id(const struct model *model, char *text, size_t n);

/* printer_on_delete - call when a printer is about to be deleted, with PAPPL's locks held. */
void printer_on_delete(void (*deleted)(int printer_id));

#endif
