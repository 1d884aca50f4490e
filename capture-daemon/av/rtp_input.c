/*
 * Receives RTP packets at a socket of ours, for libavformat to unpack.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtp_input.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "rtp_content.h"
#include "rtp_header.h"
#include "rtp_packet.h"
#include "rtp_session.h"
#include "rtp_unpack.h"
#include "udp_socket.h"
#include "url.h"

/* A sender that has said good-bye may be followed by another. */
#define FOLLOWS_NS (300 * NS_PER_MS)

struct rtp_input {
	int fd;
	struct rtp_order order;
	struct rtp_contents contents;
	uint64_t ends_ns; /* when nobody follows; UINT64_MAX: somebody sends */
	char session[RTP_SESSION_BYTES];
	struct rtp_unpack unpack;
};

/*
 * Returns the length of a datagram that is a packet for libavformat, -EAGAIN
 * when it is none, or -EBADMSG when no good one will come.
 */
static ssize_t datagram_take(struct rtp_input *input, uint8_t *datagram,
			     size_t length_bytes)
{
	uint64_t now_ns = clock_monotonic_ns();
	struct rtp_header header;
	bool is_wanted;

	if (rtp_packet_is_goodbye(&input->order, datagram, length_bytes))
		input->ends_ns = now_ns + FOLLOWS_NS;
	if (rtp_header_read(&header, datagram, length_bytes) < 0)
		return -EAGAIN;
	is_wanted = rtp_contents_add(&input->contents, &header, datagram);
	if (rtp_contents_are_wrong(&input->contents))
		return -EBADMSG;
	if (!is_wanted ||
	    !rtp_packet_adapt(&input->order, datagram, length_bytes, now_ns))
		return -EAGAIN;
	input->ends_ns = UINT64_MAX;
	datagram[1] = (uint8_t)((datagram[1] & RTP_MARKER) | RTP_PAYLOAD_TYPE);
	return (ssize_t)length_bytes;
}

static ssize_t packet_receive(void *user, uint8_t *packet, size_t size_bytes,
			      int wait_ms)
{
	struct rtp_input *input = user;
	struct pollfd wait = { .fd = input->fd, .events = POLLIN };
	ssize_t length = recv(input->fd, packet, size_bytes, 0);

	if (length >= 0)
		return datagram_take(input, packet, (size_t)length);
	if (errno != EAGAIN && errno != EINTR && errno != ECONNREFUSED)
		return -errno;
	if (clock_monotonic_ns() >= input->ends_ns)
		return -EPIPE;
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
	made->contents.wanted =
		strcmp(codec, "H264") == 0 ? RTP_H264 : RTP_H265;
	made->ends_ns = UINT64_MAX;
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

int rtp_input_explain(const struct rtp_input *input, const char *name,
		      struct reason *reason)
{
	return rtp_contents_explain(&input->contents, name, reason);
}
