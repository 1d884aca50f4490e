/*
 * Decides how much of a text that was refused may be shown.
 *
 * SPDX-License-Identifier: MIT
 */
#include "refused_text.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Longer words are more likely keys than typing mistakes. */
#define WORD_BYTES_MAX	 64
#define NAME_BYTES_MAX	 32
#define SCHEME_BYTES_MAX 16
#define PORT_DIGITS_MAX	 6

#define WHITE " \t\r\n\v\f"

struct shown {
	char *text;
	size_t length;
};

static void bytes_add(struct shown *shown, const char *bytes, size_t count)
{
	for (size_t i = 0; i < count && shown->length < REFUSED_TEXT_BYTES - 1;
	     i++)
		shown->text[shown->length++] =
			(char)(iscntrl((unsigned char)bytes[i]) ? '?'
								: bytes[i]);
	shown->text[shown->length] = '\0';
}

static void stars_add(struct shown *shown)
{
	bytes_add(shown, REFUSED_TEXT_STARS, strlen(REFUSED_TEXT_STARS));
}

/* Where the first word that announces a secret ends, or NULL. */
static const char *secret_word_end(const char *text, size_t length)
{
	static const char *const words[] = { "pass",   "pwd",	"pw",
					     "secret", "token", "key",
					     "auth",   "cred",	"login" };
	const char *found = NULL;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		const char *at = strcasestr(text, words[i]);
		const char *end = at ? at + strlen(words[i]) : NULL;

		if (end && end <= text + length && (!found || end < found))
			found = end;
	}
	return found;
}

/* ------------------------------------------------------------- of URLs ---- */

/* The length of "rtsp://", with as many slashes as were typed, or 0. */
static size_t scheme_length(const char *text)
{
	size_t letters = 0, slashes;

	while (isalnum((unsigned char)text[letters]) ||
	       (text[letters] != '\0' && strchr("+-.", text[letters])))
		letters++;
	if (letters == 0 || letters > SCHEME_BYTES_MAX || text[letters] != ':')
		return 0;
	slashes = strspn(text + letters + 1, "/");
	return slashes > 0 ? letters + 1 + slashes : 0;
}

/* The length of a name, or of an IPv6 address in its brackets. */
static size_t host_length(const char *text)
{
	size_t letters = 0;

	if (text[0] == '[') {
		letters = 1 + strspn(text + 1, "0123456789abcdefABCDEF:.");
		return text[letters] == ']' ? letters + 1 : 0;
	}
	while (isalnum((unsigned char)text[letters]) ||
	       (text[letters] != '\0' && strchr("-._", text[letters])))
		letters++;
	return letters;
}

static bool ends_host(char letter)
{
	return letter == '\0' || letter == '/' || letter == '?' ||
	       letter == '#';
}

/* The length of ":554"; 0 for anything that is no port. */
static size_t port_length(const char *text)
{
	size_t digits;

	if (text[0] != ':')
		return 0;
	digits = strspn(text + 1, "0123456789");
	return digits <= PORT_DIGITS_MAX && ends_host(text[1 + digits])
		       ? 1 + digits
		       : 0;
}

/* Only the first slash of the path is shown: a path may hold a stream's key. */
static void host_show(struct shown *shown, const char *text)
{
	size_t length = host_length(text);

	if (length <= WORD_BYTES_MAX) {
		bytes_add(shown, text, length);
		text += length;
		length = port_length(text);
		bytes_add(shown, text, length);
		text += length;
		length = *text != '\0' && ends_host(*text);
		bytes_add(shown, text, length);
		text += length;
	}
	if (*text != '\0')
		stars_add(shown);
}

/*
 * A password may hold an @, a slash or a space; a host may not. So everything
 * in front of the last @ may be part of a password.
 */
static void url_show(struct shown *shown, const char *text, size_t scheme,
		     const char *at)
{
	bytes_add(shown, text, scheme);
	if (!at) {
		host_show(shown, text + scheme);
		return;
	}
	stars_add(shown);
	bytes_add(shown, at, 1);
	host_show(shown, at + 1);
}

/* ------------------------------------------------------------ of others --- */

static bool is_path(const char *text)
{
	return text[0] == '/' || strncmp(text, "./", 2) == 0 ||
	       strncmp(text, "../", 3) == 0;
}

static void path_show(struct shown *shown, const char *text)
{
	size_t length = strcspn(text, "=" WHITE);

	bytes_add(shown, text, length);
	if (text[length] != '\0')
		stars_add(shown);
}

/* Base64 may end in =; then all of it is secret. */
static bool is_padded(const char *text, size_t end)
{
	return text[end] == '=' && text[end + strspn(text + end, "=")] == '\0';
}

static void word_show(struct shown *shown, const char *text)
{
	size_t length = strlen(text), end = strcspn(text, "=:" WHITE);
	const char *secret = secret_word_end(text, end);

	if (length > WORD_BYTES_MAX || is_padded(text, end)) {
		stars_add(shown);
		return;
	}
	if (secret)
		end = (size_t)(secret - text);
	end += text[end] == '=' || text[end] == ':' || text[end] == ' ';
	bytes_add(shown, text, end);
	if (text[end] != '\0')
		stars_add(shown);
}

void refused_text_show(char shown[REFUSED_TEXT_BYTES], const char *text)
{
	struct shown to = { .text = shown };
	size_t scheme = scheme_length(text);
	const char *at = strrchr(text, '@');

	shown[0] = '\0';
	if (at && at < text + scheme)
		at = NULL;
	if (*text == '\0')
		bytes_add(&to, REFUSED_TEXT_NOTHING,
			  strlen(REFUSED_TEXT_NOTHING));
	else if (scheme > 0 || at)
		url_show(&to, text, scheme, at);
	else if (is_path(text))
		path_show(&to, text);
	else
		word_show(&to, text);
}

/* Letters beyond ASCII are no part of any name, and no secret. */
static bool may_be_in_name(char letter)
{
	return isalnum((unsigned char)letter) || letter == '-' ||
	       letter == '_' || (uint8_t)letter >= 0x80;
}

void refused_name_show(char shown[REFUSED_TEXT_BYTES], const char *name,
		       size_t length)
{
	struct shown to = { .text = shown };
	size_t end = 0;
	const char *secret;

	shown[0] = '\0';
	while (end < length && may_be_in_name(name[end]))
		end++;
	secret = secret_word_end(name, end);
	if (secret)
		end = (size_t)(secret - name);
	if (end <= NAME_BYTES_MAX)
		bytes_add(&to, name, end);
	if (end < length || end > NAME_BYTES_MAX)
		stars_add(&to);
}
