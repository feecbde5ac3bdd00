/*
 * web-language.h - the part of the status page that finds the language of a machine. For web*.c
 * only.
 * Effects: writes HTML; those of finder.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_WEB_LANGUAGE_H
#define SERVER_WEB_LANGUAGE_H

#include "web-parts.h"

/* web_put_language - a button that begins, or while a search waits one for each number. Nothing
 * for other computers. */
void web_put_language(const struct web_drawing *drawing, const struct job_queue *queue);

/* The actions of these buttons. False: it is not possible. */
bool web_find_language(struct web_drawing *drawing, struct job_queue *queue,
                       const struct web_form *form);
bool web_answer_language(struct web_drawing *drawing, struct job_queue *queue,
                         const struct web_form *form);

#endif
