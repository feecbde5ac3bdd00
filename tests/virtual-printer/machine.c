/*
 * machine.c - the state of the virtual machine, see machine.h.
 * Effects: events.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/virtual-printer/machine.h"

#include "tests/virtual-printer/events.h"

#include <string.h>

const struct machine_model machine_models[] = {
    {"canon_ir1020_ufr2lt", "iR1020/1024/1025", "Canon iR1024 /P", 256 },
    {"canon_ir1018_ufr2lt", "iR1018/1022/1023", "Canon iR1022 /P", 1024},
};
const size_t num_machine_models = sizeof machine_models / sizeof machine_models[0];

#define DEFAULT_BUFFER (2u << 20)
#define SERIAL         "VIRTUAL0001"

static void begin(struct machine *m, struct fault *f)
{
    fault_begin(f, m->now_ms);
    event("fault", "s", "fault", fault_name(f->kind));
}

static void end(struct machine *m, struct fault *f)
{
    (void)m;
    f->active = false;
    /* a tray that was filled again; the page that waits takes the first sheet */
    f->seen = fault_counts_pages(f) ? 1 : f->seen;
    /* what counts bytes has had its place in this connection, what counts nothing its time */
    f->spent = !fault_counts_pages(f);
    event("fault-end", "s", "fault", fault_name(f->kind));
}

void machine_start(struct machine *m, const struct machine_model *model, uint64_t now_ms)
{
    memset(m, 0, sizeof *m);
    m->model = model;
    m->buffer = DEFAULT_BUFFER;
    m->now_ms = m->started_ms = m->tokens_ms = now_ms;
}

void machine_set_faults(struct machine *m, const struct faults *faults)
{
    m->faults = *faults;
    m->tokens = 0;
    m->tokens_ms = m->now_ms;
}

/* Pages leave the engine. */
static void print_pages(struct machine *m)
{
    while (m->num_pages > 0 && m->now_ms >= m->page_end_ms) {
        const struct waiting_page *page = &m->pages[m->first_page];

        m->life += page->copies;
        m->printed_bytes = page->end;
        event("page-printed", "uu", "copies", (unsigned long long)page->copies, "life",
              (unsigned long long)m->life);
        m->first_page = (m->first_page + 1) % MAX_WAITING_PAGES;
        if (--m->num_pages > 0)
            m->page_end_ms += m->pages[m->first_page].time_ms;
    }
}

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
    print_pages(m);
    for (i = 0; i < m->faults.num; i++) {
        struct fault *f = &m->faults.list[i];

        if (f->active && f->duration_ms && now_ms >= f->active_end)
            end(m, f);
        else if (!fault_counts_pages(f) && !fault_counts_bytes(f) && fault_armed(f))
            begin(m, f);
        if (f->active && f->kind == FAULT_SLOW)
            gather_tokens(m, f);
    }
}

static void sooner(uint64_t *wait, uint64_t now, uint64_t then)
{
    uint64_t ms = then > now ? then - now : 0;

    if (ms < *wait)
        *wait = ms;
}

uint64_t machine_wait(const struct machine *m, uint64_t limit)
{
    size_t i;

    if (m->num_pages > 0)
        sooner(&limit, m->now_ms, m->page_end_ms);
    for (i = 0; i < m->faults.num; i++) {
        const struct fault *f = &m->faults.list[i];

        if (f->active && f->duration_ms)
            sooner(&limit, m->now_ms, f->active_end);
        /* the bucket is full after 100 ms; half of it is worth a read */
        if (f->active && f->kind == FAULT_SLOW && m->connected && m->tokens < 1)
            sooner(&limit, m->now_ms, m->now_ms + (f->value >= 20 ? 50 : 1000 / f->value + 1));
    }
    return limit;
}

static uint64_t *byte_counter(struct machine *m, const struct fault *f)
{
    return f->total ? &m->total_bytes : &m->connection_bytes;
}

void machine_connected(struct machine *m)
{
    size_t i;

    m->connected = true;
    m->connection_bytes = 0;
    for (i = 0; i < m->faults.num; i++)
        if (fault_counts_bytes(&m->faults.list[i]) && !m->faults.list[i].total)
            m->faults.list[i].spent = false;
}

void machine_disconnected(struct machine *m)
{
    size_t i;

    m->connected = false;
    for (i = 0; i < m->faults.num; i++)
        if (m->faults.list[i].kind == FAULT_STALL && m->faults.list[i].active)
            end(m, &m->faults.list[i]);
}

/* Pages that are not printed yet fill the buffer; the page being printed is not among them
 * only as long as no other one is complete. */
static size_t buffer_room(const struct machine *m, size_t n)
{
    uint64_t used = m->total_bytes - m->printed_bytes;

    if (m->num_pages == 0)
        return n;
    if (m->num_pages == MAX_WAITING_PAGES || used >= m->buffer)
        return 0;
    return m->buffer - used < n ? (size_t)(m->buffer - used) : n;
}

size_t machine_may_read(struct machine *m, size_t n)
{
    size_t i;

    n = buffer_room(m, n);
    for (i = 0; i < m->faults.num; i++) {
        const struct fault *f = &m->faults.list[i];

        if (f->active && (f->kind == FAULT_STALL || fault_counts_pages(f)))
            return 0;
        if (f->active && f->kind == FAULT_SLOW && (double)n > m->tokens)
            n = (size_t)m->tokens;
        if (fault_counts_bytes(f) && fault_armed(f)) {
            uint64_t seen = *byte_counter(m, f);

            if (seen < f->value && f->value - seen < n)
                n = (size_t)(f->value - seen);
        }
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
    size_t i;

    for (i = 0; i < m->faults.num; i++) {
        struct fault *f = &m->faults.list[i];

        if (!fault_counts_bytes(f) || !fault_armed(f) || *byte_counter(m, f) < f->value)
            continue;
        begin(m, f);
        if (f->kind == FAULT_POWER_LOSS)
            return MACHINE_LOSES_POWER;
        if (f->kind == FAULT_CLOSE) {
            f->active = false;
            return MACHINE_CLOSES;
        }
    }
    return MACHINE_GOES_ON;
}

void machine_page_started(struct machine *m)
{
    size_t i;

    for (i = 0; i < m->faults.num; i++) {
        struct fault *f = &m->faults.list[i];

        if (fault_counts_pages(f) && fault_armed(f) && f->seen++ >= f->value)
            begin(m, f);
    }
}

void machine_page_ended(struct machine *m, unsigned copies)
{
    struct waiting_page *page;

    if (m->speed <= 0 || m->num_pages == MAX_WAITING_PAGES) {
        m->life += copies;
        return;
    }
    page = &m->pages[(m->first_page + m->num_pages) % MAX_WAITING_PAGES];
    page->end = m->total_bytes;
    page->copies = copies;
    page->time_ms = (uint64_t)(60000 / m->speed * copies);
    if (m->num_pages++ == 0)
        m->page_end_ms = m->now_ms + page->time_ms;
}

bool machine_is_off(const struct machine *m)
{
    return faults_active(&m->faults, FAULT_POWER_LOSS);
}

bool machine_refuses(const struct machine *m)
{
    return machine_is_off(m) || faults_active(&m->faults, FAULT_REFUSE);
}

/* Will the next page find it so? */
static bool waits_for_page(const struct fault *f)
{
    return fault_counts_pages(f) && fault_armed(f) && f->seen >= f->value;
}

/* Does the machine say so? It sees an empty tray, or an open door that was never closed, before
 * a page asks for it; a jam to come it does not. */
static bool reports(const struct machine *m, enum fault_kind kind)
{
    size_t i;

    for (i = 0; i < m->faults.num; i++) {
        const struct fault *f = &m->faults.list[i];

        if (f->kind == kind &&
            (f->active || (waits_for_page(f) && (kind == FAULT_PAPER_OUT || f->value == 0))))
            return true;
    }
    return false;
}

/* The bits of hrPrinterDetectedErrorState (RFC 2790). */
static uint8_t error_bits(const struct machine *m)
{
    return (uint8_t)((reports(m, FAULT_PAPER_OUT) ? 0x40 : 0) |
                     (reports(m, FAULT_TONER_LOW) ? 0x20 : 0) |
                     (reports(m, FAULT_TONER_OUT) ? 0x10 : 0) |
                     (reports(m, FAULT_DOOR) ? 0x08 : 0) | (reports(m, FAULT_JAM) ? 0x04 : 0));
}

static const char *panel_text(const struct machine *m)
{
    if (reports(m, FAULT_DOOR))
        return "Cover is open.";
    if (reports(m, FAULT_JAM))
        return "Paper jam.";
    if (reports(m, FAULT_PAPER_OUT))
        return "Supply paper.";
    if (reports(m, FAULT_TONER_OUT))
        return "Replace toner.";
    if (m->num_pages > 0 || m->connected)
        return "Printing...";
    return reports(m, FAULT_TONER_LOW) ? "Prepare toner." : "Ready to print.";
}

size_t machine_snmp(const struct machine *m, const uint8_t *question, size_t n, uint8_t *answer,
                    size_t answer_size)
{
    const char bits[] = {(char)error_bits(m)};
    const char *name = m->model->description;
    int printing = m->num_pages > 0 || m->connected ? 4 : 3;
    /* -3: there is some; -2: unknown (RFC 3805) */
    int paper = reports(m, FAULT_PAPER_OUT) ? 0 : -3;
    int toner = reports(m, FAULT_TONER_OUT) ? 0 : -3;
    int life = (int)m->life;
    int ticks = (int)((m->now_ms - m->started_ms) / 10);
    const struct snmp_value values[] = {
        {"1.3.6.1.2.1.1.1.0",                 SNMP_STRING,  0,        name,                0},
        {"1.3.6.1.2.1.1.2.0",                 SNMP_OID,     0,        "1.3.6.1.4.1.1602",  0},
        {"1.3.6.1.2.1.1.3.0",                 SNMP_TICKS,   ticks,    "",                  0},
        {"1.3.6.1.2.1.1.5.0",                 SNMP_STRING,  0,        "virtual-printer",   0},
        {"1.3.6.1.2.1.25.3.2.1.3.1",          SNMP_STRING,  0,        name,                0},
        {"1.3.6.1.2.1.25.3.5.1.1.1",          SNMP_INTEGER, printing, "",                  0},
        {"1.3.6.1.2.1.25.3.5.1.2.1",          SNMP_STRING,  0,        bits,                1},
        {"1.3.6.1.2.1.43.5.1.1.17.1",         SNMP_STRING,  0,        SERIAL,              0},
        {"1.3.6.1.2.1.43.8.2.1.9.1.1",        SNMP_INTEGER, 500,      "",                  0},
        {"1.3.6.1.2.1.43.8.2.1.9.1.2",        SNMP_INTEGER, 500,      "",                  0},
        {"1.3.6.1.2.1.43.8.2.1.9.1.3",        SNMP_INTEGER, 100,      "",                  0},
        {"1.3.6.1.2.1.43.8.2.1.10.1.1",       SNMP_INTEGER, paper,    "",                  0},
        {"1.3.6.1.2.1.43.8.2.1.10.1.2",       SNMP_INTEGER, paper,    "",                  0},
        {"1.3.6.1.2.1.43.8.2.1.10.1.3",       SNMP_INTEGER, paper,    "",                  0},
        {"1.3.6.1.2.1.43.8.2.1.12.1.1",       SNMP_STRING,  0,        "A4",                0},
        {"1.3.6.1.2.1.43.8.2.1.12.1.2",       SNMP_STRING,  0,        "A4",                0},
        {"1.3.6.1.2.1.43.8.2.1.12.1.3",       SNMP_STRING,  0,        "A4",                0},
        {"1.3.6.1.2.1.43.8.2.1.13.1.1",       SNMP_STRING,  0,        "Drawer 1",          0},
        {"1.3.6.1.2.1.43.8.2.1.13.1.2",       SNMP_STRING,  0,        "Drawer 2",          0},
        {"1.3.6.1.2.1.43.8.2.1.13.1.3",       SNMP_STRING,  0,        "Stack bypass",      0},
        {"1.3.6.1.2.1.43.10.2.1.4.1.1",       SNMP_COUNTER, life,     "",                  0},
        {"1.3.6.1.2.1.43.11.1.1.6.1.1",       SNMP_STRING,  0,        "Canon Black Toner", 0},
        {"1.3.6.1.2.1.43.11.1.1.8.1.1",       SNMP_INTEGER, -2,       "",                  0},
        {"1.3.6.1.2.1.43.11.1.1.9.1.1",       SNMP_INTEGER, toner,    "",                  0},
        {"1.3.6.1.2.1.43.16.5.1.2.1.1",       SNMP_STRING,  0,        panel_text(m),       0},
        {"1.3.6.1.4.1.1602.1.2.1.4.0",        SNMP_STRING,  0,        SERIAL,              0},
        {"1.3.6.1.4.1.1602.1.11.1.3.1.4.101", SNMP_COUNTER, life,     "",                  0},
        {"1.3.6.1.4.1.1602.1.11.1.3.1.4.301", SNMP_COUNTER, life,     "",                  0},
    };

    return snmp_answer(question, n, values, sizeof values / sizeof values[0], "public", answer,
                       answer_size);
}
