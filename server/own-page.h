/*
 * own-page.h - the pages this program prints by itself: the test page, the calibration page,
 * the demonstration, and the numbered page by which the language of a machine is found.
 *
 * The drawings are made when the program is built (resources/pages/), letters are put in when
 * the page is printed. A page goes line by line, as any document does, into the intake of a
 * job: it works for each model, language and size.
 * Effects: the job of the intake.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_OWN_PAGE_H
#define SERVER_OWN_PAGE_H

#include "intake.h"

#include <stdbool.h>

enum own_page_kind { OWN_PAGE_TEST, OWN_PAGE_CALIBRATION, OWN_PAGE_DEMO, OWN_PAGE_FINDER };

#define OWN_PAGE_LINES 24 /* facts, with the NULL behind the last */

struct own_page {
    enum own_page_kind kind;
    unsigned number; /* FINDER: the big number, up to 99 */
    /* What is told on the page, in this order; NULL at the end. UTF-8, "name\tvalue" in two
     * columns, or a line without a tab. What there is no letter for is shown in ASCII, as '?'
     * where it has none there either. What is too long for the page ends in "...". What has no
     * room below the others is left out, so say what matters first. */
    const char *lines[OWN_PAGE_LINES];
};

/*
 * own_page_print - the page, whole, into the intake of a job: intake_page to intake_end_page.
 *
 * wish   for the sheet; its size, tray, type and sides are as the job asks where it names none
 *
 * The calibration page is two pages where the job has two sides, and names tray, type and side
 * itself. False: the intake knows why, or the job was canceled.
 */
bool own_page_print(struct intake *in, const struct own_page *page,
                    const struct page_wish *wish);

#endif
