/*
 * main.c - canon-sandbox: run a program that reads what strangers wrote, so that it can do no
 * harm when they take it over.
 *
 * usage: canon-sandbox [--memory BYTES] [--cpu SECONDS] [--file-size BYTES] [--write DIR]
 *                      [--read PATH]... [--keep FD] [--parent PID] -- PROGRAM [ARGUMENT]...
 *
 * Of its own and not in the server: what is done here must be done in the child, after fork and
 * before exec, where a program with threads can call next to nothing.
 *
 * What the kernel lacks is said in one line on standard error and left out: limits on memory,
 * time and files always hold. Exit status 125: something that must hold could not be done; 126:
 * the program cannot be started; else the program's.
 * Effects: becomes the program.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE  /* close_range. NOLINT(bugprone-reserved-identifier,cert-dcl*): is the way \
                      */
#endif
#include "limits.h"

#include <dirent.h>
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#define MAX_FILES   64 /* open at a time */
#define NOT_GUARDED 125
#define NOT_STARTED 126

#ifdef __SANITIZE_ADDRESS__
/* The search for leaks attaches to its own process, which is refused by then. */
int __lsan_is_turned_off(void); /* NOLINT(bugprone-reserved-identifier,cert-dcl*): its name */
int __lsan_is_turned_off(void)  /* NOLINT(bugprone-reserved-identifier,cert-dcl*): its name */
{
    return 1;
}
#endif

static int fail(int status, const char *what)
{
    fprintf(stderr, "canon-sandbox: %s: %s\n", what, strerror(errno));
    return status;
}

/* ---- command line ---- */

static bool number(const char *text, uint64_t max, uint64_t *value)
{
    char *end;

    errno = 0;
    *value = strtoull(text, &end, 10);
    return errno == 0 && text[0] >= '0' && text[0] <= '9' && *end == '\0' && *value <= max;
}

static bool set_option(struct sandbox_plan *plan, int option, const char *text)
{
    uint64_t value = 0;

    switch (option) {
    case 'm':
        return number(text, INT64_MAX, &plan->memory);
    case 'c':
        return number(text, INT32_MAX, &plan->cpu);
    case 'f':
        return number(text, INT64_MAX, &plan->file_size);
    case 'w':
        plan->write_dir = text;
        return true;
    case 'r':
        if (plan->num_read == SANDBOX_MAX_PATHS)
            return false;
        plan->read[plan->num_read++] = text;
        return true;
    case 'k':
        if (!number(text, MAX_FILES - 1, &value))
            return false;
        plan->keep = (int)value;
        return true;
    case 'p':
        if (!number(text, INT32_MAX, &value))
            return false;
        plan->parent = (int)value;
        return true;
    default:
        return false;
    }
}

static bool read_command(int argc, char **argv, struct sandbox_plan *plan)
{
    static const struct option options[] = {
        {"memory",    required_argument, NULL, 'm'},
        {"cpu",       required_argument, NULL, 'c'},
        {"file-size", required_argument, NULL, 'f'},
        {"write",     required_argument, NULL, 'w'},
        {"read",      required_argument, NULL, 'r'},
        {"keep",      required_argument, NULL, 'k'},
        {"parent",    required_argument, NULL, 'p'},
        {NULL,        0,                 NULL, 0  }
    };
    int option;

    /* One thread only. NOLINTNEXTLINE(concurrency-mt-unsafe) */
    while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1)
        if (!set_option(plan, option, optarg))
            return false;
    plan->program = argv + optind;
    return optind < argc;
}

/* ---- parts ---- */

static bool set_limit(int resource, uint64_t value)
{
    struct rlimit now, limit;

    if (getrlimit((__rlimit_resource_t)resource, &now) != 0)
        return false;
    limit.rlim_max = value < now.rlim_max ? (rlim_t)value : now.rlim_max;
    limit.rlim_cur = limit.rlim_max;
    /* Of time, the hard limit's signal is SIGKILL: the soft one's says what it was. */
    if (resource == RLIMIT_CPU && limit.rlim_max < now.rlim_max)
        limit.rlim_max++;
    return setrlimit((__rlimit_resource_t)resource, &limit) == 0;
}

/* The address space comes last: nothing of ours may need more of it afterwards. */
static bool set_limits(const struct sandbox_plan *plan)
{
    return set_limit(RLIMIT_CORE, 0) && set_limit(RLIMIT_NOFILE, MAX_FILES) &&
           (plan->cpu == 0 || set_limit(RLIMIT_CPU, plan->cpu)) &&
           (plan->file_size == 0 || set_limit(RLIMIT_FSIZE, plan->file_size)) &&
           (plan->memory == 0 || set_limit(RLIMIT_AS, plan->memory));
}

/* Started by something that has died since: nobody waits for the result, nobody would end us.
 */
static bool follow_parent(const struct sandbox_plan *plan)
{
    return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 &&
           (plan->parent == 0 || getppid() == plan->parent);
}

/* Descriptors that a library of the server's left open. Without close_range(), which needs a
 * kernel of 5.9, one by one. */
static void close_strays(const struct sandbox_plan *plan)
{
    unsigned keep = plan->keep > 2 ? (unsigned)plan->keep : 2;

    for (unsigned fd = 3; fd < keep; fd++)
        close((int)fd);
    if (close_range(keep + 1, ~0U, 0) != 0)
        for (long fd = (long)keep + 1, last = sysconf(_SC_OPEN_MAX); fd < last; fd++)
            close((int)fd);
}

/* Root's children are no administrators: what is not in this set, exec does not give back. */
static void drop_capabilities(void)
{
    for (unsigned long capability = 0; capability < 64; capability++)
        if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0)
            break;
}

/* Only what is known to be needed where programs and fonts are not in the usual places (a
 * snap); nothing else of the server's environment is a renderer's business. */
static bool clean_environment(const struct sandbox_plan *plan)
{
    static const char *const kept[] = {
        "GS_LIB", "GS_FONTPATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "LD_LIBRARY_PATH",
    };
    char *values[sizeof kept / sizeof kept[0]];
    const char *folder = plan->write_dir != NULL ? plan->write_dir : "/nonexistent";
    bool done;

    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        const char *value = getenv(kept[i]); /* NOLINT(concurrency-mt-unsafe): one thread */

        values[i] = value != NULL ? strdup(value) : NULL;
    }
    done = clearenv() == 0 && setenv("PATH", "/usr/local/bin:/usr/bin:/bin", 1) == 0 &&
           setenv("LC_ALL", "C.UTF-8", 1) == 0 && setenv("HOME", folder, 1) == 0 &&
           setenv("TMPDIR", folder, 1) == 0 && setenv("TEMP", folder, 1) == 0 &&
           setenv("XDG_CACHE_HOME", folder, 1) == 0;
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        if (values[i] != NULL)
            done = setenv(kept[i], values[i], 1) == 0 && done;
        free(values[i]);
    }
    return done;
}

static void say_missing(const char *why)
{
    fprintf(stderr, "canon-sandbox: this kernel lacks %s; going on without\n", why);
}

int main(int argc, char **argv)
{
    struct sandbox_plan plan = {.keep = -1};
    const char *why = "";

    if (!read_command(argc, argv, &plan)) {
        fputs(
            "usage: canon-sandbox [--memory BYTES] [--cpu SECONDS] [--file-size BYTES] "
            "[--write DIR]\n"
            "           [--read PATH]... [--keep FD] [--parent PID] -- PROGRAM [ARGUMENT]...\n",
            stderr);
        return NOT_GUARDED;
    }
    if (!follow_parent(&plan))
        return NOT_GUARDED;
    if (getsid(0) != getpid())
        (void)setsid(); /* fails for the leader of a group, who is alone with it as well */
    close_strays(&plan);
    drop_capabilities();
    if (!clean_environment(&plan) || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return fail(NOT_GUARDED, "privileges");
    if (!limits_files(&plan, &why))
        say_missing(why);
    if (!limits_calls(&why))
        say_missing(why);
    if (!set_limits(&plan))
        return fail(NOT_GUARDED, "limits");
    execv(plan.program[0], plan.program);
    return fail(NOT_STARTED, plan.program[0]);
}
