/*
 * site-move.c - the site's part "move": everything that is set as a file to be kept or taken to
 * another computer, and such a file made valid here.
 *
 * A file that was brought is read and planned, and waits in memory until somebody has seen what
 * it would change; then it is staged (import.h), and valid after the next start. Scan profiles
 * stay those of here: they run programs and write files, which nobody may set from the network.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parts.h"

#include "server/export.h"
#include "server/import.h"
#include "server/multipart.h"
#include "server/vault.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define PAGE "/settings/move"

/* The one file that waits for a yes. */
static struct {
    pthread_mutex_t mutex; /* guards all */
    struct export plan;
    struct import_notes notes;
    char version[64], host[256], made[40]; /* of the file */
    char id[33];                           /* of the form that says yes; "": nothing waits */
} waiting = {.mutex = PTHREAD_MUTEX_INITIALIZER};

/* ---- the page ---- */

static void put_password(struct visit *visit, const char *name, const char *id,
                         const char *label, const char *autocomplete)
{
    page_put(visit,
             "<div class=\"field\"><label for=\"%s\">%w</label>"
             "<input type=\"password\" id=\"%s\" name=\"%s\" maxlength=\"255\" "
             "autocomplete=\"%s\"></div>\n",
             id, label, id, name, autocomplete);
}

static void put_export(struct visit *visit)
{
    page_put(visit, "<section class=\"panel\"><h2>%w</h2>\n<p>%w</p>\n", "move.take",
             "move.take-what");
    page_form(visit, PAGE "/export", "");
    page_put(visit, "<p>%w</p>\n", "move.take-password");
    put_password(visit, "password", "take-password", "move.password", "new-password");
    put_password(visit, "again", "take-again", "move.password-again", "new-password");
    page_put(visit, "<button class=\"primary\">%w</button></form></section>\n",
             "move.download");
}

static void put_import(struct visit *visit)
{
    page_put(visit, "<section class=\"panel\"><h2>%w</h2>\n<p>%w</p>\n", "move.bring",
             "move.bring-what");
    page_form(visit, PAGE "/import", "enctype=\"multipart/form-data\"");
    page_put(visit,
             "<div class=\"field\"><label for=\"bring-file\">%w</label>"
             "<input type=\"file\" id=\"bring-file\" name=\"file\" required></div>\n",
             "move.file");
    put_password(visit, "password", "bring-password", "move.password-of-file", "off");
    page_put(visit, "<button class=\"primary\">%w</button></form></section>\n", "move.look");
}

/* What is staged becomes valid at the next start. */
static void put_staged(struct visit *visit)
{
    if (!import_waits(site.state_file))
        return;
    page_put(visit, "<section class=\"panel\"><h2>%w</h2>\n<p>%w</p>\n<div class=\"row\">",
             "move.staged", "move.staged-what");
    page_form(visit, "/settings/restart", "");
    page_put(visit, "<button class=\"primary\">%w</button></form>\n", "move.restart");
    page_form(visit, PAGE "/forget", "");
    page_put(visit, "<button>%w</button></form></div></section>\n", "move.forget");
}

static struct http_answer *show(struct visit *visit, unsigned status)
{
    if (!page_begin(visit, "move.title", SECTION_SETTINGS, NULL))
        return NULL;
    page_put(visit, "<p>%w</p>\n", "move.title-about");
    put_staged(visit);
    page_put(visit, "<div class=\"grid\">\n");
    put_export(visit);
    put_import(visit);
    page_put(visit, "</div>\n<p><a class=\"button\" href=\"/settings\">%w</a></p>\n",
             "settings.back");
    return page_end(visit, status);
}

static struct http_answer *get_page(struct visit *visit)
{
    return show(visit, 200);
}

/* sentence: a key of words, or a sentence as it is. */
static struct http_answer *again(struct visit *visit, const char *sentence)
{
    snprintf(visit->refusal, sizeof(visit->refusal), "%s", visit_word(visit, sentence));
    return show(visit, 400);
}

/* ---- taking it along ---- */

static struct http_answer *give(struct visit *visit, struct export *e, const char *password)
{
    char why[600] = "", name[400], host[64];
    size_t n = 0;
    uint8_t *bytes = export_write(e, password, &n, why, sizeof(why));
    struct http_answer *answer;

    if (bytes == NULL)
        return again(visit, why);
    snprintf(host, sizeof(host), "%.63s", e->host);
    for (char *c = host; *c != '\0'; c++)
        if (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", *c) ==
            NULL)
            *c = '-';
    snprintf(name, sizeof(name), "attachment; filename=\"canon-printer-app-%s-%.10s.export\"",
             host, e->made);
    answer = http_bytes(200, "application/octet-stream", bytes, n);
    answer = http_add(answer, "Content-Disposition", name);
    answer = http_add(answer, "X-Content-Type-Options", "nosniff");
    return http_add(answer, "Cache-Control", "no-store");
}

static struct http_answer *post_export(struct visit *visit)
{
    const char *password = visit_field(visit, "password");
    struct export *e;
    struct http_answer *answer;
    char why[1500] = "";
    bool secrets = password[0] != '\0';

    if (secrets && strlen(password) < EXPORT_PASSWORD_MIN)
        return again(visit, "move.password-short");
    if (strcmp(password, visit_field(visit, "again")) != 0)
        return again(visit, "move.password-differs");
    e = calloc(1, sizeof(*e));
    if (e == NULL)
        return NULL;
    if (export_collect(e, site.state_file, secrets, why, sizeof(why)))
        answer = give(visit, e, secrets ? password : NULL);
    else
        answer = again(visit, why);
    export_clear(e);
    free(e);
    return answer;
}

/* ---- bringing one: the form with the file ---- */

struct upload {
    struct multipart multipart;
    struct multipart_taker taker;
    enum { PART_NONE, PART_FILE, PART_PASSWORD } part;
    uint8_t *bytes;
    size_t n, room;
    char password[EXPORT_PASSWORD_SIZE];
    size_t password_n;
    bool failed;
};

static bool begin_part(void *ctx, const char *name, const char *file)
{
    struct upload *u = ctx;

    (void)file;
    u->part = strcmp(name, "file") == 0       ? PART_FILE
              : strcmp(name, "password") == 0 ? PART_PASSWORD
                                              : PART_NONE;
    return true;
}

static bool take_part(void *ctx, const uint8_t *bytes, size_t n)
{
    struct upload *u = ctx;

    if (u->part == PART_PASSWORD) {
        if (n >= sizeof(u->password) - u->password_n)
            return false;
        memcpy(u->password + u->password_n, bytes, n);
        u->password_n += n;
        u->password[u->password_n] = '\0';
    }
    if (u->part != PART_FILE)
        return true;
    if (n > u->room - u->n) {
        size_t room = 2 * (u->n + n) + 4096;
        uint8_t *larger = u->n + n <= 2 * EXPORT_MAX_BYTES ? realloc(u->bytes, room) : NULL;

        if (larger == NULL)
            return false;
        u->bytes = larger;
        u->room = room;
    }
    memcpy(u->bytes + u->n, bytes, n);
    u->n += n;
    return true;
}

static void *begin_upload(const struct http_request *request, struct http_answer **refusal)
{
    struct upload *u = calloc(1, sizeof(*u));

    if (u == NULL) {
        *refusal = http_text(500, NULL, "");
        return NULL;
    }
    u->taker = (struct multipart_taker){begin_part, take_part, u};
    u->failed =
        !multipart_begin(&u->multipart, http_header(request, "Content-Type"), &u->taker);
    return u;
}

static bool take_upload(void *taken, const uint8_t *bytes, size_t n)
{
    struct upload *u = taken;

    u->failed = u->failed || !multipart_take(&u->multipart, bytes, n);
    return !u->failed;
}

static void end_upload(void *taken)
{
    struct upload *u = taken;

    vault_wipe(u->password, sizeof(u->password));
    free(u->bytes);
    free(u);
}

static const struct http_taker uploads = {begin_upload, take_upload, end_upload};

/* ---- what it would change ---- */

static const char *const note_words[IMPORT_KINDS] = {
    [IMPORT_QUEUE_NEW] = "move.note-new",
    [IMPORT_QUEUE_REPLACED] = "move.note-replaced",
    [IMPORT_QUEUE_KEPT] = "move.note-kept",
    [IMPORT_QUEUE_GONE] = "move.note-gone",
    [IMPORT_PORT] = "move.note-port",
    [IMPORT_DEPARTMENTS] = "move.note-departments",
    [IMPORT_PROFILES] = "move.note-profiles",
    [IMPORT_SCANNERS] = "move.note-scanners",
    [IMPORT_SETTINGS] = "move.note-settings",
    [IMPORT_ADMINISTRATORS] = "move.note-administrators",
    [IMPORT_KEY] = "move.note-key",
    [IMPORT_LOST_USER] = "move.note-lost-user",
    [IMPORT_LOST_QUEUE] = "move.note-lost-queue",
    [IMPORT_LOST_MAIL] = "move.note-lost-mail",
    [IMPORT_NOT_ON_PAGE] = "move.note-not-on-page",
};

static void forget(void)
{
    export_clear(&waiting.plan);
    waiting.notes.n = 0;
    waiting.id[0] = '\0';
}

static void make_id(void)
{
    uint8_t random[16];

    if (gnutls_rnd(GNUTLS_RND_KEY, random, sizeof(random)) != 0)
        return;
    for (size_t i = 0; i < sizeof(random); i++)
        snprintf(waiting.id + 2 * i, 3, "%02x", random[i]);
}

/* Those of here instead of those of the file. */
static bool keep_profiles(struct export *e, const struct export *here)
{
    const struct export_part *ours = export_find(here, "profiles");
    const struct export_part *theirs = export_find(e, "profiles");

    if (ours == NULL && theirs == NULL)
        return true;
    return export_add(e, "profiles", ours != NULL ? (const void *)ours->bytes : "",
                      ours != NULL ? ours->n : 0);
}

/* With the mutex. False and a sentence. */
static bool plan(const struct upload *u, char *why, size_t why_size)
{
    struct export *here = calloc(1, sizeof(*here));
    struct export *e = &waiting.plan;
    bool theirs, good;

    if (here == NULL)
        return false;
    good = export_read(e, u->bytes, u->n, u->password[0] != '\0' ? u->password : NULL, why,
                       why_size) &&
           export_collect(here, site.state_file, true, why, why_size);
    theirs = good && export_find(e, "profiles") != NULL;
    snprintf(waiting.version, sizeof(waiting.version), "%s", e->version);
    snprintf(waiting.host, sizeof(waiting.host), "%s", e->host);
    snprintf(waiting.made, sizeof(waiting.made), "%s", e->made);
    good = good && keep_profiles(e, here) &&
           import_plan(e, here, IMPORT_REPLACE, &waiting.notes, why, why_size);
    if (theirs && waiting.notes.n < IMPORT_MAX_NOTES)
        waiting.notes.list[waiting.notes.n++] =
            (struct import_note){IMPORT_NOT_ON_PAGE, "import"};
    if (good)
        make_id();
    export_clear(here);
    free(here);
    return good;
}

/* With the mutex. */
static struct http_answer *show_plan(struct visit *visit)
{
    if (!page_begin(visit, "move.would", SECTION_SETTINGS, NULL))
        return NULL;
    page_put(visit, "<section class=\"panel\"><p>");
    page_say(visit, "move.of", "host", waiting.host, "time", waiting.made, "version",
             waiting.version, NULL);
    page_put(visit, "</p>\n<ul>\n");
    for (size_t i = 0; i < waiting.notes.n; i++) {
        const struct import_note *note = &waiting.notes.list[i];

        if (note->kind == IMPORT_PROFILES || note->kind == IMPORT_LOST_MAIL)
            continue; /* they stay */
        page_put(visit, "<li>");
        page_say(visit, note_words[note->kind], "name", note->text, NULL);
        page_put(visit, "</li>\n");
    }
    page_put(visit, "</ul>\n<p>%w</p>\n<div class=\"row\">", "move.confirm-what");
    page_form(visit, PAGE "/confirm", "");
    page_put(visit,
             "<input type=\"hidden\" name=\"id\" value=\"%s\">"
             "<button class=\"primary\">%w</button></form>\n"
             "<a class=\"button\" href=\"" PAGE "\">%w</a></div></section>\n",
             waiting.id, "move.confirm", "move.not");
    return page_end(visit, 200);
}

static struct http_answer *post_import(struct visit *visit)
{
    const struct upload *u = visit->request->taken;
    struct http_answer *answer;
    char why[1500] = "";

    if (u == NULL || u->failed || !multipart_ended(&u->multipart) || u->n == 0)
        return again(visit, "move.no-file");
    if (export_is_sealed(u->bytes, u->n) && u->password[0] == '\0')
        return again(visit, "move.password-needed");
    pthread_mutex_lock(&waiting.mutex);
    forget();
    if (plan(u, why, sizeof(why)))
        answer = show_plan(visit);
    else {
        forget();
        answer = again(visit, export_is_sealed(u->bytes, u->n)       ? "move.wrong-password"
                              : strstr(why, "newer version") != NULL ? "move.newer"
                                                                     : "move.damaged");
    }
    pthread_mutex_unlock(&waiting.mutex);
    return answer;
}

/* ---- making it valid ---- */

static struct http_answer *post_confirm(struct visit *visit)
{
    char why[1500] = "";
    bool there, good = false;

    pthread_mutex_lock(&waiting.mutex);
    there = waiting.id[0] != '\0' && strcmp(waiting.id, visit_field(visit, "id")) == 0;
    if (there) {
        good = import_stage(&waiting.plan, site.state_file, why, sizeof(why));
        forget();
    }
    pthread_mutex_unlock(&waiting.mutex);
    if (!there)
        return again(visit, "move.gone");
    return good ? visit_go(visit, PAGE, "move-staged") : again(visit, why);
}

static struct http_answer *post_forget(struct visit *visit)
{
    import_cancel(site.state_file);
    return visit_go(visit, PAGE, "move-forgotten");
}

static void stop(void)
{
    pthread_mutex_lock(&waiting.mutex);
    forget();
    pthread_mutex_unlock(&waiting.mutex);
}

static const struct site_route routes[] = {
    {"GET",  PAGE,            0,                    SITE_ADMINISTRATOR, get_page,     NULL    },
    {"POST", PAGE "/export",  0,                    SITE_ADMINISTRATOR, post_export,  NULL    },
    {"POST", PAGE "/import",  2 * EXPORT_MAX_BYTES, SITE_ADMINISTRATOR, post_import,  &uploads},
    {"POST", PAGE "/confirm", 0,                    SITE_ADMINISTRATOR, post_confirm, NULL    },
    {"POST", PAGE "/forget",  0,                    SITE_ADMINISTRATOR, post_forget,  NULL    },
};

const struct site_part site_move = {routes, sizeof(routes) / sizeof(routes[0]), NULL, stop};
