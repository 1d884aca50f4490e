/*
 * Whatever a publisher says, and however the network cuts it: the same is
 * answered, the same packets get on, and what libavformat is given to read
 * names no address and no file.
 *
 * The first byte says whether there is a password and how the rest, which is
 * what the publisher says, is cut.
 *
 * SPDX-License-Identifier: MIT
 */
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "fuzz.h"
#include "rtsp_session.h"

#define SECOND_NS UINT64_C(1000000000)

/* In place of libc's: what is answered has to be the same each time. */
ssize_t getrandom(void *bytes, size_t size_bytes, unsigned flags)
{
	(void)flags;
	memset(bytes, 0xff, size_bytes);
	return (ssize_t)size_bytes;
}

/* What became of a conversation. */
struct outcome {
	uint64_t answers, packets, complaints; /* hashes */
	enum rtsp_phase phase;
};

static struct outcome *current;

static void hash_add(uint64_t *hash, const void *bytes, size_t length)
{
	const uint8_t *at = bytes;

	for (size_t i = 0; i < length; i++)
		*hash = (*hash ^ at[i]) * UINT64_C(1099511628211);
}

static int open_ports(void *user, unsigned track, uint16_t ports[2])
{
	(void)user;
	must(track < RTSP_TRACKS_MAX);
	ports[0] = (uint16_t)(7000 + 2 * track);
	ports[1] = (uint16_t)(ports[0] + 1);
	return 0;
}

static bool is_free(void *user)
{
	(void)user;
	return true;
}

static void complain(void *user, const char *sentence)
{
	(void)user;
	must(strlen(sentence) < 256);
	for (const char *at = sentence; *at; at++)
		must(*at >= ' ' && *at < 0x7f);
	hash_add(&current->complaints, sentence, strlen(sentence));
}

static const struct rtsp_host host = { open_ports, is_free, complain };

static const struct rtsp_place places[] = {
	{ .url = "rtsp://0.0.0.0:8554/x", .name = "x" },
	{ .url = "rtsp://0.0.0.0:8554/x",
	  .name = "x",
	  .user = "drone",
	  .password = "secret" },
};

/* All that libavformat is given is what is known of RTP. */
static void description_check(const struct rtsp_description *description)
{
	const char *text = description->text, *line = text;

	must(strlen(text) < RTSP_DESCRIPTION_BYTES);
	must(description->video < description->track_count);
	must(strstr(text, "\r\nm=video 9 RTP/AVP ") != NULL);
	must(strstr(strstr(text, "\r\nm=") + 4, "\r\nm=") == NULL);
	for (; *line; line += strcspn(line, "\r\n") + 2) {
		must(line[strcspn(line, "\r\n")] == '\r');
		must(strncmp(line, "a=", 2) != 0 ||
		     strncmp(line, "a=rtpmap:", 9) == 0 ||
		     strncmp(line, "a=fmtp:", 7) == 0 ||
		     strncmp(line, "a=frame", 7) == 0);
	}
}

static void out_take(struct rtsp_session *session)
{
	must(session->out_bytes <= sizeof(session->out));
	hash_add(&current->answers, session->out, session->out_bytes);
	/* Without a password nobody gets that far. */
	must(session->is_known || session->phase == RTSP_GREETING ||
	     session->phase == RTSP_LEAVING);
	if (session->phase == RTSP_ANNOUNCED ||
	    session->phase == RTSP_RECORDING)
		description_check(&session->tracks.description);
	session->out_bytes = 0;
}

/* Hear all that there is. Returns how much is done with. */
static size_t hear_all(struct rtsp_session *session, char *bytes, size_t length)
{
	size_t done = 0, used;
	struct rtsp_text packet;

	do {
		uint64_t now_ns = session->hold_ns + SECOND_NS;

		used = rtsp_session_hear(session, bytes + done, length - done,
					 now_ns, &packet);
		must(used <= length - done);
		must(packet.length <= used);
		hash_add(&current->packets, packet.begin, packet.length);
		out_take(session);
		done += used;
	} while (used > 0 && done < length);
	return done;
}

/* The bytes come in pieces of `step` to twice that. */
static void converse(const struct rtsp_place *place, const uint8_t *data,
		     size_t size_bytes, size_t step, struct outcome *outcome)
{
	static struct rtsp_session session;
	/* Exactly as large, so that a sanitizer sees what is read behind it. */
	char *bytes = malloc(size_bytes + 1);
	size_t there = 0, begin = 0, more = step;

	must(bytes != NULL);
	*outcome = (struct outcome){ 0 };
	current = outcome;
	rtsp_session_begin(&session, place, &host, NULL);
	while (there < size_bytes) {
		size_t piece =
			more < size_bytes - there ? more : size_bytes - there;

		memcpy(bytes + there, data + there, piece);
		there += piece;
		begin += hear_all(&session, bytes + begin, there - begin);
		more = step + (more * 7 + 3) % step;
	}
	outcome->phase = session.phase;
	rtsp_session_end(&session);
	free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes)
{
	const struct rtsp_place *place;
	struct outcome whole, cut;

	if (size_bytes < 2)
		return -1;
	place = &places[data[0] & 1];
	converse(place, data + 1, size_bytes - 1, size_bytes, &whole);
	converse(place, data + 1, size_bytes - 1, 1 + (data[0] >> 1), &cut);
	must(whole.answers == cut.answers);
	must(whole.packets == cut.packets);
	must(whole.complaints == cut.complaints);
	must(whole.phase == cut.phase);
	return 0;
}
