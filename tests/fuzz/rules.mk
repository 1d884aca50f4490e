# Fuzzers: tests/fuzz/fuzz_NAME.c defines LLVMFuzzerTestOneInput().
#
# Each is linked twice. With replay.c it is an ordinary test program, and `make
# check` shows it every file of tests/fuzz/corpus/fuzz_NAME. With libFuzzer, in
# `make fuzz SECONDS=60`, it goes on from there; `make fuzz-corpus` keeps what
# that has found. Something that was found to be wrong is kept by its name: cp the
# file that `make fuzz` left behind.
#
# With RUNS=50000 a fuzzer goes the same way each time, wherever it runs: from
# one seed, with addresses that stay, and a corpus that nobody else adds to. So
# a change is refused for what it did, and never by luck.

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

FUZZ_RUNS  = $(RUNS)
FUZZ_FLAGS = $(if $(RUNS),-runs=$(FUZZ_RUNS) -seed=1 -reload=0 -timeout=60,\
	-max_total_time=$(or $(SECONDS),60) -timeout=5 $(FUZZ_FORK))
# Settings are kept until the program ends, so it has to end now and then.
fuzz-run-fuzz_settings: FUZZ_FORK = -fork=1
# A tenth: these are slow.
fuzz-run-fuzz_settings fuzz-run-fuzz_slot: FUZZ_RUNS = $(RUNS:%0=%)

# Some containers forbid to keep the addresses.
FUZZ_STEADY = $(if $(RUNS),env -i $(shell setarch -R true && echo setarch -R))
FUZZ_INTO   = $(if $(RUNS),$(FUZZ_BUILD)/steady,$(FUZZ_FOUND))

fuzz-run-%: fuzzers
	$(Q)$(if $(RUNS),rm -rf $(FUZZ_INTO)/$*)
	$(Q)mkdir -p $(FUZZ_INTO)/$*
	@echo '  FUZZ $*, into $(FUZZ_BUILD)/$*.log'
	$(Q)$(FUZZ_STEADY) $(FUZZ_BUILD)/tests/fuzz/$* $(FUZZ_FLAGS) \
		-max_len=8192 -artifact_prefix=$(FUZZ_BUILD)/$*- \
		$(FUZZ_INTO)/$* tests/fuzz/corpus/$* >$(FUZZ_BUILD)/$*.log 2>&1 || \
		{ tail -n 100 $(FUZZ_BUILD)/$*.log; echo '$* failed'; exit 1; }
	@echo '  DONE $*'; grep -a 'DONE\|^stat::' $(FUZZ_BUILD)/$*.log || true

# Of what was found, all that runs a branch that nothing in the tree runs yet.
.PHONY: fuzz-corpus
fuzz-corpus: $(FUZZ_NAMES:%=fuzz-keep-%)

fuzz-keep-%: fuzzers
	@mkdir -p $(FUZZ_FOUND)/$*
	tests/fuzz/keep $(FUZZ_BUILD)/tests/fuzz/$* $(FUZZ_FOUND)/$*
