/*
 * The request of one client, as the web server passed it on.
 *
 * Source: RFC 3875 (CGI 1.1), section 4.1.
 *
 * SPDX-License-Identifier: MIT
 */
#include "request.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "painter.h"
#include "query.h"

static const char *parameter_find(char **parameters, const char *name)
{
	size_t name_bytes = strlen(name);

	for (; *parameters; parameters++)
		if (strncmp(*parameters, name, name_bytes) == 0 &&
		    (*parameters)[name_bytes] == '=')
			return *parameters + name_bytes + 1;
	return NULL;
}

static const char *parameter_text(char **parameters, const char *name)
{
	const char *text = parameter_find(parameters, name);

	return text ? text : "";
}

/* Only REQUEST_URI reaches us as it was sent, with the query at its end. */
static char *path_from_raw_address(const char *raw)
{
	size_t raw_bytes = strcspn(raw, "?#");
	char *path = malloc(raw_bytes + 1);

	if (path && percent_decode(path, raw_bytes + 1, raw, raw_bytes) < 0) {
		free(path);
		return NULL;
	}
	return path;
}

/* SCRIPT_NAME and PATH_INFO are one address that the web server cut in two. */
static char *path_find(char **parameters)
{
	const char *script = parameter_text(parameters, "SCRIPT_NAME");
	const char *rest = parameter_text(parameters, "PATH_INFO");
	const char *document = parameter_text(parameters, "DOCUMENT_URI");
	char *path;

	if (*script == '\0' && *rest == '\0') {
		if (*document != '\0')
			return strdup(document);
		return path_from_raw_address(
			parameter_text(parameters, "REQUEST_URI"));
	}
	if (asprintf(&path, "%s%s", script, rest) < 0)
		return NULL;
	return path;
}

static void browser_find(struct browser_link *browser, char **parameters)
{
	browser_link_set(browser, parameter_text(parameters, "REMOTE_ADDR"),
			 parameter_text(parameters, "REMOTE_PORT"),
			 parameter_text(parameters, "SERVER_ADDR"),
			 parameter_text(parameters, "SERVER_PORT"));
}

int request_create(struct request **created, char **parameters, int fd)
{
	const char *method = parameter_find(parameters, "REQUEST_METHOD");
	struct request *request;

	if (!method)
		return -EBADMSG;
	request = calloc(1, sizeof(*request));
	if (!request)
		return -ENOMEM;
	request->fd = -1;
	request->arrived_ns = clock_monotonic_ns();
	request->method = strdup(method);
	request->path = path_find(parameters);
	request->raw_address =
		strdup(parameter_text(parameters, "REQUEST_URI"));
	request->query = strdup(parameter_text(parameters, "QUERY_STRING"));
	request->if_none_match =
		strdup(parameter_text(parameters, "HTTP_IF_NONE_MATCH"));
	request->origin = strdup(parameter_text(parameters, "HTTP_ORIGIN"));
	request->is_for_painting =
		painter_asks(parameter_text(parameters, "HTTP_SEC_FETCH_DEST"),
			     parameter_text(parameters, "HTTP_ACCEPT"));
	browser_find(&request->browser, parameters);
	if (!request->method || !request->raw_address || !request->query ||
	    !request->if_none_match || !request->origin) {
		request_destroy(request);
		return -ENOMEM;
	}
	request->fd = fd;
	*created = request;
	return 0;
}

void request_destroy(struct request *request)
{
	if (!request)
		return;
	if (request->fd >= 0)
		close(request->fd);
	free(request->method);
	free(request->path);
	free(request->raw_address);
	free(request->query);
	free(request->if_none_match);
	free(request->origin);
	free(request);
}
