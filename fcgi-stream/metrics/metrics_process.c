/*
 * The figures that Prometheus expects of any process: process_...
 *
 * SPDX-License-Identifier: MIT
 */
#include "metrics_process.h"

#include <dirent.h>
#include <inttypes.h>
#include <sys/resource.h>
#include <unistd.h>

#include "clock.h"
#include "metrics_text.h"

/* The number of entries of a folder without . and .., or 0. */
static uint64_t entries_count(const char *path)
{
	DIR *folder = opendir(path);
	uint64_t count = 0;

	if (!folder)
		return 0;
	for (struct dirent *entry; (entry = readdir(folder));)
		count += entry->d_name[0] != '.';
	closedir(folder);
	return count;
}

static void memory_write(FILE *out)
{
	uint64_t page_bytes = (uint64_t)sysconf(_SC_PAGESIZE);
	uint64_t mapped_pages, resident_pages;
	FILE *memory = fopen("/proc/self/statm", "re");

	if (!memory)
		return;
	if (fscanf(memory, "%" SCNu64 " %" SCNu64, &mapped_pages,
		   &resident_pages) == 2) {
		metrics_figure(out, "process_virtual_memory_bytes", "gauge",
			       "Virtual memory size in bytes.",
			       mapped_pages * page_bytes);
		metrics_figure(out, "process_resident_memory_bytes", "gauge",
			       "Resident memory size in bytes.",
			       resident_pages * page_bytes);
	}
	fclose(memory);
}

static void descriptors_write(FILE *out)
{
	/* Without the descriptor of this walk. */
	uint64_t open_fds = entries_count("/proc/self/fd");
	uint64_t threads = entries_count("/proc/self/task");
	struct rlimit limit;

	if (open_fds > 0)
		metrics_figure(out, "process_open_fds", "gauge",
			       "Number of open file descriptors.",
			       open_fds - 1);
	if (threads > 0)
		metrics_figure(out, "process_threads", "gauge",
			       "Number of threads.", threads);
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
		metrics_figure(out, "process_max_fds", "gauge",
			       "Maximum number of open file descriptors.",
			       limit.rlim_cur);
}

static uint64_t timeval_ns(const struct timeval *time)
{
	return (uint64_t)time->tv_sec * NS_PER_S +
	       (uint64_t)time->tv_usec * 1000;
}

void metrics_process(FILE *out, uint64_t started_wall_ns)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	metrics_family(out, "process_cpu_seconds_total", "counter",
		       "User and system CPU time spent in seconds.");
	metrics_seconds(out, "process_cpu_seconds_total", NULL,
			timeval_ns(&usage.ru_utime) +
				timeval_ns(&usage.ru_stime));
	metrics_family(out, "process_start_time_seconds", "gauge",
		       "Start time of the process in seconds since 1970.");
	metrics_seconds(out, "process_start_time_seconds", NULL,
			started_wall_ns);
	memory_write(out);
	descriptors_write(out);
}
