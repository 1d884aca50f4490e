/*
 * What a publisher is answered when it cannot have something, and what people
 * are told of it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtsp_refusal.h"

#include <errno.h>

/* How a connection by TLS begins. */
#define TLS_HANDSHAKE 0x16

const struct rtsp_refusal rtsp_refusal_place = {
	453, "Somebody Publishes Here Already",
	"wants to publish while another publisher does; stop that one, or "
	"give each a port of its own"
};

const struct rtsp_refusal rtsp_refusal_watching = {
	405, "Only Publishers May Come Here",
	"wants to watch, where only publishers may come"
};

const struct rtsp_refusal rtsp_refusal_version = {
	505, "RTSP Version Not Supported", "speaks another RTSP than 1.0"
};

struct rtsp_refusal rtsp_refusal_of_description(int error)
{
	switch (error) {
	case -ENODATA:
		return (struct rtsp_refusal){
			415, "There Is No Video In It",
			"announces a stream without video"
		};
	case -E2BIG:
		return (struct rtsp_refusal){
			413, "Request Entity Too Large",
			"announces more tracks or longer lines than any "
			"camera has"
		};
	case -EPROTONOSUPPORT:
		return (struct rtsp_refusal){
			415, "Only RTP/AVP Is Taken",
			"announces video that is encrypted, or otherwise no "
			"plain RTP; set it to RTP/AVP"
		};
	case -ENOMSG:
		return (struct rtsp_refusal){
			415, "The Codec Is Not Named",
			"announces video without the name of its codec "
			"(a=rtpmap)"
		};
	default:
		return (struct rtsp_refusal){
			400, "No Session Description",
			"announces something that is no session description"
		};
	}
}

struct rtsp_refusal rtsp_refusal_of_transport(int error)
{
	switch (error) {
	case -EPROTONOSUPPORT:
		return (struct rtsp_refusal){
			461, "Unsupported Transport",
			"wants to send in a way that is not known; set it to "
			"RTP by TCP, or by UDP to one receiver"
		};
	case -EINVAL:
		return (struct rtsp_refusal){
			400, "Bad Transport",
			"names no transport, or one with impossible ports"
		};
	default:
		return (struct rtsp_refusal){
			500, "No UDP Ports Left",
			"wants to send by UDP, for which no ports can be had; "
			"set it to TCP"
		};
	}
}

struct rtsp_refusal rtsp_refusal_of_message(enum rtsp_kind kind, char first)
{
	switch (kind) {
	case RTSP_TOO_LARGE:
		return (struct rtsp_refusal){
			413, "Request Entity Too Large",
			"begins a request of more than 16 KiB, or a "
			"description of more than 64 KiB"
		};
	case RTSP_MALFORMED:
		return (struct rtsp_refusal){
			400, "Bad Content-Length",
			"sends a request whose length is no number"
		};
	default:
		return (struct rtsp_refusal){
			400, "This Is RTSP",
			first == TLS_HANDSHAKE
				? "speaks TLS (rtsps://); set it to rtsp://"
				: "does not speak RTSP"
		};
	}
}
