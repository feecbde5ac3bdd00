/*
 * test-renderer-trouble.c - documents that are broken, locked, endless or hostile, and trouble
 * from outside: each becomes an error that says so, and leaves nothing behind.
 * Effects: child processes (Ghostscript, qpdf), a temporary folder.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "renderers.h"

#include "server/renderer-child.h"
#include "server/renderer-programs.h"
#include "server/scratch.h"

#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

/* ---- documents ---- */

static void test_password(void)
{
    char command[512], path[64];
    int fd = three_pages();

    snprintf(path, sizeof path, "%s/plain.pdf", folder);
    snprintf(command, sizeof command, "cat </dev/fd/%d >%s", fd, path);
    close(output_of(command));
    close(fd);
    snprintf(command, sizeof command, "qpdf --encrypt '' owner 256 -- %s -", path);
    fd = output_of(command);
    if (lseek(fd, 0, SEEK_END) == 0) {
        skip("qpdf is not installed");
        close(fd);
    } else {
        struct renderer *r = open_fd(fd, PDF);
        unsigned pages;

        ok(take_all(r, &pages) == RENDERER_FINE && pages == 3,
           "An encrypted document that opens without a password is printed");
        renderer_close(r);
        snprintf(command, sizeof command, "qpdf --encrypt user owner 256 -- %s -", path);
        fails(open_fd(output_of(command), PDF), RENDERER_PASSWORD, 0,
              "One that does not says so");
    }
    unlink(path);
}

/* The last place of some bytes in others. */
static char *find_last(char *bytes, ssize_t n, const char *text)
{
    size_t length = strlen(text);

    for (ssize_t i = n - (ssize_t)length; i >= 0; i--)
        if (memcmp(bytes + i, text, length) == 0)
            return bytes + i;
    return NULL;
}

static void test_damaged(void)
{
    char bytes[200000];
    int fd = three_pages();
    ssize_t n = pread(fd, bytes, sizeof bytes, 0);
    char *found = find_last(bytes, n, "startxref\n");
    struct renderer *r;
    unsigned pages;

    close(fd);
    fails(open_fd(file_of(bytes, 300), PDF), RENDERER_DAMAGED, 0,
          "The beginning of a document is damaged");
    if (found != NULL)
        memcpy(found, "startxref\n9", 11);
    r = open_fd(file_of(bytes, (size_t)n), PDF);
    ok(found != NULL && take_all(r, &pages) == RENDERER_FINE && pages == 3,
       "A wrong table of contents is repaired");
    renderer_close(r);
    fails(open_text(PDF, "%PDF-1.4\nnothing\n"), RENDERER_DAMAGED, 0, "A document of nothing");
    fails(open_text(PDF, ""), RENDERER_DAMAGED, 0, "An empty document");
    fails(open_text(PDF, "%!PS\n0 0 9 9 rectfill showpage"), RENDERER_DAMAGED, 0,
          "PostScript that is called PDF is not run");
}

static void test_hostile(void)
{
    char text[256];

    fails(open_text(PS, "%!PS\n(/etc/passwd) (r) file pop showpage"), RENDERER_DAMAGED, 0,
          "Files of the system cannot be read");
    fails(open_text(PS, "%!PS\n(%pipe%id) (r) file pop showpage"), RENDERER_DAMAGED, 0,
          "Programs cannot be run");
    snprintf(text, sizeof text, "%%!PS\n(%s/new) (w) file pop showpage", folder);
    fails(open_text(PS, text), RENDERER_DAMAGED, 0, "Files cannot be written");

    limits.max_memory = UINT64_C(400) << 20;
    fails(open_text(PS, "%!PS\n{ 1000000 string } loop"), RENDERER_LIMIT, 0,
          "Memory without end is a limit");
    limits.max_memory = 0;

    limits.page_seconds = 1;
    fails(open_text(PS, "%!PS\n{ } loop"), RENDERER_LIMIT, 0, "Time without end is a limit");
    limits.page_seconds = 0;

    limits.max_temporary = 1 << 20;
    fails(open_text(PS, "%!PS\n1 1 100000 { pop 0 1 999 { rand 600 mod exch moveto "
                        "rand 600 mod rand 800 mod lineto stroke } for showpage } for"),
          RENDERER_LIMIT, 0, "Pages without end are a limit");
    limits.max_temporary = UINT64_C(1) << 30;
}

/* ---- trouble from outside ---- */

static bool after_calls(void *ctx)
{
    return --*(int *)ctx < 0;
}

static void test_canceled(void)
{
    int calls = 3;
    struct renderer *r;
    uint32_t width, height;

    limits.canceled = after_calls;
    limits.ctx = &calls;
    fails(open_text(PS, "%!PS\n{ } loop"), RENDERER_CANCELED, 0,
          "Cancelling ends what is being prepared");
    calls = 1000;
    r = open_text(PS, "%!PS\nshowpage showpage");
    calls = 0;
    renderer_start(r, 1, 2, 600);
    ok(!renderer_page(r, &width, &height) && renderer_error(r) == RENDERER_CANCELED,
       "Cancelling ends a run");
    ok(!renderer_start(r, 1, 2, 600) && renderer_error(r) == RENDERER_CANCELED,
       "There is no other run after it");
    renderer_close(r);
    limits.canceled = NULL;
}

/* Processes that this one has started. */
static unsigned children(pid_t *first)
{
    FILE *file = fopen("/proc/thread-self/children", "r");
    char text[256], *at = text, *end;
    unsigned n = 0;

    text[file != NULL ? fread(text, 1, sizeof text - 1, file) : 0] = '\0';
    if (file != NULL)
        fclose(file);
    for (long pid; (pid = strtol(at, &end, 10)) > 0 && end != at; at = end)
        if (n++ == 0)
            *first = (pid_t)pid;
    return n;
}

static void test_killed(void)
{
    struct renderer *r = open_text(PS, "%!PS\nshowpage");
    uint32_t width, height, lines = 0;
    uint8_t line[5100];
    pid_t pid = 0;

    renderer_start(r, 1, 1, 600);
    renderer_page(r, &width, &height);
    if (children(&pid) != 1) {
        skip("this kernel does not list children");
    } else {
        kill(pid, SIGKILL);
        while (renderer_line(r, line))
            lines++;
        ok(lines < height && renderer_error(r) == RENDERER_LIMIT &&
               strstr(renderer_why(r), "Page 1") != NULL,
           "A page of a program that is killed is not complete, and the page is named");
    }
    renderer_close(r);
    ok(children(&pid) == 0, "No child is left");
}

/* A program of any kind where Ghostscript would be. */
static enum child_result run_program(struct child *child, const char *const *arguments)
{
    struct child_watch watch = {.seconds = 1, .max_files = 1 << 20};
    struct child_plan plan = {.arguments = arguments,
                              .source = -1,
                              .input = -1,
                              .output = -1,
                              .folder = folder,
                              .max_file = 1 << 20,
                              .cpu_seconds = 10};
    enum child_result result = CHILD_BYTES;
    char path[1024], why[200], bytes[100];
    size_t got;

    if (!program_find(PROGRAM_SANDBOX, path, sizeof path, why, sizeof why) ||
        !child_start(child, path, &plan, why, sizeof why))
        return CHILD_CANCELED; /* which nothing here does */
    while (result == CHILD_BYTES)
        result = child_read(child, &watch, bytes, sizeof bytes, &got);
    return result;
}

static void test_children(void)
{
    static const char *const silent[] = {"/bin/sh", "-c", "exec sleep 100 >&- 2>&-", NULL};
    static const char *const missing[] = {"/nonexistent/program", NULL};
    static const char *const fails_late[] = {"/bin/sh", "-c", "echo a; echo b >&2; exit 3",
                                             NULL};
    struct child child = CHILD_NONE;
    char why[200];
    pid_t pid;

    ok(run_program(&child, silent) == CHILD_SLOW,
       "A program that closes its output and goes on is not waited for");
    child_end(&child);
    ok(children(&pid) == 0 && WIFSIGNALED(child.status) && WTERMSIG(child.status) == SIGKILL,
       "It is ended");
    ok(run_program(&child, missing) == CHILD_ENDED &&
           program_judge(&child, why, sizeof why) == RENDERER_FAILED,
       "A program that cannot be started is not the document's fault");
    child_end(&child);
    ok(run_program(&child, fails_late) == CHILD_ENDED && WIFEXITED(child.status) &&
           WEXITSTATUS(child.status) == 3 && strcmp(child.said, "b\n") == 0,
       "How a program ended, and what it said last, is known");
    child_end(&child);
}

static void test_missing(void)
{
    const char *old = getenv("PATH");
    char *path = strdup(old != NULL ? old : ""), why[200] = "";
    struct renderer *r;

    ok(renderer_can(PDF, why, sizeof why) && renderer_can(PS, NULL, 0) &&
           renderer_can(TEXT, NULL, 0) && why[0] == '\0',
       "PDF, PostScript and text can be rendered");
    ok(!renderer_can("image/png", why, sizeof why) && why[0] != '\0', "Pictures cannot");
    setenv("PATH", "/nonexistent", 1);
    ok(!renderer_can(PDF, why, sizeof why) && strstr(why, "package ghostscript") != NULL,
       "What is missing is named");
    r = open_text(PS, "%!PS\nshowpage");
    ok(renderer_error(r) == RENDERER_FAILED && strcmp(renderer_why(r), why) == 0 &&
           !renderer_start(r, 1, 1, 72),
       "A document says it too");
    renderer_close(r);
    setenv("PATH", path, 1);
    free(path);
    limits.folder = "/nonexistent";
    r = open_text(PS, "%!PS\nshowpage");
    ok(renderer_error(r) == RENDERER_FAILED && strstr(renderer_why(r), "/nonexistent") != NULL,
       "A folder that is missing is named");
    renderer_close(r);
    limits.folder = folder;
    renderer_close(NULL);
}

static void *render_many(void *squares)
{
    struct renderer *r;
    char text[100];
    bool *right = calloc(1, sizeof *right);
    unsigned n = *(unsigned *)squares;

    snprintf(text, sizeof text, "%%!PS\n%u " SQUARES, n);
    *right = true;
    for (int i = 0; i < 5 && *right; i++) {
        r = open_text(PS, text);
        *right = renderer_start(r, 1, 1, 72) && next_dark(r) == n * 100;
        renderer_close(r);
    }
    return right;
}

static void test_threads(void)
{
    pthread_t threads[4];
    unsigned squares[4] = {1, 2, 3, 4};
    bool right = true;
    void *result;

    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, render_many, &squares[i]);
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], &result);
        right = *(bool *)result && right;
        free(result);
    }
    ok(right, "Four renderers at a time do not mix");
}

static void test_folders(void)
{
    char path[200], inside[300], outside[200], why[200];
    int fd;

    snprintf(outside, sizeof outside, "%s/outside", folder);
    fd = open(outside, O_WRONLY | O_CREAT, 0600);
    close(fd);
    ok(scratch_make_folder(folder, path, sizeof path, why, sizeof why) &&
           strstr(path, "/in-") != NULL,
       "A temporary folder has a name that is known as such");
    snprintf(inside, sizeof inside, "%s/sub", path);
    mkdir(inside, 0700);
    snprintf(inside, sizeof inside, "%s/sub/link", path);
    if (symlink(outside, inside) != 0)
        diag("no symbolic links here");
    scratch_remove_folder(path);
    ok(access(path, F_OK) != 0 && access(outside, F_OK) == 0,
       "It is removed with what is in it, and nothing else");
    unlink(outside);
}

int main(void)
{
    if (mkdtemp(folder) == NULL)
        return 1;
    test_password();
    test_damaged();
    test_hostile();
    test_canceled();
    test_killed();
    test_children();
    test_missing();
    test_threads();
    test_folders();
    test_nothing_left();
    return tap_done();
}
