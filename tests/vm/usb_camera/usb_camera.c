/*
 * usb_camera: a USB webcam made of software, plugged into this kernel.
 *
 * The kernel's vhci_hcd takes it for a device on the bus, and the uvcvideo
 * driver for a camera: everything above the wire is as with a real one. It is
 * unplugged when this program ends. Lines on standard input make it faulty;
 * faults.h lists them.
 *
 *	usb_camera PORT SERIAL CLIP-640x480 CLIP-1280x720 [bayer]
 *
 * PORT is 0 to 7; the clips are JPEGs one behind the other. With "bayer" it has
 * colour bars in that format only, which no driver of ours knows. Runs in the
 * virtual machine, after "modprobe vhci-hcd".
 *
 * SPDX-License-Identifier: MIT
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "faults.h"
#include "frames.h"
#include "transfers.h"
#include "usbip.h"
#include "uvc_controls.h"
#include "uvc_descriptors.h"

#define DATA_BYTES_MAX 4096

static struct faults faults;

static int die(const char *what, int error)
{
	fprintf(stderr, "usb_camera: %s: %s\n", what, strerror(-error));
	return 1;
}

static int handle_control(int fd, const struct usbip_request *request)
{
	uint8_t data[DATA_BYTES_MAX] = { 0 };
	const struct usb_ctrlrequest *setup = &request->setup;
	bool is_class = (setup->bRequestType & USB_TYPE_MASK) == USB_TYPE_CLASS;
	int length, result = 0;

	if (request->length_bytes > sizeof(data))
		return -EMSGSIZE;
	if (!request->is_in)
		result = usbip_read_data(fd, data, request->length_bytes);
	if (result < 0 || (is_class && fault_happens(&faults.ctlhang)))
		return result;
	if (uvc_controls_is_commit(setup) && fault_happens(&faults.commitfail))
		length = -EPIPE;
	else
		length = uvc_controls_answer(setup, data);
	if (length >= 0 && uvc_controls_is_commit(setup))
		transfers_restart();
	if (length < 0)
		return usbip_answer_in(fd, request->sequence, length, NULL, 0);
	if (!request->is_in)
		return usbip_answer_out(fd, request->sequence,
					request->length_bytes);
	if (length > setup->wLength)
		length = setup->wLength;
	return usbip_answer_in(fd, request->sequence, 0, data, (size_t)length);
}

static int handle_unlink(int fd, const struct usbip_request *request)
{
	uint32_t sequence = request->unlinked_sequence;

	/*
	 * What is not among the transfers is a control request that was left
	 * unanswered; those that were answered are not unlinked.
	 */
	transfers_unlink(sequence);
	return usbip_answer_unlink(fd, request->sequence, -ECONNRESET);
}

static int handle_request(int fd)
{
	struct usbip_request request;
	int result = usbip_read_request(fd, &request);

	if (result < 0)
		return result;
	if (request.command == USBIP_UNLINK)
		return handle_unlink(fd, &request);
	if (request.command != USBIP_SUBMIT)
		return -EPROTO;
	if (request.endpoint == 0)
		return handle_control(fd, &request);
	return transfers_submit(request.sequence);
}

/* Returns false when nobody gives commands any more. */
static bool handle_commands(void)
{
	char line[64];

	if (!fgets(line, sizeof(line), stdin))
		return false;
	if (faults_command(&faults, line) < 0)
		fprintf(stderr, "usb_camera: unknown fault: %s", line);
	return true;
}

static int run(int fd)
{
	struct pollfd polled[] = {
		{ .fd = fd, .events = POLLIN },
		{ .fd = STDIN_FILENO, .events = POLLIN },
	};

	for (;;) {
		int timeout_ms = transfers_complete(fd, &faults);
		int result = 0;

		if (timeout_ms < -1)
			return timeout_ms;
		if (poll(polled, 2, timeout_ms) < 0)
			return -errno;
		if (polled[1].revents && !handle_commands())
			polled[1].fd = -1;
		if (polled[0].revents)
			result = handle_request(fd);
		if (result < 0)
			return result;
	}
}

int main(int argc, char **argv)
{
	int fd, result;

	bool is_bayer = argc == 6 && strcmp(argv[5], "bayer") == 0;

	if (argc != 5 && !is_bayer) {
		fputs("usage: usb_camera PORT SERIAL CLIP-640x480"
		      " CLIP-1280x720 [bayer]\n",
		      stderr);
		return 2;
	}
	/* Each command is read as it comes, or poll() would miss the next. */
	setvbuf(stdin, NULL, _IONBF, 0);
	if (is_bayer)
		uvc_use_bayer();
	uvc_controls_reset(argv[2]);
	for (unsigned size = 1; size <= 2; size++) {
		result = frames_load(size, argv[2 + size]);
		if (result < 0)
			return die(argv[2 + size], result);
	}
	fd = usbip_plug((unsigned)atoi(argv[1]));
	if (fd < 0)
		return die("cannot plug in (modprobe vhci-hcd?)", fd);
	result = run(fd);
	return result == -EPIPE ? 0 : die("unplugged", result);
}
