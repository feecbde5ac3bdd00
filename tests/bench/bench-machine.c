/*
 * bench-machine.c - a machine in a process of its own, until it is ended.
 * usage: bench-machine prints|stalls|dark|RATE PORT
 *   prints  takes every byte at once; RATE: so many bytes a second
 *   stalls  takes connections and reads nothing; dark: no attempt to connect is answered
 * Says "ready" when it listens. Effects: network, standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/bench/machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    static struct machine machine = {.kind = MACHINE_PRINTS};

    if (argc != 3) {
        fprintf(stderr, "usage: bench-machine prints|stalls|dark|RATE PORT\n");
        return 2;
    }
    if (strcmp(argv[1], "stalls") == 0)
        machine.kind = MACHINE_STALLS;
    else if (strcmp(argv[1], "dark") == 0)
        machine.kind = MACHINE_DARK;
    else if (strcmp(argv[1], "prints") != 0)
        machine.rate = strtod(argv[1], NULL);
    if (!machine_open(&machine, (int)strtol(argv[2], NULL, 10))) {
        perror("bench-machine: listening");
        return 1;
    }
    puts("ready");
    fflush(stdout);
    for (;;)
        pause();
}
