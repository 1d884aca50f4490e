/*
 * The hashes of Digest authentication, by nettle.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtsp_digest.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include <nettle/base16.h>
#include <nettle/base64.h>
#include <nettle/md5.h>
#include <nettle/memops.h>
#include <nettle/sha2.h>

#define RANDOM_BYTES_MAX 32

union hash {
	struct md5_ctx md5;
	struct sha256_ctx sha256;
};

static void hash_begin(union hash *hash, enum rtsp_algorithm algorithm)
{
	if (algorithm == RTSP_SHA256)
		sha256_init(&hash->sha256);
	else
		md5_init(&hash->md5);
}

static void hash_add(union hash *hash, enum rtsp_algorithm algorithm,
		     struct rtsp_text text)
{
	const uint8_t *bytes = (const uint8_t *)text.begin;

	if (algorithm == RTSP_SHA256)
		sha256_update(&hash->sha256, text.length, bytes);
	else
		md5_update(&hash->md5, text.length, bytes);
}

static void hex_write(char *text, const uint8_t *bytes, size_t length_bytes)
{
	base16_encode_update(text, length_bytes, bytes);
	text[BASE16_ENCODE_LENGTH(length_bytes)] = '\0';
}

static void hash_end(union hash *hash, enum rtsp_algorithm algorithm,
		     char *digest)
{
	uint8_t bytes[SHA256_DIGEST_SIZE];

	if (algorithm == RTSP_SHA256) {
		sha256_digest(&hash->sha256, SHA256_DIGEST_SIZE, bytes);
		hex_write(digest, bytes, SHA256_DIGEST_SIZE);
	} else {
		md5_digest(&hash->md5, MD5_DIGEST_SIZE, bytes);
		hex_write(digest, bytes, MD5_DIGEST_SIZE);
	}
}

void rtsp_digest(enum rtsp_algorithm algorithm, const struct rtsp_text *texts,
		 size_t count, char digest[RTSP_DIGEST_BYTES])
{
	union hash hash;

	hash_begin(&hash, algorithm);
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			hash_add(&hash, algorithm, rtsp_text_of(":"));
		hash_add(&hash, algorithm, texts[i]);
	}
	hash_end(&hash, algorithm, digest);
}

bool rtsp_secret_is(const char *secret, struct rtsp_text said)
{
	return said.length == strlen(secret) &&
	       memeql_sec(secret, said.begin, said.length);
}

int rtsp_base64_decode(struct rtsp_text text, char *bytes, size_t size_bytes)
{
	struct base64_decode_ctx decoder;
	size_t length = size_bytes;

	if (BASE64_DECODE_LENGTH(text.length) > size_bytes)
		return -EINVAL;
	base64_decode_init(&decoder);
	if (!base64_decode_update(&decoder, &length, (uint8_t *)bytes,
				  text.length, text.begin) ||
	    !base64_decode_final(&decoder))
		return -EINVAL;
	return (int)length;
}

int rtsp_random_text(char *text, size_t size_bytes)
{
	uint8_t bytes[RANDOM_BYTES_MAX];
	size_t length = (size_bytes - 1) / 2;

	if (length > sizeof(bytes) ||
	    getrandom(bytes, length, 0) != (ssize_t)length)
		return -EIO;
	hex_write(text, bytes, length);
	return 0;
}
