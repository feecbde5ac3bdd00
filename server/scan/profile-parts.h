/*
 * profile-parts.h - what the files of profiles share: the file, documents, targets.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_PROFILE_PARTS_H
#define SERVER_SCAN_PROFILE_PARTS_H

#include "profile-name.h"
#include "profiles.h"

#include "server/vault.h"

#define PROFILE_DEFAULT_PATTERN "%Y-%m-%d %n"

/* ---- profile-settings.c ---- */

/* As profile_parse; look: also whether folders and programs are there. */
bool profile_apply(struct scan_profile *profile, const char *name, const char *value, bool look,
                   char *why, size_t why_size);

/* Whether a name can stand in the file: UTF-8 of at most 63 bytes, without brackets, control
 * characters, blanks at its ends. */
bool profile_name_is_good(const char *name);

/* ---- profile-file.c: STATE.profiles ---- */

#define PROFILE_FILE_MAX ((size_t)256 * 1024)

/* How mail is sent. */
struct profile_mail {
    char server[300];              /* "smtps://mail.example.org", "smtp://...:587"; "": none */
    char user[128];                /* "": without */
    char password[VAULT_TEXT_MAX]; /* sealed (vault.h), or as it was written */
    char from[256];
    bool plain; /* encryption = none: for a mail server of this house, without a password */
};

struct profile_list {
    struct scan_profile profiles[PROFILES_MAX];
    size_t n;
    struct profile_mail mail;
};

/* What a password is sealed for. */
#define PROFILE_MAIL_PURPOSE "scan mail"

/*
 * profile_file_parse - read the text of the file, n bytes, hostile.
 *
 * trouble   told of each line that is wrong; the profile it stands in is left out
 */
void profile_file_parse(const char *text, size_t n, struct profile_list *list,
                        void (*trouble)(void *ctx, unsigned line, const char *why), void *ctx);

/* profile_file_edit - the text with the section of a profile replaced, or appended; lines:
 * NULL: without it. All else stays as it was, notes too. To be freed; NULL: no memory. */
char *profile_file_edit(const char *text, size_t n, const char *name, const char *lines);

/* profile_file_seal - the text with the password of [mail] sealed. NULL: it is, there is none,
 * or it cannot be. */
char *profile_file_seal(const char *text, size_t n);

/* ---- profile-document.c: pages become files ---- */

/* The files of one document, in a private folder of their own. */
struct profile_document {
    char folder[1100]; /* removed by profile_document_remove */
    const char *extension, *type;
    size_t n; /* files: 1 for a PDF, one for each page else; "1.pdf", "1.jpg", "2.jpg" */
    unsigned pages;
    char title[64];                  /* the profile's name */
    struct profile_name_facts facts; /* points to the strings below */
    char scanner[SCANNER_NAME_SIZE], host[256];
};

/* Where it is made, and how large. */
struct profile_place {
    const char *folder; /* 0700 */
    uint64_t max_bytes;
    bool (*canceled)(void *ctx); /* NULL: never */
    void *ctx;
};

bool profile_document_make(const struct scan_profile *profile, const char *scanner,
                           struct scan_page *const *pages, const unsigned *quarters, size_t n,
                           const struct profile_place *place, struct profile_document *document,
                           char *why, size_t why_size);
void profile_document_path(const struct profile_document *document, size_t i, char *path,
                           size_t size);
void profile_document_remove(struct profile_document *document);

/* profile_document_open - one that was kept, of that time. False: it is damaged. */
bool profile_document_open(const char *folder, const struct scan_profile *profile,
                           const char *scanner, time_t when, struct profile_document *document);

/* ---- profile-text.c ---- */

/* profile_text_add - have the PDF in a document's folder searchable. images: files of its pages
 * there, for tesseract; n of them. False: it stays as it was, and why says the reason. */
bool profile_text_add(const char *folder, const char *pdf, const char *const *images, size_t n,
                      const struct profile_place *place, char *why, size_t why_size);
/* profile_text_wants_images - whether it is tesseract that will do it. */
bool profile_text_wants_images(void);

/* ---- targets; each: false and a sentence, and nothing half is left; what: where it went ----
 */

bool profile_to_folder(const struct profile_document *document,
                       const struct scan_profile *profile, char *what, size_t what_size);
bool profile_to_mail(const struct profile_document *document,
                     const struct scan_profile *profile, const struct profile_mail *mail,
                     const struct profile_place *place, char *what, size_t what_size);
bool profile_to_command(const struct profile_document *document,
                        const struct scan_profile *profile, const struct profile_place *place,
                        char *what, size_t what_size);
bool profile_to_printer(pappl_system_t *system, const struct profile_document *document,
                        const struct scan_profile *profile, char *what, size_t what_size);

/* Whether a list of addresses with commas is one. */
bool profile_mail_addresses(const char *list);
/* How long a command may take; tests have less time. */
extern unsigned profile_command_seconds;
/* Whether a program may be run: an absolute path, nobody but root and this user can change it.
 */
bool profile_command_check(const char *path, char *why, size_t why_size);

/* ---- profile-keep.c: what could not be delivered ---- */

/* So many documents are kept; then the oldest goes. */
#define PROFILE_KEPT_MAX 100

struct profile_kept {
    char folder[1100];
    struct scan_profile profile; /* its scanner is the one that it came from */
    time_t when;
};

/* profile_keep - leave a document where it is, with its profile. False and a sentence. */
bool profile_keep(struct profile_document *document, const struct scan_profile *profile,
                  char *why, size_t why_size);

/* profile_kept_list - those in a folder, the oldest first. profile_kept_tidy - remove what is
 * not whole, before anything is made there. profile_kept_limit - remove the oldest of too many
 * and those that are too old. profile_kept_tried - whether one is to be tried again at all. */
size_t profile_kept_list(const char *folder, struct profile_kept *kept, size_t max);
void profile_kept_tidy(const char *folder);
void profile_kept_limit(const struct profile_kept *kept, size_t n);
bool profile_kept_tried(const struct profile_kept *kept);

/* ---- profile-store.c: the file and the list in it, for all threads ---- */

/* Where the file is; before all others. */
void profile_store_open(const char *path);
/* Read it again if it changed: whether it did. */
bool profile_store_refresh(void);
/* ---- profiles.c ---- */

/* profiles_changed - other buttons may be wanted. */
void profiles_changed(void);

/* How mail is sent now. */
void profile_store_mail(struct profile_mail *mail);

/* ---- profile-deliver.c ---- */

/* profile_delivery_setup - whose queues print; where documents are made (0700). */
void profile_delivery_setup(pappl_system_t *system, const struct profile_place *place);
const struct profile_place *profile_delivery_place(void);

/* profile_send - a document to where its profile says. */
bool profile_send(const struct profile_document *document, const struct scan_profile *profile,
                  char *what, size_t what_size);

/*
 * profile_run_end - pages of a run that came to its end: make a document, send it, keep it
 * where that fails; all of it is told in the log.
 *
 * incomplete   there should be more pages: the name says so
 *
 * False, and a sentence in why: there is no room for the document, the pages are all there is.
 */
bool profile_run_end(const struct scan_profile *profile, const char *scanner,
                     struct scan_page *const *pages, size_t n, bool incomplete, char *why,
                     size_t why_size);

/* profile_retry_start - a thread that tries kept documents again. profile_retry_wake - there
 * may be a new one. */
bool profile_retry_start(void);
void profile_retry_wake(void);
void profile_retry_stop(void);

/* How long after a failure it is tried again, at first; tests have less time. */
extern unsigned profile_retry_first_ms;

/* ---- profile-child.c ---- */

/*
 * profile_child_run - run a program, wait for its end; what it started is ended with it, when
 * it is too slow.
 *
 * arguments     the program first, NULL last
 * environment   NULL last
 * said          out: the end of what it said
 * memory        bytes of address space; 0: as it is
 *
 * 0, its exit status, or -1 and a sentence in said.
 */
int profile_child_run(const char *const *arguments, const char *const *environment,
                      const char *folder, unsigned seconds, uint64_t memory,
                      const struct profile_place *place, char *said, size_t said_size);

#endif
