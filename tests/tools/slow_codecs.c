/*
 * Preloaded into capture-daemon: a machine that needs SLOW_ENCODER_MS for a
 * JPEG, and SLOW_DECODER_MS for a picture of a video, whatever else goes on.
 *
 * It sleeps, so that a test of being too slow does not make every other
 * process too slow as well.
 *
 * SPDX-License-Identifier: MIT
 */
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

#include <libavcodec/avcodec.h>
#include <turbojpeg.h>

static void linger(const char *variable)
{
	const char *text = getenv(variable);
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

	linger("SLOW_ENCODER_MS");
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

	linger("SLOW_ENCODER_MS");
	return compress(handle, pixels, width, stride, height, format, jpeg,
			jpeg_bytes, subsampling, quality, flags);
}

int avcodec_receive_frame(AVCodecContext *decoder, AVFrame *frame)
{
	int (*receive)(AVCodecContext *, AVFrame *) =
		dlsym(RTLD_NEXT, "avcodec_receive_frame");
	int result = receive(decoder, frame);

	if (result == 0)
		linger("SLOW_DECODER_MS");
	return result;
}
