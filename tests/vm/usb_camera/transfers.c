/*
 * The streaming endpoint.
 *
 * SPDX-License-Identifier: MIT
 */
#include "transfers.h"

#include <errno.h>
#include <linux/usb/video.h>
#include <stddef.h>
#include <string.h>

#include "clock.h"

#include "frames.h"
#include "usbip.h"
#include "uvc_controls.h"
#include "uvc_descriptors.h"

#define URBS_MAX     64
#define HEADER_BYTES 2

/* The oldest first. */
static uint32_t urbs[URBS_MAX];
static unsigned urb_count;

static uint8_t frame[FRAME_BYTES_MAX];
static size_t frame_bytes, sent_bytes; /* equal: nothing is being sent */
static unsigned frame_number;
static uint64_t frame_due_ns;

void transfers_restart(void)
{
	sent_bytes = frame_bytes;
	frame_due_ns = clock_monotonic_ns();
}

int transfers_submit(uint32_t sequence)
{
	if (urb_count == URBS_MAX)
		return -ENOBUFS;
	urbs[urb_count++] = sequence;
	return 0;
}

static void urb_remove(unsigned index)
{
	urb_count--;
	memmove(&urbs[index], &urbs[index + 1],
		(urb_count - index) * sizeof(urbs[0]));
}

bool transfers_unlink(uint32_t sequence)
{
	for (unsigned i = 0; i < urb_count; i++) {
		if (urbs[i] != sequence)
			continue;
		urb_remove(i);
		/* All go when streaming ends: what is half sent is lost. */
		if (urb_count == 0)
			sent_bytes = frame_bytes;
		return true;
	}
	return false;
}

static void frame_begin(struct faults *faults)
{
	struct uvc_agreement agreement = uvc_controls_agreement();
	uint64_t now_ns = clock_monotonic_ns();

	frame_bytes = frame_make(agreement.format, agreement.size,
				 ++frame_number, faults, frame);
	sent_bytes = 0;
	frame_due_ns += agreement.interval_ns;
	/* Frames that nobody waited for are not made up for. */
	if (frame_due_ns + NS_PER_S < now_ns)
		frame_due_ns = now_ns + agreement.interval_ns;
}

static int payload_send(int fd, uint32_t sequence)
{
	uint8_t payload[UVC_PAYLOAD_BYTES];
	size_t size_bytes = frame_bytes - sent_bytes;

	if (size_bytes > sizeof(payload) - HEADER_BYTES)
		size_bytes = sizeof(payload) - HEADER_BYTES;
	memcpy(payload + HEADER_BYTES, frame + sent_bytes, size_bytes);
	sent_bytes += size_bytes;
	payload[0] = HEADER_BYTES;
	payload[1] = UVC_STREAM_EOH;
	if (frame_number % 2)
		payload[1] |= UVC_STREAM_FID;
	if (sent_bytes == frame_bytes)
		payload[1] |= UVC_STREAM_EOF;
	return usbip_answer_in(fd, sequence, 0, payload,
			       HEADER_BYTES + size_bytes);
}

static int urb_complete(int fd, struct faults *faults)
{
	uint32_t sequence = urbs[0];

	urb_remove(0);
	if (fault_happens(&faults->eproto))
		return usbip_answer_in(fd, sequence, -EPROTO, NULL, 0);
	return payload_send(fd, sequence);
}

int transfers_complete(int fd, struct faults *faults)
{
	while (urb_count > 0) {
		int result;

		if (sent_bytes == frame_bytes) {
			uint64_t now_ns = clock_monotonic_ns();

			if (faults->is_stalled)
				return -1;
			if (now_ns < frame_due_ns)
				return clock_poll_timeout_ms(now_ns,
							     frame_due_ns);
			frame_begin(faults);
		}
		result = urb_complete(fd, faults);
		if (result < 0)
			return result;
	}
	return -1;
}
