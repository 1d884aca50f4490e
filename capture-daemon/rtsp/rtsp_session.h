/*
 * The conversation with one publisher: what it may do when, and what it is
 * answered (RFC 2326). It has neither a socket nor a clock of its own.
 *
 * OPTIONS, ANNOUNCE with a description, SETUP of each track, RECORD; packets
 * from then on, and requests that keep the session alive, until TEARDOWN.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RTSP_SESSION_H
#define RTSP_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rtsp_auth.h"
#include "rtsp_tracks.h"

/* Where one may publish, and who may. All of it outlives the sessions. */
struct rtsp_place {
	const char *url;	     /* that of --listen, with a port */
	const char *name;	     /* the same for people to read */
	const char *user, *password; /* NULL: anybody may */
};

/* What a session asks of the owner of its sockets; `user` is the session's. */
struct rtsp_host {
	/* Open UDP ports for a track. Returns 0 or a negative errno. */
	int (*open_ports)(void *user, unsigned track, uint16_t ports[2]);
	/* Whether this session may be the one that publishes. */
	bool (*is_free)(void *user);
	/* Tell people what this publisher cannot have. */
	void (*complain)(void *user, const char *sentence);
};

enum rtsp_phase {
	RTSP_GREETING,
	RTSP_ANNOUNCED,
	RTSP_RECORDING,
	RTSP_LEAVING, /* the last answer is written; nothing more is heard */
};

/* Room for answers that have not left yet. */
#define RTSP_OUT_BYTES 8192

/* How long the answer to a wrong password takes, and how many there are. */
#define RTSP_GUESS_NS	 UINT64_C(1000000000)
#define RTSP_GUESSES_MAX 3

struct rtsp_session {
	const struct rtsp_place *place;
	const struct rtsp_host *host;
	void *user;

	enum rtsp_phase phase;
	struct rtsp_auth auth;
	bool is_known, was_asked; /* the password is right, was asked for */
	unsigned guesses, challenges;
	struct rtsp_tracks tracks;
	bool said_goodbye; /* in a report, and no packet has come since */
	char id[17];

	char out[RTSP_OUT_BYTES];
	size_t out_bytes;
	uint64_t hold_ns; /* until then nothing is sent and nothing heard */
};

void rtsp_session_begin(struct rtsp_session *session,
			const struct rtsp_place *place,
			const struct rtsp_host *host, void *user);

/*
 * Listen to what is at the front of `bytes`: one message, which is answered in
 * session->out, or one packet. The bytes may be changed where they lie.
 *
 * Returns how many bytes are done with; 0 when more have to come first, or
 * answers have to leave. `*packet` is an RTP packet of the video, or empty.
 */
size_t rtsp_session_hear(struct rtsp_session *session, char *bytes,
			 size_t length_bytes, uint64_t now_ns,
			 struct rtsp_text *packet);

/* Listen to a report of the publisher's about its video. */
void rtsp_session_hear_report(struct rtsp_session *session,
			      const uint8_t *report, size_t length_bytes);

/*
 * Fit a packet of the video to what is handed on. Returns whether it is one, as
 * rtsp_tracks_adopt().
 */
bool rtsp_session_adopt(struct rtsp_session *session, uint8_t *packet,
			size_t length_bytes);

/* Write a receiver report into session->out, for a session without UDP. */
void rtsp_session_report(struct rtsp_session *session, const uint8_t *report,
			 size_t length_bytes);

/* The connection has ended, or is going to. */
void rtsp_session_end(struct rtsp_session *session);

#endif
