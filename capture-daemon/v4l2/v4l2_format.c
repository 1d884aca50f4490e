/*
 * The pixel formats that we take from a driver as they are.
 *
 * SPDX-License-Identifier: MIT
 */
#include "v4l2_format.h"

#include <ctype.h>
#include <linux/videodev2.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/*
 * JPEG costs nothing. Of the others, those with less data on the bus and less
 * work for us come first; grey loses the colours, so it comes last. The
 * formats that end in M keep each plane in memory of its own.
 */
static const struct v4l2_format_row formats[] = {
	{ V4L2_PIX_FMT_MJPEG, "MJPEG", V4L2_PACKING_JPEG, false, 0, 0 },
	{ V4L2_PIX_FMT_JPEG, "JPEG", V4L2_PACKING_JPEG, false, 0, 1 },
	{ V4L2_PIX_FMT_YUV420, "YUV420", V4L2_PACKING_YUV420, false, 12, 2 },
	{ V4L2_PIX_FMT_YVU420, "YVU420", V4L2_PACKING_YUV420, true, 12, 3 },
	{ V4L2_PIX_FMT_YUV420M, "YUV420M", V4L2_PACKING_YUV420, false, 12, 4 },
	{ V4L2_PIX_FMT_YVU420M, "YVU420M", V4L2_PACKING_YUV420, true, 12, 5 },
	{ V4L2_PIX_FMT_NV12, "NV12", V4L2_PACKING_NV12, false, 12, 6 },
	{ V4L2_PIX_FMT_NV21, "NV21", V4L2_PACKING_NV12, true, 12, 7 },
	{ V4L2_PIX_FMT_NV12M, "NV12M", V4L2_PACKING_NV12, false, 12, 8 },
	{ V4L2_PIX_FMT_NV21M, "NV21M", V4L2_PACKING_NV12, true, 12, 9 },
	{ V4L2_PIX_FMT_YUYV, "YUYV", V4L2_PACKING_YUYV, false, 16, 10 },
	{ V4L2_PIX_FMT_UYVY, "UYVY", V4L2_PACKING_UYVY, false, 16, 11 },
	{ V4L2_PIX_FMT_YVYU, "YVYU", V4L2_PACKING_YUYV, true, 16, 12 },
	{ V4L2_PIX_FMT_RGB24, "RGB24", V4L2_PACKING_RGB24, false, 24, 13 },
	{ V4L2_PIX_FMT_BGR24, "BGR24", V4L2_PACKING_RGB24, true, 24, 14 },
	{ V4L2_PIX_FMT_GREY, "GREY", V4L2_PACKING_GREY, false, 8, 15 },
};

#define FORMATS (sizeof(formats) / sizeof(formats[0]))

const struct v4l2_format_row *v4l2_format_find(uint32_t fourcc)
{
	for (size_t i = 0; i < FORMATS; i++)
		if (formats[i].fourcc == fourcc)
			return &formats[i];
	return NULL;
}

uint32_t v4l2_format_parse(const char *name)
{
	size_t length = strlen(name);
	uint32_t fourcc = 0;

	for (size_t i = 0; i < FORMATS; i++)
		if (strcasecmp(formats[i].name, name) == 0)
			return formats[i].fourcc;
	if (length == 0 || length > 4)
		return 0;
	for (size_t i = 0; i < 4; i++) {
		unsigned char letter = ' ';

		if (i < length)
			letter = (unsigned char)name[i];
		if (!isprint(letter))
			return 0;
		fourcc |= (uint32_t)letter << 8 * i;
	}
	return fourcc;
}

void v4l2_format_name(uint32_t fourcc, char name[V4L2_FORMAT_NAME_BYTES])
{
	const struct v4l2_format_row *row = v4l2_format_find(fourcc);

	if (row)
		snprintf(name, V4L2_FORMAT_NAME_BYTES, "%s", row->name);
	else
		snprintf(name, V4L2_FORMAT_NAME_BYTES, "%c%c%c%c",
			 fourcc & 0x7f, fourcc >> 8 & 0x7f, fourcc >> 16 & 0x7f,
			 fourcc >> 24 & 0x7f);
}
