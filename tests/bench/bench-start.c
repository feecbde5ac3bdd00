/*
 * bench-start.c - how soon a server answers after it was started.
 * usage: bench-start [-n RUNS] PORT RESOURCE COMMAND [ARGUMENT]...
 * Starts the command, asks for the printer's attributes at RESOURCE until a good answer comes,
 * ends it, and does so RUNS (11) times. Prints "least=MS median=MS".
 * Effects: processes, network, standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include <arpa/inet.h>
#include <cups/cups.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_RUNS 101
#define PATIENCE 20.0 /* seconds */

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool listening(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    bool yes;

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    yes = fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
    if (fd >= 0)
        close(fd);
    return yes;
}

static bool answers(int port, const char *resource)
{
    http_t *http = httpConnect2("127.0.0.1", port, NULL, AF_INET, HTTP_ENCRYPTION_IF_REQUESTED,
                                1, 5000, NULL);
    ipp_t *request = ippNewRequest(IPP_OP_GET_PRINTER_ATTRIBUTES), *answer;
    char uri[1024];
    bool good;

    httpAssembleURI(HTTP_URI_CODING_ALL, uri, sizeof uri, "ipp", NULL, "127.0.0.1", port,
                    resource);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, uri);
    answer = http ? cupsDoRequest(http, request, resource) : NULL;
    good = answer && ippGetStatusCode(answer) < IPP_STATUS_REDIRECTION_OTHER_SITE;
    if (!http)
        ippDelete(request);
    ippDelete(answer);
    httpClose(http);
    return good;
}

static pid_t start(char **command)
{
    pid_t child = fork();
    int null;

    if (child == 0) {
        null = open("/dev/null", O_RDWR);
        if (null >= 0) {
            dup2(null, 0);
            dup2(null, 1);
            dup2(null, 2);
        }
        execv(command[0], command);
        _exit(127);
    }
    return child;
}

/* Seconds to the first answer; negative if none came. */
static double measure(int port, const char *resource, char **command)
{
    struct timespec pause = {0, 200000};
    double begin = now(), took = -1;
    pid_t child = start(command);

    if (child < 0)
        return -1;
    while (now() - begin < PATIENCE && waitpid(child, NULL, WNOHANG) == 0) {
        if (listening(port) && answers(port, resource)) {
            took = now() - begin;
            break;
        }
        nanosleep(&pause, NULL);
    }
    kill(child, SIGTERM);
    waitpid(child, NULL, 0);
    return took;
}

static int compare(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

int main(int argc, char **argv)
{
    double took[MAX_RUNS];
    int runs = 11, port, c, i;

    while ((c = getopt(argc, argv, "+n:")) != -1) {
        if (c == 'n')
            runs = (int)strtol(optarg, NULL, 10);
    }
    if (argc - optind < 3 || runs < 1 || runs > MAX_RUNS) {
        fprintf(stderr, "usage: bench-start [-n RUNS] PORT RESOURCE COMMAND [ARGUMENT]...\n");
        return 2;
    }
    port = (int)strtol(argv[optind], NULL, 10);
    for (i = 0; i < runs; i++) {
        took[i] = measure(port, argv[optind + 1], argv + optind + 2);
        if (took[i] < 0) {
            fprintf(stderr, "bench-start: no answer from %s\n", argv[optind + 2]);
            return 1;
        }
    }
    qsort(took, (size_t)runs, sizeof *took, compare);
    printf("least=%.1f median=%.1f\n", took[0] * 1e3, took[runs / 2] * 1e3);
    return 0;
}
