/*
 * test-ticket-file.c - tickets as text in the spool: all of a ticket comes back, and no text,
 * whoever wrote it, makes a ticket that the model cannot have.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/ticket-file.h"
#include "server/vault.h"
#include "tests/unit/tap.h"

#include <stdlib.h>
#include <string.h>

static uint64_t random_state = 0x9E3779B97F4A7C15u;

static unsigned random_below(unsigned n)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (unsigned)(random_state >> 33) % n;
}

/* The model's defaults with a title and a user. */
static struct ticket make_ticket(const struct model *model, const char *title, const char *user)
{
    struct wishes none;
    struct ticket ticket;

    wishes_init(&none);
    ticket_resolve(model, &none, &ticket);
    ticket.job.title = title;
    ticket.job.user = user;
    return ticket;
}

/* Write, and read from exactly as many bytes. */
static bool pass(const struct model *model, const struct ticket *ticket,
                 struct stored_ticket *stored)
{
    char text[TICKET_FILE_MAX];
    size_t n = ticket_file_write(model, ticket, text, sizeof(text));
    char *exact = malloc(n > 0 ? n : 1);
    bool read;

    memcpy(exact, text, n);
    read = n > 0 && ticket_file_read(exact, n, stored);
    free(exact);
    return read;
}

static bool same(const struct ticket *a, const struct ticket *b)
{
    const struct job_params *x = &a->job, *y = &b->job;

    return strcmp(x->title, y->title) == 0 && strcmp(x->user, y->user) == 0 &&
           x->media == y->media && x->source == y->source && x->type == y->type &&
           x->sides == y->sides && x->binding == y->binding &&
           x->binding_shift_hmm == y->binding_shift_hmm && x->copies == y->copies &&
           x->collate == y->collate && x->toner_save == y->toner_save &&
           x->refinement == y->refinement && x->screen == y->screen &&
           x->account == y->account && x->department_id == y->department_id &&
           x->pin == y->pin && a->host_copies == b->host_copies;
}

static void fill(const struct model *model, struct ticket *t)
{
    struct job_params *job = &t->job;
    const struct caps *caps = model->caps;

    job->sides = (enum sides)random_below(3);
    job->binding = (enum binding)random_below(2);
    job->binding_shift_hmm = random_below(caps->max_binding_shift_hmm + 1);
    job->copies = 1 + random_below(caps->max_copies);
    job->collate = (enum collate)random_below(3);
    job->toner_save = (enum choice)random_below(3);
    job->refinement = (enum choice)random_below(3);
    job->screen = (enum halftone_screen)random_below(3);
    job->account = random_below(2) != 0;
    job->department_id = random_below(10000000);
    job->pin = random_below(10000000);
    t->host_copies = 1 + random_below(caps->max_copies);
}

/* ---- round trips ---- */

static void test_model(const struct model *model)
{
    const struct caps *caps = model->caps;
    unsigned tickets = 0, wrong = 0;

    for (size_t m = 0; m < caps->num_media; m++)
        for (size_t s = 0; s < caps->num_sources; s++)
            for (size_t t = 0; t < caps->num_types; t++) {
                struct ticket ticket = make_ticket(model, "A letter to N. N.", "anna@desk");
                struct stored_ticket stored;

                fill(model, &ticket);
                ticket.job.media = caps->media[m].media;
                ticket.job.source = caps->sources[s];
                ticket.job.type = caps->types[t].type;
                tickets++;
                wrong += !pass(model, &ticket, &stored) || stored.model != model ||
                         !same(&stored.ticket, &ticket);
            }
    ok(wrong == 0, "%s: each of %u tickets comes back whole", model->name, tickets);
}

static void test_limits(void)
{
    const struct model *model = &models[0];
    struct ticket ticket = make_ticket(model, "", "");
    struct stored_ticket stored;

    ticket.job.sides = SIDES_SHORT_EDGE;
    ticket.job.binding = BINDING_TOP;
    ticket.job.binding_shift_hmm = model->caps->max_binding_shift_hmm;
    ticket.job.copies = ticket.host_copies = model->caps->max_copies;
    ticket.job.collate = COLLATE_GROUP;
    ticket.job.toner_save = ticket.job.refinement = CHOICE_ON;
    ticket.job.screen = SCREEN_COLOR_TONE;
    ticket.job.account = true;
    ticket.job.department_id = ticket.job.pin = 9999999;
    ok(pass(model, &ticket, &stored) && same(&stored.ticket, &ticket),
       "The highest value of each field comes back");
    ticket.job.binding_shift_hmm = 0;
    ticket.job.sides = SIDES_ONE;
    ticket.job.binding = BINDING_LEFT;
    ticket.job.copies = ticket.host_copies = 1;
    ticket.job.collate = COLLATE_UNCOLLATED;
    ticket.job.toner_save = ticket.job.refinement = CHOICE_DEVICE;
    ticket.job.screen = SCREEN_GRADATION;
    ticket.job.account = false;
    ticket.job.department_id = ticket.job.pin = 0;
    ok(pass(model, &ticket, &stored) && same(&stored.ticket, &ticket), "So does the lowest");
    ticket.job.title = ticket.job.user = NULL;
    ok(pass(model, &ticket, &stored) && stored.ticket.job.title[0] == '\0' &&
           stored.ticket.job.user[0] == '\0',
       "No title and no user are empty ones");
}

/* ---- names of clients ---- */

static void test_names(void)
{
    static const char *const names[] = {
        " ",
        "  two spaces before and behind  ",
        "title",
        "media iso_a5_148x210mm",
        "Gr\303\274\303\237e aus K\303\266ln \360\237\226\250",
        "\377\376 no UTF-8 \200",
        "tab\tbell\aescape\033[2Jreturn\r",
        "%s%n%d",
        "@PJL SET X\"\\",
    };
    const struct model *model = &models[0];

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct ticket as_title = make_ticket(model, names[i], "user");
        struct ticket as_user = make_ticket(model, "title", names[i]);
        struct stored_ticket stored, other;

        ok(pass(model, &as_title, &stored) && same(&stored.ticket, &as_title) &&
               pass(model, &as_user, &other) && same(&other.ticket, &as_user),
           "A name comes back as it was (%zu of %zu)", i + 1, sizeof(names) / sizeof(names[0]));
    }
}

/* A line of a name must not become a line of the ticket. */
static void test_planted(void)
{
    static const char planted[] = "x\nmedia iso_a5_148x210mm\nsource tray-1\ntype labels\n"
                                  "title y\nuser root\nsides 2\ncopies 99\nhost-copies 99\n"
                                  "department 1234567\npin 7654321\nmodel none";
    const struct model *model = &models[0];
    struct ticket ticket = make_ticket(model, planted, "anna"), plain = ticket;
    struct stored_ticket stored;
    char wanted[256];

    snprintf(wanted, sizeof(wanted), "%s", planted);
    for (char *end = wanted; (end = strchr(end, '\n')) != NULL;)
        *end = ' ';
    plain.job.title = wanted;
    ok(pass(model, &ticket, &stored) && same(&stored.ticket, &plain),
       "Lines in a title are one line, and no fields");
    ticket = make_ticket(model, "letter", planted);
    plain = make_ticket(model, "letter", wanted);
    ok(pass(model, &ticket, &stored) && same(&stored.ticket, &plain),
       "nor are those in a user's name");
    ticket = make_ticket(model, "\n\n\n", "\n");
    plain = make_ticket(model, "   ", " ");
    ok(pass(model, &ticket, &stored) && same(&stored.ticket, &plain),
       "A name of nothing but line ends is one of spaces");
}

static void test_long_names(void)
{
    const struct model *model = &models[0];
    char *name = malloc(100001);
    unsigned wrong = 0;

    memset(name, 'n', 100000);
    name[100000] = '\0';
    for (size_t n = 0; n <= 100000; n = n < 300 ? n + 1 : n * 7) {
        char *text = name + 100000 - n, kept[256];
        struct ticket ticket = make_ticket(model, text, text), cut;
        struct stored_ticket stored;

        snprintf(kept, sizeof(kept), "%s", text);
        cut = make_ticket(model, kept, kept);
        fill(model, &ticket);
        cut.host_copies = ticket.host_copies;
        cut.job = ticket.job;
        cut.job.title = cut.job.user = kept;
        wrong += !pass(model, &ticket, &stored) || !same(&stored.ticket, &cut);
    }
    ok(wrong == 0, "A name of any length is kept up to 255 bytes, and fits (%u not)", wrong);
    free(name);
}

static void test_no_room(void)
{
    const struct model *model = &models[0];
    struct ticket ticket = make_ticket(model, "letter", "anna");
    char whole[TICKET_FILE_MAX];
    size_t needed = ticket_file_write(model, &ticket, whole, sizeof(whole));
    bool good = needed > 0;

    for (size_t n = 1; n < needed + 10; n++) {
        char *text = malloc(n);
        size_t used = ticket_file_write(model, &ticket, text, n);

        good = good && used == (n > needed ? needed : 0) &&
               (used == 0 || memcmp(text, whole, used) == 0);
        free(text);
    }
    ok(good, "Where there is no room for the whole text that is told");
}

/* ---- texts of others ---- */

static bool reads(const char *text, struct stored_ticket *stored)
{
    size_t n = strlen(text);
    char *exact = malloc(n + 1);
    bool read;

    memcpy(exact, text, n); /* without the NUL */
    read = ticket_file_read(exact, n, stored);
    free(exact);
    return read;
}

/* A model's line and one more give what the model's line alone gives, or what is wanted. */
static bool reads_as(const char *line, const struct ticket *wanted)
{
    struct stored_ticket stored;
    char text[TICKET_FILE_MAX];

    snprintf(text, sizeof(text), "model %s\n%s", models[0].name, line);
    return reads(text, &stored) && stored.model == &models[0] && same(&stored.ticket, wanted);
}

static void test_refused(void)
{
    struct stored_ticket stored;
    char *large = calloc(1, TICKET_FILE_MAX + 1);
    int n = snprintf(large, TICKET_FILE_MAX, "model %s\n", models[0].name);

    ok(!reads("", &stored), "An empty text is no ticket");
    ok(!reads("model \n", &stored) && !reads("model", &stored) &&
           !reads("model none\n", &stored),
       "nor is one of an unknown model");
    ok(!reads("copies 2\nmedia iso_a4_210x297mm\n", &stored), "nor one without a model");
    memset(large + n, '\n', (size_t)(TICKET_FILE_MAX + 1 - n));
    ok(ticket_file_read(large, TICKET_FILE_MAX, &stored) &&
           !ticket_file_read(large, TICKET_FILE_MAX + 1, &stored),
       "nor one that is longer than any");
    free(large);
}

static void test_left_out(void)
{
    static const char *const lines[] = {
        "",
        "copies",
        "copies ",
        "copies 0",
        "copies -1",
        "copies +2",
        "copies  2",
        "copies 2 ",
        "copies 2x",
        "copies 0x2",
        "copies 1000",
        "copies 4294967298",
        "copies 18446744073709551618",
        "copies 99999999999999999999999999",
        "host-copies 0",
        "host-copies 1000",
        "sides 3",
        "sides 4294967297",
        "binding 2",
        "binding-shift 5001",
        "collate 3",
        "toner-save 3",
        "refinement 3",
        "screen 3",
        "account 2",
        "department 10000000",
        "pin 10000000",
        "media none",
        "media ",
        "media iso_a4_210x297mm ",
        "source none",
        "type none",
        "colour 1",
        " copies 2",
        "COPIES 2",
        "\001\002\003 \377",
        "model none",
    };
    struct ticket wanted = make_ticket(&models[0], "", "");

    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
        ok(reads_as(lines[i], &wanted), "'%s' is left out", lines[i][0] < ' ' ? "" : lines[i]);
    wanted.job.copies = 2;
    ok(reads_as("future a new field\ncopies 2", &wanted) &&
           reads_as("copies 2\nfuture a new field", &wanted) &&
           reads_as("\n\n\ncopies 2\n\n", &wanted) && reads_as("copies 002", &wanted),
       "What another version adds does not hide the rest");
}

/* Sizes, sources and types of machines that this model does not have. */
static void test_foreign(void)
{
    struct ticket wanted = make_ticket(&models[0], "", "");
    const struct caps *caps = models[0].caps;
    unsigned wrong = 0;
    char line[128];

    for (size_t i = 0; i < num_media_sizes; i++) {
        snprintf(line, sizeof(line), "media %s", media_sizes[i].name);
        wrong += !caps_find_media(caps, &media_sizes[i]) && !reads_as(line, &wanted);
    }
    for (size_t i = 0; i < num_media_sources; i++) {
        snprintf(line, sizeof(line), "source %s", media_sources[i].name);
        wrong += !caps_has_source(caps, &media_sources[i]) && !reads_as(line, &wanted);
    }
    for (size_t i = 0; i < num_media_types; i++) {
        snprintf(line, sizeof(line), "type %s", media_types[i].name);
        wrong += !caps_find_type(caps, &media_types[i]) && !reads_as(line, &wanted);
    }
    ok(wrong == 0, "What the model does not have is left out (%u not)", wrong);
}

static bool is_sound(const struct stored_ticket *s)
{
    const struct job_params *job = &s->ticket.job;
    const struct caps *caps = s->model->caps;

    return caps_find_media(caps, job->media) != NULL && caps_has_source(caps, job->source) &&
           caps_find_type(caps, job->type) != NULL && job->title == s->title &&
           job->user == s->user && memchr(s->title, '\0', sizeof(s->title)) != NULL &&
           memchr(s->user, '\0', sizeof(s->user)) != NULL && job->sides <= SIDES_SHORT_EDGE &&
           job->binding <= BINDING_TOP &&
           job->binding_shift_hmm <= caps->max_binding_shift_hmm && job->copies >= 1 &&
           job->copies <= caps->max_copies && s->ticket.host_copies >= 1 &&
           s->ticket.host_copies <= caps->max_copies && job->collate <= COLLATE_GROUP &&
           job->toner_save <= CHOICE_ON && job->refinement <= CHOICE_ON &&
           job->screen <= SCREEN_COLOR_TONE && job->department_id <= 9999999 &&
           job->pin <= 9999999;
}

/* A sound text with bytes changed, doubled and cut off. */
static void test_hostile(void)
{
    static const char letters[] = "\n \0"
                                  "0123456789-abcdefghijklmnopqrstuvwxyz_%\377";
    unsigned read = 0, wrong = 0, times = 200000;

    for (unsigned i = 0; i < times; i++) {
        const struct model *model = &models[random_below((unsigned)num_models)];
        struct ticket ticket = make_ticket(model, "letter", "anna");
        struct stored_ticket stored;
        char text[TICKET_FILE_MAX], *exact;
        size_t n;

        fill(model, &ticket);
        n = ticket_file_write(model, &ticket, text, sizeof(text));
        for (unsigned changes = 1 + random_below(20); changes > 0; changes--)
            text[random_below(4) ? 30 + random_below((unsigned)n - 30)
                                 : random_below((unsigned)n)] =
                letters[random_below(sizeof(letters))];
        n = random_below(4) == 0 ? random_below((unsigned)n + 1) : n;
        exact = malloc(n > 0 ? n : 1);
        memcpy(exact, text, n);
        if (ticket_file_read(exact, n, &stored)) {
            read++;
            wrong += !is_sound(&stored);
        }
        free(exact);
    }
    ok(wrong == 0 && read > times / 4,
       "Of %u damaged texts each that is read (%u) is a ticket of its model", times, read);
}

int main(void)
{
    static const uint8_t key[VAULT_KEY_BYTES] = {1, 2, 3};

    vault_use(key);
    for (size_t i = 0; i < num_models; i++)
        test_model(&models[i]);
    test_limits();
    test_names();
    test_planted();
    test_long_names();
    test_no_room();
    test_refused();
    test_left_out();
    test_foreign();
    test_hostile();
    return tap_done();
}
