/*
 * printer-model.h - another model for a queue that is there.
 * Effects: a printer's driver data; the queue's jobs are told.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_PRINTER_MODEL_H
#define SERVER_PRINTER_MODEL_H

#include "driver/models.h"

#include <pappl/pappl.h>

/*
 * printer_set_model - the queue prints for this model from now on. Its name, address, UUID and
 * jobs stay, and so do its settings, as far as the model has what they say. Jobs whose pages
 * are made already are printed as they are.
 *
 * From a thread that holds none of PAPPL's locks. False: PAPPL refuses, nothing has changed.
 */
bool printer_set_model(pappl_printer_t *printer, const struct model *model);

#endif
