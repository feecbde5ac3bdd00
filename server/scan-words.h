/*
 * scan-words.h - scanners in words, for people: the web page, the sub-commands.
 * Effects: none; scan_words_when reads the clock's time zone.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_WORDS_H
#define SERVER_SCAN_WORDS_H

#include "scan/scan-job.h"

/* scan_words_model - make and model, the make once; "" where neither is known. */
void scan_words_model(const struct scan_caps *caps, char *text, size_t size);

/* scan_words_state - what a scanner is doing, or what hinders it: one or two sentences. */
void scan_words_state(const struct scanner_facts *facts, char *text, size_t size);

/* scan_words_abilities - "glass, feeder (both sides); color, gray; 75 to 600 dpi". */
void scan_words_abilities(const struct scan_caps *caps, char *text, size_t size);

/* scan_words_job - how a scan is going or how it ended: "3 pages", "2 pages, then canceled". */
void scan_words_job(const struct scan_job_info *info, char *text, size_t size);

/* scan_words_asker - who asked: "the page on the web, from 192.0.2.7 (Firefox)". */
void scan_words_asker(const struct scan_asker *asker, char *text, size_t size);

/* scan_words_settings - "glass, color, 300 dpi". */
void scan_words_settings(const struct scan_job_info *info, char *text, size_t size);

/* scan_words_when - a time of today as "14:05:09", of another day with its date. */
void scan_words_when(time_t when, time_t now, char *text, size_t size);

#endif
