/*
 * machine-power.c - off, cold, awake or asleep, see machine.h.
 * Effects: events.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/virtual-printer/events.h"
#include "tests/virtual-printer/machine.h"

static void sooner(uint64_t *wait, uint64_t now, uint64_t then)
{
    uint64_t ms = then > now ? then - now : 0;

    if (ms < *wait)
        *wait = ms;
}

bool machine_is_off(const struct machine *m)
{
    return m->switched_off || faults_active(&m->faults, FAULT_POWER_LOSS) ||
           faults_active(&m->faults, FAULT_POWER_LOSS_PAGE);
}

bool machine_is_warm(const struct machine *m)
{
    return m->now_ms >= m->warm_ms;
}

bool machine_is_silent(const struct machine *m)
{
    return machine_is_off(m) || m->wakefulness != AWAKE;
}

bool machine_refuses(const struct machine *m)
{
    return machine_is_off(m) || faults_active(&m->faults, FAULT_REFUSE) ||
           (m->wakefulness == WAKING && !m->sleep_is_silent);
}

bool machine_takes(const struct machine *m)
{
    return !m->connected && m->wakefulness != WAKING;
}

static void switch_off(struct machine *m)
{
    if (!m->was_off)
        event("power-off", "");
    m->was_off = true;
}

void machine_lose_power(struct machine *m)
{
    switch_off(m);
    engine_lose_power(&m->engine);
    m->engine.printed_bytes = m->total_bytes;
}

static void warm_up(struct machine *m)
{
    m->wakefulness = AWAKE;
    m->busy_ms = m->now_ms;
    m->warm_ms = m->now_ms + m->warmup_ms;
}

void machine_power_on(struct machine *m)
{
    m->was_off = false;
    m->started_ms = m->now_ms;
    m->life_at_start = m->engine.life;
    warm_up(m);
}

static void wake(struct machine *m)
{
    event("awake", "");
    warm_up(m);
}

enum knock machine_knock(struct machine *m)
{
    if (m->wakefulness == ASLEEP) {
        event("waking", "");
        m->wakefulness = WAKING;
        m->wake_end_ms = m->now_ms + m->wake_ms;
        if (m->wake_ms == 0)
            wake(m);
        else
            return m->sleep_is_silent ? KNOCK_WAIT : KNOCK_RESET;
    }
    return m->wakefulness == AWAKE ? KNOCK_TAKE : KNOCK_WAIT;
}

/* Does it count the time until it may sleep? */
static bool rests(const struct machine *m)
{
    return m->sleep_ms > 0 && m->wakefulness == AWAKE && !m->was_off;
}

void machine_power_tick(struct machine *m)
{
    bool off = machine_is_off(m);

    if (off) {
        switch_off(m);
    } else if (m->was_off) {
        event("power-on", "");
        machine_power_on(m);
    }
    if (m->wakefulness == WAKING && m->now_ms >= m->wake_end_ms)
        wake(m);
    if (off || m->connected || engine_busy(&m->engine) || !machine_is_warm(m))
        m->busy_ms = m->now_ms;
    if (rests(m) && m->now_ms >= m->busy_ms + m->sleep_ms) {
        event("asleep", "");
        m->wakefulness = ASLEEP;
    }
}

uint64_t machine_power_wait(const struct machine *m, uint64_t limit)
{
    if (m->wakefulness == WAKING)
        sooner(&limit, m->now_ms, m->wake_end_ms);
    if (!machine_is_warm(m))
        sooner(&limit, m->now_ms, m->warm_ms);
    if (rests(m) && !m->connected && !engine_busy(&m->engine))
        sooner(&limit, m->now_ms, m->busy_ms + m->sleep_ms);
    return limit;
}
