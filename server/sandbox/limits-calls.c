/*
 * limits-calls.c - seccomp: the system calls that a program in the sandbox cannot make.
 *
 * A list of what is refused and not of what is allowed: which calls a renderer and its
 * libraries make changes with each of their releases, and a renderer that fails on a Debian of
 * next year prints nothing. Refused is what reaches beyond the process: the network, other
 * processes, the kernel's own interfaces, things that outlive the process. A refused call fails
 * with EPERM, so that a program which can do without goes on. Effects: the calling process, for
 * good.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "limits.h"

#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <stddef.h>
#include <unistd.h>

#ifndef CLONE_THREAD
#define CLONE_THREAD 0x00010000
#endif

/* By name: libseccomp knows the numbers of each machine, and skips what a machine lacks. */
static const char *const refused[] = {
    /* network */
    "socket",
    "socketpair",
    "connect",
    "bind",
    "listen",
    "accept",
    "accept4",
    "sendto",
    "sendmsg",
    "sendmmsg",
    "recvfrom",
    "recvmsg",
    "recvmmsg",
    "socketcall",
    /* new and other processes; threads are allowed below */
    "fork",
    "vfork",
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "process_madvise",
    "pidfd_open",
    "pidfd_getfd",
    "pidfd_send_signal",
    "rt_sigqueueinfo",
    "rt_tgsigqueueinfo",
    "tkill",
    "setsid",
    "setpgid",
    "kcmp",
    "sched_setaffinity",
    "setpriority",
    "ioprio_set",
    "migrate_pages",
    "move_pages",
    /* other views of the system */
    "unshare",
    "setns",
    "mount",
    "umount",
    "umount2",
    "pivot_root",
    "chroot",
    "open_tree",
    "move_mount",
    "fsopen",
    "fsconfig",
    "fsmount",
    "fspick",
    "mount_setattr",
    "open_by_handle_at",
    "name_to_handle_at",
    "quotactl",
    "swapon",
    "swapoff",
    /* the kernel */
    "bpf",
    "perf_event_open",
    "userfaultfd",
    "io_uring_setup",
    "io_uring_enter",
    "io_uring_register",
    "init_module",
    "finit_module",
    "delete_module",
    "kexec_load",
    "kexec_file_load",
    "reboot",
    "syslog",
    "acct",
    "settimeofday",
    "clock_settime",
    "clock_adjtime",
    "adjtimex",
    "sethostname",
    "setdomainname",
    "iopl",
    "ioperm",
    "personality",
    "vhangup",
    "lookup_dcookie",
    "fanotify_init",
    /* what outlives the process or is counted to nobody */
    "keyctl",
    "add_key",
    "request_key",
    "shmget",
    "semget",
    "msgget",
    "mq_open",
    "memfd_create",
    "memfd_secret",
    "mknod",
    "mknodat",
    /* modes and owners, which Landlock does not watch */
    "chmod",
    "fchmod",
    "fchmodat",
    "chown",
    "fchown",
    "lchown",
    "fchownat",
    "setxattr",
    "lsetxattr",
    "fsetxattr",
    "removexattr",
    "lremovexattr",
    "fremovexattr",
};

static int refuse(scmp_filter_ctx filter, const char *name, unsigned n,
                  const struct scmp_arg_cmp *arguments)
{
    int number = seccomp_syscall_resolve_name(name);

    return number == __NR_SCMP_ERROR
               ? 0
               : seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EPERM), number, n, arguments);
}

/* Calls that are fine for the process itself: abort() ends by a signal to it, getrlimit() is
 * prlimit64(), a thread is a clone(). */
static int refuse_for_others(scmp_filter_ctx filter)
{
    scmp_datum_t self = (scmp_datum_t)getpid(); /* stays the same over exec */
    const struct scmp_arg_cmp not_self[] = {SCMP_A0(SCMP_CMP_NE, self, 0)};
    const struct scmp_arg_cmp not_zero[] = {SCMP_A0(SCMP_CMP_NE, 0, 0)};
    const struct scmp_arg_cmp no_thread[] = {SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0)};
    int number = seccomp_syscall_resolve_name("clone3"), error = 0;

    error |= refuse(filter, "kill", 1, not_self);
    error |= refuse(filter, "tgkill", 1, not_self);
    error |= refuse(filter, "prlimit64", 1, not_zero);
    error |= refuse(filter, "clone", 1, no_thread);
    /* Its flags lie in memory, where a filter cannot look; libc then takes clone. */
    if (number != __NR_SCMP_ERROR)
        error |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), number, 0);
    return error;
}

bool limits_calls(const char **why)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    int error = 0;

    *why = "seccomp filters";
    if (filter == NULL)
        return false;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        error |= refuse(filter, refused[i], 0, NULL);
    error |= refuse_for_others(filter);
    if (error == 0)
        error = seccomp_load(filter);
    seccomp_release(filter);
    return error == 0;
}
