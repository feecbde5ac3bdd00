/*
 * test-log-lines.c - lines of the log, picked.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/log-ring.h"
#include "server/site/log-lines.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct log_line line;

static const struct log_line *read_line(const char *text)
{
    static char copy[500];

    snprintf(copy, sizeof(copy), "%s", text);
    log_line_read(copy, &line);
    return &line;
}

static void test_read(void)
{
    read_line("W [2026-11-27T21:42:28.724Z] [Job 12] Paper is out.");
    ok(line.level == 'W' && strcmp(line.time, "2026-11-27 21:42:28") == 0 &&
           strcmp(line.text, "[Job 12] Paper is out.") == 0,
       "A line is taken apart");
    read_line("canon-printer-app: A certificate was made.");
    ok(line.level == 0 && line.time[0] == '\0' &&
           strcmp(line.text, "canon-printer-app: A certificate was made.") == 0,
       "One that is none of the log's stays as it is");
    read_line("I");
    ok(line.level == 0 && strcmp(line.text, "I") == 0, "as does half a one");
    read_line("D [2026-11-27T21:42:28.724Z] [Client 3]   job-name nameWithoutLanguage secret");
    ok(strstr(line.text, "secret") == NULL, "Titles of documents are left out");
}

static bool wanted(const char *text, char level, int job, const char *printer,
                   const char *search)
{
    struct log_wish wish = {level, job, printer, search, 10};

    return log_line_wanted(read_line(text), &wish);
}

static void test_wanted(void)
{
    const char *job = "W [2026-11-27T21:42:28.724Z] [Job 12] Paper is out.";
    const char *queue = "I [2026-11-27T21:42:28.724Z] Queue office: it is there.";

    ok(wanted(job, 0, 0, "", "") && wanted(job, 'W', 0, "", "") && !wanted(job, 'E', 0, "", ""),
       "By how bad it is");
    ok(wanted(job, 0, 12, "", "") && !wanted(job, 0, 1, "", "") &&
           !wanted(queue, 0, 12, "", ""),
       "by the number of a job, the whole number");
    ok(wanted(queue, 0, 0, "office", "") && !wanted(queue, 0, 0, "off", "") &&
           !wanted(job, 0, 0, "office", ""),
       "by the name of a printer, the whole name");
    ok(wanted(job, 0, 0, "", "PAPER") && !wanted(job, 0, 0, "", "toner"),
       "by words in any case");
    ok(!wanted("no level", 'D', 0, "", "") && wanted("no level", 0, 0, "", ""),
       "Lines without a level are among all");
}

static void test_file(void)
{
    static struct log_lines lines;
    struct log_wish wish = {0, 0, "", "", 3};
    char path[] = "/tmp/test-log-lines.XXXXXX";
    int fd = mkstemp(path);
    FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;

    for (int i = 0; file != NULL && i < 60000; i++)
        fprintf(file, "I [2026-11-27T21:42:28.724Z] line %d of many that fill the file\n", i);
    ok(file != NULL && fclose(file) == 0 && log_lines_pick(path, &wish, &lines),
       "A large file is read");
    ok(lines.n == 3 && strncmp(lines.list[2].text, "line 59999 ", 11) == 0 &&
           strncmp(lines.list[0].text, "line 59997 ", 11) == 0,
       "and its latest lines are there, in order");
    log_lines_free(&lines);
    wish.search = "line 7 ";
    ok(log_lines_pick(path, &wish, &lines) && lines.n == 0, "What is far back is not read");
    log_lines_free(&lines);
    (void)unlink(path);
    ok(!log_lines_pick(path, &wish, &lines) && lines.n == 0, "A file that is not there fails");
    log_lines_free(&lines);
}

static void test_ring(void)
{
    static struct log_lines lines;
    struct log_wish wish = {'W', 0, "", "", LOG_LINES_MAX};
    char text[40];

    for (int i = 0; i < LOG_RING_LINES + 5; i++) {
        snprintf(text, sizeof(text), "line %d", i);
        log_ring_add(i % 2 == 0 ? LOG_SAY_WARN : LOG_SAY_DEBUG, text);
    }
    ok(log_lines_pick(NULL, &wish, &lines) && lines.n == LOG_RING_LINES / 2 &&
           lines.list[0].level == 'W' && strcmp(lines.list[0].text, "line 6") == 0,
       "Of the lines in memory the latest are kept, with their level");
    ok(lines.n > 0 && strcmp(lines.list[lines.n - 1].text, "line 1004") == 0,
       "the last one last");
    log_lines_free(&lines);
}

int main(void)
{
    test_read();
    test_wanted();
    test_file();
    test_ring();
    return tap_done();
}
