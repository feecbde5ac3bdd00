/*
 * web-scan-tray.h - what each browser has collected on the page to scan from: pages with the
 * changes that were asked for, the scan that is under way, the preview. For web-scan*.c only.
 *
 * A tray is known by a random cookie, belongs to one scanner, and lives in memory. It is
 * forgotten half an hour after its browser's last request.
 *
 * One lock guards all trays. It is held between tray_open and tray_close, so what is done there
 * is short; pages are worked on by references of one's own (tray_choose), after tray_close.
 * Effects: scan jobs; a thread that forgets.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_WEB_SCAN_TRAY_H
#define SERVER_SCAN_WEB_SCAN_TRAY_H

#include "server/http/http-server.h"
#include "scan-job.h"

/* All limits of the page. Each page is an open file. */
#define TRAYS_MAX         32u
#define TRAY_MAX_PAGES    100u
#define TRAYS_MAX_PAGES   300u /* of all together */
#define TRAY_IDLE_SECONDS 1800

#define TRAY_ID_SIZE    33
#define TRAY_TOKEN_SIZE 72

/* What a scan is for. */
enum tray_aim { AIM_PAGES, AIM_PREVIEW, AIM_CARD_FRONT, AIM_CARD_BACK, AIM_PROFILE };

struct tray_page {
    unsigned number;  /* for ever in its tray, from 1 */
    unsigned version; /* counts the changes */
    struct scan_page *page;
    struct scan_area crop; /* as in page_change: before it is turned; width 0: all */
    unsigned quarters;
    bool gone; /* deleted, and can be brought back until something else is deleted */
    void *thumb;
    size_t thumb_n;
    unsigned thumb_version;
};

struct web_tray {
    struct scanner *scanner; /* NULL: not used */
    time_t used;             /* CLOCK_MONOTONIC */
    struct scan_job *job;    /* NULL: none is under way */
    struct scan_page *preview;
    struct scan_page *front, *back; /* of a card */
    struct scan_settings wishes;    /* what was chosen last for pages; see chosen */

    struct tray_page pages[TRAY_MAX_PAGES];
    size_t n;
    unsigned last_number;
    unsigned version; /* counts changes of the list */
    unsigned preview_version, notice_version;

    unsigned taken; /* pages of the job that are in the tray */
    enum tray_aim aim;
    bool beginning; /* the job is being started, outside of the lock */
    bool canceling; /* and it was canceled meanwhile */
    bool full;      /* a page of the job had no room */
    bool making;    /* the card's page is put together, outside of the lock */
    bool chosen;    /* wishes and paper are set */
    bool bad;       /* the notice is trouble */
    char paper[16];
    char notice[600]; /* told once: what could not be done, or what was; "" */
    char id[TRAY_ID_SIZE];
    char
        token[TRAY_TOKEN_SIZE]; /* of its forms; the site has one of its own for each browser */
};

/* trays_setup - max_bytes: of all pages together. trays_stop - cancel their scans, forget all.
 */
void trays_setup(uint64_t max_bytes);
void trays_stop(void);

/* tray_open - the tray of a request's cookie, with the lock, its scan looked after. NULL,
 * without the lock: there is none (any more). What is said from then on is in the browser's
 * language, or the one that the site has set. */
struct web_tray *tray_open(const struct http_request *request);

/* tray_open_or_new - or a new one; made: out. NULL: all are in use by others. */
struct web_tray *tray_open_or_new(const struct http_request *request, bool *made);

/* tray_again - by its id, after the lock was let go. NULL: it was forgotten. */
struct web_tray *tray_again(const struct scanner *scanner, const char *id);

void tray_close(struct web_tray *tray);

/* tray_cookie - the Set-Cookie field of one that was made. */
void tray_cookie(const struct web_tray *tray, const struct http_request *request, char *field,
                 size_t size);

/* tray_busy - whether a scan of it is under way. */
bool tray_busy(const struct web_tray *tray);

/* tray_room - how many pages more it may have. */
unsigned tray_room(const struct web_tray *tray);

/* tray_bytes_left - how large a page that is made may be. */
uint64_t tray_bytes_left(void);

/* tray_add - a page behind the others; the reference is taken over, also when there is no room.
 */
bool tray_add(struct web_tray *tray, struct scan_page *page);

/* tray_page - by number, not gone. NULL: none. */
struct tray_page *tray_page(struct web_tray *tray, unsigned number);

/* tray_count - pages that are not gone. */
size_t tray_count(const struct web_tray *tray);

/* tray_move - to a place, from 0, among those that are not gone. */
void tray_move(struct web_tray *tray, unsigned number, size_t place);

/* tray_delete - one, or all (number 0); what was deleted before cannot be brought back then.
 * tray_restore - what was deleted last. The number of pages. */
size_t tray_delete(struct web_tray *tray, unsigned number);
size_t tray_restore(struct web_tray *tray);

/* tray_trouble - what happened, and what to do. Of paper and covers our own sentence; why, the
 * driver's or the scanner's, may know more of the rest, such as what the machine prints. */
const char *tray_trouble(enum scan_result result, const char *why);

/* tray_say - what the browser is to tell. */
void tray_say(struct web_tray *tray, bool bad, const char *text);

/*
 * tray_begin - begin a scan for a tray that is not busy; tray_close and tray_again within.
 *
 * tray    in and out: NULL when it was forgotten meanwhile
 * start   called without the lock; job is a reference. False and a sentence
 *
 * Pages of AIM_PROFILE are somebody else's: the tray only tells how it goes.
 */
bool tray_begin(struct web_tray **tray, enum tray_aim aim, const struct http_request *request,
                bool (*start)(void *ctx, struct scanner *scanner,
                              const struct scan_asker *asker, struct scan_job **job, char *why,
                              size_t why_size),
                void *ctx, char *why, size_t why_size);

/* tray_scan - the same, by scan_job_start. */
bool tray_scan(struct web_tray **tray, const struct scan_settings *settings, enum tray_aim aim,
               const struct http_request *request, char *why, size_t why_size);

/* tray_cancel - what is under way; a reference to be canceled and released outside of the lock,
 * or NULL. */
struct scan_job *tray_cancel(struct web_tray *tray);

#endif
