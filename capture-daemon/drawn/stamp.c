/*
 * A strip of black and white cells from which a program reads which frame it
 * is and when it was captured.
 *
 * SPDX-License-Identifier: MIT
 */
#include "stamp.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#define COLUMNS		 40
#define ROWS		 3
#define STRIPS_IN_HEIGHT 12

#define SERIAL_BYTES 4
#define TIME_BYTES   7
#define CRC_BYTES    2
#define CODE_BYTES   (SERIAL_BYTES + TIME_BYTES + CRC_BYTES)

#define BLACK 0
#define WHITE 255

struct cell {
	int left, top, right, bottom;
};

static struct cell cell_at(int width_px, int height_px, int column, int row)
{
	const int grid_rows = STRIPS_IN_HEIGHT * ROWS;
	int grid_row = grid_rows - ROWS + row;

	return (struct cell){
		.left = width_px * column / COLUMNS,
		.right = width_px * (column + 1) / COLUMNS,
		.top = height_px * grid_row / grid_rows,
		.bottom = height_px * (grid_row + 1) / grid_rows,
	};
}

/* CRC-16/CCITT-FALSE. */
static uint16_t crc16(const uint8_t *bytes, size_t size_bytes)
{
	uint16_t crc = 0xffff;

	for (size_t i = 0; i < size_bytes; i++) {
		crc ^= (uint16_t)(bytes[i] << 8);
		for (int bit = 0; bit < 8; bit++)
			crc = (uint16_t)(crc & 0x8000 ? crc << 1 ^ 0x1021
						      : crc << 1);
	}
	return crc;
}

static void big_endian_write(uint8_t *bytes, int count, uint64_t value)
{
	for (int i = 0; i < count; i++)
		bytes[i] = (uint8_t)(value >> 8 * (count - 1 - i));
}

static uint64_t big_endian_read(const uint8_t *bytes, int count)
{
	uint64_t value = 0;

	for (int i = 0; i < count; i++)
		value = value << 8 | bytes[i];
	return value;
}

/* The bit in column 1 to 38 of a row; the bits behind the code are 0. */
static bool code_bit(const uint8_t *code, int column, int row)
{
	int index = row * (COLUMNS - 2) + column - 1;

	return index < 8 * CODE_BYTES &&
	       (code[index / 8] >> (7 - index % 8) & 1);
}

static void cell_fill(uint8_t *luma, int stride, struct cell cell, bool white)
{
	for (int y = cell.top; y < cell.bottom; y++)
		memset(luma + (size_t)y * stride + cell.left,
		       white ? WHITE : BLACK, cell.right - cell.left);
}

void stamp_draw(uint8_t *luma, int stride, int width_px, int height_px,
		const struct stamp *stamp)
{
	uint8_t code[CODE_BYTES];
	const int crc_at = SERIAL_BYTES + TIME_BYTES;

	big_endian_write(code, SERIAL_BYTES, stamp->serial);
	big_endian_write(code + SERIAL_BYTES, TIME_BYTES,
			 stamp->captured_wall_us);
	big_endian_write(code + crc_at, CRC_BYTES, crc16(code, crc_at));
	for (int row = 0; row < ROWS; row++)
		for (int column = 0; column < COLUMNS; column++)
			cell_fill(luma, stride,
				  cell_at(width_px, height_px, column, row),
				  column == 0 || (column < COLUMNS - 1 &&
						  code_bit(code, column, row)));
}

/* The mean of the cell's middle, half as wide and half as high as the cell. */
static int cell_mean(const uint8_t *luma, int stride, struct cell cell)
{
	int quarter_width = (cell.right - cell.left) / 4;
	int quarter_height = (cell.bottom - cell.top) / 4;
	int sum = 0, count = 0;

	for (int y = cell.top + quarter_height;
	     y < cell.bottom - quarter_height; y++)
		for (int x = cell.left + quarter_width;
		     x < cell.right - quarter_width; x++, count++)
			sum += luma[(size_t)y * stride + x];
	return count == 0 ? 0 : sum / count;
}

static int row_read(const uint8_t *luma, int stride, int width_px,
		    int height_px, int row, uint8_t *code)
{
	int white =
		cell_mean(luma, stride, cell_at(width_px, height_px, 0, row));
	int black = cell_mean(luma, stride,
			      cell_at(width_px, height_px, COLUMNS - 1, row));

	if (white - black < (WHITE - BLACK) / 4)
		return -EBADMSG;
	for (int column = 1; column < COLUMNS - 1; column++) {
		struct cell cell = cell_at(width_px, height_px, column, row);
		int index = row * (COLUMNS - 2) + column - 1;

		if (index < 8 * CODE_BYTES &&
		    cell_mean(luma, stride, cell) > (white + black) / 2)
			code[index / 8] |= (uint8_t)(0x80 >> index % 8);
	}
	return 0;
}

int stamp_read(const uint8_t *luma, int stride, int width_px, int height_px,
	       struct stamp *stamp)
{
	uint8_t code[CODE_BYTES] = { 0 };
	const int crc_at = SERIAL_BYTES + TIME_BYTES;

	for (int row = 0; row < ROWS; row++) {
		int result =
			row_read(luma, stride, width_px, height_px, row, code);

		if (result < 0)
			return result;
	}
	if (big_endian_read(code + crc_at, CRC_BYTES) != crc16(code, crc_at))
		return -EBADMSG;
	stamp->serial = (uint32_t)big_endian_read(code, SERIAL_BYTES);
	stamp->captured_wall_us =
		big_endian_read(code + SERIAL_BYTES, TIME_BYTES);
	return 0;
}
