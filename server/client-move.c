/*
 * client-move.c - see client-move.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "client-move.h"

#include "client-say.h"
#include "export.h"
#include "import.h"
#include "options.h"
#include "vault.h"
#include "whole-file.h"

#include <cups/cups.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

/* What was asked. */
struct order {
    bool import;
    const char *file;          /* "-": standard input or output */
    const char *password_file; /* NULL: it is typed */
    bool secrets, dry_run, replace, merge;
    struct options options; /* for its state_file */
    char password[EXPORT_PASSWORD_SIZE];
};

bool client_move_knows(const char *name)
{
    return strcmp(name, "export") == 0 || strcmp(name, "import") == 0;
}

/* ---- arguments; each tells the exit status, -1: go on ---- */

static bool *flag_of(struct order *o, const char *word)
{
    if (!o->import)
        return strcmp(word, "--with-secrets") == 0 ? &o->secrets : NULL;
    return strcmp(word, "--dry-run") == 0   ? &o->dry_run
           : strcmp(word, "--replace") == 0 ? &o->replace
           : strcmp(word, "--merge") == 0   ? &o->merge
                                            : NULL;
}

static int take_option(struct order *o, const char *text)
{
    cups_option_t *pairs = NULL;
    int n = cupsParseOptions(text, 0, &pairs);
    const char *state = cupsGetOption("state-file", n, pairs);
    int status = -1;

    if (state == NULL || n != 1 ||
        (size_t)snprintf(o->options.state_file, sizeof(o->options.state_file), "%s", state) >=
            sizeof(o->options.state_file) - 16)
        status = client_misunderstood("After -o state-file=FILE is wanted, not", text);
    cupsFreeOptions(n, pairs);
    return status;
}

static int take_arguments(struct order *o, int argc, char *argv[], const char *name)
{
    bool named = false;
    int status = -1;

    for (int i = 1; status < 0 && i < argc; i++) {
        const char *word = argv[i];
        bool *flag = flag_of(o, word);
        bool has_value = strcmp(word, "-o") == 0 || strcmp(word, "--password-file") == 0;

        if (!named && strcmp(word, name) == 0)
            named = true;
        else if (flag != NULL)
            *flag = true;
        else if (has_value && i + 1 == argc)
            status = client_misunderstood("A value is missing after", word);
        else if (has_value && word[1] == 'o')
            status = take_option(o, argv[++i]);
        else if (has_value)
            o->password_file = argv[++i];
        else if ((word[0] == '-' && word[1] != '\0') || o->file != NULL)
            status = client_complain(
                EXIT_USAGE, "%s takes no '%s'. See " PROGRAM_NAME " --help.", name, word);
        else
            o->file = word;
    }
    if (status < 0 && o->file == NULL)
        status = client_complain(EXIT_USAGE, "Say which file: " PROGRAM_NAME " %s FILE.", name);
    if (status < 0 && o->replace && o->merge)
        status = client_complain(EXIT_USAGE, "Either --replace or --merge.");
    return status;
}

/* ---- passwords ---- */

/* A line of a file or the terminal, which does not show it. */
static bool read_line(FILE *file, const char *prompt, char *line, size_t size)
{
    struct termios shown, hidden;
    bool terminal = isatty(fileno(file)) && tcgetattr(fileno(file), &shown) == 0;
    bool good;

    if (terminal) {
        fprintf(stderr, "%s: ", prompt);
        hidden = shown;
        hidden.c_lflag &= ~(tcflag_t)ECHO;
        (void)tcsetattr(fileno(file), TCSAFLUSH, &hidden);
    }
    good = fgets(line, (int)size, file) != NULL;
    if (terminal) {
        (void)tcsetattr(fileno(file), TCSAFLUSH, &shown);
        fputc('\n', stderr);
    }
    if (good && strchr(line, '\n') == NULL && strlen(line) + 1 == size)
        good = false; /* cut off, it would be another one */
    line[strcspn(line, "\r\n")] = '\0';
    return good && line[0] != '\0';
}

static int ask_twice(struct order *o)
{
    char again[EXPORT_PASSWORD_SIZE] = "";
    bool same = read_line(stdin, "The same again", again, sizeof(again)) &&
                strcmp(again, o->password) == 0;

    vault_wipe(again, sizeof(again));
    return same ? -1 : client_complain(1, "The passwords are not the same.");
}

static int get_password(struct order *o)
{
    FILE *file = o->password_file != NULL ? fopen(o->password_file, "r") : stdin;
    bool good;

    if (file == NULL)
        return client_complain(1, "'%s' cannot be read: %s.", o->password_file,
                               strerror(errno));
    if (file == stdin && o->import && strcmp(o->file, "-") == 0)
        return client_complain(EXIT_USAGE, "Where the file comes on standard input, its "
                                           "password has to be in a file: --password-file.");
    good = read_line(file, "Password of the file", o->password, sizeof(o->password));
    if (file != stdin)
        fclose(file);
    if (!good)
        return client_complain(1, "There is no password, or it is too long.");
    if (o->import)
        return -1;
    if (strlen(o->password) < EXPORT_PASSWORD_MIN)
        return client_complain(1, "A password has at least %d characters.",
                               EXPORT_PASSWORD_MIN);
    return file == stdin && isatty(STDIN_FILENO) ? ask_twice(o) : -1;
}

/* ---- export ---- */

static bool write_all(int fd, const uint8_t *bytes, size_t n)
{
    while (n > 0) {
        ssize_t wrote = write(fd, bytes, n);

        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return false;
        bytes += wrote;
        n -= (size_t)wrote;
    }
    return true;
}

/* Beside it first, then renamed: an export of yesterday is not lost to a full disk. */
static int write_file(const char *name, const uint8_t *bytes, size_t n)
{
    char fresh[1100];
    int fd = -1, error;
    bool good;

    if (strcmp(name, "-") == 0)
        return write_all(STDOUT_FILENO, bytes, n)
                   ? 0
                   : client_complain(1, "The output cannot be written: %s.", strerror(errno));
    errno = ENAMETOOLONG;
    if ((size_t)snprintf(fresh, sizeof(fresh), "%s.XXXXXX", name) < sizeof(fresh))
        fd = mkstemp(fresh); /* mode 0600 */
    good = fd >= 0 && write_all(fd, bytes, n) && fsync(fd) == 0 && rename(fresh, name) == 0;
    error = errno;
    if (fd >= 0)
        close(fd);
    if (good)
        return 0;
    if (fd >= 0)
        (void)unlink(fresh);
    return client_complain(1, "'%s' cannot be written: %s.", name, strerror(error));
}

static void say_exported(const struct order *o)
{
    if (strcmp(o->file, "-") == 0)
        return;
    printf("Queues and settings are in %s.\n", o->file);
    if (!o->secrets)
        printf("Keys, PINs and passwords are not: --with-secrets puts them in, too.\n");
    printf("Jobs that wait are not in it.\n");
}

static int run_export(struct order *o)
{
    static struct export e;
    char why[1500] = "";
    uint8_t *bytes = NULL;
    size_t n = 0;
    int status = o->secrets ? get_password(o) : -1;

    if (status >= 0)
        return status;
    if (!export_collect(&e, o->options.state_file, o->secrets, why, sizeof(why)))
        status = client_complain(1, "%s", why);
    else if (export_find(&e, "state") == NULL)
        status = client_complain(
            1,
            "There are no queues at '%s'. Where they are somewhere else: -o state-file=FILE.",
            o->options.state_file);
    if (status < 0)
        bytes = export_write(&e, o->secrets ? o->password : NULL, &n, why, sizeof(why));
    if (status < 0 && bytes == NULL)
        status = client_complain(1, "%s", why);
    if (status < 0)
        status = write_file(o->file, bytes, n);
    if (status == 0)
        say_exported(o);
    free(bytes);
    export_clear(&e);
    vault_wipe(o->password, sizeof(o->password));
    return status;
}

/* ---- import ---- */

static uint8_t *read_input(const char *name, size_t *n)
{
    size_t room = 64 << 10, have = 0, got;
    FILE *file = strcmp(name, "-") == 0 ? stdin : fopen(name, "r");
    uint8_t *bytes = file != NULL ? malloc(room) : NULL, *larger;

    while (bytes != NULL && (got = fread(bytes + have, 1, room - have, file)) > 0) {
        have += got;
        if (have < room || room > 4 * EXPORT_MAX_BYTES)
            continue;
        larger = realloc(bytes, 2 * room);
        if (larger == NULL)
            break;
        bytes = larger;
        room *= 2;
    }
    if (bytes == NULL || ferror(file) || have == room) {
        (void)client_complain(1, "'%s' cannot be read: %s.", name,
                              have == room ? "it is too large" : strerror(errno));
        free(bytes);
        bytes = NULL;
    }
    if (file != NULL && file != stdin)
        fclose(file);
    *n = have;
    return bytes;
}

/*
 * Root writes for the user whose server it is: files of root's could not be read by it. The
 * folder tells who that is where there is no state yet.
 */
static int become_owner(const char *state_file)
{
    char folder[1100];
    struct stat info;
    char *slash;

    snprintf(folder, sizeof(folder), "%s", state_file);
    slash = strrchr(folder, '/');
    if (slash == NULL)
        snprintf(folder, sizeof(folder), ".");
    else
        slash[slash == folder] = '\0';
    if (stat(state_file, &info) != 0 && stat(folder, &info) != 0)
        return client_complain(1, "The folder '%s' is not there: start the server once.",
                               folder);
    if (geteuid() != 0 || info.st_uid == 0)
        return -1;
    if (setegid(info.st_gid) == 0 && seteuid(info.st_uid) == 0)
        return -1;
    return client_complain(1, "Files cannot be written as the user of the server: %s.",
                           strerror(errno));
}

/* The state's lock; -1: a server has it, or (said) there is none. */
static int lock_state(const char *state_file, bool *running)
{
    char path[1100];
    int fd;

    *running = false;
    snprintf(path, sizeof(path), "%s.lock", state_file);
    fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        (void)client_complain(1, "'%s' cannot be written: %s.", path, strerror(errno));
        return -1;
    }
    if (flock(fd, LOCK_EX | LOCK_NB) == 0)
        return fd;
    close(fd);
    *running = true;
    return -1;
}

static void say_notes(const struct export *e, const struct import_notes *notes)
{
    char text[300];

    printf("The file is of %s, made %s by version %s.\n", e->host, e->made, e->version);
    for (size_t i = 0; i < notes->n; i++) {
        import_say(&notes->list[i], text, sizeof(text));
        printf("%s\n", text);
    }
}

/* kept: there was something here. */
static int finish(const struct order *o, bool kept)
{
    char why[1500] = "";
    bool done;

    if (!import_finish(o->options.state_file, &done, why, sizeof(why)))
        return client_complain(1, "%s The next start of the server tries again.", why);
    printf("It is valid.\n");
    if (kept)
        printf("What was here before is in %s.before-import.\n", o->options.state_file);
    return 0;
}

/* With the lock, or while a server runs. */
static int put(const struct order *o, struct export *e, const struct export *here, bool running)
{
    static struct import_notes notes;
    static struct export of; /* who made it, before the plan becomes something else */
    bool there = export_find(here, "state") != NULL;
    char why[1500] = "";

    if (there && !o->replace && !o->merge && !o->dry_run)
        return client_complain(
            EXIT_USAGE, "There are queues here: --replace has those of the file instead, "
                        "--merge adds what is not here; with --dry-run they tell what "
                        "would become of what.");
    if (running && o->merge && !o->dry_run)
        return client_complain(1, "The server has to be ended first, so that nothing changes "
                                  "meanwhile: " PROGRAM_NAME
                                  " shutdown, or systemctl stop " PROGRAM_NAME ".");
    snprintf(of.host, sizeof(of.host), "%s", e->host);
    snprintf(of.made, sizeof(of.made), "%s", e->made);
    snprintf(of.version, sizeof(of.version), "%s", e->version);
    if (!import_plan(e, here, o->merge ? IMPORT_MERGE : IMPORT_REPLACE, &notes, why,
                     sizeof(why)))
        return client_complain(1, "%s", why);
    say_notes(&of, &notes);
    if (o->dry_run) {
        printf("Nothing was changed.\n");
        return 0;
    }
    if (!import_stage(e, o->options.state_file, why, sizeof(why)))
        return client_complain(1, "%s", why);
    if (!running)
        return finish(o, here->n > 0);
    printf("The server runs: this becomes valid when it is started anew (systemctl "
           "restart " PROGRAM_NAME
           ",\nor restart its container). What is changed until then is lost.\n");
    return 0;
}

static int run_import(struct order *o)
{
    static struct export e, here;
    char why[1500] = "";
    size_t n = 0;
    uint8_t *bytes = read_input(o->file, &n);
    int status = bytes == NULL ? 1 : -1, lock = -1;
    bool running = false, done;

    if (status < 0 && export_is_sealed(bytes, n))
        status = get_password(o);
    if (status < 0 && !export_read(&e, bytes, n, o->password[0] != '\0' ? o->password : NULL,
                                   why, sizeof(why)))
        status = client_complain(1, "%s", why);
    vault_wipe(o->password, sizeof(o->password));
    free(bytes);
    if (status < 0)
        status = become_owner(o->options.state_file);
    if (status < 0 && (lock = lock_state(o->options.state_file, &running)) < 0 && !running)
        status = 1;
    /* one that a crash has left is completed first; what is here is what it says */
    if (status < 0 && !running && !o->dry_run &&
        !import_finish(o->options.state_file, &done, why, sizeof(why)))
        status = client_complain(1, "%s", why);
    if (status < 0 && !export_collect(&here, o->options.state_file, true, why, sizeof(why)))
        status = client_complain(1, "%s", why);
    if (status < 0)
        status = put(o, &e, &here, running);
    if (lock >= 0)
        close(lock);
    export_clear(&e);
    export_clear(&here);
    return status;
}

int client_move(int argc, char *argv[], const char *name)
{
    static struct order order;
    struct order *o = &order;
    int status;

    o->import = strcmp(name, "import") == 0;
    options_init(&o->options);
    umask(077);
    status = take_arguments(o, argc, argv, name);
    if (status < 0)
        status = o->import ? run_import(o) : run_export(o);
    if (fflush(stdout) != 0 && status == 0)
        status = client_complain(1, "The output cannot be written.");
    return status;
}
