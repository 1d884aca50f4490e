/*
 * Secrets that we know, in whatever somebody else says: a library that has been
 * given an address may tell of parts of it, a password among them, out of all
 * connection.
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
 * Know what url_redact_address() hides of `address`: as a whole, and each word
 * of it between signs, as it is written and with its %40 decoded.
 *
 * Returns 0 or -ENOMEM.
 */
int known_secrets_add_address(struct known_secrets *secrets,
			      const char *address);

/* Know the value of "name=value" in the same ways, unless it is harmless. */
int known_secrets_add_option(struct known_secrets *secrets, const char *option);

/*
 * Overwrite, in place, what is known wherever it stands in `text`, and all that
 * url_redact() finds. A secret of less than four letters is only found where
 * it is a word.
 */
void known_secrets_redact(const struct known_secrets *secrets, char *text);

#endif
