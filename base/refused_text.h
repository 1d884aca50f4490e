/*
 * What may be shown of a text that was refused.
 *
 * It may be a password in the wrong place, so nothing is shown that could be
 * one, whatever option it was given for: of a URL only scheme, host and port,
 * of KEY=VALUE the key, of several words the first. Shown are paths, and short
 * words such as 1280x720. Control characters become question marks.
 *
 * url_redact.h is for URLs that are in use, of which more may be shown.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef REFUSED_TEXT_H
#define REFUSED_TEXT_H

#include <stddef.h>

#define REFUSED_TEXT_BYTES 256

/* What stands for something that is not shown. */
#define REFUSED_TEXT_STARS "***"

/* What stands for an empty text. */
#define REFUSED_TEXT_NOTHING "(nothing)"

void refused_text_show(char shown[REFUSED_TEXT_BYTES], const char *text);

/*
 * The same for the name of a setting that there is not, `length` bytes at
 * `name`: the letters that such a name could have, but nothing behind a word
 * such as "pass".
 */
void refused_name_show(char shown[REFUSED_TEXT_BYTES], const char *name,
		       size_t length);

#endif
