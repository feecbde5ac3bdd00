/*
 * job.h - one person's job on its way to the machine.
 *
 * A struct print_job takes pages line by line and sends them in the machine's language. It is
 * opened without effects; the ticket is resolved and the machine's job begun with the first
 * page. A page reaches the machine when it is whole: until then its bytes wait in memory and,
 * when there are many, in a nameless file. So a document that turns out damaged, or a job that
 * is canceled, never leaves half a page on paper, and the machine's job always ends as it
 * should. Effects: the device, nameless files in the spool folder, the PAPPL job's and
 * printer's state. SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_JOB_H
#define SERVER_JOB_H

#include "driver/pipeline.h"

#include <pappl/pappl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct print_job;

/* A page that is to come. */
struct page_wish {
    uint32_t width_hmm; /* of the sheet, 0: as the job says */
    uint32_t length_hmm;
    int sides;      /* as the page's own header says, enum sides; -1: it says nothing */
    uint32_t pages; /* of the document, where it is sure; 0: not known. A header may lie. */
};

/*
 * print_job_open - hang a new print job on a PAPPL job. NULL (and the reason in the PAPPL job)
 * when there is no memory or the printer is none of ours.
 */
struct print_job *print_job_open(pappl_job_t *job);

/*
 * print_job_page - resolve the ticket for a page and begin or go on with the machine's job.
 *
 * options  PAPPL's for this page; not kept
 * page     out: the sheet, for placing the source on it
 */
bool print_job_page(struct print_job *p, const pappl_pr_options_t *options,
                    const struct page_wish *wish, struct page_params *page);

/* print_job_source - what the page shows; to be called once after print_job_page. */
bool print_job_source(struct print_job *p, const struct page_source *source);

/* print_job_line - the next line of the source. False: the page is given up. */
bool print_job_line(struct print_job *p, const uint8_t *line);

/* print_job_end_page - the page is whole: let it go to the machine. */
bool print_job_end_page(struct print_job *p);

/*
 * print_job_fail - give up: the first reason is kept, told to the person and logged. The open
 * page is taken back.
 */
void print_job_fail(struct print_job *p, pappl_jreason_t reason, const char *why);

/* print_job_canceled - whether somebody canceled the job. */
bool print_job_canceled(struct print_job *p);

/*
 * print_job_close - send the other sets, end the machine's job, free everything. True when all
 * of it went well. NULL gives false.
 */
bool print_job_close(struct print_job *p);

/* job_callbacks - fill in the callbacks through which PAPPL hands on raster pages and files in
 * the machine's own language. */
void job_callbacks(pappl_pr_driver_data_t *data);

/* job_set_offline - say in the printer's reasons whether its machine cannot be reached. */
void job_set_offline(pappl_printer_t *printer, bool offline);

/* job_limits - bytes one job may put in nameless files, and where. Before the system runs. */
void job_limits(const char *folder, uint64_t max_storage);
const char *job_folder(void);
uint64_t job_max_storage(void);

#endif
