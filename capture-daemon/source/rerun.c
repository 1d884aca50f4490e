/*
 * Notices pictures that a live stream shows a second time.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rerun.h"

/* FNV-1a, of 64 bits. */
#define HASH_BEGIN 0xcbf29ce484222325u
#define HASH_PRIME 0x100000001b3u

static uint64_t hash_add(uint64_t hash, const uint8_t *bytes, size_t size_bytes)
{
	for (size_t i = 0; i < size_bytes; i++)
		hash = (hash ^ bytes[i]) * HASH_PRIME;
	return hash;
}

static bool is_known(const struct rerun *rerun, uint64_t hash)
{
	for (int i = 0; i < RERUN_KEYFRAMES; i++)
		if (rerun->hashes[i] == hash)
			return true;
	return false;
}

bool rerun_note(struct rerun *rerun, int64_t time, const uint8_t *bytes,
		size_t size_bytes)
{
	uint64_t hash =
		hash_add(HASH_BEGIN, (const uint8_t *)&time, sizeof(time));

	hash = hash_add(hash, bytes, size_bytes);
	if (hash == 0)
		hash = 1;
	if (is_known(rerun, hash))
		return true;
	rerun->hashes[rerun->count++ % RERUN_KEYFRAMES] = hash;
	return false;
}

bool rerun_has_begun(const struct rerun *rerun)
{
	return rerun->count != 0;
}
