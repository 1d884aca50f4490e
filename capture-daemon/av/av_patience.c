/*
 * How long libavformat may wait for the other side.
 *
 * SPDX-License-Identifier: MIT
 */
#include "av_patience.h"

#include "clock.h"

#define PATIENCE_S 5

/* A publisher that vanished stands in the way of the next. */
#define PUBLISHER_PATIENCE_S 3

#define GOODBYE_NS (NS_PER_S / 10)

unsigned av_patience_s(const struct av_patience *patience)
{
	return patience->request->listen ? PUBLISHER_PATIENCE_S : PATIENCE_S;
}

void av_patience_renew(struct av_patience *patience)
{
	patience->deadline_ns =
		clock_monotonic_ns() + av_patience_s(patience) * NS_PER_S;
}

void av_patience_start(struct av_patience *patience,
		       const struct source_request *request, struct stop *stop,
		       bool accepts_tcp)
{
	*patience = (struct av_patience){
		.request = request,
		.stop = stop,
		.awaits_visitor = request->listen && accepts_tcp,
		.deadline_ns = UINT64_MAX,
	};
	if (!request->listen)
		av_patience_renew(patience);
	av_listener_start(&patience->listener);
}

void av_patience_greet(struct av_patience *patience)
{
	patience->has_visitor = true;
	av_patience_renew(patience);
}

void av_patience_allow_goodbye(struct av_patience *patience)
{
	patience->is_over = false;
	patience->deadline_ns = clock_monotonic_ns() + GOODBYE_NS;
}

int av_patience_interrupt(void *user)
{
	struct av_patience *patience = user;

	if (patience->awaits_visitor && av_listener_look(&patience->listener))
		av_patience_greet(patience);
	patience->is_over |= stop_is_requested(patience->stop) ||
			     clock_monotonic_ns() >= patience->deadline_ns;
	return patience->is_over;
}
