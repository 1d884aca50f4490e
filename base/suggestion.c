/*
 * Finds the words that a mistyped one may have been meant for: "did you mean
 * --quality?".
 *
 * SPDX-License-Identifier: MIT
 */
#include "suggestion.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* No word of ours is longer. */
#define LETTERS_MAX 32

/*
 * The distance of a word that begins with what was typed, however much is
 * missing.
 */
#define DISTANCE_BEGINS 1

/* A short word easily looks like any other. */
static size_t distance_limit(size_t length)
{
	return length > 8 ? 3 : length > 5 ? 2 : 1;
}

static int letter_fold(char letter)
{
	return letter == '_' ? '-' : tolower((unsigned char)letter);
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* How many letters have to change (optimal string alignment). */
static size_t distance_measure(const char *a, size_t a_length, const char *b,
			       size_t b_length)
{
	/* Distances of the prefixes of `a`, by the row, and of `b`. */
	size_t rows[LETTERS_MAX + 1][LETTERS_MAX + 1];

	for (size_t i = 0; i <= a_length; i++)
		rows[i][0] = i;
	for (size_t j = 0; j <= b_length; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a_length; i++)
		for (size_t j = 1; j <= b_length; j++) {
			int left = letter_fold(a[i - 1]);
			int right = letter_fold(b[j - 1]);
			size_t best = rows[i - 1][j - 1] + (left != right);

			best = smaller(best, rows[i - 1][j] + 1);
			best = smaller(best, rows[i][j - 1] + 1);
			if (i > 1 && j > 1 && left == letter_fold(b[j - 2]) &&
			    right == letter_fold(a[i - 2]))
				best = smaller(best, rows[i - 2][j - 2] + 1);
			rows[i][j] = best;
		}
	return rows[a_length][b_length];
}

void suggestion_begin(struct suggestion *suggestion, const char *typed,
		      size_t length)
{
	*suggestion = (struct suggestion){
		.typed = typed,
		.typed_length = length,
		.distance = DISTANCE_BEGINS + distance_limit(length),
	};
}

static bool begins_alike(const char *word, size_t length, const char *beginning,
			 size_t beginning_length)
{
	if (beginning_length > length)
		return false;
	for (size_t i = 0; i < beginning_length; i++)
		if (letter_fold(word[i]) != letter_fold(beginning[i]))
			return false;
	return true;
}

void suggestion_try(struct suggestion *suggestion, const char *word,
		    size_t length)
{
	size_t distance;

	if (suggestion->typed_length == 0 ||
	    suggestion->typed_length > LETTERS_MAX || length > LETTERS_MAX)
		return;
	distance = distance_measure(suggestion->typed, suggestion->typed_length,
				    word, length);
	/* With all letters changed, it is another word. */
	if (distance >= length && suggestion->typed_length <= distance)
		return;
	if (distance > 0)
		distance = begins_alike(word, length, suggestion->typed,
					suggestion->typed_length)
				   ? DISTANCE_BEGINS
				   : DISTANCE_BEGINS + distance;
	if (distance > suggestion->distance)
		return;
	if (distance < suggestion->distance)
		suggestion->count = 0;
	suggestion->distance = distance;
	if (suggestion->count < SUGGESTION_WORDS_MAX)
		suggestion->words[suggestion->count] = word;
	suggestion->count++;
}

bool suggestion_tell(const struct suggestion *suggestion, const char *prefix,
		     char text[SUGGESTION_BYTES])
{
	size_t length = 0, count = suggestion->count;

	text[0] = '\0';
	if (count == 0 || count > SUGGESTION_WORDS_MAX)
		return false;
	for (size_t i = 0; i < count && length < SUGGESTION_BYTES; i++)
		length += (size_t)snprintf(text + length,
					   SUGGESTION_BYTES - length, "%s%s%s",
					   i == 0	    ? "did you mean "
					   : i + 1 == count ? " or "
							    : ", ",
					   prefix, suggestion->words[i]);
	if (length < SUGGESTION_BYTES)
		snprintf(text + length, SUGGESTION_BYTES - length, "?");
	return true;
}
