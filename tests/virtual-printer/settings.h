/*
 * settings.h - how the virtual machine is set up, in lines of text: "speed 20", "tray 1 50".
 * Effects: none. SPDX-License-Identifier: Apache-2.0
 */
#ifndef VIRTUAL_PRINTER_SETTINGS_H
#define VIRTUAL_PRINTER_SETTINGS_H

#include "tests/virtual-printer/engine.h"

/* Bits of what was said. */
enum {
    SET_SPEED = 1 << 0,
    SET_TONER = 1 << 1,
    SET_SLEEP = 1 << 2,
    SET_WAKE = 1 << 3,
    SET_SLEEP_MODE = 1 << 4,
    SET_WARMUP = 1 << 5,
    SET_LIFE = 1 << 6,
    SET_TRAY = 1 << 7, /* and the bits above it, for each tray */
    SET_PAPER = 1 << 16,
};

struct settings {
    unsigned given;
    double speed;          /* pages per minute */
    unsigned toner;        /* percent */
    unsigned life;         /* impressions */
    unsigned sleep_ms;     /* without work until it sleeps; 0: never */
    unsigned wake_ms;      /* from the first connection until it is awake */
    unsigned warmup_ms;    /* from power on, or awake, until it prints */
    bool sleep_is_silent;  /* asleep, it lets connections wait instead of refusing them */
    int sheets[NUM_TRAYS]; /* -1: not counted */
    bool tells_a4;         /* trays tell that they hold A4; else no size */
};

/* Is the line about a setting? */
bool settings_know(const char *line);

/* settings_add - parse one line. False and a sentence in why when it is wrong. */
bool settings_add(struct settings *settings, const char *line, char *why, size_t why_size);

#endif
