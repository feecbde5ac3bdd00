/*
 * fake-script.c - the files that say what the fake scanner does, see fake.h.
 * Effects: those files; ends or stops the process where the script says so.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "fake.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

static const struct {
    const char *kind;
    SANE_Status status;
} statuses[] = {
    {"busy",      SANE_STATUS_DEVICE_BUSY  },
    {"denied",    SANE_STATUS_ACCESS_DENIED},
    {"io",        SANE_STATUS_IO_ERROR     },
    {"jam",       SANE_STATUS_JAMMED       },
    {"cover",     SANE_STATUS_COVER_OPEN   },
    {"no-docs",   SANE_STATUS_NO_DOCS      },
    {"no-memory", SANE_STATUS_NO_MEM       },
    {"invalid",   SANE_STATUS_INVAL        },
    {"eof",       SANE_STATUS_EOF          },
};

void fake_path(char *path, size_t size, const char *suffix)
{
    const char *file = getenv("FAKE_SCANNER");

    snprintf(path, size, "%s%s", file != NULL ? file : "/nonexistent/fake", suffix);
}

void fake_log(const char *format, ...)
{
    char path[1024], line[512];
    va_list arguments;
    int n = snprintf(line, sizeof(line), "%d ", (int)getpid()), fd;

    va_start(arguments, format);
    vsnprintf(line + n, sizeof(line) - (size_t)n - 1, format, arguments);
    va_end(arguments);
    memcpy(line + strlen(line), "\n", 2);
    fake_path(path, sizeof(path), ".log");
    fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0)
        return;
    if (write(fd, line, strlen(line)) < 0)
        fprintf(stderr, "fake: %s: %s\n", path, strerror(errno));
    close(fd);
}

static int number(const char *text)
{
    return (int)strtol(text, NULL, 10);
}

static void add_fault(struct fake_script *script, const char *where, const char *kind,
                      const char *page)
{
    struct fake_fault *fault = &script->faults[script->num_faults];

    if (script->num_faults == FAKE_FAULTS)
        return;
    script->num_faults++;
    snprintf(fault->where, sizeof(fault->where), "%s", where);
    snprintf(fault->kind, sizeof(fault->kind), "%s", kind);
    fault->line = where[0] >= '0' && where[0] <= '9' ? number(where) : -1;
    fault->page = number(page);
}

static void take_line(struct fake_script *s, char *line)
{
    char word[4][256] = {"", "", "", ""};
    const struct {
        const char *word;
        bool *flag;
        int *value;
    } simple[] = {
        {"unplugged", &s->unplugged, NULL       },
        {"silent",    &s->silent,    NULL       },
        {"swapped",   &s->swapped,   NULL       },
        {"endless",   &s->endless,   NULL       },
        {"slow",      NULL,          &s->slow_ms},
        {"dribble",   NULL,          &s->dribble},
        {"pixels",    NULL,          &s->pixels },
        {"lines",     NULL,          &s->lines  },
        {"bytes",     NULL,          &s->bytes  },
        {"depth",     NULL,          &s->depth  },
        {"format",    NULL,          &s->format },
    };

    if (sscanf(line, "%255s %255s %255s %255s", word[0], word[1], word[2], word[3]) < 1 ||
        word[0][0] == '#')
        return;
    for (size_t i = 0; i < sizeof(simple) / sizeof(simple[0]); i++)
        if (strcmp(word[0], simple[i].word) == 0) {
            if (simple[i].flag != NULL)
                *simple[i].flag = true;
            else
                *simple[i].value = number(word[1]);
            return;
        }
    if (strcmp(word[0], "serial") == 0)
        snprintf(s->serial, sizeof(s->serial), "%.31s", word[1]);
    else if (strcmp(word[0], "glass") == 0)
        snprintf(s->glass, sizeof(s->glass), "%s", word[1]);
    else if (strcmp(word[0], "hold") == 0)
        add_fault(s, word[1], "hold", word[2]);
    else if (strcmp(word[0], "fault") == 0)
        add_fault(s, word[1], word[2], word[3]);
    else
        fprintf(stderr, "fake: \"%s\" is no setting\n", word[0]);
}

void fake_script_read(struct fake_script *script)
{
    char path[1024], line[600];
    FILE *file;

    *script = (struct fake_script){
        .serial = "0123456789AB",
        .glass = "ramp",
        .pixels = -1,
        .lines = -1,
        .bytes = -1,
        .depth = -1,
        .format = -1,
    };
    fake_path(path, sizeof(path), "");
    file = fopen(path, "re");
    if (file == NULL)
        return;
    while (fgets(line, sizeof(line), file) != NULL)
        take_line(script, line);
    fclose(file);
}

const char *fake_fault(const struct fake_script *script, const char *where, int line, int page)
{
    for (size_t i = 0; i < script->num_faults; i++) {
        const struct fake_fault *fault = &script->faults[i];

        if (fault->page != 0 && fault->page != page)
            continue;
        if (where != NULL ? strcmp(fault->where, where) == 0 : fault->line == line)
            return fault->kind;
    }
    return NULL;
}

void fake_pause(int ms)
{
    struct timespec span = {ms / 1000, ms % 1000 * 1000000L};

    nanosleep(&span, NULL);
}

/* A driver that does not come back, whatever happens around it. */
static void hang(void)
{
    fake_log("hang");
    for (;;)
        fake_pause(1000);
}

SANE_Status fake_suffer(const char *kind)
{
    if (kind == NULL)
        return SANE_STATUS_GOOD;
    fake_log("suffer %s", kind);
    if (strcmp(kind, "abort") == 0)
        abort();
    if (strcmp(kind, "segv") == 0) {
        /* Sanitizers would report it as a fault of the program, which it is not. */
        signal(SIGSEGV, SIG_DFL);
        raise(SIGSEGV);
    }
    if (strcmp(kind, "exit") == 0)
        _exit(0);
    if (strcmp(kind, "hang") == 0)
        hang();
    for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
        if (strcmp(kind, statuses[i].kind) == 0)
            return statuses[i].status;
    return SANE_STATUS_UNSUPPORTED;
}

/* The feeder's file, locked; NULL: there is none. */
static FILE *open_feeder(void)
{
    char path[1024];
    FILE *file;

    fake_path(path, sizeof(path), ".feeder");
    file = fopen(path, "r+e");
    if (file != NULL)
        flock(fileno(file), LOCK_EX);
    return file;
}

bool fake_feeder_loaded(void)
{
    FILE *file = open_feeder();
    char word[256];
    bool loaded = file != NULL && fscanf(file, "%255s", word) == 1;

    if (file != NULL)
        fclose(file);
    return loaded;
}

static bool is_status(const char *word, SANE_Status *status)
{
    for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
        if (strcmp(word, statuses[i].kind) == 0) {
            *status = statuses[i].status;
            return true;
        }
    return false;
}

/* Puts what is left behind the first line in its place. */
static void drop_first(FILE *file)
{
    static char rest[65536];
    size_t n = fread(rest, 1, sizeof(rest), file);

    rewind(file);
    if (fwrite(rest, 1, n, file) != n || fflush(file) != 0 ||
        ftruncate(fileno(file), (off_t)n) != 0)
        fprintf(stderr, "fake: the feeder's file: %s\n", strerror(errno));
}

SANE_Status fake_feeder_pull(char front[256], char back[256])
{
    FILE *file = open_feeder();
    SANE_Status status = SANE_STATUS_NO_DOCS;
    char line[600];
    int words;

    if (file == NULL)
        return status;
    while (status == SANE_STATUS_NO_DOCS && fgets(line, sizeof(line), file) != NULL) {
        words = sscanf(line, "%255s %255s", front, back);
        if (words < 1)
            continue;
        if (is_status(front, &status))
            break;
        if (words < 2)
            memcpy(back, "white", 6);
        drop_first(file);
        status = SANE_STATUS_GOOD;
    }
    fclose(file);
    return status;
}

unsigned fake_buttons(void)
{
    char path[1024];
    unsigned pressed = 0, n;
    FILE *file;

    fake_path(path, sizeof(path), ".buttons");
    file = fopen(path, "r+e");
    if (file == NULL)
        return 0;
    flock(fileno(file), LOCK_EX);
    /* NOLINTNEXTLINE(cert-err34-c): what is no number ends the list */
    while (fscanf(file, "%u", &n) == 1)
        if (n >= 1 && n <= 2)
            pressed |= 1u << (n - 1);
    if (ftruncate(fileno(file), 0) != 0)
        fprintf(stderr, "fake: %s: %s\n", path, strerror(errno));
    fclose(file);
    return pressed;
}

int fake_lock(void)
{
    char path[1024];
    int fd;

    fake_path(path, sizeof(path), ".lock");
    fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
        close(fd);
        fd = -1;
    }
    return fd;
}
