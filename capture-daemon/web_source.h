/*
 * The driver of all that http:// and https:// name.
 *
 * What sends JPEGs belongs to http/, anything else to libavformat. So does
 * everything with --av-option, which is for libavformat alone.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef WEB_SOURCE_H
#define WEB_SOURCE_H

#include "source.h"

extern const struct source_driver web_source_driver;

#endif
