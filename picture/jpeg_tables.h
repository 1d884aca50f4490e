/*
 * The Huffman tables of JPEGs from cameras that leave them out.
 *
 * Motion JPEG saves these bytes. libjpeg has the tables built in; Safari and
 * OpenCV do not.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef JPEG_TABLES_H
#define JPEG_TABLES_H

#include <stdint.h>

#define JPEG_STANDARD_TABLES_BYTES 420

/* A whole DHT segment: ITU-T T.81, Annex K, tables K.3 to K.6. */
extern const uint8_t jpeg_standard_tables[JPEG_STANDARD_TABLES_BYTES];

#endif
