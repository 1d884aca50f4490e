/*
 * Asks a web address, once or again and again, by libcurl.
 *
 * SPDX-License-Identifier: MIT
 */
#include "http_fetch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <curl/curl.h>

#include "clock.h"
#include "http_fault.h"
#include "url.h"

#define PROTOCOLS	 "http,https"
#define REDIRECTIONS_MAX 5L
#define PIECE_BYTES	 65536L

struct http_fetch {
	const struct source_request *request;
	struct stop *stop;
	http_taker *take;
	void *user;

	CURLM *multi;
	CURL *easy;
	CURLU *url;
	bool is_asking;
	int socket_error; /* errno of the last socket(2) that failed, or 0 */

	/* Of the answer: */
	uint8_t head[HTTP_HEAD_BYTES];
	size_t head_bytes;
	bool is_whole, has_news;
	bool has_begun;
	int taken;	   /* what the taker returned last */
	uint64_t heard_ns; /* when its last bytes came, or it was asked for */
};

/* A CURLOPT_HEADERFUNCTION: takes a line of any answer on the way. */
static size_t header_take(char *line, size_t unit, size_t count, void *user)
{
	struct http_fetch *fetch = user;

	(void)line;
	fetch->has_begun = true;
	fetch->heard_ns = clock_monotonic_ns();
	return unit * count;
}

/* A CURLOPT_WRITEFUNCTION: takes a part of the body of the last answer. */
static size_t body_take(char *bytes, size_t unit, size_t count, void *user)
{
	struct http_fetch *fetch = user;
	size_t size_bytes = unit * count;
	size_t room_bytes = HTTP_HEAD_BYTES - fetch->head_bytes;

	if (room_bytes > size_bytes)
		room_bytes = size_bytes;
	memcpy(fetch->head + fetch->head_bytes, bytes, room_bytes);
	fetch->head_bytes += room_bytes;
	fetch->has_news = true;
	fetch->heard_ns = clock_monotonic_ns();
	fetch->taken =
		fetch->take(fetch->user, (const uint8_t *)bytes, size_bytes);
	return fetch->taken == 0 ? size_bytes : 0;
}

/* ---------------------------------------------------------- the address -- */

/* Set `option` to `text`, with its percent-encoding decoded. */
static bool option_decode(CURL *easy, CURLoption option, const char *text,
			  size_t length)
{
	char *decoded = curl_easy_unescape(easy, text, (int)length, NULL);
	CURLcode code = decoded ? curl_easy_setopt(easy, option, decoded)
				: CURLE_OUT_OF_MEMORY;

	curl_free(decoded);
	return code == CURLE_OK;
}

static bool login_set(CURL *easy, struct url_part login)
{
	const char *colon = memchr(login.text, ':', login.length);
	size_t user_length =
		colon ? (size_t)(colon - login.text) : login.length;

	if (!option_decode(easy, CURLOPT_USERNAME, login.text, user_length))
		return false;
	return !colon || option_decode(easy, CURLOPT_PASSWORD, colon + 1,
				       login.length - user_length - 1);
}

/* libcurl gets the address without the login, which it reads more strictly. */
static CURLUcode address_set(CURLU *address, const struct url *url)
{
	const struct url_part scheme = url->scheme, login = url->userinfo;
	const char *host =
		login.text ? login.text + login.length + 1
			   : scheme.text + scheme.length + strlen("://");
	char *bare;
	CURLUcode code;

	if (asprintf(&bare, "%.*s://%s", (int)scheme.length, scheme.text,
		     host) < 0)
		return CURLUE_OUT_OF_MEMORY;
	code = curl_url_set(address, CURLUPART_URL, bare, CURLU_URLENCODE);
	free(bare);
	return code;
}

static CURLcode url_set(struct http_fetch *fetch)
{
	struct url url;
	CURLUcode code;

	if (url_split(&url, fetch->request->url) < 0)
		return CURLE_URL_MALFORMAT;
	if (url.userinfo.text && !login_set(fetch->easy, url.userinfo))
		return CURLE_OUT_OF_MEMORY;
	code = address_set(fetch->url, &url);
	if (code == CURLUE_OUT_OF_MEMORY)
		return CURLE_OUT_OF_MEMORY;
	if (code != CURLUE_OK)
		return CURLE_URL_MALFORMAT;
	return curl_easy_setopt(fetch->easy, CURLOPT_CURLU, fetch->url);
}

/* --------------------------------------------------------- the question -- */

/* A CURLOPT_OPENSOCKETFUNCTION: libcurl does not tell why there is no socket. */
static curl_socket_t socket_make(void *user, curlsocktype purpose,
				 struct curl_sockaddr *address)
{
	struct http_fetch *fetch = user;
	int fd = socket(address->family, address->socktype | SOCK_CLOEXEC,
			address->protocol);

	(void)purpose;
	if (fd >= 0)
		return fd;
	fetch->socket_error = errno;
	return CURL_SOCKET_BAD;
}

/* Each of these can only fail without memory, or without TLS. */
static void options_set(struct http_fetch *fetch)
{
	const long checks = !fetch->request->takes_any_certificate;
	CURL *easy = fetch->easy;

	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, "slotcast/" SLOTCAST_VERSION);
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION,
			 (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, PROTOCOLS);
	curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, PROTOCOLS);
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 1L);
	curl_easy_setopt(easy, CURLOPT_MAXREDIRS, REDIRECTIONS_MAX);
	curl_easy_setopt(easy, CURLOPT_HTTPAUTH,
			 (long)(CURLAUTH_BASIC | CURLAUTH_DIGEST));
	curl_easy_setopt(easy, CURLOPT_PROXYAUTH,
			 (long)(CURLAUTH_BASIC | CURLAUTH_DIGEST));
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, checks);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, checks ? 2L : 0L);
	/* Reading all authorities takes longer than everything else. */
	if (!checks)
		curl_easy_setopt(easy, CURLOPT_CAINFO, NULL);
	curl_easy_setopt(easy, CURLOPT_FAILONERROR, 1L);
	curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, PIECE_BYTES);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, socket_make);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, fetch);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, header_take);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, fetch);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, body_take);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, fetch);
}

int http_fetch_create(struct http_fetch **fetch,
		      const struct source_request *request, struct stop *stop,
		      http_taker *take, void *user, struct reason *why)
{
	struct http_fetch *made = calloc(1, sizeof(*made));
	CURLcode code = CURLE_OUT_OF_MEMORY;

	if (!made)
		return http_fault_of_curl(code, 0, why);
	made->request = request;
	made->stop = stop;
	made->take = take;
	made->user = user;
	made->multi = curl_multi_init();
	made->easy = curl_easy_init();
	made->url = curl_url();
	if (made->multi && made->easy && made->url) {
		options_set(made);
		code = url_set(made);
	}
	if (code != CURLE_OK) {
		http_fetch_destroy(made);
		return http_fault_of_curl(code, 0, why);
	}
	*fetch = made;
	return 0;
}

static void question_withdraw(struct http_fetch *fetch)
{
	if (fetch->is_asking)
		curl_multi_remove_handle(fetch->multi, fetch->easy);
	fetch->is_asking = false;
}

void http_fetch_destroy(struct http_fetch *fetch)
{
	if (!fetch)
		return;
	question_withdraw(fetch);
	curl_easy_cleanup(fetch->easy);
	curl_multi_cleanup(fetch->multi);
	curl_url_cleanup(fetch->url);
	free(fetch);
}

void http_fetch_begin(struct http_fetch *fetch)
{
	question_withdraw(fetch);
	fetch->head_bytes = 0;
	fetch->is_whole = false;
	fetch->has_begun = false;
	fetch->taken = 0;
	fetch->socket_error = 0;
	fetch->heard_ns = clock_monotonic_ns();
	fetch->is_asking =
		curl_multi_add_handle(fetch->multi, fetch->easy) == CURLM_OK;
}

/* ----------------------------------------------------------- the answer -- */

static int answer_fail(const struct http_fetch *fetch, CURLcode code,
		       struct reason *why)
{
	long detail = 0;

	if (fetch->taken != 0)
		return fetch->taken;
	if (code == CURLE_HTTP_RETURNED_ERROR) {
		curl_easy_getinfo(fetch->easy, CURLINFO_RESPONSE_CODE, &detail);
		return http_fault_of_status(detail, why);
	}
	curl_easy_getinfo(fetch->easy, CURLINFO_OS_ERRNO, &detail);
	if (detail == 0)
		detail = fetch->socket_error;
	return http_fault_of_curl(code, detail, why);
}

/* The answer has ended, well or not. */
static int answer_end(struct http_fetch *fetch, CURLcode code,
		      struct reason *why)
{
	long status = 0;

	fetch->is_whole = true;
	if (code != CURLE_OK)
		return answer_fail(fetch, code, why);
	curl_easy_getinfo(fetch->easy, CURLINFO_RESPONSE_CODE, &status);
	return status / 100 == 2 ? 0 : http_fault_of_status(status, why);
}

/* Returns 0 when there is nothing to wait for, -EAGAIN when there is. */
static int answer_look(struct http_fetch *fetch, struct reason *why)
{
	CURLMsg *message;
	int running, left;

	fetch->has_news = false;
	curl_multi_perform(fetch->multi, &running);
	while ((message = curl_multi_info_read(fetch->multi, &left)))
		if (message->msg == CURLMSG_DONE)
			return answer_end(fetch, message->data.result, why);
	return fetch->has_news ? 0 : -EAGAIN;
}

static int silence_fail(struct http_fetch *fetch, uint64_t patience_ns,
			struct reason *why)
{
	/* A host that does not answer at all has nothing to do with it. */
	if (fetch->has_begun)
		silence_note_loss(fetch->request->silence);
	return reason_give(why, -ETIMEDOUT, "silent for %u s",
			   (unsigned)(patience_ns / NS_PER_S));
}

int http_fetch_run(struct http_fetch *fetch, struct reason *why)
{
	const uint64_t patience_ns =
		silence_patience_ns(fetch->request->silence, HTTP_PATIENCE_NS);
	struct curl_waitfd stop = { .fd = fetch->stop->fd,
				    .events = CURL_WAIT_POLLIN };

	if (!fetch->is_asking)
		return http_fault_of_curl(CURLE_OUT_OF_MEMORY, 0, why);
	while (!stop_is_requested(fetch->stop)) {
		uint64_t now_ns = clock_monotonic_ns();
		int result = answer_look(fetch, why);
		uint64_t deadline_ns = fetch->heard_ns + patience_ns;

		if (result != -EAGAIN)
			return result;
		if (now_ns >= deadline_ns)
			return silence_fail(fetch, patience_ns, why);
		stop_ask_later(fetch->stop, deadline_ns);
		curl_multi_poll(fetch->multi, &stop, 1,
				clock_poll_timeout_ms(now_ns, deadline_ns),
				NULL);
	}
	return -ECANCELED;
}

struct http_head http_fetch_head(const struct http_fetch *fetch)
{
	struct http_head head = {
		.is_whole = fetch->is_whole,
		.bytes = fetch->head,
		.size_bytes = fetch->head_bytes,
	};
	curl_off_t length = -1;
	char *type = NULL;

	curl_easy_getinfo(fetch->easy, CURLINFO_CONTENT_TYPE, &type);
	curl_easy_getinfo(fetch->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T,
			  &length);
	head.type = type;
	head.has_length = length >= 0;
	return head;
}
