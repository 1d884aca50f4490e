/*
 * Who may push to --listen: everybody, or one user with a password.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef LISTEN_ACCESS_H
#define LISTEN_ACCESS_H

#include <stdbool.h>

#include "source_choice.h"

struct listen_access {
	const char *user; /* as given; NULL: everybody may */
	char *password;
};

/* Whether it can be a --listen-user: some ways to publish cannot quote. */
bool listen_user_is_valid(const char *user);

/*
 * Take `user` and the password in `file`, NULL for what is not given, for the
 * source that was chosen.
 *
 * Returns 0, or a negative errno, and has logged then what is wrong. The caller
 * has to call listen_access_free() in each case.
 */
int listen_access_read(struct listen_access *access,
		       const struct source_choice *source, const char *user,
		       const char *file);
void listen_access_free(struct listen_access *access);

/* Log that everybody may push, if others than this machine can. */
void listen_access_warn(const struct listen_access *access,
			const struct source_choice *source);

#endif
