/*
 * limits-files.c - Landlock: the files that a program in the sandbox can open.
 * Effects: the calling process, for good.
 * Source: Linux, Documentation/userspace-api/landlock.rst.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* O_PATH. NOLINT(bugprone-reserved-identifier,cert-dcl*): is the way */
#endif
#include "limits.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The kernel's own numbers: its headers of Debian 12 end at the second edition. */
#define RIGHT_TRUNCATE (UINT64_C(1) << 14) /* since the third */
#define RIGHT_IOCTL    (UINT64_C(1) << 15) /* since the fifth: of devices */

#define READ_FILE (UINT64_C(0) | LANDLOCK_ACCESS_FS_READ_FILE)
#define READ_TREE (READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define RUN_TREE  (READ_TREE | LANDLOCK_ACCESS_FS_EXECUTE)
#define WRITE_TREE                                                                             \
    (READ_TREE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |               \
     LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR |                            \
     LANDLOCK_ACCESS_FS_MAKE_REG | RIGHT_TRUNCATE)
/* What can be said of a file that is no folder. */
#define FILE_RIGHTS                                                                            \
    (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | READ_FILE | RIGHT_TRUNCATE | \
     RIGHT_IOCTL)

/* The system's folders with programs, fonts and what they need; /etc not as a whole. */
static const struct {
    const char *path;
    uint64_t rights;
} places[] = {
    {"/usr",                  RUN_TREE                                 },
    {"/lib",                  RUN_TREE                                 },
    {"/lib32",                RUN_TREE                                 },
    {"/lib64",                RUN_TREE                                 },
    {"/bin",                  RUN_TREE                                 },
    {"/etc/ld.so.cache",      READ_FILE                                },
    {"/etc/ghostscript",      READ_TREE                                },
    {"/etc/fonts",            READ_TREE                                },
    {"/etc/papersize",        READ_FILE                                },
    {"/etc/paperspecs",       READ_FILE                                },
    {"/var/lib/ghostscript",  READ_TREE                                },
    {"/var/cache/fontconfig", READ_TREE                                },
    {"/dev/null",             READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE},
    {"/dev/zero",             READ_FILE                                },
    {"/dev/urandom",          READ_FILE                                },
};

struct rules {
    int fd;
    uint64_t handled; /* rights that are forbidden where nothing allows them */
};

static uint64_t rights_of_edition(long edition)
{
    uint64_t rights = (UINT64_C(1) << 13) - 1; /* the first edition's thirteen */

    if (edition >= 2)
        rights |= LANDLOCK_ACCESS_FS_REFER;
    if (edition >= 3)
        rights |= RIGHT_TRUNCATE;
    if (edition >= 5)
        rights |= RIGHT_IOCTL;
    return rights;
}

/* The rule holds for the file itself, whatever its name is or if it has none. */
static bool allow_fd(const struct rules *rules, int fd, uint64_t rights)
{
    struct landlock_path_beneath_attr rule = {0};
    struct stat info;

    if (fstat(fd, &info) != 0)
        return false;
    rights &= rules->handled;
    if (!S_ISDIR(info.st_mode))
        rights &= FILE_RIGHTS;
    rule.allowed_access = rights;
    rule.parent_fd = fd;
    return syscall(SYS_landlock_add_rule, rules->fd, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
}

/* What is not there needs no rule. */
static bool allow(const struct rules *rules, const char *path, uint64_t rights)
{
    int fd = open(path, O_PATH | O_CLOEXEC);
    bool done;

    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR || errno == EACCES;
    done = allow_fd(rules, fd, rights);
    close(fd);
    return done;
}

static bool allow_all(const struct rules *rules, const struct sandbox_plan *plan)
{
    bool done = true;

    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        done = allow(rules, places[i].path, places[i].rights) && done;
    for (unsigned i = 0; i < plan->num_read; i++)
        done = allow(rules, plan->read[i], RUN_TREE) && done;
    if (plan->write_dir != NULL)
        done = allow(rules, plan->write_dir, WRITE_TREE) && done;
    if (plan->keep >= 0)
        done = allow_fd(rules, plan->keep, READ_FILE) && done;
    return allow(rules, plan->program[0], READ_FILE | LANDLOCK_ACCESS_FS_EXECUTE) && done;
}

bool limits_files(const struct sandbox_plan *plan, const char **why)
{
    long edition =
        syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    struct landlock_ruleset_attr attributes = {0};
    struct rules rules;
    bool done;

    *why = "Landlock (the kernel is older than 5.13 or has it switched off)";
    if (edition < 1)
        return false;
    rules.handled = rights_of_edition(edition);
    attributes.handled_access_fs = rules.handled;
    rules.fd = (int)syscall(SYS_landlock_create_ruleset, &attributes,
                            sizeof attributes.handled_access_fs, 0);
    if (rules.fd < 0)
        return false;
    *why = "Landlock rules for one of the folders";
    done = allow_all(&rules, plan) && syscall(SYS_landlock_restrict_self, rules.fd, 0) == 0;
    close(rules.fd);
    return done;
}
