/*
 * fake_camera.so: a camera that exists for one program only, to measure what
 * pictures cost that program where the kernel has no camera.
 *
 *	LD_PRELOAD=fake_camera.so FAKE_CAMERA=MJPG:1280x720:30:CLIP PROGRAM...
 *
 * PROGRAM finds /dev/video90, which has this one format (MJPG or YUYV), size
 * and rate. CLIP holds JPEGs or raw pictures, one behind the other.
 *
 * Here stand the functions of libc that lead to a device. Only those that
 * capture-daemon, libv4l2 and ustreamer call are faked: this is for figures.
 * Whether they are right is for the drivers in tests/vm to say.
 *
 * SPDX-License-Identifier: MIT
 */
#undef _FORTIFY_SOURCE
/* Or open() and mmap() would be other names for what follows below them. */
#undef _FILE_OFFSET_BITS
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fake_camera.h"

/* The function of libc that ours hides. */
#define REAL(name) ((__typeof__(&(name)))dlsym(RTLD_NEXT, #name))

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

int open(const char *path, int flags, ...)
{
	mode_t mode = 0;
	va_list more;

	if (fake_camera_is_at(path))
		return fake_camera_open();
	va_start(more, flags);
	if (flags & (O_CREAT | __O_TMPFILE))
		mode = va_arg(more, mode_t);
	va_end(more);
	return openat(AT_FDCWD, path, flags, mode);
}

int access(const char *path, int mode)
{
	if (fake_camera_is_at(path))
		return 0;
	return faccessat(AT_FDCWD, path, mode, 0);
}

int close(int fd)
{
	if (fake_camera_has(fd))
		fake_camera_forget();
	return REAL(close)(fd);
}

static int ioctl_any(int fd, unsigned long request, void *argument)
{
	int result;

	if (!fake_camera_has(fd))
		return REAL(ioctl)(fd, request, argument);
	pthread_mutex_lock(&mutex);
	/* The kernel takes 32 bits; above them some programs put signs. */
	result = fake_camera_call((uint32_t)request, argument);
	pthread_mutex_unlock(&mutex);
	return result;
}

int ioctl(int fd, unsigned long request, ...)
{
	void *argument;
	va_list more;

	va_start(more, request);
	argument = va_arg(more, void *);
	va_end(more);
	return ioctl_any(fd, request, argument);
}

void *mmap(void *address, size_t length, int protection, int flags, int fd,
	   off_t offset)
{
	if (fake_camera_has(fd))
		fd = fake_camera_memory_fd();
	return REAL(mmap)(address, length, protection, flags, fd, offset);
}

/* Where words have 32 bits, offsets are counted in pages. */
#ifdef SYS_mmap2
#define MMAP_NUMBER	SYS_mmap2
#define MMAP_UNIT_BYTES 4096
#else
#define MMAP_NUMBER	SYS_mmap
#define MMAP_UNIT_BYTES 1
#endif

/* libv4l2 goes this way, in order not to meet another library like us. */
long syscall(long number, ...)
{
	long words[6];
	va_list more;

	va_start(more, number);
	for (int i = 0; i < 6; i++)
		words[i] = va_arg(more, long);
	va_end(more);
	if (number == SYS_ioctl)
		return ioctl_any((int)words[0], (unsigned long)words[1],
				 (void *)words[2]);
	if (number == MMAP_NUMBER)
		return (long)mmap((void *)words[0], (size_t)words[1],
				  (int)words[2], (int)words[3], (int)words[4],
				  (off_t)words[5] * MMAP_UNIT_BYTES);
	if (number == SYS_close)
		return close((int)words[0]);
	return REAL(syscall)(number, words[0], words[1], words[2], words[3],
			     words[4], words[5]);
}

/* Where words have 32 bits, those above have these names already. */
#ifdef __LP64__
int open64(const char *path, int flags, ...) __attribute__((alias("open")));
void *mmap64(void *address, size_t length, int protection, int flags, int fd,
	     off_t offset) __attribute__((alias("mmap")));
#endif
