/*
 * Finds the words that a mistyped one may have been meant for: "did you mean
 * --quality?".
 *
 * Words that begin with what was typed come first, then those that are some
 * letters away. A letter may be missing, added, wrong, or swapped with the
 * next. Capitals make no difference, and - is the same as _.
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

/* `length` bytes of `typed` are compared; `typed` outlives the suggestion. */
void suggestion_begin(struct suggestion *suggestion, const char *typed,
		      size_t length);

/*
 * `word` may have been meant: `length` letters of it are compared, and all are
 * shown. It outlives the suggestion.
 */
void suggestion_try(struct suggestion *suggestion, const char *word,
		    size_t length);

/*
 * "did you mean --slot, --size or --source?", each word behind `prefix`.
 *
 * Returns false, and leaves `text` empty, when nothing is near, or too many
 * words are.
 */
bool suggestion_tell(const struct suggestion *suggestion, const char *prefix,
		     char text[SUGGESTION_BYTES]);

#endif
