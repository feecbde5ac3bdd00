/*
 * pdl.h - the interface of a printer language (page description language).
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_PDL_H
#define DRIVER_PDL_H

#include "models.h"
#include "sink.h"

#include <stdbool.h>
#include <stdint.h>

enum sides { SIDES_ONE, SIDES_LONG_EDGE, SIDES_SHORT_EDGE };
enum binding { BINDING_LEFT, BINDING_TOP };
enum collate { COLLATE_UNCOLLATED, COLLATE_COLLATED, COLLATE_GROUP };

/* The three ways of the maker's driver to make dots; they also select the SLIM parameters. */
enum halftone_screen { SCREEN_GRADATION, SCREEN_RESOLUTION, SCREEN_COLOR_TONE };

/*
 * One job in the device's own terms. Made by ticket_resolve(), which guarantees that the
 * combination is one the machine accepts; an encoder trusts it. All pointers stay valid until
 * end_job.
 */
struct job_params {
    const char *title; /* ""  or any bytes; an encoder cuts it to its limit */
    const char *user;
    const struct media *media;
    const struct media_source *source;
    const struct media_type *type;
    enum sides sides;
    enum binding binding;
    uint32_t binding_shift_hmm; /* 1/100 mm */
    uint32_t copies;            /* what the DEVICE is to do, 1..max_copies */
    enum collate collate;       /* how the DEVICE is to do it */
    enum choice toner_save;
    enum choice refinement;
    enum halftone_screen screen;
    bool account; /* department_id and pin are sent */
    uint32_t department_id;
    uint32_t pin;
};

/* One page in the device's own terms: the whole sheet, from its top left corner. */
struct page_params {
    unsigned dpi;
    uint32_t paper_width;  /* dots */
    uint32_t paper_height; /* dots */
    uint32_t page_width;   /* dots as the language announces them, >= paper_width */
    uint32_t page_height;
    uint32_t margin; /* unprintable dots on each side */
    size_t stride;   /* bytes of one line given to write_line, spare bits are 0 */
};

/*
 * One printer language. Calls come in the order start_job, { start_page, { write_line },
 * end_page | replay | cut | flush }, end_job. The first result that is not RESULT_OK sticks:
 * every later call returns it and does nothing more.
 */
struct pdl_ops {
    const char *name;   /* "ufr2lt" */
    const char *format; /* IPP document-format of the raw stream */

    /* Bytes of memory a job needs, for any page of the model; the caller allocates them,
     * aligned as malloc does, and owns them. A job's whole state lies there: a copy of it, put
     * back to the same place later, takes back what was done since. */
    size_t (*work_size)(const struct model *model);

    /* The page of a size. RESULT_UNSUPPORTED when the model does not have it. */
    enum result (*page_params)(const struct model *model, const struct media *media,
                               struct page_params *page);

    /*
     * Begin a job. Everything the job sends goes to out.
     * record: NULL, or a sink that also gets each page's own bytes, such that they can be given
     *         to replay() later in the same job. A page's bytes are complete in it when
     *         end_page has returned.
     */
    enum result (*start_job)(void *work, const struct model *model,
                             const struct job_params *job, const struct sink *out,
                             const struct sink *record);

    enum result (*start_page)(void *work, const struct page_params *page);

    /* One line of the sheet: stride bytes, MSB is the left dot, 1 is black. More lines than
     * page_height give RESULT_FORMAT. Bits right of the paper are ignored. */
    enum result (*write_line)(void *work, const uint8_t *bits);

    /* Missing lines are white. */
    enum result (*end_page)(void *work);

    /* Send what is complete: a device that hears early of a job can warm up. Changes no byte of
     * the stream. */
    enum result (*flush)(void *work);

    /* Bytes of the stream that are not sent yet. With those that went to out they tell where in
     * the stream the last page ended. */
    size_t (*pending)(const void *work);

    /* Send bytes recorded from whole pages of this job again, in pieces of any length. Must not
     * be called inside a page. They are not recorded again. */
    enum result (*replay)(void *work, const void *bytes, size_t n);

    /*
     * While a page is being replayed: of its rows, those whose bytes have not been begun are
     * left white, and the page is ended properly, as soon as a replay has completed what was
     * begun (a band; here at once where nothing is). The rest of the page's recorded bytes must
     * still be given to replay, which sends no more of them. Between pages, for a page whose
     * bytes are not recognised, for one whose dots are coded as a whole and so cannot end early
     * (UFR II LT with G4 or JBIG), and the second time it does nothing.
     */
    enum result (*cut)(void *work);

    /* Rows of the last page replayed that were left white so; 0: it is whole. */
    uint32_t (*white_rows)(const void *work);

    /* Finish so that the device is ready for the next job. canceled: an open page is ended
     * first, as end_page does. */
    enum result (*end_job)(void *work, bool canceled);
};

extern const struct pdl_ops pdl_ufr2lt;
extern const struct pdl_ops pdl_pcl5e;
extern const struct pdl_ops pdl_pclxl;

#endif
