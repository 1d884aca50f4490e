# make bench: the figures of docs/measurements.md.

BENCHES += $(LOAD_CLIENT)

INCLUDE_bench += -Ifcgi-stream

DUE_TIMERS := $(BUILD)/bench/due_timers
BENCHES += $(DUE_TIMERS)
$(DUE_TIMERS): LIBS =
$(DUE_TIMERS): $(addprefix $(BUILD)/,bench/due_timers.o fcgi-stream/loop.o \
	base/clock.o)
	$(LINK)
