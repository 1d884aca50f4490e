/*
 * Who may push to --listen.
 *
 * SPDX-License-Identifier: MIT
 */
#include "listen_access.h"

#include <errno.h>
#include <string.h>

#include "log.h"
#include "rtp_session.h"
#include "secret_file.h"

bool listen_user_is_valid(const char *user)
{
	for (const char *at = user; *at; at++)
		if ((unsigned char)*at < ' ' || strchr(":\"\\\x7f", *at))
			return false;
	return user[0] != '\0';
}

int listen_access_read(struct listen_access *access,
		       const struct source_choice *source, const char *user,
		       const char *file)
{
	*access = (struct listen_access){ .user = user };
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
	char host[256], port[8];

	if (access->user || !source->takes_rtsp ||
	    rtp_session_address(source->url, host, sizeof(host), port,
				sizeof(port)) < 0 ||
	    is_this_machine(host))
		return;
	log_notice("%s: whoever reaches this port may publish; --listen-user "
		   "and --listen-password-file ask for a password",
		   source->name);
}
