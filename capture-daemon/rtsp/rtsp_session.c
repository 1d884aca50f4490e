/*
 * The conversation with one publisher.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtsp_session.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "rtp_header.h"
#include "rtsp_digest.h"
#include "rtsp_message.h"
#include "rtsp_path.h"
#include "rtsp_refusal.h"

#define METHODS                                                                \
	"OPTIONS, ANNOUNCE, SETUP, RECORD, PAUSE, GET_PARAMETER, "             \
	"SET_PARAMETER, TEARDOWN"

/* A publisher that sends nothing else has to show so often that it is there. */
#define SESSION_TIMEOUT_S 60

/* The longest answer of ours. */
#define ANSWER_BYTES_MAX (RTSP_CHALLENGE_BYTES + 1024)

/* A publisher that is asked for the password so often has none. */
#define CHALLENGES_MAX 6

/* How much of what a publisher says is shown to people, or to itself. */
#define SHOWN_BYTES 64

void rtsp_session_begin(struct rtsp_session *session,
			const struct rtsp_place *place,
			const struct rtsp_host *host, void *user)
{
	*session = (struct rtsp_session){
		.place = place,
		.host = host,
		.user = user,
		.auth = { .user = place->user, .password = place->password },
		.is_known = !place->user,
	};
}

/* `fields` are whole lines; `request` is NULL when it could not be read. */
static void answer(struct rtsp_session *session,
		   const struct rtsp_message *request, unsigned code,
		   const char *phrase, const char *fields)
{
	char *out = session->out + session->out_bytes;
	size_t room = sizeof(session->out) - session->out_bytes;
	char number[SHOWN_BYTES], line[SHOWN_BYTES + 16] = "";
	struct rtsp_text text;

	if (request && rtsp_message_field(request, "CSeq", &text)) {
		rtsp_text_show(text, number, sizeof(number));
		snprintf(line, sizeof(line), "CSeq: %s\r\n", number);
	}
	session->out_bytes += (size_t)snprintf(
		out, room, "RTSP/1.0 %u %s\r\n%sServer: slotcast\r\n%s\r\n",
		code, phrase, line, fields);
}

/* In the session, if it has begun. */
static void answer_ok(struct rtsp_session *session,
		      const struct rtsp_message *request)
{
	char line[SHOWN_BYTES] = "";

	if (session->id[0] != '\0')
		snprintf(line, sizeof(line), "Session: %s\r\n", session->id);
	answer(session, request, 200, "OK", line);
}

static void refuse(struct rtsp_session *session,
		   const struct rtsp_message *request,
		   struct rtsp_refusal refusal)
{
	if (refusal.sentence)
		session->host->complain(session->user, refusal.sentence);
	answer(session, request, refusal.code, refusal.phrase, "");
}

/* Refuse what does not concern people. */
static void refuse_quietly(struct rtsp_session *session,
			   const struct rtsp_message *request, unsigned code,
			   const char *phrase)
{
	answer(session, request, code, phrase, "");
}

/* Count a wrong password. Its answer comes late, and not for ever. */
static void guess_count(struct rtsp_session *session, uint64_t now_ns)
{
	session->host->complain(session->user, "gave a wrong user or password");
	session->guesses++;
	session->hold_ns = now_ns + RTSP_GUESS_NS;
}

static void password_ask(struct rtsp_session *session,
			 const struct rtsp_message *request,
			 enum rtsp_verdict verdict, uint64_t now_ns)
{
	char fields[RTSP_CHALLENGE_BYTES];

	if (verdict == RTSP_UNKNOWN)
		guess_count(session, now_ns);
	session->was_asked = true;
	session->challenges++;
	if (rtsp_auth_challenge(&session->auth, verdict, now_ns, fields) < 0) {
		refuse_quietly(session, request, 500, "Internal Server Error");
		session->phase = RTSP_LEAVING;
		return;
	}
	answer(session, request, 401, "Unauthorized", fields);
	if (session->guesses == RTSP_GUESSES_MAX ||
	    session->challenges == CHALLENGES_MAX)
		session->phase = RTSP_LEAVING;
}

/* Returns whether the publisher may go on. */
static bool password_check(struct rtsp_session *session,
			   const struct rtsp_message *request, uint64_t now_ns)
{
	enum rtsp_verdict verdict;
	struct rtsp_text said;
	bool is_said = rtsp_message_field(request, "Authorization", &said);

	if (session->is_known)
		return true;
	verdict = rtsp_auth_judge(&session->auth, request->method,
				  is_said ? &said : NULL, now_ns);
	session->is_known = verdict == RTSP_KNOWN;
	if (!session->is_known)
		password_ask(session, request, verdict, now_ns);
	return session->is_known;
}

static bool place_check(struct rtsp_session *session,
			const struct rtsp_message *request)
{
	if (session->host->is_free(session->user))
		return true;
	refuse(session, request, rtsp_refusal_place);
	return false;
}

static bool path_check(struct rtsp_session *session,
		       const struct rtsp_message *request)
{
	char shown[SHOWN_BYTES], sentence[SHOWN_BYTES + 64];
	struct rtsp_path path;

	if (rtsp_path_fits(request->uri, session->place->url))
		return true;
	rtsp_path_read(&path, request->uri);
	rtsp_text_show(rtsp_text_of(path.text), shown, sizeof(shown));
	snprintf(sentence, sizeof(sentence),
		 "wants to publish at another path, \"%s\"", shown);
	refuse(session, request,
	       (struct rtsp_refusal){ 404, "Not Found", sentence });
	return false;
}

static void options_hear(struct rtsp_session *session,
			 const struct rtsp_message *request)
{
	answer(session, request, 200, "OK", "Public: " METHODS "\r\n");
}

static void announce_hear(struct rtsp_session *session,
			  const struct rtsp_message *request)
{
	int result;

	if (session->phase == RTSP_RECORDING) {
		refuse_quietly(session, request, 455,
			       "Method Not Valid In This State");
		return;
	}
	if (!path_check(session, request) || !place_check(session, request))
		return;
	session->phase = RTSP_GREETING;
	result = rtsp_tracks_announce(&session->tracks, request->body);
	if (result < 0) {
		refuse(session, request, rtsp_refusal_of_description(result));
		return;
	}
	session->phase = RTSP_ANNOUNCED;
	answer_ok(session, request);
}

/* Returns 0, or a negative errno as rtsp_transport_choose() or the host. */
static int transport_open(struct rtsp_session *session,
			  const struct rtsp_message *request, int track,
			  struct rtsp_transport *transport)
{
	struct rtsp_text offers;
	int result;

	if (!rtsp_message_field(request, "Transport", &offers))
		return -EINVAL;
	result = rtsp_transport_choose(transport, offers);
	if (result < 0)
		return result;
	if (transport->is_udp)
		return session->host->open_ports(session->user, (unsigned)track,
						 transport->our_ports);
	rtsp_tracks_find_channels(&session->tracks, track, transport);
	return 0;
}

static int session_name(struct rtsp_session *session)
{
	return session->id[0] != '\0'
		       ? 0
		       : rtsp_random_text(session->id, sizeof(session->id));
}

static void setup_hear(struct rtsp_session *session,
		       const struct rtsp_message *request)
{
	struct rtsp_transport transport;
	char way[160], fields[320];
	int track, result;

	if (session->phase != RTSP_ANNOUNCED) {
		refuse_quietly(session, request, 455,
			       "ANNOUNCE Has To Come First");
		return;
	}
	track = rtsp_tracks_find(&session->tracks, request->uri);
	if (track < 0) {
		refuse_quietly(session, request, 404, "No Such Track");
		return;
	}
	result = transport_open(session, request, track, &transport);
	if (result == 0)
		result = session_name(session);
	if (result < 0) {
		refuse(session, request, rtsp_refusal_of_transport(result));
		return;
	}
	rtsp_tracks_set_up(&session->tracks, track, &transport);
	rtsp_transport_tell(&transport, way, sizeof(way));
	snprintf(fields, sizeof(fields),
		 "Session: %s;timeout=%d\r\nTransport: %s\r\n", session->id,
		 SESSION_TIMEOUT_S, way);
	answer(session, request, 200, "OK", fields);
}

static void record_hear(struct rtsp_session *session,
			const struct rtsp_message *request)
{
	if (session->phase == RTSP_GREETING ||
	    !rtsp_tracks_have_video(&session->tracks)) {
		refuse_quietly(session, request, 455,
			       "SETUP Of The Video Has To Come First");
		return;
	}
	if (session->phase == RTSP_ANNOUNCED && !place_check(session, request))
		return;
	session->phase = RTSP_RECORDING;
	answer_ok(session, request);
}

static void teardown_hear(struct rtsp_session *session,
			  const struct rtsp_message *request)
{
	answer_ok(session, request);
	session->phase = RTSP_LEAVING;
}

static void watching_hear(struct rtsp_session *session,
			  const struct rtsp_message *request)
{
	const struct rtsp_refusal *refusal = &rtsp_refusal_watching;

	session->host->complain(session->user, refusal->sentence);
	answer(session, request, refusal->code, refusal->phrase,
	       "Allow: " METHODS "\r\n");
}

static const struct method {
	const char *name;
	bool is_open; /* also without a password */
	void (*hear)(struct rtsp_session *session,
		     const struct rtsp_message *request);
} methods[] = {
	{ "OPTIONS", true, options_hear },
	{ "ANNOUNCE", false, announce_hear },
	{ "SETUP", false, setup_hear },
	{ "RECORD", false, record_hear },
	{ "PAUSE", false, answer_ok },
	{ "GET_PARAMETER", true, answer_ok },
	{ "SET_PARAMETER", true, answer_ok },
	{ "TEARDOWN", true, teardown_hear },
	{ "DESCRIBE", true, watching_hear },
	{ "PLAY", true, watching_hear },
};

static const struct method *method_find(struct rtsp_text name)
{
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (rtsp_text_is(name, methods[i].name))
			return &methods[i];
	return NULL;
}

static bool version_check(struct rtsp_session *session,
			  const struct rtsp_message *request)
{
	if (rtsp_text_begins(request->version, "RTSP/1."))
		return true;
	refuse(session, request, rtsp_refusal_version);
	session->phase = RTSP_LEAVING;
	return false;
}

/* A request that names a session has to mean this one (RFC 2326, 12.37). */
static bool session_check(struct rtsp_session *session,
			  const struct rtsp_message *request)
{
	struct rtsp_text value, id;

	if (session->id[0] == '\0' ||
	    !rtsp_message_field(request, "Session", &value))
		return true;
	if (rtsp_text_split(&value, ';', &id) && rtsp_text_is(id, session->id))
		return true;
	refuse_quietly(session, request, 454, "Session Not Found");
	return false;
}

/* We know no extension that one could require (RFC 2326, 12.32). */
static bool extension_check(struct rtsp_session *session,
			    const struct rtsp_message *request)
{
	char shown[SHOWN_BYTES], line[SHOWN_BYTES + 16];
	struct rtsp_text required;

	if (!rtsp_message_field(request, "Require", &required))
		return true;
	rtsp_text_show(required, shown, sizeof(shown));
	snprintf(line, sizeof(line), "Unsupported: %s\r\n", shown);
	answer(session, request, 551, "Option Not Supported", line);
	return false;
}

static void request_hear(struct rtsp_session *session,
			 const struct rtsp_message *request, uint64_t now_ns)
{
	const struct method *method = method_find(request->method);

	if (!version_check(session, request))
		return;
	if (!method) {
		refuse_quietly(session, request, 501, "Not Implemented");
		return;
	}
	if (!method->is_open && !password_check(session, request, now_ns))
		return;
	if (session_check(session, request) &&
	    extension_check(session, request))
		method->hear(session, request);
}

void rtsp_session_hear_report(struct rtsp_session *session,
			      const uint8_t *report, size_t length_bytes)
{
	uint32_t sender;

	session->said_goodbye |=
		rtp_report_says_goodbye(report, length_bytes, &sender);
}

bool rtsp_session_adopt(struct rtsp_session *session, uint8_t *packet,
			size_t length_bytes)
{
	if (!rtsp_tracks_adopt(&session->tracks, packet, length_bytes))
		return false;
	session->said_goodbye = false;
	return true;
}

static void packet_hear(struct rtsp_session *session,
			const struct rtsp_message *message,
			struct rtsp_text *packet)
{
	const struct rtsp_transport *way =
		rtsp_tracks_video_way(&session->tracks);

	uint8_t *bytes = (uint8_t *)message->body.begin;

	if (session->phase != RTSP_RECORDING || way->is_udp)
		return;
	if (message->channel == way->numbers[1])
		rtsp_session_hear_report(session, bytes, message->body.length);
	else if (message->channel == way->numbers[0] &&
		 rtsp_session_adopt(session, bytes, message->body.length))
		*packet = message->body;
}

size_t rtsp_session_hear(struct rtsp_session *session, char *bytes,
			 size_t length_bytes, uint64_t now_ns,
			 struct rtsp_text *packet)
{
	struct rtsp_message message;

	*packet = (struct rtsp_text){ 0 };
	if (session->phase == RTSP_LEAVING)
		return length_bytes;
	if (now_ns < session->hold_ns ||
	    session->out_bytes + ANSWER_BYTES_MAX > sizeof(session->out))
		return 0;
	message = rtsp_message_read(bytes, length_bytes);
	switch (message.kind) {
	case RTSP_INCOMPLETE:
	case RTSP_ANSWER:
		break;
	case RTSP_REQUEST:
		request_hear(session, &message, now_ns);
		break;
	case RTSP_PACKET:
		packet_hear(session, &message, packet);
		break;
	default:
		/* What follows cannot be understood either. */
		refuse(session, NULL,
		       rtsp_refusal_of_message(message.kind, message.first));
		session->phase = RTSP_LEAVING;
		return length_bytes;
	}
	return message.size_bytes;
}

void rtsp_session_report(struct rtsp_session *session, const uint8_t *report,
			 size_t length_bytes)
{
	const struct rtsp_transport *way =
		rtsp_tracks_video_way(&session->tracks);
	char *out = session->out + session->out_bytes;

	/* Answers go first; reports come again. */
	if (session->phase != RTSP_RECORDING || way->is_udp ||
	    session->out_bytes + RTSP_FRAME_HEAD_BYTES + length_bytes +
			    ANSWER_BYTES_MAX >
		    sizeof(session->out))
		return;
	out[0] = '$';
	out[1] = (char)way->numbers[1];
	out[2] = (char)(length_bytes >> 8);
	out[3] = (char)length_bytes;
	memcpy(out + RTSP_FRAME_HEAD_BYTES, report, length_bytes);
	session->out_bytes += RTSP_FRAME_HEAD_BYTES + length_bytes;
}

void rtsp_session_end(struct rtsp_session *session)
{
	if (session->was_asked && !session->is_known && session->guesses == 0)
		session->host->complain(session->user,
					"gave no password; set its address to "
					"rtsp://USER:PASSWORD@...");
}
