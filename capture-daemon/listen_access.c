/*
 * Who may push to --listen.
 *
 * SPDX-License-Identifier: MIT
 */
#include "listen_access.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "log.h"
#include "secret_file.h"
#include "url.h"

bool listen_user_is_valid(const char *user)
{
	for (const char *at = user; *at; at++)
		if ((unsigned char)*at < ' ' || strchr(":\"\\\x7f", *at))
			return false;
	return user[0] != '\0';
}

/* Whoever puts a password there thinks that it is asked for. */
static bool has_userinfo(const char *text)
{
	struct url url;

	return url_split(&url, text) == 0 && url.userinfo.length > 0;
}

int listen_access_read(struct listen_access *access,
		       const struct source_choice *source, const char *user,
		       const char *file)
{
	*access = (struct listen_access){ .user = user };
	if (source->takes_rtsp && has_userinfo(source->url)) {
		log_error("%s: the user and password of publishers do not "
			  "belong into the address; give them with "
			  "--listen-user and --listen-password-file",
			  source->name);
		return -EINVAL;
	}
	if (!user && !file)
		return 0;
	if (!user || !file) {
		log_error("--listen-user and --listen-password-file belong "
			  "together: give both");
		return -EINVAL;
	}
	if (!source->takes_rtsp) {
		log_error("--listen-user is for --listen rtsp://; rtmp:// has "
			  "a key in its URL, srt:// a passphrase");
		return -EINVAL;
	}
	return secret_file_read(file, "--listen-password-file",
				&access->password);
}

void listen_access_free(struct listen_access *access)
{
	secret_free(access->password);
	*access = (struct listen_access){ 0 };
}

static bool is_this_machine(const char *host)
{
	return strncmp(host, "127.", 4) == 0 || strcmp(host, "::1") == 0 ||
	       strcmp(host, "localhost") == 0;
}

void listen_access_warn(const struct listen_access *access,
			const struct source_choice *source)
{
	char host[URL_HOST_BYTES];
	struct url url;

	if (access->user || !source->takes_rtsp ||
	    url_split(&url, source->url) < 0 ||
	    url_part_copy(host, sizeof(host), url.host) < 0 ||
	    is_this_machine(host))
		return;
	log_notice("%s: everybody who reaches this port may publish; "
		   "--listen-user and --listen-password-file ask for a "
		   "password",
		   source->name);
}
