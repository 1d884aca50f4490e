/*
 * "did you mean --quality?": the words that a mistyped one may have been meant
 * for.
 *
 * Words that begin with it come first, then those that are some letters away: one that is missing, added, wrong, or changed places with the next.
 * Capitals do not count, nor whether it is - or _.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SUGGESTION_H
#define SUGGESTION_H

#include <stdbool.h>
#include <stddef.h>

#define SUGGESTION_BYTES     128
#define SUGGESTION_WORDS_MAX 3

struct suggestion {
	const char *typed;
	size_t typed_length;
	const char *words[SUGGESTION_WORDS_MAX]; /* all as near as each other */
	size_t count;	 /* also of those that did not fit */
	size_t distance; /* 0: the word itself, 1: it begins so, 2: a letter */
};

/* `typed` outlives it, `length` bytes of which are looked at. */
void suggestion_begin(struct suggestion *suggestion, const char *typed,
		      size_t length);

/*
 * `word` may have been meant, of which `length` letters are compared and all
 * are shown; it outlives the suggestion.
 */
void suggestion_try(struct suggestion *suggestion, const char *word,
		    size_t length);

/*
 * "did you mean --slot, --size or --source?", each word behind `prefix`.
 *
 * Returns false, and leaves `text` empty, when nothing is near, or too much.
 */
bool suggestion_tell(const struct suggestion *suggestion, const char *prefix,
		     char text[SUGGESTION_BYTES]);

#endif
