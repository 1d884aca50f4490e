/*
 * All the bytes of a stream whose length nobody knows beforehand.
 *
 * SPDX-License-Identifier: MIT
 */
#include "input.h"

#include <errno.h>
#include <stdlib.h>

#define FIRST_ROOM_BYTES ((size_t)64 << 10)

int input_read_all(FILE *stream, size_t maximum_bytes, void **data,
		   size_t *size_bytes)
{
	size_t room_bytes = 0, used_bytes = 0;
	char *bytes = NULL;
	int result;

	while (!feof(stream)) {
		if (used_bytes == room_bytes) {
			char *more;

			room_bytes =
				room_bytes ? room_bytes * 2 : FIRST_ROOM_BYTES;
			more = realloc(bytes, room_bytes);
			result = -ENOMEM;
			if (!more)
				goto free_bytes;
			bytes = more;
		}
		used_bytes += fread(bytes + used_bytes, 1,
				    room_bytes - used_bytes, stream);
		result = ferror(stream) ? -errno : -EFBIG;
		if (ferror(stream) || used_bytes > maximum_bytes)
			goto free_bytes;
	}
	*data = bytes;
	*size_bytes = used_bytes;
	return 0;

free_bytes:
	free(bytes);
	return result;
}
