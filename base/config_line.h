/*
 * One line of a configuration file: name = value, a comment, or nothing.
 *
 * A value may stand in quotes of either kind, and then holds everything between
 * them. Without quotes, it ends where white space followed by # or ; begins a
 * comment. White space around name and value does not count; a carriage return
 * is white space.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef CONFIG_LINE_H
#define CONFIG_LINE_H

struct config_line {
	const char *name; /* NULL: an empty line or a comment */
	const char *value;
};

/*
 * Parse `text`, a line without its line break. The text is cut into pieces, to
 * which `line` then points.
 *
 * Returns NULL, or what is wrong: a constant that quotes nothing of the line.
 */
const char *config_line_parse(struct config_line *line, char *text);

#endif
