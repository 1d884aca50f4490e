# Fuzzers: tests/fuzz/NAME.c defines LLVMFuzzerTestOneInput().
#
# NAME_replay is an ordinary test program: it holds the seeds, runs them in
# `make check` and writes them to the folder it is given. `make fuzz SECONDS=60`
# lets libFuzzer go on from there. A fuzzer is declared by FUZZERS += NAME,
# NAME_SOURCES with what it is linked from, NAME_INCLUDE and, if need be,
# NAME_LIBS and NAME_FLAGS for libFuzzer. Seeds that can be written down as
# text share seeds.c.

FUZZERS += fuzz_slot
fuzz_slot_SOURCES := tests/fuzz/fuzz_slot.c $(addprefix shm/,frame_reader.c \
	frame_writer.c slot_claim.c slot_frame.c slot_knock.c slot_lock.c \
	slot_map.c slot_name.c slot_report.c)
fuzz_slot_INCLUDE := -Ishm

FUZZ_REPLAYS += $(BUILD)/tests/fuzz/fuzz_slot_replay
$(BUILD)/tests/fuzz/fuzz_slot_replay: LIBS = -lcmocka
$(BUILD)/tests/fuzz/fuzz_slot_replay: $(addprefix $(BUILD)/tests/fuzz/, \
	fuzz_slot_replay.o fuzz_slot.o) $(SLOT_LIBRARY)
	$(LINK)

# The seeds are made of the layout's own structures.
INCLUDE_tests/fuzz += $(fuzz_slot_INCLUDE)

.SECONDEXPANSION:
$(BUILD)/fuzz/%: $$($$*_SOURCES)
	@mkdir -p $(@D)
	clang -std=c11 -D_GNU_SOURCE -g -O1 -fno-omit-frame-pointer \
		-fsanitize=fuzzer,address,undefined \
		-fno-sanitize-recover=all $($*_INCLUDE) $^ $($*_LIBS) -o $@

.PRECIOUS: $(BUILD)/fuzz/%

FUZZ_RUNS = $(addprefix fuzz-run-,$(FUZZERS))
.PHONY: fuzz
fuzz: $$(FUZZ_RUNS)

# What libFuzzer finds is left in $(BUILD)/fuzz, to become a test.
fuzz-run-%: $(BUILD)/fuzz/% $(BUILD)/tests/fuzz/%_replay
	@mkdir -p $(BUILD)/fuzz/corpus-$*
	$(BUILD)/tests/fuzz/$*_replay $(BUILD)/fuzz/corpus-$*
	$< -max_total_time=$(or $(SECONDS),60) -timeout=5 -max_len=8192 \
		-artifact_prefix=$(BUILD)/fuzz/$*- -print_final_stats=1 $($*_FLAGS) \
		$(BUILD)/fuzz/corpus-$*
