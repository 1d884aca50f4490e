/*
 * After its start fcgi-stream gives up all rights that serving does not need.
 *
 * System calls are listed by name, since their numbers differ between
 * machines; one that a machine does not have is left out. Sources: seccomp(2),
 * landlock(7).
 *
 * SPDX-License-Identifier: MIT
 */
#include "sandbox.h"

#include <errno.h>

#ifdef SLOTCAST_UNCONFINED

int sandbox_enter(const char *removable_path)
{
	(void)removable_path;
	return 0;
}

#else

#include <fcntl.h>
#include <linux/landlock.h>
#include <linux/netlink.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <seccomp.h>

/* ------------------------------------------------- system calls ---------- */

/*
 * The calls of the program, its libraries, and glibc's threads and memory; at
 * the end, the names that the same calls have on 32-bit machines, such as a
 * Raspberry Pi.
 */
static const char *const calls[] = {
	/* descriptors */
	"accept4", "close", "epoll_create1", "epoll_ctl", "epoll_pwait",
	"epoll_wait", "eventfd2", "fcntl", "fstat", "getdents64", "getpeername",
	"getsockname", "getsockopt", "inotify_add_watch", "inotify_init1",
	"inotify_rm_watch", "lseek", "newfstatat", "poll", "ppoll", "pread64",
	"read", "readv", "recvfrom", "recvmsg", "sendmsg", "sendto",
	"setsockopt", "shutdown", "stat", "lstat", "statx", "write", "writev",
	/* libfcgi, of no socket, when a request was none */
	"accept",
	/* syslog(3), the service manager, the removal of --listen's socket */
	"connect", "unlink", "unlinkat",
	/* memory */
	"brk", "madvise", "mremap", "munmap",
	/* threads and signals */
	"exit", "exit_group", "futex", "futex_waitv", "getpid", "gettid",
	"membarrier", "restart_syscall", "rseq", "rt_sigaction",
	"rt_sigprocmask", "rt_sigreturn", "sched_getaffinity", "sched_yield",
	"set_robust_list", "sigaltstack", "tgkill",
	/* time, chance, and the figures of /metrics */
	"clock_gettime", "clock_nanosleep", "getrandom", "getrusage",
	"gettimeofday", "nanosleep", "prlimit64", "sysinfo", "uname",
	/* 32 bits */
	"_llseek", "clock_gettime64", "clock_nanosleep_time64", "fcntl64",
	"fstat64", "fstatat64", "futex_time64", "lstat64", "ppoll_time64",
	"recv", "send", "stat64", "ugetrlimit"
};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* `name` is allowed where all of `conditions` hold. */
static int call_allow(scmp_filter_ctx filter, const char *name,
		      const struct scmp_arg_cmp *conditions, unsigned count)
{
	int call = seccomp_syscall_resolve_name(name);

	return call < 0 ? 0
			: seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call,
						 count, conditions);
}

/* The bits of `mask` in argument `number` equal those of `value`. */
#define ARGUMENT(number, mask, value)                                          \
	{                                                                      \
		.arg = (number), .op = SCMP_CMP_MASKED_EQ, .datum_a = (mask),  \
		.datum_b = (value)                                             \
	}
#define WHOLE_INT UINT32_MAX

/*
 * Files may be opened for reading only, sockets only for the log and for the
 * kernel's figures about links; memory may hold no code, and clone(2) may start
 * only threads.
 */
static int calls_allow_partly(scmp_filter_ctx filter)
{
	const struct {
		const char *call;
		unsigned count;
		struct scmp_arg_cmp conditions[2];
	} rules[] = {
		{ "openat",
		  1,
		  { ARGUMENT(2, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY) } },
		{ "socket",
		  2,
		  { ARGUMENT(0, WHOLE_INT, AF_UNIX),
		    ARGUMENT(1, 0xf, SOCK_DGRAM) } },
		{ "socket",
		  2,
		  { ARGUMENT(0, WHOLE_INT, AF_NETLINK),
		    ARGUMENT(2, WHOLE_INT, NETLINK_SOCK_DIAG) } },
		{ "mmap", 1, { ARGUMENT(2, PROT_EXEC, 0) } },
		{ "mmap2", 1, { ARGUMENT(2, PROT_EXEC, 0) } },
		{ "mprotect", 1, { ARGUMENT(2, PROT_EXEC, 0) } },
		{ "clone", 1, { ARGUMENT(0, CLONE_THREAD, CLONE_THREAD) } },
	};
	int result = 0;

	for (size_t i = 0; i < COUNT_OF(rules) && result == 0; i++)
		result = call_allow(filter, rules[i].call, rules[i].conditions,
				    rules[i].count);
	return result;
}

static int calls_restrict(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int result = filter ? 0 : -ENOMEM;

	for (size_t i = 0; i < COUNT_OF(calls) && result == 0; i++)
		result = call_allow(filter, calls[i], NULL, 0);
	if (result == 0)
		result = calls_allow_partly(filter);
	/* Its flags cannot be filtered; glibc then falls back to clone(2). */
	if (result == 0)
		result = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS),
					  SCMP_SYS(clone3), 0);
	if (result == 0)
		result = seccomp_load(filter);
	seccomp_release(filter);
	return result;
}

/* -------------------------------------------------------- files ---------- */

#define FILE_READ     (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)

/* Everything that the first version of Landlock knows. */
#define FILE_ANYTHING ((LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1)

static int files_allow(int rules_fd, const char *path, uint64_t access)
{
	struct landlock_path_beneath_attr rule = {
		.allowed_access = access,
		.parent_fd = open(path, O_PATH | O_CLOEXEC),
	};
	int result = 0;

	/* What cannot be opened anyway need not be allowed; out of descriptors,
	 * it would be forbidden for good. */
	if (rule.parent_fd < 0)
		return errno == EMFILE || errno == ENFILE || errno == ENOMEM
			       ? -errno
			       : 0;
	if (syscall(SYS_landlock_add_rule, rules_fd, LANDLOCK_RULE_PATH_BENEATH,
		    &rule, 0) < 0)
		result = -errno;
	close(rule.parent_fd);
	return result;
}

/* Removing is a right in the folder. */
static int files_allow_removal(int rules_fd, const char *path)
{
	const char *slash = strrchr(path, '/');
	char folder[4096];

	if (!slash)
		return files_allow(rules_fd, ".",
				   LANDLOCK_ACCESS_FS_REMOVE_FILE);
	snprintf(folder, sizeof(folder), "%.*s", (int)(slash - path + 1), path);
	return files_allow(rules_fd, folder, LANDLOCK_ACCESS_FS_REMOVE_FILE);
}

/* No failure without Landlock: the calls are restricted anyway. */
static int files_restrict(const char *removable_path)
{
	const struct landlock_ruleset_attr handled = { .handled_access_fs =
							       FILE_ANYTHING };
	int rules_fd = (int)syscall(SYS_landlock_create_ruleset, &handled,
				    sizeof(handled), 0);
	int result;

	if (rules_fd < 0)
		return 0;
	result = files_allow(rules_fd, "/dev/shm", FILE_READ);
	if (result == 0)
		result = files_allow(rules_fd, "/proc/self", FILE_READ);
	/* The time in syslog(3), and the seed of jansson's tables. */
	if (result == 0)
		result = files_allow(rules_fd, "/etc/localtime",
				     LANDLOCK_ACCESS_FS_READ_FILE);
	if (result == 0)
		result = files_allow(rules_fd, "/dev/urandom",
				     LANDLOCK_ACCESS_FS_READ_FILE);
	if (result == 0 && removable_path)
		result = files_allow_removal(rules_fd, removable_path);
	if (result == 0 && syscall(SYS_landlock_restrict_self, rules_fd, 0) < 0)
		result = -errno;
	close(rules_fd);
	return result;
}

int sandbox_enter(const char *removable_path)
{
	int result;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -errno;
	result = files_restrict(removable_path);
	return result < 0 ? result : calls_restrict();
}

#endif
