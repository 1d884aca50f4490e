/*
 * Decides how much of a text that was refused may be shown.
 *
 * The text may be a password in the wrong place, so nothing that could be one
 * is shown, whatever option it was given for. Of a URL only the scheme, host
 * and port are shown, of KEY=VALUE the key, of several words the first. Paths
 * and short words such as 1280x720 are shown. Control characters become
 * question marks.
 *
 * url_redact.h is for URLs that are in use, of which more may be shown.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef REFUSED_TEXT_H
#define REFUSED_TEXT_H

#include <stddef.h>

#define REFUSED_TEXT_BYTES 256

/* Stands for something that is not shown. */
#define REFUSED_TEXT_STARS "***"

/* Stands for an empty text. */
#define REFUSED_TEXT_NOTHING "(nothing)"

void refused_text_show(char shown[REFUSED_TEXT_BYTES], const char *text);

/*
 * The same for the name of a setting that does not exist, `length` bytes at
 * `name`: the letters that such a name could have, but nothing behind a word
 * such as "pass".
 */
void refused_name_show(char shown[REFUSED_TEXT_BYTES], const char *name,
		       size_t length);

#endif
