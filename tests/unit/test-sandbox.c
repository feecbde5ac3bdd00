/*
 * test-sandbox.c - canon-sandbox: a program in it is refused what would do harm. The program is
 * this one, which tries one thing and exits with 0 when it could do it.
 * Effects: child processes, a temporary folder.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* unshare(). NOLINT(bugprone-reserved-identifier,cert-dcl*): the way */
#endif
#include "tap.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define SKIPPED 77

static char folder[] = "/tmp/test-sandbox-XXXXXX";
static char outside[64], sandbox[1100], self[1024];

#ifdef __SANITIZE_ADDRESS__
/* The search for leaks attaches to its own process, which the sandbox refuses. */
static bool trying;

int __lsan_is_turned_off(void); /* NOLINT(bugprone-reserved-identifier,cert-dcl*): its name */
int __lsan_is_turned_off(void)  /* NOLINT(bugprone-reserved-identifier,cert-dcl*): its name */
{
    return trying;
}
#endif

/* ---- what is tried; 0: it was done ---- */

static int try_fork(const char *unused)
{
    pid_t pid = fork();

    (void)unused;
    if (pid == 0)
        _exit(0);
    return pid > 0 ? 0 : errno;
}

static int try_socket(const char *unused)
{
    (void)unused;
    return socket(AF_INET, SOCK_STREAM, 0) >= 0 ? 0 : errno;
}

static int try_unix_socket(const char *unused)
{
    (void)unused;
    return socket(AF_UNIX, SOCK_STREAM, 0) >= 0 ? 0 : errno;
}

static int try_ptrace(const char *unused)
{
    (void)unused;
    return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0 ? 0 : errno;
}

static int try_signal(const char *unused)
{
    (void)unused;
    return kill(getppid(), 0) == 0 ? 0 : errno;
}

static int try_namespace(const char *unused)
{
    (void)unused;
    return unshare(CLONE_NEWUSER) == 0 ? 0 : errno;
}

static int try_mount(const char *path)
{
    return mount("none", path, "tmpfs", 0, NULL) == 0 ? 0 : errno;
}

static int try_shared_memory(const char *unused)
{
    int id = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);

    (void)unused;
    if (id < 0)
        return errno;
    shmctl(id, IPC_RMID, NULL);
    return 0;
}

static int try_keyring(const char *unused)
{
    (void)unused;
    return syscall(SYS_keyctl, 0, -3, 1) >= 0 ? 0 : errno;
}

static int try_bpf(const char *unused)
{
    (void)unused;
    return syscall(SYS_bpf, 0, NULL, 0) >= 0 ? 0 : errno;
}

static int try_read(const char *path)
{
    return open(path, O_RDONLY) >= 0 ? 0 : errno;
}

static int try_write(const char *path)
{
    return open(path, O_WRONLY | O_CREAT, 0600) >= 0 ? 0 : errno;
}

static int try_chmod(const char *path)
{
    return chmod(path, 0777) == 0 ? 0 : errno;
}

static int try_memory(const char *megabytes)
{
    size_t n = strtoul(megabytes, NULL, 10) << 20;
    char *bytes = malloc(n);
    int error = bytes == NULL ? errno : 0;

    if (bytes != NULL)
        ((volatile char *)bytes)[n - 1] = 1;
    free(bytes);
    return error;
}

static int try_time(const char *unused)
{
    (void)unused;
    for (volatile unsigned on = 1; on;)
        ;
    return EINTR;
}

static int try_large_file(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    static const char bytes[65536];

    for (int i = 0; i < 1024; i++)
        if (write(fd, bytes, sizeof bytes) <= 0)
            return errno;
    return 0;
}

static int try_descriptor(const char *number)
{
    return fcntl((int)strtol(number, NULL, 10), F_GETFD) >= 0 ? 0 : errno;
}

static int try_environment(const char *name)
{
    return getenv(name) != NULL ? 0 : ENOENT;
}

static int try_group(const char *unused)
{
    (void)unused;
    return getpgrp() == getpid() && getsid(0) == getpid() ? 0 : ESRCH;
}

static void *add_one(void *number)
{
    ++*(int *)number;
    return NULL;
}

static int try_thread(const char *unused)
{
    pthread_t thread;
    int number = 0;

    (void)unused;
    if (pthread_create(&thread, NULL, add_one, &number) != 0)
        return EAGAIN;
    pthread_join(thread, NULL);
    return number == 1 ? 0 : EINVAL;
}

static int try_core(const char *unused)
{
    struct rlimit limit;

    (void)unused;
    return getrlimit(RLIMIT_CORE, &limit) == 0 && limit.rlim_max > 0 ? 0 : EPERM;
}

static const struct {
    const char *name;
    int (*run)(const char *argument);
} things[] = {
    {"fork",          try_fork         },
    {"socket",        try_socket       },
    {"unix-socket",   try_unix_socket  },
    {"ptrace",        try_ptrace       },
    {"signal",        try_signal       },
    {"namespace",     try_namespace    },
    {"mount",         try_mount        },
    {"shared-memory", try_shared_memory},
    {"keyring",       try_keyring      },
    {"bpf",           try_bpf          },
    {"read",          try_read         },
    {"write",         try_write        },
    {"chmod",         try_chmod        },
    {"memory",        try_memory       },
    {"time",          try_time         },
    {"large-file",    try_large_file   },
    {"descriptor",    try_descriptor   },
    {"environment",   try_environment  },
    {"group",         try_group        },
    {"thread",        try_thread       },
    {"core",          try_core         },
};

static int try_thing(const char *name, const char *argument)
{
    for (size_t i = 0; i < sizeof things / sizeof things[0]; i++)
        if (strcmp(things[i].name, name) == 0)
            return things[i].run(argument);
    return SKIPPED;
}

/* ---- in the sandbox and outside ---- */

/* The status of this program, told to try a thing; guard has options of the sandbox, NULL: it
 * is tried without one. */
static int run(const char *const *guard, const char *thing, const char *argument)
{
    const char *arguments[32];
    char *list[32];
    size_t n = 0;
    int status = -1;
    pid_t pid;

    if (guard != NULL) {
        arguments[n++] = sandbox;
        for (size_t i = 0; guard[i] != NULL; i++)
            arguments[n++] = guard[i];
        arguments[n++] = "--";
    }
    arguments[n++] = self;
    arguments[n++] = "--try";
    arguments[n++] = thing;
    arguments[n++] = argument;
    arguments[n] = NULL;
    memcpy(list, arguments, sizeof list);
    pid = fork();
    if (pid == 0) {
        setsid();
        execv(list[0], list);
        _exit(SKIPPED);
    }
    return waitpid(pid, &status, 0) == pid ? status : -1;
}

static const char *guard[] = {"--write", folder, NULL};

/* Refused inside; done outside, so that it is the sandbox that refuses. Where outside refuses
 * it too (no right to), that says nothing. */
static void refused(const char *thing, const char *argument, int error, const char *name)
{
    int inside = run(guard, thing, argument), out = run(NULL, thing, argument);

    if (!WIFEXITED(out) || WEXITSTATUS(out) != 0)
        diag("%s: not possible here without the sandbox either", thing);
    if (!ok(WIFEXITED(inside) && WEXITSTATUS(inside) == error, "%s", name))
        diag("status %x instead of exit %d", (unsigned)inside, error);
}

static void allowed(const char *thing, const char *argument, const char *name)
{
    int status = run(guard, thing, argument);

    if (!ok(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%s", name))
        diag("status %x", (unsigned)status);
}

static void test_calls(void)
{
    refused("socket", "", EPERM, "No network");
    refused("unix-socket", "", EPERM, "No sockets of this computer");
    refused("fork", "", EPERM, "No other processes");
    refused("ptrace", "", EPERM, "No debugging");
    refused("signal", "", EPERM, "No signals to others");
    refused("namespace", "", EPERM, "No namespaces");
    refused("mount", "/nonexistent", EPERM, "No mounts"); /* which is ENOENT outside */
    refused("shared-memory", "", EPERM, "No shared memory that stays");
    refused("keyring", "", EPERM, "No keys");
    refused("bpf", "", EPERM, "No programs for the kernel");
    refused("chmod", outside, EPERM, "No changes of modes");
    allowed("thread", "", "Threads");
    allowed("group", "", "It leads a session and group of its own");
}

static void test_files(void)
{
    char inside[64];

    if (syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) < 1) {
        skip("this kernel has no Landlock");
        return;
    }
    snprintf(inside, sizeof inside, "%s/in", folder);
    refused("read", "/etc/passwd", EACCES, "The list of users cannot be read");
    refused("read", outside, EACCES, "A file of a stranger cannot be read");
    refused("read", "/proc/self/environ", EACCES, "Processes cannot be looked at");
    refused("write", outside, EACCES, "A file of a stranger cannot be written to");
    refused("write", "/tmp/test-sandbox-new", EACCES, "No file can be made elsewhere");
    unlink("/tmp/test-sandbox-new");
    allowed("write", inside, "A file can be made in its folder");
    allowed("read", "/usr/bin/env", "Programs of the system can be read");
    allowed("read", "/dev/urandom", "Random numbers can be read");
}

/* A file that has lost its name, as renderers get documents. */
static void test_kept_descriptor(void)
{
    const char *with[] = {"--write", folder, "--keep", "3", NULL};
    int fd = open(outside, O_RDWR), status;

    dup2(fd, 3);
    unlink(outside);
    status = run(with, "read", "/dev/fd/3");
    ok(status == 0, "The file that is kept can be opened again");
    dup2(3, 17);
    status = run(with, "descriptor", "17");
    ok(WIFEXITED(status) && WEXITSTATUS(status) == EBADF, "Other descriptors are closed");
    if (fd != 3)
        close(fd);
    close(3);
    close(17);
}

static void test_limits(void)
{
    char file[64];
    int status;

    snprintf(file, sizeof file, "%s/large", folder);
    status = run((const char *[]){"--write", folder, "--file-size", "1000000", NULL},
                 "large-file", file);
    ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGXFSZ,
       "A file that grows too large ends it");
    status = run(guard, "large-file", file);
    ok(status == 0, "A large file is fine without that limit");
    status = run((const char *[]){"--cpu", "1", NULL}, "time", "");
    ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU, "An endless loop ends it");
    refused("core", "", EPERM, "No core dumps");
}

static void test_memory(void)
{
#ifdef __SANITIZE_ADDRESS__
    skip("the sanitizer needs all memory");
#else
    static const char *const with[] = {"--memory", "300000000", NULL};
    int status = run(with, "memory", "400");

    ok(WIFEXITED(status) && WEXITSTATUS(status) == ENOMEM, "Too much memory is refused");
    status = run(with, "memory", "50");
    ok(status == 0, "Some memory is fine with that limit");
#endif
}

static void test_environment(void)
{
    setenv("TEST_SANDBOX_SECRET", "1", 1);
    refused("environment", "TEST_SANDBOX_SECRET", ENOENT, "The environment stays outside");
    allowed("environment", "TMPDIR", "It is told where to put temporary files");
}

/* Status 125 for what is wrong with the call, 126 for the program. */
static void test_command_line(void)
{
    const char *odd[] = {"--memory", "12x", NULL};
    const char *stranger[] = {"--parent", "1", NULL};
    int status = run(odd, "thread", "");

    ok(WIFEXITED(status) && WEXITSTATUS(status) == 125, "A number that is none is refused");
    status = run(stranger, "thread", "");
    ok(WIFEXITED(status) && WEXITSTATUS(status) == 125,
       "Nothing is started for a parent that has gone");
}

int main(int argc, char **argv)
{
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    int fd;

    if (argc == 4 && strcmp(argv[1], "--try") == 0) {
#ifdef __SANITIZE_ADDRESS__
        trying = true;
#endif
        return try_thing(argv[2], argv[3]);
    }
    if (n <= 0 || mkdtemp(folder) == NULL)
        return 1;
    snprintf(sandbox, sizeof sandbox, "%s", self);
    snprintf(strrchr(sandbox, '/'), 40, "/../canon-sandbox");
    snprintf(outside, sizeof outside, "%s-outside", folder);
    fd = open(outside, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    close(fd);
    test_calls();
    test_files();
    test_kept_descriptor();
    test_limits();
    test_memory();
    test_environment();
    test_command_line();
    unlink(outside);
    snprintf(outside, sizeof outside, "rm -r %s", folder);
    return system(outside) == 0 ? tap_done() : 1; /* NOLINT(cert-env33-c): a fixed command */
}
