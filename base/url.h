/*
 * The parts of an address: scheme://userinfo@host:port/path?query#fragment
 * (RFC 3986, section 3).
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef URL_H
#define URL_H

#include <stdbool.h>
#include <stddef.h>

/* Room for the longest name that DNS knows (RFC 1035, section 2.3.4). */
#define URL_HOST_BYTES 256
#define URL_PORT_BYTES sizeof("65535")

/* A part of a text, without a zero at its end. */
struct url_part {
	const char *text;
	size_t length; /* 0: the part is missing or empty */
};

struct url {
	struct url_part scheme;
	struct url_part userinfo; /* "user:password", still encoded */
	struct url_part host;	  /* an IPv6 address without its brackets */
	struct url_part port;
	struct url_part path; /* from its slash on, with neither ? nor # */
};

/*
 * Find the parts of `text`; `url` then points into it.
 *
 * As in web browsers and libavformat, the userinfo ends at the last @ in front
 * of the path, because a password may hold one. "udp://@:5600" has neither user
 * nor host.
 *
 * Returns 0, or -EINVAL when there is no scheme, no "://" after it, or a
 * bracket without its counterpart.
 */
int url_split(struct url *url, const char *text);

/* Returns the port, 1 to 65535, or -EINVAL when there is none. */
int url_port(const struct url *url);

/* Returns 0, or -EMSGSIZE when `part` and a zero are longer than `copy`. */
int url_part_copy(char *copy, size_t copy_bytes, struct url_part part);

/*
 * Copy host and port of `text`, for a socket; the host may be missing.
 *
 * Returns 0, or -EINVAL when `text` is no such address, or has no port.
 */
int url_address_copy(const char *text, char host[URL_HOST_BYTES],
		     char port[URL_PORT_BYTES]);

bool url_part_equals(struct url_part part, struct url_part other);

#endif
