/*
 * Whatever a camera sends in place of a JPEG, the check survives it, and what
 * it lets pass is what it says.
 *
 * SPDX-License-Identifier: MIT
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "jpeg_check.h"
#include "jpeg_tables.h"
#include "picture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes);

static void must(bool is_right)
{
	if (!is_right)
		abort();
}

/* With the tables put in where they are said to belong, nothing is missing. */
static void completed_check(const uint8_t *data, const struct jpeg_facts *facts)
{
	size_t whole_bytes = facts->size_bytes + JPEG_STANDARD_TABLES_BYTES;
	uint8_t *whole = malloc(whole_bytes);
	struct jpeg_facts again;

	must(whole != NULL);
	memcpy(whole, data, facts->tables_offset);
	memcpy(whole + facts->tables_offset, jpeg_standard_tables,
	       JPEG_STANDARD_TABLES_BYTES);
	memcpy(whole + facts->tables_offset + JPEG_STANDARD_TABLES_BYTES,
	       data + facts->tables_offset,
	       facts->size_bytes - facts->tables_offset);
	must(jpeg_check(whole, whole_bytes, &again) == 0);
	must(again.tables_offset == 0);
	must(again.size_bytes == whole_bytes);
	free(whole);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes)
{
	struct jpeg_facts facts;

	if (jpeg_check(data, size_bytes, &facts) < 0) {
		must(facts.fault != NULL);
		return 0;
	}
	must(facts.size_bytes <= size_bytes);
	must(facts.tables_offset < facts.size_bytes);
	must(facts.width_px > 0 && facts.width_px <= PICTURE_SIDE_MAX_PX);
	must(facts.height_px > 0 && facts.height_px <= PICTURE_SIDE_MAX_PX);
	must(memcmp(data + facts.size_bytes - 2, "\xff\xd9", 2) == 0);
	if (facts.tables_offset != 0)
		completed_check(data, &facts);
	return 0;
}
