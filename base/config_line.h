/*
 * One line of a configuration file: name = value, a comment, or nothing.
 *
 * A value may stand in quotes of either kind, and then holds all that is
 * between them. Without, it ends where white space and then # or ; begin a
 * comment. White space around name and value does not count, a carriage return
 * is white space.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef CONFIG_LINE_H
#define CONFIG_LINE_H

struct config_line {
	const char *name; /* NULL: the line says nothing */
	const char *value;
};

/*
 * Take `text` apart, a line without its line break: it is cut, and what is
 * found points into it.
 *
 * Returns NULL, or what is wrong, a constant that quotes nothing of the line.
 */
const char *config_line_parse(struct config_line *line, char *text);

#endif
