/*
 * Whether a publisher knows the password.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtsp_auth.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "rtsp_digest.h"

#define REALM "slotcast"

/* "user:password" of Basic; longer ones than ours are wrong anyway. */
#define BASIC_BYTES 1024

/* The parameters of a Digest that count. */
struct answer {
	struct rtsp_text user, realm, nonce, uri, response, algorithm;
	struct rtsp_text cnonce, count, qop;
};

/* Nothing that we send or expect needs a quoted-pair (RFC 9110, 5.6.4). */
static void answer_read(struct answer *answer, struct rtsp_text parameters)
{
	const struct {
		const char *name;
		struct rtsp_text *value;
	} places[] = {
		{ "username", &answer->user },
		{ "realm", &answer->realm },
		{ "nonce", &answer->nonce },
		{ "uri", &answer->uri },
		{ "response", &answer->response },
		{ "qop", &answer->qop },
		{ "algorithm", &answer->algorithm },
		{ "cnonce", &answer->cnonce },
		{ "nc", &answer->count },
	};
	struct rtsp_text parameter, name, value;

	*answer = (struct answer){ 0 };
	while (rtsp_text_split(&parameters, ',', &parameter)) {
		rtsp_text_pair(parameter, '=', &name, &value);
		for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
			if (rtsp_text_is(name, places[i].name))
				*places[i].value = rtsp_text_unquote(value);
	}
}

/*
 * Write what the response has to be. The URI is the one that was hashed: each
 * sender shortens it in its own way, and the path is compared elsewhere.
 */
static void response_expect(const struct rtsp_auth *auth,
			    const struct answer *answer,
			    struct rtsp_text method,
			    enum rtsp_algorithm algorithm,
			    char response[RTSP_DIGEST_BYTES])
{
	const struct rtsp_text secret[] = { rtsp_text_of(auth->user),
					    rtsp_text_of(REALM),
					    rtsp_text_of(auth->password) };
	const struct rtsp_text deed[] = { method, answer->uri };
	char secret_hash[RTSP_DIGEST_BYTES], deed_hash[RTSP_DIGEST_BYTES];

	rtsp_digest(algorithm, secret, 3, secret_hash);
	rtsp_digest(algorithm, deed, 2, deed_hash);
	if (answer->qop.length > 0)
		rtsp_digest(algorithm,
			    (const struct rtsp_text[]){
				    rtsp_text_of(secret_hash), answer->nonce,
				    answer->count, answer->cnonce, answer->qop,
				    rtsp_text_of(deed_hash) },
			    6, response);
	else
		rtsp_digest(algorithm,
			    (const struct rtsp_text[]){
				    rtsp_text_of(secret_hash), answer->nonce,
				    rtsp_text_of(deed_hash) },
			    3, response);
}

/* Some senders write the digits in capitals. */
static bool response_is(const char *expected, struct rtsp_text said)
{
	char lower[RTSP_DIGEST_BYTES];

	if (rtsp_text_copy(said, lower, sizeof(lower)) < 0)
		return false;
	for (char *digit = lower; *digit; digit++)
		*digit = (char)tolower((unsigned char)*digit);
	return rtsp_secret_is(expected,
			      (struct rtsp_text){ lower, said.length });
}

static enum rtsp_verdict digest_judge(const struct rtsp_auth *auth,
				      struct rtsp_text method,
				      struct rtsp_text parameters,
				      uint64_t now_ns)
{
	enum rtsp_algorithm algorithm = RTSP_MD5;
	char expected[RTSP_DIGEST_BYTES];
	struct answer answer;

	answer_read(&answer, parameters);
	if (rtsp_text_is(answer.algorithm, "SHA-256"))
		algorithm = RTSP_SHA256;
	else if (answer.algorithm.length > 0 &&
		 !rtsp_text_is(answer.algorithm, "MD5"))
		return RTSP_SILENT;
	if (answer.qop.length > 0 && !rtsp_text_is(answer.qop, "auth"))
		return RTSP_SILENT;
	if (auth->nonce[0] == '\0' || now_ns > auth->made_ns + RTSP_NONCE_NS ||
	    !rtsp_secret_is(auth->nonce, answer.nonce))
		return RTSP_STALE;
	response_expect(auth, &answer, method, algorithm, expected);
	return rtsp_secret_is(auth->user, answer.user) &&
			       response_is(expected, answer.response)
		       ? RTSP_KNOWN
		       : RTSP_UNKNOWN;
}

static enum rtsp_verdict basic_judge(const struct rtsp_auth *auth,
				     struct rtsp_text encoded)
{
	char said[BASIC_BYTES];
	int length = rtsp_base64_decode(encoded, said, sizeof(said));
	struct rtsp_text rest, user;
	const char *colon;

	if (length <= 0 || !(colon = memchr(said, ':', (size_t)length)))
		return RTSP_UNKNOWN;
	user = (struct rtsp_text){ said, (size_t)(colon - said) };
	rest = (struct rtsp_text){ colon + 1,
				   (size_t)(said + length - colon - 1) };
	return rtsp_secret_is(auth->user, user) &&
			       rtsp_secret_is(auth->password, rest)
		       ? RTSP_KNOWN
		       : RTSP_UNKNOWN;
}

enum rtsp_verdict rtsp_auth_judge(const struct rtsp_auth *auth,
				  struct rtsp_text method,
				  const struct rtsp_text *said, uint64_t now_ns)
{
	struct rtsp_text scheme, rest;

	if (!said)
		return RTSP_SILENT;
	rtsp_text_pair(*said, ' ', &scheme, &rest);
	if (rtsp_text_is(scheme, "Digest"))
		return digest_judge(auth, method, rest, now_ns);
	if (rtsp_text_is(scheme, "Basic"))
		return basic_judge(auth, rest);
	return RTSP_SILENT;
}

/*
 * The best comes first (RFC 7616, 3.7), and MD5 after it: FFmpeg answers the
 * last Digest and knows only MD5.
 */
int rtsp_auth_challenge(struct rtsp_auth *auth, enum rtsp_verdict verdict,
			uint64_t now_ns, char text[RTSP_CHALLENGE_BYTES])
{
	const char *stale = verdict == RTSP_STALE ? ", stale=true" : "";
	int result = rtsp_random_text(auth->nonce, sizeof(auth->nonce));

	if (result < 0) {
		auth->nonce[0] = '\0';
		return result;
	}
	auth->made_ns = now_ns;
	snprintf(text, RTSP_CHALLENGE_BYTES,
		 "WWW-Authenticate: Digest realm=\"" REALM "\", nonce=\"%s\", "
		 "algorithm=SHA-256, qop=\"auth\"%s\r\n"
		 "WWW-Authenticate: Digest realm=\"" REALM "\", nonce=\"%s\", "
		 "algorithm=MD5, qop=\"auth\"%s\r\n"
		 "WWW-Authenticate: Basic realm=\"" REALM "\"\r\n",
		 auth->nonce, stale, auth->nonce, stale);
	return 0;
}
