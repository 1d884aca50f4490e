/*
 * Whether the data of a JPEG is whole.
 *
 * Where a camera sends no EOI, the markers do not tell a whole picture from one
 * that was cut off: only the coded data does.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef JPEG_PROOF_H
#define JPEG_PROOF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct jpeg_proof;

/* Returns 0 and the proof, owned by the caller, or -ENOMEM. */
int jpeg_proof_create(struct jpeg_proof **proof);

/* NULL is legal. */
void jpeg_proof_destroy(struct jpeg_proof *proof);

/*
 * Decode a JPEG that ends with EOI. It takes the time of the Huffman codes,
 * about half of that of decoding.
 *
 * Returns whether nothing is missing or damaged in it.
 */
bool jpeg_proof_run(struct jpeg_proof *proof, const uint8_t *jpeg,
		    size_t size_bytes);

#endif
