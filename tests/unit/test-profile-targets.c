/*
 * test-profile-targets.c - pages become files, with text where that is wanted; files go to a
 * folder or a command.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "profile-help.h"

#include <poll.h>

static char base[300], made[310], target[310];
static struct profile_place place = {.folder = made, .max_bytes = 1 << 24};
static struct scan_page *pages[3];

static bool has_start(const char *folder, const char *name, const char *start)
{
    return strncmp(text_of(folder, name), start, strlen(start)) == 0;
}

static bool make(const struct scan_profile *profile, size_t n,
                 struct profile_document *document)
{
    char why[600] = "";
    bool good = profile_document_make(profile, "Office", pages, NULL, n, &place, document, why,
                                      sizeof(why));

    if (!good)
        diag("%s", why);
    return good;
}

static void test_documents(void)
{
    struct scan_profile profile = profile_to("folder", target);
    struct profile_document document;
    static const unsigned turned[2] = {0, 1};
    char why[600] = "";
    struct stat info;

    ok(make(&profile, 3, &document) && document.n == 1 && document.pages == 3 &&
           has_start(document.folder, "1.pdf", "%PDF-") && count_files(document.folder) == 1 &&
           stat(document.folder, &info) == 0 && (info.st_mode & 077) == 0,
       "Pages become one PDF, in a folder for nobody else");
    profile_document_remove(&document);
    ok(count_files(made) == 0, "Which is gone when it is removed");
    profile.format = PROFILE_JPEG;
    ok(make(&profile, 3, &document) && document.n == 3 &&
           has_start(document.folder, "1.jpg", "\xff\xd8\xff") &&
           has_start(document.folder, "2.jpg", "\xff\xd8\xff") &&
           has_start(document.folder, "3.jpg", "\xff\xd8\xff"),
       "Or a JPEG each, also those that came as something else");
    profile_document_remove(&document);
    profile.format = PROFILE_PNG;
    ok(profile_document_make(&profile, "Office", pages, turned, 2, &place, &document, why,
                             sizeof(why)) &&
           has_start(document.folder, "2.png", "\x89PNG") &&
           memcmp(text_of(document.folder, "2.png") + 16, "\0\0\0\x18\0\0\0\x28", 8) == 0,
       "Or a PNG each, turned as it is wanted");
    profile_document_remove(&document);
    ok(!profile_document_make(&profile, "Office", pages, NULL, 0, &place, &document, why,
                              sizeof(why)) &&
           why[0] != '\0',
       "No pages are no document");
}

/* ---- folders ---- */

static bool save(const struct scan_profile *profile, size_t n, const char *wanted)
{
    struct profile_document document;
    char what[1600] = "";
    bool good = make(profile, n, &document) &&
                profile_to_folder(&document, profile, what, sizeof(what)) &&
                strstr(what, wanted) != NULL;

    if (!good)
        diag("%s", what);
    profile_document_remove(&document);
    return good;
}

static void test_folder(void)
{
    struct scan_profile profile = profile_to("folder", target);
    struct profile_document document;
    char what[1600] = "", path[400];
    struct stat info;
    size_t n;

    snprintf(profile.pattern, sizeof(profile.pattern), "%%p %%3n");
    ok(save(&profile, 1, "/Letters 001.pdf") && save(&profile, 1, "/Letters 002.pdf") &&
           count_files(target) == 2 && has_start(target, "Letters 002.pdf", "%PDF-"),
       "A scan is saved under the next number");
    snprintf(path, sizeof(path), "%s/Letters 001.pdf", target);
    (void)chmod(target, 0750);
    ok(save(&profile, 1, "/Letters 003.pdf") && stat(path, &info) == 0 &&
           (info.st_mode & 0777) == 0600,
       "For its owner");
    snprintf(path, sizeof(path), "%s/Letters 003.pdf", target);
    ok(stat(path, &info) == 0 && (info.st_mode & 0777) == 0640,
       "And for who may look into the folder");
    (void)chmod(target, 0700);
    write_file(target, "Letters 005.pdf", "mine", 0600);
    (void)unlink(path);
    ok(save(&profile, 1, "/Letters 003.pdf") && save(&profile, 1, "/Letters 004.pdf") &&
           save(&profile, 1, "/Letters 006.pdf") &&
           strcmp(text_of(target, "Letters 005.pdf"), "mine") == 0,
       "What is there is never replaced, and gaps are used");
    snprintf(profile.pattern, sizeof(profile.pattern), "scan");
    snprintf(path, sizeof(path), "%s/scan.pdf", target);
    ok(symlink("/etc/passwd", path) == 0 && save(&profile, 1, "/scan 2.pdf") &&
           lstat(path, &info) == 0 && S_ISLNK(info.st_mode),
       "Nor is a link followed");
    profile.format = PROFILE_JPEG;
    write_file(target, "scan-2.jpg", "mine", 0600);
    ok(save(&profile, 3, "/scan 2-1.jpg and 2 more") &&
           strcmp(text_of(target, "scan-2.jpg"), "mine") == 0 &&
           text_of(target, "scan-1.jpg")[0] == '\0' &&
           text_of(target, "scan 2-3.jpg")[0] != '\0',
       "Files of one scan have one number, that is free for all of them");
    n = count_files(target);
    (void)make(&profile, 1, &document);
    snprintf(profile.where, sizeof(profile.where), "%s/gone", target);
    ok(!profile_to_folder(&document, &profile, what, sizeof(what)) &&
           strstr(what, "No such file") != NULL && count_files(target) == n &&
           has_start(document.folder, "1.jpg", "\xff\xd8\xff"),
       "Where the folder is gone the document stays, and the reason is told");
    profile_document_remove(&document);
    /* Letters 001 to 006, a link and its neighbour, one of ours and three */
    ok(n == 12 && count_files(made) == 0, "Nothing in between is left");
}

static void test_full(void)
{
    struct scan_profile profile = profile_to("folder", target);
    struct profile_place small = place;
    struct profile_document document;
    char why[600] = "";

    small.max_bytes = 10;
    profile.format = PROFILE_PNG;
    ok(!profile_document_make(&profile, "Office", &pages[0], NULL, 1, &small, &document, why,
                              sizeof(why)) &&
           why[0] != '\0' && count_files(made) == 0,
       "A page that cannot be made leaves nothing behind");
}

/* ---- commands ---- */

static bool command(const char *script, char *what, size_t what_size)
{
    struct profile_document document;
    struct scan_profile profile;
    char path[400];
    bool good;

    write_file(base, "command", script, 0700);
    snprintf(path, sizeof(path), "%s/command", base);
    profile = profile_to("command", path);
    profile.format = PROFILE_JPEG;
    snprintf(profile.pattern, sizeof(profile.pattern), "of %%s");
    (void)make(&profile, 2, &document);
    what[0] = '\0';
    good = profile_to_command(&document, &profile, &place, what, what_size);
    profile_document_remove(&document);
    return good;
}

/* No such process, or one that nobody has asked for its end yet. */
static bool has_died(pid_t pid)
{
    char name[40];
    const char *state;

    snprintf(name, sizeof(name), "%d/stat", (int)pid);
    for (int i = 0; i < 1000; i++) {
        state = strrchr(text_of("/proc", name), ')');
        if (pid > 0 && (state == NULL || state[2] == 'Z'))
            return true;
        (void)poll(NULL, 0, 10);
    }
    return false;
}

static bool stop_now(void *ctx)
{
    (void)ctx;
    return true;
}

static void test_command(void)
{
    char script[1000], what[1600];

    log_clear();
    snprintf(
        script, sizeof(script),
        "#!/bin/sh\n{ pwd; cmp \"$1\" 1.jpg; cmp \"$2\" 2.jpg; echo \"$# $CANON_SCAN_PROFILE "
        "$CANON_SCAN_SCANNER $CANON_SCAN_PAGES $CANON_SCAN_TYPE $CANON_SCAN_NAME\"; env | "
        "grep -c SECRET; } >%s/out 2>&1\nread x && exit 9\necho all well\n",
        base);
    (void)setenv("SECRET", "x", 1);
    ok(command(script, what, sizeof(what)) && strstr(what, "Given to ") != NULL,
       "A command gets the files");
    ok(strstr(text_of(base, "out"), "2 Letters Office 2 image/jpeg of Office\n0\n") != NULL &&
           strstr(text_of(base, "out"), made) == text_of(base, "out"),
       "In their folder, with what is known of them, and nothing of the server's own");
    ok(log_has("says: all well"), "Its last line is in the log");
    ok(!command("#!/bin/sh\necho first\necho no room there >&2\nexit 3\n", what,
                sizeof(what)) &&
           strstr(what, "status 3: no room there") != NULL,
       "Its failure is told, with its last line");
    ok(!command("#!/bin/sh\nkill -9 $$\n", what, sizeof(what)) &&
           strstr(what, "signal 9") != NULL,
       "So is its death");
    ok(!command("#!/nowhere/sh\n", what, sizeof(what)) && what[0] != '\0',
       "And what cannot be started");
    profile_command_seconds = 1;
    snprintf(script, sizeof(script), "#!/bin/sh\nsleep 1000 &\necho $! >%s/pid\nwait\n", base);
    ok(!command(script, what, sizeof(what)) && strstr(what, "too long") != NULL,
       "A command that hangs is ended");
    ok(has_died((pid_t)strtol(text_of(base, "pid"), NULL, 10)), "With what it started");
    profile_command_seconds = 600;
    place.canceled = stop_now;
    ok(!command("#!/bin/sh\nsleep 1000\n", what, sizeof(what)) &&
           strstr(what, "server ends") != NULL,
       "Also when the server ends");
    place.canceled = NULL;
    write_file(base, "open", "#!/bin/sh\n", 0722);
    snprintf(script, sizeof(script), "%s/open", base);
    ok(!profile_command_check(script, what, sizeof(what)) && strstr(what, "others") != NULL,
       "A program that others can change is not run");
    (void)chmod(script, 0600);
    ok(!profile_command_check(script, what, sizeof(what)) &&
           !profile_command_check("/bin", what, sizeof(what)) &&
           !profile_command_check("cat", what, sizeof(what)) &&
           profile_command_check("/bin/cat", what, sizeof(what)),
       "Nor what is no program");
}

/* ---- text ---- */

/* Whether a document's PDF has words in it. */
static bool pdf_has(const struct profile_document *document, const char *words)
{
    char command_line[1400];

    snprintf(command_line, sizeof(command_line), "/bin/grep -aq '%s' '%s/1.pdf'", words,
             document->folder);
    return system(command_line) == 0; /* NOLINT(cert-env33-c): a test's own words */
}

static void test_text(void)
{
    struct scan_profile profile = profile_to("folder", target);
    struct profile_document document;
    char path[400];

    profile.searchable = true;
    log_clear();
    (void)setenv("PATH", base, 1);
    ok(make(&profile, 2, &document) && has_start(document.folder, "1.pdf", "%PDF-") &&
           log_has("neither ocrmypdf nor tesseract"),
       "Without a program for it a PDF stays without text, which the log says");
    profile_document_remove(&document);
    write_file(base, "ocrmypdf",
               "#!/bin/sh\nPATH=/usr/bin:/bin\nfor a; do in=$out; out=$a; done\n"
               "{ cat \"$in\"; echo \"%with text\"; } >\"$out\"\n",
               0700);
    ok(make(&profile, 2, &document) && has_start(document.folder, "1.pdf", "%PDF-") &&
           pdf_has(&document, "with text") && count_files(document.folder) == 1,
       "ocrmypdf makes another PDF of it");
    profile_document_remove(&document);
    log_clear();
    write_file(base, "ocrmypdf", "#!/bin/sh\necho out of paper; exit 4\n", 0700);
    ok(make(&profile, 2, &document) && has_start(document.folder, "1.pdf", "%PDF-") &&
           log_has("ocrmypdf failed (4). out of paper"),
       "Where it fails the PDF stays as it was");
    profile_document_remove(&document);
    log_clear();
    write_file(base, "ocrmypdf", "#!/bin/sh\nfor a; do out=$a; done\necho rubbish >\"$out\"\n",
               0700);
    ok(make(&profile, 2, &document) && has_start(document.folder, "1.pdf", "%PDF-") &&
           log_has("no PDF") && count_files(document.folder) == 1,
       "Also where it makes rubbish");
    profile_document_remove(&document);
    snprintf(path, sizeof(path), "%s/ocrmypdf", base);
    (void)unlink(path);
    (void)setenv("PATH", "/usr/bin:/bin", 1);
    if (access("/usr/bin/tesseract", X_OK) != 0 || access("/usr/bin/ocrmypdf", X_OK) == 0) {
        skip("tesseract is not installed, or ocrmypdf is");
        return;
    }
    log_clear();
    ok(make(&profile, 2, &document) && has_start(document.folder, "1.pdf", "%PDF-") &&
           !log_has("without text") && count_files(document.folder) == 1 &&
           pdf_has(&document, "Tesseract"),
       "Else tesseract makes it of the pages");
    profile_document_remove(&document);
}

/* ---- what is kept ---- */

/* A document that has been kept for so many days. */
static void keep_since(const struct scan_profile *profile, int days, char *folder, size_t size)
{
    struct profile_document document;
    char why[600] = "", path[400];
    struct timespec times[2];

    (void)make(profile, 1, &document);
    snprintf(folder, size, "%.300s", document.folder);
    ok(profile_keep(&document, profile, why, sizeof(why)), "A document is kept %s", why);
    snprintf(path, sizeof(path), "%.300s/profile", folder);
    clock_gettime(CLOCK_REALTIME, &times[0]);
    times[0].tv_sec -= (time_t)days * 86400 + 60;
    times[1] = times[0];
    (void)utimensat(AT_FDCWD, path, times, 0);
    profile_document_remove(&document);
}

static void test_kept(void)
{
    static struct profile_kept kept[PROFILE_KEPT_MAX + 1];
    struct scan_profile profile = profile_to("mail", "a@example.org");
    struct profile_document document;
    char month[310], days[310], fresh[310], torn[340];

    keep_since(&profile, 30, month, sizeof(month));
    keep_since(&profile, 0, fresh, sizeof(fresh));
    keep_since(&profile, 3, days, sizeof(days));
    snprintf(torn, sizeof(torn), "%s/in-torn", made);
    (void)mkdir(torn, 0700);
    ok(profile_kept_list(made, kept, PROFILE_KEPT_MAX + 1) == 3 &&
           strcmp(kept[0].folder, month) == 0 && strcmp(kept[2].folder, fresh) == 0 &&
           strcmp(kept[1].profile.where, "a@example.org") == 0 &&
           strcmp(kept[1].profile.scanner, "Office") == 0,
       "What is kept is listed by its age, with its profile");
    ok(profile_document_open(fresh, &profile, "Office", kept[2].when, &document) &&
           document.n == 1 && document.pages == 1,
       "And is a document again");
    ok(!profile_document_open(torn, &profile, "Office", 0, &document),
       "Without its files it is none");
    ok(profile_kept_tried(&kept[2]) && !profile_kept_tried(&kept[1]),
       "It is tried again for three days");
    kept[2].profile.target = PROFILE_COMMAND;
    ok(!profile_kept_tried(&kept[2]), "But not with a command");
    profile_kept_tidy(made);
    profile_kept_limit(kept, 3);
    ok(access(torn, F_OK) != 0 && access(month, F_OK) != 0 && access(days, F_OK) == 0 &&
           access(fresh, F_OK) == 0 && log_has("a month old"),
       "What is torn goes, and what is a month old, which is told");
    for (size_t i = 0; i < PROFILE_KEPT_MAX + 1; i++)
        kept[i].when = time(NULL);
    snprintf(kept[0].folder, sizeof(kept[0].folder), "%s", days);
    snprintf(kept[1].folder, sizeof(kept[1].folder), "%s", fresh);
    profile_kept_limit(kept, PROFILE_KEPT_MAX + 1);
    ok(access(days, F_OK) != 0 && access(fresh, F_OK) == 0 && log_has("too many"),
       "Of too many the oldest one goes");
    scratch_remove_folder(fresh);
}

int main(void)
{
    new_folder(base, sizeof(base));
    snprintf(made, sizeof(made), "%s/made", base);
    snprintf(target, sizeof(target), "%s/target", base);
    (void)mkdir(made, 0700);
    (void)mkdir(target, 0700);
    log_begin();
    pages[0] = small_page(SCAN_COLOR, SCAN_JPEG);
    pages[1] = small_page(SCAN_BLACK_AND_WHITE, SCAN_PNG);
    pages[2] = small_page(SCAN_GRAY, SCAN_JPEG);
    test_documents();
    test_folder();
    test_full();
    test_command();
    test_kept();
    test_text();
    for (size_t i = 0; i < 3; i++)
        scan_page_release(pages[i]);
    scratch_remove_folder(base);
    return tap_done();
}
