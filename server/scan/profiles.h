/*
 * profiles.h - scanning by one press: what is scanned, how, and where it goes. Started by the
 * machine's buttons, on the page, or by `canon-printer-app scan`.
 *
 * Kept in the file STATE.profiles, which an administrator may edit. A profile's command and
 * folder are set by whoever may write that file or is on this computer, never from the network.
 * Effects: the file, folders, mail (libcurl), commands, print jobs, scan jobs, threads; the
 * log.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_PROFILES_H
#define SERVER_SCAN_PROFILES_H

#include "scan-job.h"

#define PROFILES_MAX 32

enum profile_target { PROFILE_FOLDER, PROFILE_MAIL, PROFILE_COMMAND, PROFILE_PRINT };
enum profile_format { PROFILE_PDF, PROFILE_JPEG, PROFILE_PNG };

struct scan_profile {
    char name[64];
    char scanner[SCANNER_NAME_SIZE]; /* "": any that has the button, or is asked */
    unsigned button;                 /* 1 ...; 0: none */
    enum profile_format format;
    struct scan_settings settings; /* but encoding, which follows from the format */
    bool
        glass_if_empty; /* input=auto: settings.input is the feeder; without paper, the glass */
    bool searchable;    /* a PDF with text, where ocrmypdf or tesseract is installed */
    enum profile_target target;
    char where[1024];  /* folder, addresses, path of a program, queue */
    char pattern[256]; /* name of a file without its extension, see profile-name.h; "": the
                          default one */
};

/* profiles_start - read the file; watch buttons. profiles_cancel - what is on its way ends
 * soon, also what profile_deliver waits for: before the servers whose handlers call that are
 * stopped. profiles_stop - the same, and waits for it. */
bool profiles_start(pappl_system_t *system, const char *state_file, const char *folder,
                    uint64_t max_bytes, char *why, size_t why_size);
void profiles_cancel(void);
void profiles_stop(void);

/* profiles_each - copies of all; false ends it. profile_find - by name; false: there is none.
 */
void profiles_each(bool (*each)(void *ctx, const struct scan_profile *profile), void *ctx);
bool profile_find(const char *name, struct scan_profile *profile);

/* profile_init - as it is where nothing is set: a PDF in colour, of A4, at 300 dots per inch,
 * of the feeder, or of the glass where the feeder is empty; its target is still to be set. */
void profile_init(struct scan_profile *profile, const char *name);

/*
 * profile_parse - "NAME=VALUE" settings onto a profile: format, input (auto, auto-duplex,
 * platen, feeder, feeder-duplex, or short duplex), color (black-and-white or bw, gray, color),
 * resolution, area (a4, letter, legal, all), blank-pages=keep|drop, straighten=yes|no,
 * searchable=yes|no, button, scanner, folder=|mail=|command=|print=, name=PATTERN, quality,
 * brightness, contrast, threshold. Pure but for looking at a folder or program. False and a
 * sentence.
 */
bool profile_parse(struct scan_profile *profile, const char *name, const char *value, char *why,
                   size_t why_size);

/* profile_print - the settings of a profile as lines "NAME = VALUE" that profile_parse would
 * take; what is as in profile_init is left out. False: they do not fit. */
bool profile_print(const struct scan_profile *profile, char *text, size_t size);

/* profile_set - add or replace by name; profile_delete. Kept at once. False and a sentence. */
bool profile_set(const struct scan_profile *profile, char *why, size_t why_size);
bool profile_delete(const char *name, char *why, size_t why_size);

/*
 * profile_run - scan by it in a thread of its own, and deliver what was scanned. What cannot be
 * delivered is kept in STATE.undelivered and, but for commands, tried again.
 *
 * job   out: a reference; may be NULL
 *
 * False and a sentence: the scanner is busy ...
 */
bool profile_run(const struct scan_profile *profile, struct scanner *scanner,
                 const struct scan_asker *asker, struct scan_job **job, char *why,
                 size_t why_size);

/*
 * profile_deliver - send pages that are there already where a profile says; waits.
 *
 * quarters   of each page, to be turned clockwise; NULL: none
 * what       out: where it went, a sentence ("Saved as /srv/scans/2026-11-27 1.pdf")
 *
 * False, and what is the sentence on why not; nothing half is left behind.
 */
bool profile_deliver(const struct scan_profile *profile, struct scan_page *const *pages,
                     const unsigned *quarters, size_t n, char *what, size_t what_size);

#endif
