/*
 * USB/IP, the device's end.
 *
 * SPDX-License-Identifier: MIT
 */
#include "usbip.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/usbdevice_fs.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define ATTACH_FILE "/sys/devices/platform/vhci_hcd.0/attach"

enum {
	RETURN_SUBMIT = 3,
	RETURN_UNLINK = 4,
};

/* All in network byte order, except `setup`. */
struct header {
	uint32_t command, sequence, device, direction, endpoint;
	union {
		struct {
			uint32_t flags, length_bytes, start_frame;
			uint32_t packet_count, interval;
			struct usb_ctrlrequest setup;
		} submit;
		struct {
			int32_t status;
			uint32_t length_bytes, start_frame;
			uint32_t packet_count, error_count;
			uint8_t padding[8];
		} submitted;
		uint32_t unlinked_sequence;
		int32_t unlink_status;
	};
} __attribute__((packed));

static int send_all(int fd, const void *data, size_t size_bytes)
{
	const uint8_t *rest = data;

	while (size_bytes > 0) {
		ssize_t sent = send(fd, rest, size_bytes, MSG_NOSIGNAL);

		if (sent < 0)
			return -errno;
		rest += sent;
		size_bytes -= (size_t)sent;
	}
	return 0;
}

int usbip_read_data(int fd, void *data, size_t size_bytes)
{
	ssize_t received;

	/* recv() would wait for what comes next. */
	if (size_bytes == 0)
		return 0;
	received = recv(fd, data, size_bytes, MSG_WAITALL);
	if (received < 0)
		return -errno;
	return (size_t)received == size_bytes ? 0 : -EPIPE;
}

int usbip_plug(unsigned port)
{
	const int device = 1 << 16 | (int)(port + 2); /* bus 1, any address */
	int ends[2], attach, length;
	char text[64];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
		return -errno;
	attach = open(ATTACH_FILE, O_WRONLY);
	if (attach < 0)
		return -errno;
	length = snprintf(text, sizeof(text), "%u %d %d %d", port, ends[1],
			  device, USB_SPEED_HIGH);
	if (write(attach, text, (size_t)length) != length)
		return -errno;
	close(attach);
	close(ends[1]);
	return ends[0];
}

int usbip_read_request(int fd, struct usbip_request *request)
{
	struct header header;
	int result = usbip_read_data(fd, &header, sizeof(header));

	if (result < 0)
		return result;
	*request = (struct usbip_request){
		.command = ntohl(header.command),
		.sequence = ntohl(header.sequence),
		.is_in = header.direction != 0,
		.endpoint = ntohl(header.endpoint),
	};
	if (request->command == USBIP_UNLINK) {
		request->unlinked_sequence = ntohl(header.unlinked_sequence);
		return 0;
	}
	request->length_bytes = ntohl(header.submit.length_bytes);
	request->setup = header.submit.setup;
	return 0;
}

static int answer(int fd, uint32_t sequence, int status, size_t length_bytes)
{
	struct header header = {
		.command = htonl(RETURN_SUBMIT),
		.sequence = htonl(sequence),
		.submitted = {
			.status = (int32_t)htonl((uint32_t)status),
			.length_bytes = htonl((uint32_t)length_bytes),
		},
	};

	return send_all(fd, &header, sizeof(header));
}

int usbip_answer_in(int fd, uint32_t sequence, int status, const void *data,
		    size_t size_bytes)
{
	int result = answer(fd, sequence, status, size_bytes);

	return result < 0 ? result : send_all(fd, data, size_bytes);
}

int usbip_answer_out(int fd, uint32_t sequence, size_t taken_bytes)
{
	return answer(fd, sequence, 0, taken_bytes);
}

int usbip_answer_unlink(int fd, uint32_t sequence, int status)
{
	struct header header = {
		.command = htonl(RETURN_UNLINK),
		.sequence = htonl(sequence),
		.unlink_status = (int32_t)htonl((uint32_t)status),
	};

	return send_all(fd, &header, sizeof(header));
}
