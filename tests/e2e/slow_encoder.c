/*
 * Preloaded into capture-daemon: a machine that needs SLOW_ENCODER_MS for a
 * JPEG, whatever else goes on.
 *
 * It sleeps, so that a test of being too slow does not make every other
 * process too slow as well.
 *
 * SPDX-License-Identifier: MIT
 */
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

#include <turbojpeg.h>

static void linger(void)
{
	const char *text = getenv("SLOW_ENCODER_MS");
	const struct timespec duration = {
		.tv_nsec = (text ? atol(text) : 0) * 1000000,
	};

	nanosleep(&duration, NULL);
}

int tjCompressFromYUVPlanes(tjhandle handle, const unsigned char **planes,
			    int width, const int *strides, int height,
			    int subsampling, unsigned char **jpeg,
			    unsigned long *jpeg_bytes, int quality, int flags)
{
	int (*compress)(tjhandle, const unsigned char **, int, const int *, int,
			int, unsigned char **, unsigned long *, int, int) =
		dlsym(RTLD_NEXT, "tjCompressFromYUVPlanes");

	linger();
	return compress(handle, planes, width, strides, height, subsampling,
			jpeg, jpeg_bytes, quality, flags);
}

int tjCompress2(tjhandle handle, const unsigned char *pixels, int width,
		int stride, int height, int format, unsigned char **jpeg,
		unsigned long *jpeg_bytes, int subsampling, int quality,
		int flags)
{
	int (*compress)(tjhandle, const unsigned char *, int, int, int, int,
			unsigned char **, unsigned long *, int, int, int) =
		dlsym(RTLD_NEXT, "tjCompress2");

	linger();
	return compress(handle, pixels, width, stride, height, format, jpeg,
			jpeg_bytes, subsampling, quality, flags);
}
