# Fuzzers: tests/fuzz/fuzz_NAME.c defines LLVMFuzzerTestOneInput().
#
# Each is linked twice. With replay.c it is an ordinary test program, and `make
# check` shows it every file of tests/fuzz/corpus/fuzz_NAME. With libFuzzer, in
# `make fuzz SECONDS=60`, it goes on from there; `make fuzz-corpus` keeps what
# that has found. With SEED=1 a run goes the same way each time: what it finds
# is then no matter of luck. Something that was found to be wrong is kept by its
# name: cp the file that `make fuzz` left behind.

FUZZ    := $(BUILD)/tests/fuzz
FUZZERS := $(addprefix $(FUZZ)/,fuzz_frame fuzz_front fuzz_jpeg fuzz_multipart \
	fuzz_request fuzz_rtp fuzz_rtsp fuzz_settings fuzz_slot fuzz_units \
	fuzz_url)

FUZZ_MAIN := $(FUZZ)/replay.o
FUZZ_LIBS := -lcmocka

# Of all rooms, and of the inside of shm/.
INCLUDE_tests/fuzz := $(addprefix -I,$(ROOMS))

$(FUZZERS): LIBS = $(FUZZ_LIBS)
$(FUZZERS): %: %.o $(FUZZ_MAIN)
	$(LINK)

fuzzes = $(call archives_of,$(call room_and_below,$(1)))
$(FUZZ)/fuzz_frame: $(call fuzzes,fcgi-stream/audience)
$(FUZZ)/fuzz_front: $(call fuzzes,fcgi-stream/request)
$(FUZZ)/fuzz_jpeg: $(call fuzzes,capture-daemon/publish)
$(FUZZ)/fuzz_multipart: $(call fuzzes,capture-daemon/http)
$(FUZZ)/fuzz_request: $(call fuzzes,fcgi-stream/request)
$(FUZZ)/fuzz_rtp: $(call fuzzes,capture-daemon/av)
$(FUZZ)/fuzz_rtsp: $(call fuzzes,capture-daemon/rtsp)
$(FUZZ)/fuzz_settings: $(call fuzzes,capture-daemon)
$(FUZZ)/fuzz_slot: $(SLOT_LIBRARY)
$(FUZZ)/fuzz_units: $(call fuzzes,libav)
$(FUZZ)/fuzz_url: $(call fuzzes,capture-daemon/av)

# ------------------------------------------------------- with libFuzzer ----

FUZZ_BUILD := build-fuzz
FUZZ_FOUND := $(FUZZ_BUILD)/found
FUZZ_NAMES := $(notdir $(FUZZERS))

.PHONY: fuzzers
fuzzers:
	$(Q)$(MAKE) BUILD=$(FUZZ_BUILD) CC=clang CFLAGS='-O1 -g' \
		SANITIZE=fuzzer-no-link,address,undefined \
		FUZZ_MAIN= FUZZ_LIBS=-fsanitize=fuzzer \
		$(FUZZERS:$(BUILD)/%=$(FUZZ_BUILD)/%)

.PHONY: fuzz
fuzz: $(FUZZ_NAMES:%=fuzz-run-%)

# Settings are kept until the program ends, so it has to end now and then.
fuzz-run-fuzz_settings: FUZZ_FLAGS = -fork=1

fuzz-run-%: fuzzers
	@mkdir -p $(FUZZ_FOUND)/$*
	$(FUZZ_BUILD)/tests/fuzz/$* -max_total_time=$(or $(SECONDS),60) \
		-seed=$(or $(SEED),0) -timeout=5 -max_len=8192 -print_final_stats=1 $(FUZZ_FLAGS) \
		-artifact_prefix=$(FUZZ_BUILD)/$*- \
		$(FUZZ_FOUND)/$* tests/fuzz/corpus/$*

# Of what was found, all that runs a branch that nothing in the tree runs yet.
.PHONY: fuzz-corpus
fuzz-corpus: $(FUZZ_NAMES:%=fuzz-keep-%)

fuzz-keep-%: fuzzers
	@mkdir -p $(FUZZ_FOUND)/$*
	tests/fuzz/keep $(FUZZ_BUILD)/tests/fuzz/$* $(FUZZ_FOUND)/$*
