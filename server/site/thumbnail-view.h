/*
 * thumbnail-view.h - the small pictures of a job's pages on the site: for the job's owner and
 * administrators, where the printer's owner wants them (thumbnail.h).
 * Effects: reads files.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SITE_THUMBNAIL_VIEW_H
#define SERVER_SITE_THUMBNAIL_VIEW_H

#include "queue-parts.h"

#include "server/thumbnail.h"

/* thumbnail_allowed - whether they are wanted of a printer's jobs. */
bool thumbnail_allowed(int queue);

/* thumbnail_put - that of a page, if there is one that the visitor may see. */
void thumbnail_put(struct visit *visit, const struct queue_row *row, unsigned page);

/* thumbnail_put_all - all of a job, as a panel; nothing where there are none. */
void thumbnail_put_all(struct visit *visit, const struct queue_row *row);

/* thumbnail_remove_all - of all jobs of a printer: they are not wanted any more. */
void thumbnail_remove_all(int queue);

/* thumbnail_clean - of jobs nobody knows, and where they are not wanted; at the start. */
void thumbnail_clean(void);

#endif
