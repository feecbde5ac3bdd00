/*
 * test-profiles.c - profiles from a press to a file: runs, buttons, what is kept and tried
 * again. Scanners and their jobs are doubles.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "profile-help.h"
#include "smtp-server.h"

#include "server/vault.h"

/* ---- a scanner ---- */

struct scanner {
    const char *name;
    bool feeder;
    size_t num_buttons;
    /* Guarded by mutex. */
    void (*pressed)(void *ctx, struct scanner *scanner, unsigned button);
    void *ctx;
};

struct scan_job {
    unsigned refs;
    struct scan_settings settings;
    bool canceled;
};

static struct scanner office = {"Office", true, 2, NULL, NULL};
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
/* Guarded by mutex. What a job does. */
static unsigned in_feeder, on_glass; /* pages */
static enum scan_result start_result, end_result;
static bool endless; /* no page comes, until it is canceled */
static unsigned num_jobs, num_alive;
static struct scan_settings last_settings;
static struct scan_asker last_asker;
static void (*scanners_changed_call)(void *ctx);

void scanner_facts(struct scanner *scanner, struct scanner_facts *facts)
{
    memset(facts, 0, sizeof(*facts));
    snprintf(facts->name, sizeof(facts->name), "%s", scanner->name);
    facts->known = true;
    facts->caps.has[SCAN_PLATEN] = true;
    facts->caps.has[SCAN_FEEDER] = scanner->feeder;
    facts->caps.num_buttons = scanner->num_buttons;
}

void scanners_each(bool (*each)(void *ctx, struct scanner *scanner), void *ctx)
{
    (void)each(ctx, &office);
}

void scanners_watch(void (*call)(void *ctx), void *ctx)
{
    (void)ctx;
    scanners_changed_call = call;
}

void scanner_watch_buttons(struct scanner *scanner,
                           void (*pressed)(void *ctx, struct scanner *scanner, unsigned button),
                           void *ctx)
{
    pthread_mutex_lock(&mutex);
    scanner->pressed = pressed;
    scanner->ctx = ctx;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&mutex);
}

enum scan_result scan_job_start(struct scanner *scanner, const struct scan_settings *settings,
                                const struct scan_handover *handover,
                                const struct scan_asker *asker, struct scan_job **job,
                                char *why, size_t why_size)
{
    enum scan_result result;

    (void)scanner;
    (void)handover;
    pthread_mutex_lock(&mutex);
    result = start_result;
    num_jobs++;
    last_settings = *settings;
    last_asker = *asker;
    num_alive += result == SCAN_OK;
    pthread_mutex_unlock(&mutex);
    if (result != SCAN_OK) {
        snprintf(why, why_size, "%s", scan_result_text(result));
        return result;
    }
    if ((*job = calloc(1, sizeof(**job))) == NULL)
        exit(99);
    (*job)->refs = 1;
    (*job)->settings = *settings;
    return SCAN_OK;
}

enum scan_result scan_job_page(struct scan_job *job, unsigned n, unsigned wait_ms,
                               struct scan_page **page)
{
    enum scan_result result;
    unsigned pages;

    (void)wait_ms;
    pthread_mutex_lock(&mutex);
    pages = job->settings.input == SCAN_PLATEN ? on_glass : in_feeder;
    result = n < pages ? SCAN_OK : end_result;
    if (endless && !job->canceled) {
        /* as scan_job_page waits; here for the one who cancels it */
        struct timespec until;

        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += 20000000;
        until.tv_sec += until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        (void)pthread_cond_timedwait(&changed, &mutex, &until);
        result = job->canceled ? SCAN_CANCELED : SCAN_TIMEOUT;
    }
    pthread_mutex_unlock(&mutex);
    if (result == SCAN_OK)
        *page = small_page(job->settings.color, job->settings.encoding);
    return result;
}

void scan_job_take(struct scan_job *job, unsigned n)
{
    (void)job;
    (void)n;
}

void scan_job_cancel(struct scan_job *job, unsigned wait_ms)
{
    (void)wait_ms;
    pthread_mutex_lock(&mutex);
    job->canceled = true;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&mutex);
}

void scan_job_info(struct scan_job *job, struct scan_job_info *info)
{
    memset(info, 0, sizeof(*info));
    info->settings = job->settings;
}

bool scan_job_wait(struct scan_job *job, unsigned wait_ms)
{
    (void)job;
    (void)wait_ms;
    return true;
}

struct scan_job *scan_job_hold(struct scan_job *job)
{
    pthread_mutex_lock(&mutex);
    job->refs++;
    pthread_mutex_unlock(&mutex);
    return job;
}

void scan_job_release(struct scan_job *job)
{
    bool last;

    if (job == NULL)
        return;
    pthread_mutex_lock(&mutex);
    last = --job->refs == 0;
    num_alive -= last;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&mutex);
    if (last)
        free(job);
}

/* Printing needs queues; here it only fails. */
bool profile_to_printer(pappl_system_t *system, const struct profile_document *document,
                        const struct scan_profile *profile, char *what, size_t what_size)
{
    (void)system;
    snprintf(what, what_size, "No queue '%.200s' for %zu of %s.", profile->where, document->n,
             document->type);
    return false;
}

/* ---- helpers ---- */

static char base[300], target[310], state[310], kept[330];

static void set_scanner(unsigned feeder, unsigned glass, enum scan_result start,
                        enum scan_result end)
{
    pthread_mutex_lock(&mutex);
    in_feeder = feeder;
    on_glass = glass;
    start_result = start;
    end_result = end;
    pthread_mutex_unlock(&mutex);
    log_clear();
}

static struct scan_profile to_target(void)
{
    struct scan_profile profile = profile_to("folder", target);

    snprintf(profile.pattern, sizeof(profile.pattern), "%%p");
    return profile;
}

static bool run(const struct scan_profile *profile)
{
    static const struct scan_asker asker = {.way = "profile", .host = "127.0.0.1"};
    char why[600] = "";
    bool good = profile_run(profile, &office, &asker, NULL, why, sizeof(why));

    if (!good)
        diag("%s", why);
    return good;
}

static bool start(void)
{
    char why[600] = "";
    bool good = profiles_start(NULL, state, base, 1 << 24, why, sizeof(why));

    if (!good)
        diag("%s", why);
    return good;
}

/* ---- tests ---- */

static void test_store(void)
{
    struct scan_profile profile = to_target(), found;
    char why[600] = "", path[400];
    struct stat info;

    snprintf(path, sizeof(path), "%s.profiles", state);
    ok(profile_set(&profile, why, sizeof(why)) && stat(path, &info) == 0 &&
           (info.st_mode & 0777) == 0600 && profile_find("Letters", &found) &&
           strcmp(found.where, target) == 0,
       "A profile is kept, in a file for nobody else");
    ok(profile_delete("Letters", why, sizeof(why)) && !profile_find("Letters", &found) &&
           !profile_delete("Letters", why, sizeof(why)) && strstr(why, "no profile") != NULL,
       "And deleted");
    write_file(base, "state.profiles",
               "# mine\n[profile A]\nfolder = /x\n[mail]\npassword = secret\n", 0600);
    ok(profile_find("A", &found) && profile_set(&profile, why, sizeof(why)) &&
           strstr(text_of(base, "state.profiles"), "# mine\n") != NULL &&
           profile_find("A", &found) && profile_find("Letters", &found),
       "What a person writes there holds at once, and stays");
    ok(strstr(text_of(base, "state.profiles"), "secret") == NULL &&
           strstr(text_of(base, "state.profiles"), "password = sealed1-") != NULL,
       "But for a password, which is sealed");
    log_clear();
    (void)chmod(path, 0620);
    ok(!profile_find("A", &found) && log_has("written by others"),
       "A file that others can write is not read");
    (void)chmod(path, 0600);
    ok(profile_find("A", &found), "Until it is mended");
    memset(profile.name, 'x', sizeof(profile.name));
    profile.name[5] = ']';
    profile.name[10] = '\0';
    ok(!profile_set(&profile, why, sizeof(why)) && strstr(why, "no name") != NULL,
       "What could not be read again is not written");
    profile = to_target();
    snprintf(profile.where, sizeof(profile.where), "/x\n[mail]");
    ok(!profile_set(&profile, why, sizeof(why)) && !profile_find("x", &found),
       "Nor what would be another line");
}

static void test_runs(void)
{
    struct scan_profile profile = to_target();

    set_scanner(2, 1, SCAN_OK, SCAN_NO_DOCS);
    profile.settings.drop_blank = true;
    ok(run(&profile) && log_wait("Saved as") && text_of(target, "Letters.pdf")[0] == '%' &&
           log_has("2 pages of Office"),
       "The pages of the feeder are saved as one document");
    ok(last_settings.input == SCAN_FEEDER && last_settings.measure_blank &&
           last_settings.encoding == SCAN_JPEG && strcmp(last_asker.way, "profile") == 0,
       "Scanned as the profile says");
    set_scanner(0, 1, SCAN_OK, SCAN_NO_DOCS);
    ok(run(&profile) && log_wait("1 page of Office: Saved as") &&
           last_settings.input == SCAN_PLATEN,
       "Where the feeder is empty, the glass");
    profile.glass_if_empty = false;
    set_scanner(0, 1, SCAN_OK, SCAN_NO_DOCS);
    ok(run(&profile) && log_wait("nothing to scan"), "Unless the feeder is asked for");
    profile.glass_if_empty = true;
    profile.settings.color = SCAN_BLACK_AND_WHITE;
    office.feeder = false;
    set_scanner(9, 1, SCAN_OK, SCAN_NO_DOCS);
    ok(run(&profile) && log_wait("1 page of Office: Saved as") &&
           last_settings.encoding == SCAN_PNG && last_settings.color == SCAN_BLACK_AND_WHITE,
       "A scanner without a feeder has its glass");
    profile.format = PROFILE_JPEG;
    set_scanner(9, 1, SCAN_OK, SCAN_NO_DOCS);
    ok(run(&profile) && log_wait("1 page of Office: Saved as") &&
           last_settings.color == SCAN_GRAY,
       "JPEG has no black and white: it is gray");
    office.feeder = true;
    set_scanner(2, 1, SCAN_OK, SCAN_JAMMED);
    profile.format = PROFILE_PDF;
    ok(run(&profile) && log_wait("Letters incomplete.pdf") && log_has("only 2 pages"),
       "What came before a jam is saved, and its name tells");
    set_scanner(2, 1, SCAN_BUSY, SCAN_NO_DOCS);
    ok(!run(&profile), "A scanner that is busy is told at once");
}

static void test_kept(void)
{
    struct scan_profile profile = to_target();
    char gone[330];

    snprintf(gone, sizeof(gone), "%s/away", base);
    snprintf(profile.where, sizeof(profile.where), "%s", gone);
    set_scanner(3, 1, SCAN_OK, SCAN_NO_DOCS);
    ok(run(&profile) && log_wait("The scan is kept in") && count_files(kept) == 1,
       "What cannot be delivered is kept");
    ok(log_wait("again:"), "And tried again");
    (void)mkdir(gone, 0700);
    ok(log_wait("kept since a failure: Saved as") && text_of(gone, "Letters.pdf")[0] == '%',
       "Until it goes");
    while (count_files(kept) > 0) /* removed behind the line of the log */
        (void)usleep(10000);
    ok(count_files(gone) == 1, "Once, and then it is not kept any more");
}

/* Root may write everywhere, so the folder is away for a while. */
static void test_no_room(void)
{
    struct scan_profile profile = to_target();
    char away[340];

    snprintf(away, sizeof(away), "%s.away", kept);
    snprintf(profile.name, sizeof(profile.name), "Room");
    (void)rename(kept, away);
    set_scanner(1, 1, SCAN_OK, SCAN_NO_DOCS);
    ok(run(&profile) && log_wait("Make room on the disk"),
       "Where no document can be made the pages wait");
    (void)rename(away, kept);
    ok(log_wait("1 page of Office: Saved as") && text_of(target, "Room.pdf")[0] == '%',
       "And are delivered as soon as it goes");
}

static void test_print(void)
{
    struct scan_profile profile = profile_to("print", "nowhere");
    struct scan_page *pages[2] = {small_page(SCAN_GRAY, SCAN_JPEG),
                                  small_page(SCAN_GRAY, SCAN_JPEG)};
    char what[600] = "";

    profile.format = PROFILE_JPEG;
    ok(!profile_deliver(&profile, pages, NULL, 2, what, sizeof(what)) &&
           strcmp(what, "No queue 'nowhere' for 1 of application/pdf.") == 0,
       "Pages to be printed are one job");
    ok(!profile_deliver(&profile, pages, NULL, 1, what, sizeof(what)) &&
           strcmp(what, "No queue 'nowhere' for 1 of image/jpeg.") == 0 &&
           count_files(kept) == 0,
       "One page is as it is; and nothing is kept of what somebody waits for");
    scan_page_release(pages[0]);
    scan_page_release(pages[1]);
}

static void test_mail_kept(void)
{
    static struct smtp_server server;
    struct scan_profile profile = profile_to("mail", "a@example.org");
    char text[300];

    smtp_start(&server);
    snprintf(text, sizeof(text),
             "[mail]\nserver = smtp://127.0.0.1:%u\nencryption = none\nfrom = s@example.org\n",
             server.port);
    write_file(base, "state.profiles", text, 0600);
    smtp_refuse(&server, "MAIL", "451 later\r\n");
    set_scanner(1, 1, SCAN_OK, SCAN_NO_DOCS);
    ok(run(&profile) && log_wait("again:"), "Mail to a server that is busy is tried again");
    smtp_refuse(&server, NULL, NULL);
    ok(log_wait("kept since a failure: Sent to") && server.mails == 1, "And sent, once");
    smtp_stop(&server);
}

/* Kept by one run of the program, delivered by the next. */
static void test_restart(void)
{
    struct scan_profile profile = to_target();
    char gone[330], torn[350];

    snprintf(gone, sizeof(gone), "%s/later", base);
    snprintf(profile.where, sizeof(profile.where), "%s", gone);
    profile.format = PROFILE_PNG;
    set_scanner(2, 1, SCAN_OK, SCAN_NO_DOCS);
    ok(run(&profile) && log_wait("The scan is kept in"), "A document waits");
    profiles_stop();
    snprintf(torn, sizeof(torn), "%s/in-torn", kept);
    (void)mkdir(torn, 0700);
    (void)mkdir(gone, 0700);
    log_clear();
    ok(start() && access(torn, F_OK) != 0, "What was half made is removed at the start");
    ok(log_wait("kept since a failure: Saved as") &&
           strncmp(text_of(gone, "Letters-2.png"), "\x89PNG", 4) == 0,
       "What waits is delivered after a restart");
}

static void test_command_kept(void)
{
    struct scan_profile profile;
    char path[330];

    write_file(base, "command", "#!/bin/sh\nexit 1\n", 0700);
    snprintf(path, sizeof(path), "%s/command", base);
    profile = profile_to("command", path);
    set_scanner(1, 1, SCAN_OK, SCAN_NO_DOCS);
    while (count_files(kept) > 0)
        (void)usleep(10000);
    ok(run(&profile) && log_wait("status 1") && log_wait("kept in") && count_files(kept) == 1 &&
           !log_has("tried again"),
       "What a command did not take is kept for a person");
}

static void press(unsigned button)
{
    void (*pressed)(void *ctx, struct scanner *scanner, unsigned button);

    pthread_mutex_lock(&mutex);
    pressed = office.pressed;
    pthread_mutex_unlock(&mutex);
    if (pressed != NULL)
        pressed(NULL, &office, button);
}

/* Until the buttons are watched, or are not. */
static void wait_watched(bool watched)
{
    pthread_mutex_lock(&mutex);
    while ((office.pressed != NULL) != watched)
        pthread_cond_wait(&changed, &mutex);
    pthread_mutex_unlock(&mutex);
}

static void test_buttons(void)
{
    struct scan_profile one = to_target(), any = to_target();
    char why[600] = "";

    ok(office.pressed == NULL, "Without a profile for a button the device is left alone");
    snprintf(one.name, sizeof(one.name), "Mine");
    snprintf(one.scanner, sizeof(one.scanner), "Office");
    one.button = 1;
    snprintf(any.name, sizeof(any.name), "Any");
    any.button = 1;
    (void)profile_set(&any, why, sizeof(why));
    (void)profile_set(&one, why, sizeof(why));
    wait_watched(true);
    ok(true, "With one its buttons are watched");
    set_scanner(1, 1, SCAN_OK, SCAN_NO_DOCS);
    press(1);
    ok(log_wait("/Mine.pdf") && strcmp(last_asker.agent, "button 1") == 0,
       "A press scans by the scanner's own profile before one of any scanner");
    press(2);
    ok(log_wait("Button 2 of Office has no profile"), "A button without one does nothing");
    set_scanner(1, 1, SCAN_BUSY, SCAN_NO_DOCS);
    press(1);
    press(1);
    ok(log_wait("Button 1 of Office did nothing"), "Nor does a press while it scans");
    (void)profile_delete("Mine", why, sizeof(why));
    set_scanner(1, 1, SCAN_OK, SCAN_NO_DOCS);
    press(1);
    ok(log_wait("/Any.pdf"), "Without its own profile, that of any scanner");
    (void)profile_delete("Any", why, sizeof(why));
    wait_watched(false);
    ok(true, "Without any the device is let go");
}

static void test_stop(void)
{
    struct scan_profile profile = to_target();

    set_scanner(1, 1, SCAN_OK, SCAN_NO_DOCS);
    pthread_mutex_lock(&mutex);
    endless = true;
    pthread_mutex_unlock(&mutex);
    ok(run(&profile), "A scan takes long");
    profiles_stop();
    ok(log_has("the scan was canceled") && num_alive == 0,
       "The end of the server cancels it and waits for it");
    ok(!run(&profile), "Afterwards there are no more");
    ok(num_alive == 0, "And no job is left");
}

int main(void)
{
    static const uint8_t key[VAULT_KEY_BYTES] = {1};
    struct stat info;

    new_folder(base, sizeof(base));
    snprintf(target, sizeof(target), "%s/target", base);
    snprintf(state, sizeof(state), "%s/state", base);
    snprintf(kept, sizeof(kept), "%s.undelivered", state);
    (void)mkdir(target, 0700);
    vault_use(key);
    log_begin();
    profile_retry_first_ms = 50;
    (void)mkdir(kept, 0755);
    ok(start(), "Profiles start where there is nothing yet");
    ok(stat(kept, &info) == 0 && (info.st_mode & 0777) == 0700,
       "What is kept is for nobody else, also where its folder was there");
    test_store();
    test_runs();
    test_kept();
    test_no_room();
    test_print();
    test_mail_kept();
    test_restart();
    test_command_kept();
    test_buttons();
    test_stop();
    scratch_remove_folder(base);
    return tap_done();
}
