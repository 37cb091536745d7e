/* SPDX-License-Identifier: Apache-2.0 */
/* picture_lock.c - the few calls of the system that decoding needs; everything else answers EPERM. */
#include "cli/picture_worker.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#endif

#ifdef MACHINE

/* Memory, the two descriptors there are, the end. */
static const uint32_t allowed[] = {
    __NR_read,        __NR_write,     __NR_lseek,          __NR_fstat,        __NR_newfstatat,
    __NR_mmap,        __NR_munmap,    __NR_mremap,         __NR_mprotect,     __NR_madvise,
    __NR_brk,         __NR_futex,     __NR_rt_sigprocmask, __NR_rt_sigaction, __NR_rt_sigreturn,
    __NR_sigaltstack, __NR_getrandom, __NR_clock_gettime,  __NR_sched_yield,  __NR_getpid,
    __NR_gettid,      __NR_exit,      __NR_exit_group,
};

enum { HEAD = 4, TAIL = 2 };

static void filter_calls(void)
{
    struct sock_filter filter[HEAD + COUNT(allowed) + TAIL] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
    };
    for (size_t i = 0; i < COUNT(allowed); i++) {
        uint8_t to_allowed = (uint8_t)(COUNT(allowed) - i);
        filter[HEAD + i] =
            (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, allowed[i], to_allowed, 0);
    }
    filter[HEAD + COUNT(allowed)] =
        (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
    filter[HEAD + COUNT(allowed) + 1] =
        (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    struct sock_fprog program = { .len = COUNT(filter), .filter = filter };
    (void)prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER,
                &program); /* a kernel without it: limits alone */
}

#else

static void filter_calls(void)
{
}

#endif

void picture_worker_lock(void)
{
    (void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    filter_calls();
}
