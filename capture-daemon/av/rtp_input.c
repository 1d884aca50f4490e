/*
 * Receives RTP packets at a socket of ours, for libavformat to unpack.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtp_input.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "rtp_packet.h"
#include "rtp_session.h"
#include "rtp_unpack.h"
#include "udp_socket.h"
#include "url.h"

struct rtp_input {
	int fd;
	struct rtp_order order;
	char session[RTP_SESSION_BYTES];
	struct rtp_unpack unpack;
};

/* What is no RTP is dropped. */
static ssize_t packet_receive(void *user, uint8_t *packet, size_t size_bytes,
			      int wait_ms)
{
	struct rtp_input *input = user;
	struct pollfd wait = { .fd = input->fd, .events = POLLIN };
	ssize_t length = recv(input->fd, packet, size_bytes, 0);

	if (length >= 0)
		return rtp_packet_adapt(&input->order, packet, (size_t)length,
					clock_monotonic_ns())
			       ? length
			       : -EAGAIN;
	if (errno != EAGAIN && errno != EINTR && errno != ECONNREFUSED)
		return -errno;
	poll(&wait, 1, wait_ms);
	return -EAGAIN;
}

void rtp_input_close(struct rtp_input *input)
{
	if (!input)
		return;
	rtp_unpack_end(&input->unpack);
	close(input->fd);
	free(input);
}

/* Returns a descriptor or a negative errno. */
static int socket_open(const char *url)
{
	char host[URL_HOST_BYTES], port[URL_PORT_BYTES];
	int result = url_address_copy(url, host, port);

	return result < 0 ? result : udp_socket_open(host, port);
}

int rtp_input_open(struct rtp_input **input, const char *url, const char *codec,
		   const AVIOInterruptCB *interrupt)
{
	struct rtp_input *made = calloc(1, sizeof(*made));
	const struct rtp_feed feed = { .receive = packet_receive,
				       .user = made };
	int result;

	if (!made)
		return -ENOMEM;
	result = made->fd = socket_open(url);
	if (result < 0) {
		free(made);
		return result;
	}
	rtp_session_describe(codec, made->session, sizeof(made->session));
	result = rtp_unpack_begin(&made->unpack, made->session, &feed,
				  interrupt);
	if (result < 0) {
		rtp_input_close(made);
		return result;
	}
	*input = made;
	return 0;
}

int rtp_input_describe(struct rtp_input *input, AVFormatContext **format,
		       AVDictionary **options)
{
	return rtp_unpack_open(&input->unpack, format, options);
}
