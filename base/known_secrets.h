/*
 * Hides secrets that we know in what a library says. A library that has been
 * given an address may log any part of it by itself, such as the password.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef KNOWN_SECRETS_H
#define KNOWN_SECRETS_H

struct known_secrets;

/* Returns NULL when there is no memory. */
struct known_secrets *known_secrets_create(void);
void known_secrets_destroy(struct known_secrets *secrets);

/*
 * Remember what url_redact_address() hides of `address`: as a whole, and each
 * word of it between signs, as it is written and with its %40 decoded.
 *
 * Returns 0 or -ENOMEM.
 */
int known_secrets_add_address(struct known_secrets *secrets,
			      const char *address);

/* Remember the value of "name=value" likewise, unless it is harmless. */
int known_secrets_add_option(struct known_secrets *secrets, const char *option);

/*
 * Overwrite the known secrets in place, wherever they stand in `text`, and all
 * that url_redact() finds. A secret of less than four letters is found only as
 * a whole word.
 */
void known_secrets_redact(const struct known_secrets *secrets, char *text);

#endif
