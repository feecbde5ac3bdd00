/*
 * test-import.c - what a person has set comes out of a file as it went in, on this computer or
 * another one; a crash at any step of an import leaves all of the old or all of the new.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/export.h"
#include "server/import.h"
#include "server/scratch.h"
#include "server/state.h"
#include "server/whole-file.h"
#include "tap.h"

#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define UUID_1 "urn:uuid:00112233-4455-4677-8899-aabbccddeeff"
#define UUID_2 "urn:uuid:ffeeddcc-bbaa-3988-b766-554433221100"
#define SEALED "sealed1-00112233445566778899aabb"
#define QUEUE(id, name, more)                                                                  \
    "<Printer id=\"" id "\" name=\"" name "\" did=\"MFG:Canon;\" uri=\"socket://192.0.2.7\" "  \
    "driver=\"canon_ir1020_ufr2lt\">\nsides-default one-sided\n" more "</Printer>\n"
#define STATE(queues, standard)                                                                \
    "# canon-printer-app state 1\nDNSSDName Canon printers\nDefaultPrinterID " standard        \
    "\nNextPrinterID 1\n" queues "# end\n"

static void is_int(int got, int wanted, const char *name)
{
    if (!ok(got == wanted, "%s", name))
        diag("got %d, wanted %d", got, wanted);
}

static void is_str(const char *got, const char *wanted, const char *name)
{
    if (!ok(strcmp(got, wanted) == 0, "%s", name))
        diag("got '%s', wanted '%s'", got, wanted);
}

static char folder[] = "/tmp/test-import.XXXXXX", state[64];

/* ---- a crash: at the n-th change of the file system ---- */

static int steps_left = -1;

int __real_rename(const char *from, const char *to);
int __real_unlink(const char *path);
int __real_mkdir(const char *path, mode_t mode);
int __real_fsync(int fd);
int __wrap_rename(const char *from, const char *to);
int __wrap_unlink(const char *path);
int __wrap_mkdir(const char *path, mode_t mode);
int __wrap_fsync(int fd);

static void step(void)
{
    if (steps_left > 0 && --steps_left == 0)
        (void)kill(getpid(), SIGKILL);
}

int __wrap_rename(const char *from, const char *to)
{
    step();
    return __real_rename(from, to);
}

int __wrap_unlink(const char *path)
{
    step();
    return __real_unlink(path);
}

int __wrap_mkdir(const char *path, mode_t mode)
{
    step();
    return __real_mkdir(path, mode);
}

int __wrap_fsync(int fd)
{
    step();
    return __real_fsync(fd);
}

/* ---- files ---- */

static void put(const char *suffix, const char *text)
{
    char path[128];

    snprintf(path, sizeof(path), "%s%s", state, suffix);
    if (!whole_file_write(path, text, false))
        exit(1);
}

/* The text of a file; "(none)". One at a time. */
static const char *get(const char *suffix)
{
    static char *text;
    char path[128];
    size_t n = 0;

    free(text);
    snprintf(path, sizeof(path), "%s%s", state, suffix);
    text = whole_file_read(path, 1 << 20, &n);
    if (text == NULL)
        return "(none)";
    text[n] = '\0';
    return text;
}

static void begin(void)
{
    scratch_remove_folder(folder);
    if (mkdir(folder, 0700) != 0)
        exit(1);
}

static void fill_old(void)
{
    begin();
    put("", STATE(QUEUE("1", "old", ""), "1"));
    put(".identity", "# canon-printer-app identity 1\nport 8000\nqueue 1 " UUID_1 " old\n");
    put(".accounts", "ann\t1\t\n");
    put(".profiles", "[profile Old]\n");
    put(".previous", "older\n");
}

static void add(struct export *e, const char *name, const char *text)
{
    if (!export_add(e, name, text, strlen(text)))
        exit(1);
}

static void make_new(struct export *e)
{
    memset(e, 0, sizeof(*e));
    add(e, "state", STATE(QUEUE("7", "new", ""), "7"));
    add(e, "identity", "# canon-printer-app identity 1\nport 8001\nqueue 7 " UUID_2 " new\n");
    add(e, "accounts", "ben\t2\t\n");
    add(e, "tls/host.crt", "certificate\n");
}

/* ---- tests ---- */

static bool is_old(void)
{
    return strstr(get(""), "name=\"old\"") != NULL &&
           strstr(get(".identity"), "8000") != NULL &&
           strstr(get(".accounts"), "ann") != NULL && strstr(get(".profiles"), "Old") != NULL;
}

static bool is_new(void)
{
    return strstr(get(""), "name=\"new\"") != NULL &&
           strstr(get(".identity"), "8001") != NULL &&
           strstr(get(".accounts"), "ben") != NULL && strcmp(get(".profiles"), "(none)") == 0 &&
           strcmp(get(".previous"), "(none)") == 0 &&
           strcmp(get(".tls/host.crt"), "certificate\n") == 0;
}

/* Exit status 0: it ran to its end; else it was killed. */
static int import_in_child(int steps)
{
    static struct export e;
    char why[1500];
    bool done;
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        make_new(&e);
        steps_left = steps;
        _exit(import_stage(&e, state, why, sizeof(why)) &&
                      import_finish(state, &done, why, sizeof(why)) && done
                  ? 0
                  : 1);
    }
    (void)waitpid(child, &status, 0);
    return status;
}

static void test_crash(void)
{
    int steps = 0, bad = 0, olds = 0, news = 0, status, worst = 0;
    char why[1500] = "";
    bool done;

    do {
        fill_old();
        status = import_in_child(++steps);
        if (WIFEXITED(status))
            break;
        if (!import_finish(state, &done, why, sizeof(why)))
            bad++;
        olds += is_old();
        news += is_new();
        if (!is_old() && !is_new()) {
            bad++;
            worst = steps;
        }
        if (is_new() && strstr(get(".before-import/state"), "name=\"old\"") == NULL)
            bad++;
        if (strcmp(get(".import/state"), "(none)") != 0 ||
            strcmp(get(".import.part/state"), "(none)") != 0 ||
            strcmp(get(".import.done/state"), "(none)") != 0)
            bad++;
    } while (steps < 500);
    ok(WIFEXITED(status) && WEXITSTATUS(status) == 0, "an import without a crash succeeds");
    ok(is_new(), "and is valid");
    ok(steps > 20, "there are many steps at which it can be killed");
    is_int(bad, 0, "killed at each of them, all is old or all is new after the next start");
    if (bad > 0)
        printf("# step %d: %s\n", worst, why);
    ok(olds > 0 && news > 0,
       "some are before the point from which it is completed, some after");
}

static bool plan(struct export *e, const struct export *here, enum import_how how,
                 struct import_notes *notes)
{
    char why[600] = "";
    bool good = import_plan(e, here, how, notes, why, sizeof(why));

    if (!good)
        printf("# %s\n", why);
    return good;
}

static const char *part(const struct export *e, const char *name)
{
    const struct export_part *found = export_find(e, name);

    return found != NULL ? (const char *)found->bytes : "(none)";
}

static bool has_note(const struct import_notes *notes, enum import_kind kind, const char *text)
{
    for (size_t i = 0; i < notes->n; i++)
        if (notes->list[i].kind == kind && strcmp(notes->list[i].text, text) == 0)
            return true;
    return false;
}

static void test_numbers(void)
{
    static struct export e, here;
    static struct import_notes notes;

    memset(&e, 0, sizeof(e));
    memset(&here, 0, sizeof(here));
    add(&here, "state", STATE(QUEUE("1", "den", "") QUEUE("2", "office", ""), "1"));
    add(&e, "state", STATE(QUEUE("1", "office", "") QUEUE("2", "shop", ""), "2"));
    add(&e, "identity", "# x\nport 8000\nqueue 1 " UUID_1 " office\nqueue 2 " UUID_2 " shop\n");
    add(&e, "queue-settings", "1\tallow\ta\n2\tallow\tb\n9\tallow\tc\n");
    add(&e, "people", "titles\tno\nlimit\t0\t9\tann\nlimit\t1\t5\tann\nlimit\t9\t5\tann\n");
    add(&e, "scanners", "scanner office\nprinter 1\nscanner shop\nprinter 2\n");
    ok(plan(&e, &here, IMPORT_REPLACE, &notes),
       "an import in place of what is here is planned");
    is_str(part(&e, "state"),
           "# canon-printer-app state 1\nDNSSDName Canon printers\nDefaultPrinterID "
           "3\nNextPrinterID 4\n" QUEUE("2", "office", "") QUEUE("3", "shop", "") "# end\n",
           "a queue that is here has the number that its jobs know, another one a free one");
    is_str(part(&e, "identity"),
           "# x\nport 8000\nqueue 2 " UUID_1 " office\nqueue 3 " UUID_2 " shop\n",
           "and so in the list of UUIDs");
    is_str(part(&e, "queue-settings"), "2\tallow\ta\n3\tallow\tb\n",
           "and in the settings of queues, without those of no queue");
    is_str(part(&e, "people"), "titles\tno\nlimit\t0\t9\tann\nlimit\t2\t5\tann\n",
           "and in the limits of people");
    is_str(part(&e, "scanners"), "scanner office\nprinter 2\nscanner shop\nprinter 3\n",
           "and in the list of scanners");
    ok(has_note(&notes, IMPORT_QUEUE_REPLACED, "office") &&
           has_note(&notes, IMPORT_QUEUE_NEW, "shop") &&
           has_note(&notes, IMPORT_QUEUE_GONE, "den"),
       "what becomes of each queue is told");
    export_clear(&e);
    export_clear(&here);
}

static void test_merge(void)
{
    static struct export e, here;
    static struct import_notes notes;

    memset(&e, 0, sizeof(e));
    memset(&here, 0, sizeof(here));
    add(&here, "state", STATE(QUEUE("1", "office", ""), "1"));
    add(&here, "identity", "# x\nport 8000\nqueue 1 " UUID_1 " office\n");
    add(&here, "accounts", "ann\t1\t" SEALED "\n");
    add(&here, "profiles", "[profile Mine]\n");
    add(&here, "administrators", "me\n");
    add(&e, "state",
        STATE(QUEUE("1", "shop", "job-account-pin-default " SEALED "\n")
                  QUEUE("2", "office", ""),
              "2"));
    add(&e, "identity", "# x\nport 9000\nqueue 1 " UUID_2 " shop\nqueue 2 " UUID_1 " office\n");
    add(&e, "accounts", "# table\nANN\t5\t\nben\t2\t" SEALED "\n");
    add(&e, "profiles", "[profile Theirs]\n");
    ok(plan(&e, &here, IMPORT_MERGE, &notes), "an import beside what is here is planned");
    is_str(part(&e, "state"),
           "# canon-printer-app state 1\nDNSSDName Canon printers\nDefaultPrinterID "
           "1\nNextPrinterID 4\n" QUEUE("1", "office", "")
               QUEUE("3", "shop", "job-account-pin-default sealed1-\n") "# end\n",
           "the queue that is not here is added, with a number of its own");
    is_str(part(&e, "identity"),
           "# x\nport 8000\nqueue 1 " UUID_1 " office\nqueue 3 " UUID_2 " shop\n",
           "with its UUID; the port stays");
    is_str(part(&e, "accounts"), "ann\t1\t" SEALED "\nben\t2\tsealed1-\n",
           "people who are not here are added, without a PIN that nobody here can read");
    is_str(part(&e, "profiles"), "[profile Mine]\n", "profiles stay");
    is_str(part(&e, "administrators"), "me\n", "administrators stay");
    ok(has_note(&notes, IMPORT_LOST_USER, "ben") &&
           has_note(&notes, IMPORT_LOST_QUEUE, "shop") &&
           has_note(&notes, IMPORT_QUEUE_KEPT, "office"),
       "what is to be typed again is told");
    export_clear(&e);
    export_clear(&here);
}

static void test_redact(void)
{
    char *text = export_redact("state", "a b\njob-account-pin-default 1234\nx " SEALED " y\n");

    is_str(text, "a b\njob-account-pin-default sealed1-\nx sealed1- y\n",
           "PINs are taken out of a state, sealed or not");
    free(text);
    text = export_redact("accounts", "# a\tb\tc\nann\t12\t34\nben\t5\t\ncy\t6\t" SEALED "\n");
    is_str(text, "# a\tb\tc\nann\t12\tsealed1-\nben\t5\t\ncy\t6\tsealed1-\n",
           "and out of the table of people, who keep their departments");
    free(text);
    text = export_redact("profiles", "[mail]\npassword = very secret\nuser = me\n");
    is_str(text, "[mail]\npassword = sealed1-\nuser = me\n",
           "and the password out of the profiles");
    free(text);
}

static bool reads(const uint8_t *bytes, size_t n, const char *password, char *why, size_t size)
{
    static struct export e;
    bool good = export_read(&e, bytes, n, password, why, size);

    export_clear(&e);
    return good;
}

static void test_file(void)
{
    static struct export e, again;
    char why[300] = "";
    size_t n, sealed_n, wrong = 0;
    uint8_t *bytes, *sealed;

    make_new(&e);
    snprintf(e.host, sizeof(e.host), "here.example");
    bytes = export_write(&e, NULL, &n, why, sizeof(why));
    ok(bytes != NULL && export_read(&again, bytes, n, NULL, why, sizeof(why)) &&
           again.n == e.n && strcmp(part(&again, "state"), part(&e, "state")) == 0 &&
           strcmp(part(&again, "tls/host.crt"), "certificate\n") == 0 &&
           strcmp(again.host, "here.example") == 0,
       "a file is read as it was written");
    export_clear(&again);
    for (size_t i = 0; bytes != NULL && i < n; i += 61) {
        bytes[i] ^= 0x20;
        wrong += reads(bytes, n, NULL, why, sizeof(why)) && bytes[i] != ('\0' ^ 0x20);
        bytes[i] ^= 0x20;
    }
    ok(wrong < n / 61 / 4, "a changed byte is found where it means anything");
    ok(bytes != NULL && !reads(bytes, 2000, NULL, why, sizeof(why)),
       "a part of a file is refused");
    sealed = export_write(&e, "correct horse", &sealed_n, why, sizeof(why));
    ok(sealed != NULL && export_is_sealed(sealed, sealed_n) &&
           reads(sealed, sealed_n, "correct horse", why, sizeof(why)),
       "with a password it is opened by that");
    ok(sealed != NULL && !reads(sealed, sealed_n, "correct hors", why, sizeof(why)),
       "by no other");
    ok(sealed != NULL && !reads(sealed, sealed_n, NULL, why, sizeof(why)), "nor without");
    if (sealed != NULL)
        sealed[sealed_n / 2] ^= 1;
    ok(sealed != NULL && !reads(sealed, sealed_n, "correct horse", why, sizeof(why)),
       "and not when a bit was changed");
    free(bytes);
    free(sealed);
    export_clear(&e);
}

static void test_names(void)
{
    static const char *const bad[] = {"../x",        "/etc/passwd", "tls/../x", "tls/.crt",
                                      "tls/a/b.crt", "key/x",       "state/",   "lock",
                                      "previous",    "tls/x.pem",   "",         "State"};
    char path[64];
    int wrong = 0;

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        wrong += export_path("/s", bad[i], path, sizeof(path));
    is_int(wrong, 0, "a name of no part has no place");
    ok(export_path("/s", "tls/a.b.key", path, sizeof(path)) &&
           strcmp(path, "/s.tls/a.b.key") == 0,
       "a certificate's key has one");
    ok(state_is_newer("# canon-printer-app state 2\n") &&
           !state_is_newer("# canon-printer-app state 1\n") && !state_is_newer("DNSSDName x\n"),
       "a state of a newer version is known");
}

int main(void)
{
    if (mkdtemp(folder) == NULL)
        return 1;
    snprintf(state, sizeof(state), "%s/state", folder);
    test_names();
    test_redact();
    test_file();
    test_numbers();
    test_merge();
    test_crash();
    scratch_remove_folder(folder);
    return tap_done();
}
