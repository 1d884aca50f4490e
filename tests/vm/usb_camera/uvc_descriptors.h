/*
 * What the camera says it is: USB and USB Video Class descriptors.
 *
 * One camera terminal, one processing unit with brightness and contrast, one
 * bulk endpoint. Two formats in two sizes each, at 30, 15 and 5 fps; or, asked
 * for Bayer, that one instead of both, in the sizes of YUYV.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef UVC_DESCRIPTORS_H
#define UVC_DESCRIPTORS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Numbers of formats and sizes count from 1, as UVC does. */
enum {
	UVC_FORMAT_MJPEG = 1,
	UVC_FORMAT_YUYV = 2, /* or Bayer */
};

#define UVC_FORMATS 2
#define UVC_SIZES   2
#define UVC_RATES   3

#define UVC_CONTROL_INTERFACE	0
#define UVC_STREAMING_INTERFACE 1
#define UVC_PROCESSING_UNIT	2
#define UVC_STREAMING_ENDPOINT	1

/* In one transfer of the streaming endpoint. */
#define UVC_PAYLOAD_BYTES 16384

struct uvc_size {
	uint16_t width_px, height_px;
};

struct uvc_size uvc_size_of(unsigned format, unsigned size);

/* Of a raw frame, or the most that a JPEG may have. */
size_t uvc_frame_bytes(unsigned format, unsigned size);

/* Be, from now on, a camera that has Bayer (BGGR, 8 bits) and nothing else. */
void uvc_use_bayer(void);
bool uvc_is_bayer(void);

/* Times between two frames, in units of 100 ns, the fastest first. */
extern const uint32_t uvc_intervals[UVC_RATES];

/*
 * The descriptor that a GET_DESCRIPTOR request wants, of at most 1 KiB.
 * Returns its length, or -EPIPE when the camera has none.
 */
int uvc_descriptor(uint16_t kind_and_index, const char *serial,
		   uint8_t descriptor[1024]);

#endif
