/*
 * machine.c - the state of the virtual machine, see machine.h.
 * Effects: events.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/virtual-printer/machine.h"

#include "tests/virtual-printer/events.h"

#include <string.h>

const struct machine_model machine_models[] = {
    {"canon_ir1020_ufr2lt", "iR1020/1024/1025", "Canon iR1024 /P", 256,  ANY_UFR2LT},
    {"canon_ir1018_ufr2lt", "iR1018/1022/1023", "Canon iR1022 /P", 1024, ANY_UFR2LT},
};
const size_t num_machine_models = sizeof machine_models / sizeof machine_models[0];

#define DEFAULT_BUFFER (2u << 20)

static void begin(struct machine *m, struct fault *f)
{
    fault_begin(f, m->now_ms);
    event("fault", "s", "fault", fault_name(f->kind));
    if (fault_is_power_loss(f)) {
        m->verdict = MACHINE_LOSES_POWER;
    } else if (f->kind == FAULT_CLOSE) {
        f->active = false;
        if (m->verdict == MACHINE_GOES_ON)
            m->verdict = MACHINE_CLOSES;
    }
}

static void end(struct fault *f)
{
    f->active = false;
    /* a tray that was filled again; the page that waits takes the first sheet */
    f->seen = fault_counts_pages(f) ? 1 : 0;
    /* what counts bytes has had its place in this connection, what counts nothing its time */
    f->spent = fault_counts_bytes(f) || fault_counts_nothing(f);
    event("fault-end", "s", "fault", fault_name(f->kind));
}

/* --- scenes */

static uint64_t count(const struct machine *m, enum cue cue)
{
    switch (cue) {
    case CUE_PAGE:
        return m->engine.num_begun;
    case CUE_PAGE_OUT:
        return m->engine.num_out;
    case CUE_BYTE:
        return m->judged_bytes;
    case CUE_JOB:
        return m->num_jobs;
    case CUE_JOB_OUT:
        return m->num_jobs_out;
    case CUE_CONNECTION:
        return m->num_connections;
    case CUE_TIME:
        return m->now_ms - m->scene_ms;
    }
    return 0;
}

static const struct scene *next_scene(const struct machine *m)
{
    return m->scenario && m->scene < m->scenario->num ? &m->scenario->scenes[m->scene] : NULL;
}

static void play(struct machine *m, const struct scene *scene)
{
    static const struct faults none;
    struct fault *f;

    if (scene->has_settings) {
        machine_set(m, &scene->settings);
    } else if (!scene->has_fault) {
        machine_set_faults(m, &none);
    } else {
        f = faults_put(&m->faults, &scene->fault);
        if (f)
            begin(m, f);
    }
}

/* In the order they stand in; one whose place is past when its turn comes is played at once. */
static void play_scenes(struct machine *m)
{
    const struct scene *scene;

    while ((scene = next_scene(m)) != NULL && count(m, scene->cue) >= scene->number) {
        m->scene++;
        m->scene_ms = m->now_ms;
        event("scene", "u", "number", (unsigned long long)m->scene);
        play(m, scene);
    }
}

/* --- what the engine asks and tells */

static bool held(void *ctx)
{
    const struct machine *m = ctx;
    size_t i;

    for (i = 0; i < m->faults.num; i++)
        if (m->faults.list[i].active && fault_counts_pages(&m->faults.list[i]))
            return true;
    return machine_is_off(m) || !machine_is_warm(m);
}

static void page_begins(void *ctx)
{
    struct machine *m = ctx;
    size_t i;

    for (i = 0; i < m->faults.num; i++) {
        struct fault *f = &m->faults.list[i];

        if (fault_counts_pages(f) && fault_armed(f) && f->seen++ >= f->value)
            begin(m, f);
    }
    play_scenes(m);
}

static void page_is_out(void *ctx)
{
    struct machine *m = ctx;
    size_t i;

    for (i = 0; i < m->faults.num; i++) {
        struct fault *f = &m->faults.list[i];

        if (fault_counts_printed(f) && fault_armed(f) && ++f->seen >= f->value)
            begin(m, f);
    }
    play_scenes(m);
}

/* --- set up */

void machine_start(struct machine *m, const struct machine_model *model, uint64_t now_ms)
{
    size_t i;

    memset(m, 0, sizeof *m);
    m->model = model;
    m->community = "public";
    m->buffer = DEFAULT_BUFFER;
    m->now_ms = m->tokens_ms = m->scene_ms = now_ms;
    m->engine.now_ms = now_ms;
    m->engine.toner = -1;
    for (i = 0; i < NUM_TRAYS; i++)
        m->engine.sheets[i] = -1;
    m->engine.held = held;
    m->engine.page_begins = page_begins;
    m->engine.page_is_out = page_is_out;
    m->engine.ctx = m;
    machine_power_on(m);
}

void machine_set_faults(struct machine *m, const struct faults *faults)
{
    m->faults = *faults;
    m->tokens = 0;
    m->tokens_ms = m->now_ms;
}

void machine_set(struct machine *m, const struct settings *s)
{
    size_t i;

    if (s->given & SET_SPEED)
        engine_set_speed(&m->engine, s->speed);
    if (s->given & SET_TONER)
        m->engine.toner = (int)s->toner;
    if (s->given & SET_LIFE)
        m->engine.life = s->life;
    if (s->given & SET_SLEEP)
        m->sleep_ms = s->sleep_ms;
    if (s->given & SET_WAKE)
        m->wake_ms = s->wake_ms;
    if (s->given & SET_WARMUP)
        m->warmup_ms = s->warmup_ms;
    if (s->given & SET_SLEEP_MODE)
        m->sleep_is_silent = s->sleep_is_silent;
    if (s->given & SET_PAPER)
        m->tells_a4 = s->tells_a4;
    for (i = 0; i < NUM_TRAYS; i++)
        if (s->given & (unsigned)SET_TRAY << i)
            m->engine.sheets[i] = s->sheets[i];
}

/* --- time */

static void gather_tokens(struct machine *m, const struct fault *slow)
{
    double most = (double)slow->value / 10 + 1;

    m->tokens += (double)slow->value * (double)(m->now_ms - m->tokens_ms) / 1000;
    if (m->tokens > most)
        m->tokens = most;
    m->tokens_ms = m->now_ms;
}

void machine_tick(struct machine *m, uint64_t now_ms)
{
    size_t i;

    m->now_ms = now_ms;
    for (i = 0; i < m->faults.num; i++) {
        struct fault *f = &m->faults.list[i];

        if (f->active && f->duration_ms && now_ms >= f->active_end)
            end(f);
        else if (fault_counts_nothing(f) && fault_armed(f))
            begin(m, f);
        if (f->active && f->kind == FAULT_SLOW)
            gather_tokens(m, f);
    }
    machine_power_tick(m);
    play_scenes(m);
    engine_run(&m->engine, now_ms);
}

static void sooner(uint64_t *wait, uint64_t now, uint64_t then)
{
    uint64_t ms = then > now ? then - now : 0;

    if (ms < *wait)
        *wait = ms;
}

uint64_t machine_wait(const struct machine *m, uint64_t limit)
{
    const struct scene *scene = next_scene(m);
    size_t i;

    if (m->engine.moving && m->engine.stop == ENGINE_GOES)
        sooner(&limit, m->now_ms, m->engine.page_end_ms);
    if (scene && scene->cue == CUE_TIME)
        sooner(&limit, m->now_ms, m->scene_ms + scene->number);
    for (i = 0; i < m->faults.num; i++) {
        const struct fault *f = &m->faults.list[i];

        if (f->active && f->duration_ms)
            sooner(&limit, m->now_ms, f->active_end);
        /* the bucket is full after 100 ms; half of it is worth a read */
        if (f->active && f->kind == FAULT_SLOW && m->connected && m->tokens < 1)
            sooner(&limit, m->now_ms, m->now_ms + (f->value >= 20 ? 50 : 1000 / f->value + 1));
    }
    return machine_power_wait(m, limit);
}

/* --- connections and their bytes */

static uint64_t *byte_counter(struct machine *m, const struct fault *f)
{
    return f->total ? &m->total_bytes : &m->connection_bytes;
}

void machine_connected(struct machine *m)
{
    size_t i;

    m->connected = true;
    m->connection_bytes = 0;
    m->num_connections++;
    for (i = 0; i < m->faults.num; i++)
        if (fault_counts_bytes(&m->faults.list[i]) && !m->faults.list[i].total)
            m->faults.list[i].spent = false;
    play_scenes(m);
}

void machine_disconnected(struct machine *m)
{
    size_t i;

    m->connected = false;
    m->busy_ms = m->now_ms;
    for (i = 0; i < m->faults.num; i++)
        if (m->faults.list[i].kind == FAULT_STALL && m->faults.list[i].active)
            end(&m->faults.list[i]);
}

/* Pages that are not printed yet fill the buffer; the page being printed is not among them
 * only as long as no other one is complete. */
static size_t buffer_room(const struct machine *m, size_t n)
{
    uint64_t used = m->total_bytes - m->engine.printed_bytes;

    if (m->engine.num_pages == 0)
        return n;
    if (m->engine.num_pages >= MAX_WAITING_PAGES || used >= m->buffer)
        return 0;
    return m->buffer - used < n ? (size_t)(m->buffer - used) : n;
}

static void read_up_to(size_t *n, uint64_t seen, uint64_t place)
{
    if (seen < place && place - seen < *n)
        *n = (size_t)(place - seen);
}

size_t machine_may_read(struct machine *m, size_t n)
{
    const struct scene *scene = next_scene(m);
    size_t i;

    if (m->engine.stop == ENGINE_NO_SHEET || m->engine.stop == ENGINE_NO_TONER)
        return 0;
    n = buffer_room(m, n);
    if (scene && scene->cue == CUE_BYTE)
        read_up_to(&n, m->total_bytes, scene->number);
    for (i = 0; i < m->faults.num; i++) {
        const struct fault *f = &m->faults.list[i];

        if (f->active && (f->kind == FAULT_STALL || fault_counts_pages(f)))
            return 0;
        if (f->active && f->kind == FAULT_SLOW && (double)n > m->tokens)
            n = (size_t)m->tokens;
        if (fault_counts_bytes(f) && fault_armed(f))
            read_up_to(&n, *byte_counter(m, f), f->value);
    }
    return n;
}

void machine_has_read(struct machine *m, size_t n)
{
    m->connection_bytes += n;
    m->total_bytes += n;
    m->tokens -= m->tokens < (double)n ? m->tokens : (double)n;
}

enum machine_verdict machine_judge(struct machine *m)
{
    enum machine_verdict verdict;
    size_t i;

    m->judged_bytes = m->total_bytes;
    play_scenes(m);
    for (i = 0; m->connected && m->verdict == MACHINE_GOES_ON && i < m->faults.num; i++) {
        struct fault *f = &m->faults.list[i];

        if (fault_counts_bytes(f) && fault_armed(f) && *byte_counter(m, f) >= f->value)
            begin(m, f);
    }
    verdict = m->verdict;
    m->verdict = MACHINE_GOES_ON;
    return verdict;
}

/* --- jobs */

bool machine_job_started(struct machine *m)
{
    m->receiving = true;
    m->num_jobs++;
    play_scenes(m);
    return m->verdict == MACHINE_GOES_ON;
}

void machine_job_ended(struct machine *m)
{
    m->receiving = false;
    m->num_jobs_out++;
    play_scenes(m);
}

bool machine_page_started(struct machine *m, const struct side *side)
{
    engine_page_arrives(&m->engine, side);
    return m->verdict == MACHINE_GOES_ON;
}

bool machine_page_ended(struct machine *m, const struct side *side)
{
    engine_page_is_here(&m->engine, side, m->total_bytes);
    return m->verdict == MACHINE_GOES_ON;
}

/* --- what it tells */

/* Will the next page find it so? */
static bool waits_for_page(const struct fault *f)
{
    return fault_counts_pages(f) && fault_armed(f) && f->seen >= f->value;
}

/* It sees an empty tray, or an open door that was never closed, before a page asks for it; a
 * jam to come it does not. */
bool machine_reports(const struct machine *m, enum fault_kind kind)
{
    const struct engine *e = &m->engine;
    size_t i;

    if ((kind == FAULT_TONER_OUT && e->toner == 0) ||
        (kind == FAULT_TONER_LOW && e->toner > 0 && e->toner <= LOW_TONER) ||
        (kind == FAULT_PAPER_OUT &&
         (e->sheets[TRAY_DRAWER] == 0 || e->stop == ENGINE_NO_SHEET)))
        return true;
    for (i = 0; i < m->faults.num; i++) {
        const struct fault *f = &m->faults.list[i];

        if (f->kind == kind &&
            (f->active || (waits_for_page(f) && (kind == FAULT_PAPER_OUT || f->value == 0))))
            return true;
    }
    return false;
}

bool machine_needs_help(const struct machine *m)
{
    return machine_reports(m, FAULT_JAM) || machine_reports(m, FAULT_DOOR) ||
           (m->engine.stop == ENGINE_HELD && machine_is_warm(m)) ||
           m->engine.stop == ENGINE_NO_SHEET || m->engine.stop == ENGINE_NO_TONER;
}
