/*
 * What a round of the loop costs in which many timers are due at once and each
 * sets itself anew: so do those of viewers on jammed links when a frame comes.
 *
 * Prints a table: the median time of a round, what that is for each timer, and
 * how much dearer each is than one of a hundred. 1.0 would be ideal. A round has
 * a system call of its own, which ten timers have to bear as well.
 *
 * SPDX-License-Identifier: MIT
 */
#include <stdio.h>
#include <stdlib.h>

#include "clock.h"
#include "loop.h"

#define TIMERS_MAX 4000
#define ROUNDS	   51

static struct loop *loop;
static struct loop_timer timers[TIMERS_MAX];
static size_t left;

static void look_again_later(void *user)
{
	loop_timer_set(loop, user, UINT64_MAX);
	if (--left == 0)
		loop_stop(loop);
}

static int compare(const void *a, const void *b)
{
	uint64_t left_ns = *(const uint64_t *)a,
		 right_ns = *(const uint64_t *)b;

	return (left_ns > right_ns) - (left_ns < right_ns);
}

static uint64_t round_measure_ns(size_t count)
{
	uint64_t begin_ns;

	for (size_t i = 0; i < count; i++)
		loop_timer_set(loop, &timers[i], 0);
	left = count;
	begin_ns = clock_monotonic_ns();
	if (loop_run(loop) < 0)
		exit(1);
	return clock_monotonic_ns() - begin_ns;
}

static double round_median_ns(size_t count)
{
	uint64_t samples_ns[ROUNDS];

	for (size_t i = 0; i < ROUNDS; i++)
		samples_ns[i] = round_measure_ns(count);
	qsort(samples_ns, ROUNDS, sizeof(*samples_ns), compare);
	return (double)samples_ns[ROUNDS / 2];
}

int main(void)
{
	static const size_t counts[] = { 10, 100, 1000, TIMERS_MAX };
	double hundredth_ns;

	if (loop_create(&loop) < 0) {
		fputs("bench/due_timers: no loop\n", stderr);
		return 1;
	}
	for (size_t i = 0; i < TIMERS_MAX; i++)
		timers[i] = (struct loop_timer){ .fire = look_again_later,
						 .user = &timers[i] };
	hundredth_ns = round_median_ns(100) / 100;
	puts("timers due at once   round us   timer ns   ratio");
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		double round_ns = round_median_ns(counts[i]);
		double timer_ns = round_ns / (double)counts[i];

		printf("%18zu %10.1f %10.1f %7.1f\n", counts[i],
		       round_ns / 1000, timer_ns, timer_ns / hundredth_ns);
	}
	loop_destroy(loop);
	return 0;
}
