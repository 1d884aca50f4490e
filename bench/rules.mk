# make bench: the figures of docs/measurements.md.

INCLUDE_bench := $(call includes_of,base shm)

SLOT_BENCH := $(BUILD)/bench/slot
$(SLOT_BENCH): $(BUILD)/bench/slot.o $(call archives_of,base shm)
	$(LINK)

DUE_TIMERS := $(BUILD)/bench/due_timers
$(DUE_TIMERS): $(BUILD)/bench/due_timers.o $(call archives_of,base)
	$(LINK)

BENCHES += $(SLOT_BENCH) $(DUE_TIMERS)
