/*
 * Writing on a canvas, in a small font of our own.
 *
 * SPDX-License-Identifier: MIT
 */
#include "text.h"

#include <string.h>

#define LETTERS_IN_BAND 8

/* ASCII 32 to 127, eight letters side by side, drawn as they look. */
static const char *const font_rows[] = {
	"        #    # #   # #    #   ##  #  ##     #  ",
	"        #    # #   # #   #### ##  # #  #    #  ",
	"        #    # #  ##### # #      #  #  #    #  ",
	"        #          # #   ###    #    ##        ",
	"        #         #####   # #  #    # # #      ",
	"                   # #  ####  #  ## #  #       ",
	"        #          # #    #   #  ##  ## #      ",
	"                                               ",
	"   #   #                                      #",
	"  #     #     #     #                         #",
	" #       #  # # #   #                        # ",
	" #       #   ###  #####       #####         #  ",
	" #       #  # # #   #                      #   ",
	"  #     #     #     #     ##         ##   #    ",
	"   #   #                  ##         ##   #    ",
	"                         ##                    ",
	" ###    #    ###   ###     #  #####  ###  #####",
	"#   #  ##   #   # #   #   ##  #     #         #",
	"#  ##   #       #     #  # #  ####  #        # ",
	"# # #   #     ##    ##  #  #      # ####     # ",
	"##  #   #    #        # #####     # #   #   #  ",
	"#   #   #   #     #   #    #  #   # #   #   #  ",
	" ###   ###  #####  ###     #   ###   ###    #  ",
	"                                               ",
	" ###   ###                 #         #     ### ",
	"#   # #   #  ##     ##    #           #   #   #",
	"#   # #   #  ##     ##   #    #####    #      #",
	" ###   ####             #               #   ## ",
	"#   #     #  ##     ##   #    #####    #    #  ",
	"#   #     #  ##     ##    #           #        ",
	" ###   ###         ##      #         #      #  ",
	"                                               ",
	" ###    #   ####   ###  ####  ##### #####  ### ",
	"#   #  # #  #   # #   # #   # #     #     #   #",
	"# ### #   # #   # #     #   # #     #     #    ",
	"# # # #   # ####  #     #   # ####  ####  # ###",
	"# ### ##### #   # #     #   # #     #     #   #",
	"#     #   # #   # #   # #   # #     #     #   #",
	" #### #   # ####   ###  ####  ##### #      ### ",
	"                                               ",
	"#   #  ###    ### #   # #     #   # #   #  ### ",
	"#   #   #      #  #  #  #     ## ## ##  # #   #",
	"#   #   #      #  # #   #     # # # # # # #   #",
	"#####   #      #  ##    #     # # # # # # #   #",
	"#   #   #      #  # #   #     #   # #  ## #   #",
	"#   #   #   #  #  #  #  #     #   # #   # #   #",
	"#   #  ###   ##   #   # ##### #   # #   #  ### ",
	"                                               ",
	"####   ###  ####   #### ##### #   # #   # #   #",
	"#   # #   # #   # #       #   #   # #   # #   #",
	"#   # #   # #   # #       #   #   # #   # #   #",
	"####  #   # ####   ###    #   #   # #   # # # #",
	"#     # # # # #       #   #   #   # #   # # # #",
	"#     #  #  #  #      #   #   #   #  # #  ## ##",
	"#      ## # #   # ####    #    ###    #   #   #",
	"                                               ",
	"#   # #   # #####  ###  #      ###    #        ",
	"#   # #   #     #  #    #        #   # #       ",
	" # #   # #     #   #     #       #  #   #      ",
	"  #     #     #    #      #      #             ",
	" # #    #    #     #       #     #             ",
	"#   #   #   #      #        #    #             ",
	"#   #   #   #####  ###      #  ###        #####",
	"                                               ",
	" #          #               #         ##       ",
	"  #         #               #        #         ",
	"   #   ###  ####   ###   ####  ###  ####   ####",
	"          # #   # #     #   # #   #  #    #   #",
	"       #### #   # #     #   # #####  #    #   #",
	"      #   # #   # #     #   # #      #     ####",
	"       #### ####   ###   ####  ###   #        #",
	"                                           ### ",
	"#       #      #  #      ##                    ",
	"#                 #       #                    ",
	"####   ##     ##  #  #    #   ## #  ####   ### ",
	"#   #   #      #  # #     #   # # # #   # #   #",
	"#   #   #      #  ##      #   # # # #   # #   #",
	"#   #   #      #  # #     #   # # # #   # #   #",
	"#   #  ###  #  #  #  #   ###  #   # #   #  ### ",
	"             ##                                ",
	"                         #                     ",
	"                         #                     ",
	"####   #### # ##   #### ####  #   # #   # #   #",
	"#   # #   # ##    #      #    #   # #   # #   #",
	"#   # #   # #      ###   #    #   # #   # # # #",
	"####   #### #         #  #    #   #  # #  # # #",
	"#         # #     ####    ##   ####   #    # # ",
	"#         #                                    ",
	"                     ##   #   ##          #####",
	"                    #     #     #         #####",
	"#   # #   # #####   #     #     #    #    #####",
	" # #  #   #    #   #      #      #  # # # #####",
	"  #   #   #   #     #     #     #      #  #####",
	" # #   ####  #      #     #     #         #####",
	"#   #     # #####    ##   #   ##          #####",
	"       ###                #                    ",
};

/* The row of one letter: TEXT_ADVANCE_DOTS - 1 characters. */
static const char *letter_row(unsigned char letter, int row)
{
	int index = letter < ' ' || letter > '~' ? 127 - ' ' : letter - ' ';
	int band = index / LETTERS_IN_BAND;
	int column = index % LETTERS_IN_BAND;

	return font_rows[band * TEXT_HEIGHT_DOTS + row] +
	       column * TEXT_ADVANCE_DOTS;
}

static void letter_draw(struct canvas *canvas, int x, int y, int scale,
			struct ink ink, unsigned char letter)
{
	for (int row = 0; row < TEXT_HEIGHT_DOTS; row++) {
		const char *dots = letter_row(letter, row);

		for (int column = 0; column < TEXT_ADVANCE_DOTS - 1; column++)
			if (dots[column] == '#')
				canvas_fill(canvas, x + column * scale,
					    y + row * scale, scale, scale, ink);
	}
}

void text_draw(struct canvas *canvas, int x, int y, int scale, struct ink ink,
	       const char *text)
{
	for (; *text != '\0'; text++, x += TEXT_ADVANCE_DOTS * scale)
		letter_draw(canvas, x, y, scale, ink, (unsigned char)*text);
}

int text_width_px(const char *text, int scale)
{
	int length = (int)strlen(text);

	return length == 0 ? 0 : (length * TEXT_ADVANCE_DOTS - 1) * scale;
}

int text_scale_for_width(const char *text, int width_px)
{
	int dots = text_width_px(text, 1);

	return dots == 0 || dots > width_px ? 1 : width_px / dots;
}
