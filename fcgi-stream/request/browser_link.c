/*
 * What the kernel knows of the connection between the web server and one
 * browser.
 *
 * SPDX-License-Identifier: MIT
 */
#include "browser_link.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>

#include "number.h"

#define ANSWER_BYTES 4096

struct question {
	struct nlmsghdr header;
	struct inet_diag_req_v2 body;
};

static bool port_set(__be16 *port, const char *text)
{
	uint64_t number;

	if (number_parse(text, 1, UINT16_MAX, &number) < 0)
		return false;
	*port = htons((uint16_t)number);
	return true;
}

/* Fill in `address`. Returns AF_INET, AF_INET6, or AF_UNSPEC for neither. */
static uint8_t address_set(__be32 address[4], const char *text)
{
	char plain[INET6_ADDRSTRLEN];
	struct in6_addr binary;
	size_t length;

	text += *text == '[';
	length = strcspn(text, "]%");
	if (length >= sizeof(plain))
		return AF_UNSPEC;
	memcpy(plain, text, length);
	plain[length] = '\0';
	if (inet_pton(AF_INET, plain, address) == 1)
		return AF_INET;
	if (inet_pton(AF_INET6, plain, &binary) != 1)
		return AF_UNSPEC;
	if (IN6_IS_ADDR_V4MAPPED(&binary)) {
		address[0] = binary.s6_addr32[3];
		return AF_INET;
	}
	memcpy(address, &binary, sizeof(binary));
	return AF_INET6;
}

void browser_link_set(struct browser_link *link, const char *browser_address,
		      const char *browser_port, const char *server_address,
		      const char *server_port)
{
	struct inet_diag_sockid *ends = &link->ends;

	*link = (struct browser_link){
		.ends.idiag_cookie = { INET_DIAG_NOCOOKIE, INET_DIAG_NOCOOKIE },
	};
	link->family = address_set(ends->idiag_src, server_address);
	link->is_known =
		link->family != AF_UNSPEC &&
		address_set(ends->idiag_dst, browser_address) == link->family &&
		port_set(&ends->idiag_sport, server_port) &&
		port_set(&ends->idiag_dport, browser_port);
}

int browser_links_open(void)
{
	int fd = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
			NETLINK_SOCK_DIAG);

	return fd < 0 ? -errno : fd;
}

/* The kernel has answered when this returns. */
static int question_send(const struct browser_link *link, int fd)
{
	const struct question question = {
		.header = { .nlmsg_len = sizeof(question),
			    .nlmsg_type = SOCK_DIAG_BY_FAMILY,
			    .nlmsg_flags = NLM_F_REQUEST },
		.body = { .sdiag_family = link->family,
			  .sdiag_protocol = IPPROTO_TCP,
			  .idiag_ext = 1 << (INET_DIAG_INFO - 1),
			  .idiag_states = UINT32_MAX,
			  .id = link->ends },
	};

	return send(fd, &question, sizeof(question), 0) < 0 ? -errno : 0;
}

/* The answer's tcp_info, whose length depends on the kernel's version. */
static int64_t answer_unsent_bytes(struct nlmsghdr *answer)
{
	struct inet_diag_msg *body = NLMSG_DATA(answer);
	struct rtattr *attribute = (struct rtattr *)(body + 1);
	size_t left_bytes = answer->nlmsg_len - NLMSG_LENGTH(sizeof(*body));
	struct tcp_info info;

	for (; RTA_OK(attribute, left_bytes);
	     attribute = RTA_NEXT(attribute, left_bytes)) {
		if (attribute->rta_type != INET_DIAG_INFO ||
		    RTA_PAYLOAD(attribute) <
			    offsetof(struct tcp_info, tcpi_min_rtt))
			continue;
		memcpy(&info, RTA_DATA(attribute),
		       offsetof(struct tcp_info, tcpi_min_rtt));
		return info.tcpi_notsent_bytes;
	}
	return -EOPNOTSUPP;
}

int64_t browser_link_unsent_bytes(const struct browser_link *link, int fd)
{
	_Alignas(struct nlmsghdr) char bytes[ANSWER_BYTES];
	struct nlmsghdr *answer = (struct nlmsghdr *)bytes;
	int result = question_send(link, fd);
	ssize_t size;

	if (result < 0)
		return result;
	size = recv(fd, bytes, sizeof(bytes), 0);
	if (size < 0)
		return -errno;
	if (!NLMSG_OK(answer, (size_t)size))
		return -EBADMSG;
	if (answer->nlmsg_type == NLMSG_ERROR)
		return ((struct nlmsgerr *)NLMSG_DATA(answer))->error;
	if (answer->nlmsg_type != SOCK_DIAG_BY_FAMILY ||
	    answer->nlmsg_len < NLMSG_LENGTH(sizeof(struct inet_diag_msg)))
		return -EBADMSG;
	return answer_unsent_bytes(answer);
}
