/*
 * Passwords do not belong in logs, pictures and process lists.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef URL_REDACT_H
#define URL_REDACT_H

/*
 * Overwrite, in place, the user and password of every URL in `text`, and the
 * values of parameters such as "password=", with at most three stars each. The
 * text gets shorter, or stays as it is; what it was longer is filled with
 * zeros. One without any secret is not written to.
 */
void url_redact(char *text);

#endif
