/*
 * test-guards.c - which texts are asked about, and which paper a part of a job gets.
 * Effects: a temporary folder, files in memory.
 * SPDX-License-Identifier: Apache-2.0
 */
#define _GNU_SOURCE /* memfd_create */
#include "server/guards.h"

#include "server/jobs-guard.h"
#include "tests/unit/queues.h"

#include <sys/mman.h>

static struct jobs *jobs;
static struct job_queue *queue;
static struct job *job;

static void begin(const char *format)
{
    const struct jobs_limits limits = MANY;
    struct job_request request = queues_request("text");

    jobs = queues_open(&limits);
    queue = jobs_queue(jobs, 1);
    queue->ask_code = true;
    snprintf(queue->model, sizeof(queue->model), "canon_ir1020_ufr2lt");
    request.format = format;
    job = queues_put(jobs, &request);
}

static void end(void)
{
    job_release(job);
    jobs_close(jobs);
    queues_clear();
}

/* ---- texts ---- */

/* n times a line, each letter as so many bytes, the higher one first or last. */
static int file_of(const char *line, unsigned n, unsigned width, bool little)
{
    int fd = memfd_create("text", MFD_CLOEXEC);
    FILE *file = fdopen(dup(fd), "w");

    if (file == NULL)
        return -1;
    if (width == 2)
        fwrite(little ? "\xFF\xFE" : "\xFE\xFF", 1, 2, file);
    for (unsigned i = 0; i < n; i++)
        for (const char *c = line; *c != '\0'; c++) {
            const char wide[2] = {little ? *c : '\0', little ? '\0' : *c};

            fwrite(width == 2 ? wide : c, 1, width, file);
        }
    fclose(file);
    return fd;
}

/* Whether a text makes the job wait. */
static bool asks(const char *format, const char *line, unsigned n, unsigned width, bool little)
{
    int fd = file_of(line, n, width, little);
    bool asked;

    begin(format);
    (void)guard_text(job, fd);
    asked = job->gates == GATE_CODE_TEXT && job->state == IPP_JSTATE_HELD;
    close(fd);
    end();
    return asked;
}

static const char program[] = "gsave 72 720 moveto /F findfont setfont (A) show showpage\n"
                              "newpath 1 1 moveto 2 2 lineto stroke grestore exch def\n",
                  letter[] = "Dear Sir, we have received your letter, and thank you for it.\n";

static void test_texts(void)
{
    ok(asks("text/plain", program, 40, 1, false), "A program is asked about");
    ok(!asks("text/plain", letter, 40, 1, false), "A letter is not");
    ok(!asks("application/pdf", program, 40, 1, false), "Nor is anything but text");
    ok(asks("text/plain", program, 400, 2, true), "A program in UTF-16 is");
    ok(asks("text/plain", program, 400, 2, false), "In the other order of bytes, too");
    ok(!asks("text/plain", letter, 400, 2, true) && !asks("text/plain", letter, 400, 2, false),
       "A letter in UTF-16 is not");
    begin("text/plain");
    queue->ask_code = false;
    (void)guard_text(job, file_of(program, 40, 1, false));
    ok(job->gates == 0, "A queue may print programs");
    end();
}

/* ---- paper ---- */

static const char *const us_letter = "na_letter_8.5x11in", *const a4 = "iso_a4_210x297mm",
                         *const a5 = "iso_a5_148x210mm";

/* The paper for a job that asks for this. */
static const struct media *paper_for(const char *media, const char *source, const char *type)
{
    const struct model *model = model_find("canon_ir1020_ufr2lt");
    struct wishes wishes;
    struct ticket ticket;

    wishes_init(&wishes);
    wishes.media = media;
    wishes.source = source;
    wishes.type = type;
    ticket_resolve(model, &wishes, &ticket);
    return guard_paper(job, model, &ticket, a4);
}

static void load(const char *first, const char *second)
{
    queue->ready = (struct papers_ready){.known = true};
    papers_ready_add(&queue->ready, media_find(first));
    papers_ready_add(&queue->ready, media_find(second));
}

static void test_paper(void)
{
    begin("application/pdf");
    ok(paper_for(us_letter, NULL, NULL) == media_find(us_letter) && job->gates == 0,
       "Where nobody knows what is loaded nothing is asked");
    load(a4, a5);
    ok(paper_for(a5, NULL, NULL) == media_find(a5) && job->gates == 0,
       "What is loaded is taken");
    ok(paper_for(us_letter, "by-pass-tray", NULL) == media_find(us_letter) && job->gates == 0,
       "What is to come from the bypass tray is not asked for");
    ok(paper_for(us_letter, NULL, "labels") == media_find(us_letter) && job->gates == 0,
       "Nor is a type that no drawer takes");
    ok(paper_for("iso_dl_110x220mm", NULL, NULL) == media_find("iso_dl_110x220mm") &&
           job->gates == 0,
       "Nor is such a size");
    ok(paper_for(us_letter, NULL, NULL) == media_find(us_letter) && job->gates == GATE_PAPER,
       "What is not loaded makes the job wait");
    guards_tick(jobs);
    ok(strcmp(job->paper_hint, "Waits for Letter. Load it in drawer 1, drawer 2 or the bypass "
                               "tray.") == 0,
       "It says what to do: %s", job->paper_hint);
    load(a4, us_letter);
    guards_tick(jobs);
    ok(job->gates == 0 && job->state == IPP_JSTATE_PENDING,
       "When it is loaded the job goes on");
    end();

    begin("application/pdf");
    load(a4, a5);
    queue->other_paper = OTHER_PAPER_MACHINE;
    ok(paper_for(us_letter, NULL, NULL) == media_find(us_letter) && job->gates == 0,
       "Where the machine is to ask nothing is asked here");
    end();

    begin("application/pdf");
    load(a4, a5);
    queue->other_paper = OTHER_PAPER_PRINT;
    ok(paper_for(us_letter, NULL, NULL) == media_find(a4) && job->gates == 0,
       "A queue may take its usual paper at once");
    load(us_letter, a5);
    ok(paper_for(us_letter, NULL, NULL) == media_find(a4),
       "What was decided stays so, whatever is loaded then");
    ok(paper_for("na_legal_8.5x14in", NULL, NULL) == media_find("na_legal_8.5x14in") &&
           job->gates == GATE_PAPER,
       "Where the usual paper is not loaded either the job waits");
    end();
}

int main(void)
{
    if (mkdtemp(spools_folder) == NULL)
        return 1;
    test_texts();
    test_paper();
    (void)spools_remove_folder();
    return tap_done();
}
