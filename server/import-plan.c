/*
 * import-plan.c - what an export becomes here, and what a person is told of it; see import.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "import.h"

#include "identity.h"
#include "state.h"
#include "vault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Where the plan is made: the queues there and here. */
struct plan {
    struct export *e;
    const struct export *here;
    struct import_notes *notes;
    struct import_queue theirs[IMPORT_MAX_QUEUES], ours[IMPORT_MAX_QUEUES];
    size_t num_theirs, num_ours;
};

static void note(struct plan *p, enum import_kind kind, const char *text)
{
    struct import_note *last;

    if (p->notes->n == IMPORT_MAX_NOTES)
        return;
    last = &p->notes->list[p->notes->n++];
    last->kind = kind;
    snprintf(last->text, sizeof(last->text), "%s", text);
}

static void note_number(struct plan *p, enum import_kind kind, unsigned long number)
{
    char text[24];

    snprintf(text, sizeof(text), "%lu", number);
    if (number > 0)
        note(p, kind, text);
}

static const char *text_of(const struct export *e, const char *name)
{
    const struct export_part *part = export_find(e, name);

    return part != NULL ? (const char *)part->bytes : "";
}

/* ---- a state that can be read ---- */

static bool is_text(const struct export_part *part)
{
    return part->n == strlen((const char *)part->bytes);
}

/* In the form of state_normalise; the text is taken over. */
static bool put_text(struct export *e, const char *name, char *text)
{
    bool good = text != NULL && export_add(e, name, text, strlen(text));

    free(text);
    return good;
}

static bool check(struct export *e, char *why, size_t why_size)
{
    const struct export_part *state = export_find(e, "state");
    char *normal;

    for (size_t i = 0; i < e->n; i++)
        if (!is_text(&e->parts[i])) {
            snprintf(why, why_size, "The part %s of the file is damaged.", e->parts[i].name);
            return false;
        }
    if (state == NULL)
        return true; /* no queue was ever made there */
    if (state_is_newer((const char *)state->bytes)) {
        snprintf(why, why_size,
                 "The queues in the file are of a newer version of "
                 "canon-printer-app than this one.");
        return false;
    }
    normal = state_normalise((const char *)state->bytes, state->n, NULL, NULL);
    if (put_text(e, "state", normal))
        return true;
    snprintf(why, why_size, "The queues in the file are damaged.");
    return false;
}

/* ---- numbers of queues ---- */

static const struct import_queue *find_name(const struct import_queue *queues, size_t n,
                                            const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcasecmp(queues[i].name, name) == 0)
            return &queues[i];
    return NULL;
}

static bool is_taken(const struct import_queue *queues, size_t n, int id)
{
    for (size_t i = 0; i < n; i++)
        if (queues[i].id == id)
            return true;
    return false;
}

static void give_numbers(struct plan *p, enum import_how how)
{
    int free_id = 1;

    for (size_t i = 0; i < p->num_theirs; i++)
        if (p->theirs[i].id >= free_id)
            free_id = p->theirs[i].id + 1;
    for (size_t i = 0; i < p->num_ours; i++)
        if (p->ours[i].id >= free_id)
            free_id = p->ours[i].id + 1;
    for (size_t i = 0; i < p->num_theirs; i++) {
        struct import_queue *queue = &p->theirs[i];
        const struct import_queue *same = find_name(p->ours, p->num_ours, queue->name);

        if (same != NULL)
            queue->new_id = how == IMPORT_MERGE ? 0 : same->id;
        else if (is_taken(p->ours, p->num_ours, queue->id))
            queue->new_id = free_id++;
        note(p,
             same == NULL          ? IMPORT_QUEUE_NEW
             : how == IMPORT_MERGE ? IMPORT_QUEUE_KEPT
                                   : IMPORT_QUEUE_REPLACED,
             queue->name);
    }
    for (size_t i = 0; how == IMPORT_REPLACE && i < p->num_ours; i++)
        if (find_name(p->theirs, p->num_theirs, p->ours[i].name) == NULL)
            note(p, IMPORT_QUEUE_GONE, p->ours[i].name);
}

/* ---- departments ---- */

static const char *next_line(const char *line)
{
    line += strcspn(line, "\n");
    return line + (*line == '\n');
}

/* The line of a user in a table; NULL: it is not there. n: with its tab. */
static const char *find_user(const char *table, const char *user, size_t n)
{
    for (const char *line = table; *line != '\0'; line = next_line(line))
        if (strncasecmp(line, user, n) == 0)
            return line;
    return NULL;
}

/* Length of what stands before the PIN, both tabs with it; 0: that is no line of a user. */
static size_t before_pin(const char *line)
{
    size_t n = strcspn(line, "\t\n");

    if (line[0] == '#' || line[n] != '\t')
        return 0;
    n += 1 + strcspn(line + n + 1, "\t\n");
    return line[n] == '\t' ? n + 1 : 0;
}

/*
 * The table as it will be: with our lines first when merging; where the PIN is lost, the one of
 * here where user and department are the same.
 */
static char *plan_accounts(struct plan *p, const char *theirs, const char *ours, bool merge)
{
    char *out = NULL, user[132];
    size_t n = 0;
    unsigned long added = 0;
    FILE *file = open_memstream(&out, &n);

    if (file == NULL)
        return NULL;
    if (merge)
        fputs(ours, file);
    for (const char *line = theirs; *line != '\0'; line = next_line(line)) {
        size_t head = before_pin(line), length = strcspn(line, "\n");
        size_t name = strcspn(line, "\t\n") + 1;
        const char *mine = head > 0 ? find_user(ours, line, name) : NULL;
        bool lost = head > 0 && length - head == strlen(VAULT_LOST) &&
                    strncmp(line + head, VAULT_LOST, strlen(VAULT_LOST)) == 0;

        if (merge && (head == 0 || mine != NULL))
            continue;
        added += head > 0;
        if (lost && mine != NULL && before_pin(mine) == head &&
            strncasecmp(line, mine, head) == 0) {
            fprintf(file, "%.*s\n", (int)strcspn(mine, "\n"), mine);
            continue;
        }
        fprintf(file, "%.*s\n", (int)length, line);
        snprintf(user, sizeof(user), "%.*s", (int)(name - 1), line);
        if (lost)
            note(p, IMPORT_LOST_USER, user);
    }
    note_number(p, IMPORT_DEPARTMENTS, added);
    if (fclose(file) == 0)
        return out;
    free(out);
    return NULL;
}

/* ---- both ways ---- */

static unsigned port_of(const struct export *e)
{
    struct identity identity;
    unsigned port;

    identity_parse(text_of(e, "identity"), &identity);
    port = identity.port;
    identity_clear(&identity);
    return port;
}

static unsigned long count(const char *text, const char *what)
{
    unsigned long n = 0;

    for (const char *line = text; *line != '\0'; line = next_line(line))
        n += strncmp(line, what, strlen(what)) == 0;
    return n;
}

static void note_parts(struct plan *p)
{
    char port[24];
    unsigned theirs = port_of(p->e);

    snprintf(port, sizeof(port), "%u", theirs);
    if (theirs != 0 && theirs != port_of(p->here))
        note(p, IMPORT_PORT, port);
    note_number(p, IMPORT_PROFILES, count(text_of(p->e, "profiles"), "[profile "));
    note_number(p, IMPORT_SCANNERS, count(text_of(p->e, "scanners"), "scanner "));
    if (export_find(p->e, "settings") != NULL)
        note(p, IMPORT_SETTINGS, "");
    if (export_find(p->e, "administrators") != NULL)
        note(p, IMPORT_ADMINISTRATORS, "");
    if (export_find(p->e, "key") != NULL)
        note(p, IMPORT_KEY, "");
    for (size_t i = 0; i < p->num_theirs; i++)
        if (p->theirs[i].pin_lost)
            note(p, IMPORT_LOST_QUEUE, p->theirs[i].name);
    if (strstr(text_of(p->e, "profiles"), "= " VAULT_LOST "\n") != NULL)
        note(p, IMPORT_LOST_MAIL, "");
}

static bool plan_replace(struct plan *p)
{
    static const struct {
        const char *name;
        char *(*renumber)(const char *text, const struct import_queue *queues, size_t n);
    } numbered[] = {
        {"queue-settings", import_renumber_settings},
        {"people",         import_renumber_people  },
        {"scanners",       import_renumber_scanners},
    };
    const struct import_queue *queues = p->theirs;
    struct export *e = p->e;
    size_t n = p->num_theirs;
    bool good = true;

    if (export_find(e, "state") != NULL)
        good =
            put_text(e, "state", import_renumber_state(text_of(e, "state"), queues, n, false));
    if (good && export_find(e, "identity") != NULL)
        good = put_text(e, "identity",
                        import_renumber_identity(text_of(e, "identity"), queues, n, false));
    for (size_t i = 0; good && i < sizeof(numbered) / sizeof(numbered[0]); i++)
        if (export_find(e, numbered[i].name) != NULL)
            good = put_text(e, numbered[i].name,
                            numbered[i].renumber(text_of(e, numbered[i].name), queues, n));
    if (good && export_find(e, "accounts") != NULL)
        good = put_text(
            e, "accounts",
            plan_accounts(p, text_of(e, "accounts"), text_of(p->here, "accounts"), false));
    note_parts(p);
    return good;
}

static char *append_and_free(const char *text, char *more, const char *end)
{
    char *both = more != NULL ? import_append(text, more, end) : NULL;

    free(more);
    return both;
}

/* PINs and passwords that only the other computer's key can read are lost. */
static bool redact(struct export *e, const char *name)
{
    return put_text(e, name, export_redact(name, text_of(e, name)));
}

/* What is here, and what is added. The number of the next queue follows from all of them. */
static char *merge_states(struct plan *p)
{
    struct import_queue *all = calloc(2 * IMPORT_MAX_QUEUES, sizeof(*all));
    char *both = append_and_free(
        text_of(p->here, "state"),
        import_renumber_state(text_of(p->e, "state"), p->theirs, p->num_theirs, true), "# end");
    char *whole = NULL;
    size_t n;

    if (both != NULL && all != NULL) {
        n = import_queues(both, all, 2 * IMPORT_MAX_QUEUES);
        whole = import_renumber_state(both, all, n, false);
    }
    free(both);
    free(all);
    return whole;
}

static bool plan_merge(struct plan *p)
{
    struct export *e = p->e;
    struct export merged = {.n = 0};
    char *state, *identity, *settings, *accounts;
    bool good;

    (void)redact(e, "accounts");
    state = merge_states(p);
    identity = append_and_free(
        text_of(p->here, "identity"),
        import_renumber_identity(text_of(e, "identity"), p->theirs, p->num_theirs, true), NULL);
    settings = append_and_free(
        text_of(p->here, "queue-settings"),
        import_renumber_settings(text_of(e, "queue-settings"), p->theirs, p->num_theirs), NULL);
    accounts = plan_accounts(p, text_of(e, "accounts"), text_of(p->here, "accounts"), true);
    good = true;
    for (size_t i = 0; good && i < p->here->n; i++) /* else it would be taken away */
        good = export_add(&merged, p->here->parts[i].name, p->here->parts[i].bytes,
                          p->here->parts[i].n);
    good = put_text(&merged, "state", state) && good;
    good = put_text(&merged, "identity", identity) && good;
    good = put_text(&merged, "queue-settings", settings) && good;
    good = put_text(&merged, "accounts", accounts) && good;
    for (size_t i = 0; i < p->num_theirs; i++)
        if (p->theirs[i].new_id > 0 && p->theirs[i].pin_lost)
            note(p, IMPORT_LOST_QUEUE, p->theirs[i].name);
    export_clear(e);
    *e = merged;
    return good;
}

bool import_plan(struct export *e, const struct export *here, enum import_how how,
                 struct import_notes *notes, char *why, size_t why_size)
{
    struct plan *p = calloc(1, sizeof(*p));
    bool good;

    notes->n = 0;
    if (p == NULL || !check(e, why, why_size)) {
        if (p == NULL)
            snprintf(why, why_size, "There is no memory.");
        free(p);
        return false;
    }
    p->e = e;
    p->here = here;
    p->notes = notes;
    if (export_find(here, "state") == NULL)
        how = IMPORT_REPLACE;
    else
        p->num_ours = import_queues(text_of(here, "state"), p->ours, IMPORT_MAX_QUEUES);
    if (how == IMPORT_MERGE && export_find(e, "state") != NULL)
        (void)redact(e, "state");
    p->num_theirs = import_queues(text_of(e, "state"), p->theirs, IMPORT_MAX_QUEUES);
    give_numbers(p, how);
    good = how == IMPORT_MERGE ? plan_merge(p) : plan_replace(p);
    if (!good)
        snprintf(why, why_size, "There is no memory.");
    free(p);
    return good;
}

void import_say(const struct import_note *n, char *text, size_t size)
{
    static const char *const says[IMPORT_KINDS] = {
        [IMPORT_QUEUE_NEW] = "The queue %s is added.",
        [IMPORT_QUEUE_REPLACED] = "The queue %s is replaced by that of the file.",
        [IMPORT_QUEUE_KEPT] = "The queue %s is here already and stays as it is.",
        [IMPORT_QUEUE_GONE] = "The queue %s is not in the file: it is taken away.",
        [IMPORT_PORT] = "The server's port becomes %s, by which clients know it.",
        [IMPORT_DEPARTMENTS] = "Departments of people: %s.",
        [IMPORT_PROFILES] = "Scan profiles: %s.",
        [IMPORT_SCANNERS] = "Scanners: %s.",
        [IMPORT_SETTINGS] = "The settings of the server are those of the file.%s",
        [IMPORT_ADMINISTRATORS] = "The administrators are those of the file.%s",
        [IMPORT_KEY] =
            "The keys become those of the file; jobs that wait here lose their PINs.%s",
        [IMPORT_LOST_USER] = "The PIN of %s has to be typed again.",
        [IMPORT_LOST_QUEUE] = "The PIN of the queue %s has to be typed again.",
        [IMPORT_LOST_MAIL] = "The password of the mail server has to be typed again.%s",
        [IMPORT_NOT_ON_PAGE] = "%s is imported by the command only.",
    };
    const char *say = says[n->kind], *at = strstr(say, "%s");

    snprintf(text, size, "%.*s%s%s", (int)(at - say), say, n->text, at + 2);
}
