/*
 * The parts of an address.
 *
 * SPDX-License-Identifier: MIT
 */
#include "url.h"

#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define DIGITS "0123456789"

static struct url_part part_between(const char *begin, const char *end)
{
	return (struct url_part){ begin, (size_t)(end - begin) };
}

static bool is_scheme(struct url_part part)
{
	if (part.length == 0 || !isalpha((unsigned char)part.text[0]))
		return false;
	for (size_t i = 0; i < part.length; i++)
		if (!isalnum((unsigned char)part.text[i]) &&
		    !strchr("+-.", part.text[i]))
			return false;
	return true;
}

/* Returns the end of the host, or NULL when its bracket does not close. */
static const char *host_split(struct url *url, const char *host,
			      const char *end)
{
	const char *host_end;

	if (host < end && host[0] == '[') {
		host_end = memchr(host, ']', (size_t)(end - host));
		if (!host_end)
			return NULL;
		url->host = part_between(host + 1, host_end);
		return host_end + 1;
	}
	host_end = memchr(host, ':', (size_t)(end - host));
	host_end = host_end ? host_end : end;
	url->host = part_between(host, host_end);
	return host_end;
}

static int authority_split(struct url *url, const char *authority,
			   const char *end)
{
	const char *at = memrchr(authority, '@', (size_t)(end - authority));
	const char *rest;

	if (at)
		url->userinfo = part_between(authority, at);
	rest = host_split(url, at ? at + 1 : authority, end);
	if (!rest || (rest < end && rest[0] != ':'))
		return -EINVAL;
	if (rest < end)
		url->port = part_between(rest + 1, end);
	return 0;
}

int url_split(struct url *url, const char *text)
{
	const char *colon = strstr(text, "://");
	const char *authority, *path;

	*url = (struct url){ 0 };
	if (!colon)
		return -EINVAL;
	url->scheme = part_between(text, colon);
	if (!is_scheme(url->scheme))
		return -EINVAL;
	authority = colon + strlen("://");
	path = authority + strcspn(authority, "/?#");
	url->path = (struct url_part){ path, strcspn(path, "?#") };
	return authority_split(url, authority, path);
}

int url_port(const struct url *url)
{
	int port = 0;

	for (size_t i = 0; i < url->port.length; i++) {
		if (!strchr(DIGITS, url->port.text[i]))
			return -EINVAL;
		port = port * 10 + (url->port.text[i] - '0');
		if (port > UINT16_MAX)
			return -EINVAL;
	}
	return port > 0 ? port : -EINVAL;
}

int url_part_copy(char *copy, size_t copy_bytes, struct url_part part)
{
	if (part.length >= copy_bytes)
		return -EMSGSIZE;
	if (part.length > 0)
		memcpy(copy, part.text, part.length);
	copy[part.length] = '\0';
	return 0;
}

int url_address_copy(const char *text, char host[URL_HOST_BYTES],
		     char port[URL_PORT_BYTES])
{
	struct url url;
	int number;

	if (url_split(&url, text) < 0 ||
	    url_part_copy(host, URL_HOST_BYTES, url.host) < 0)
		return -EINVAL;
	number = url_port(&url);
	if (number < 0)
		return number;
	snprintf(port, URL_PORT_BYTES, "%u", (uint16_t)number);
	return 0;
}

bool url_part_equals(struct url_part part, struct url_part other)
{
	return part.length == other.length &&
	       (part.length == 0 ||
		memcmp(part.text, other.text, part.length) == 0);
}
