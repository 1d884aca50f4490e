# Fuzzers: tests/fuzz/fuzz_NAME.c defines LLVMFuzzerTestOneInput().
#
# Each is linked twice. With replay.c it is an ordinary test program, and `make
# check` shows it every file of tests/fuzz/corpus/fuzz_NAME. With libFuzzer, in
# `make fuzz SECONDS=60`, it goes on from there; `make fuzz-corpus` keeps what
# that has found. Something that was found to be wrong is kept by its name: cp
# the file that `make fuzz` left behind.

FUZZ    := $(BUILD)/tests/fuzz
FUZZERS := $(addprefix $(FUZZ)/,fuzz_frame fuzz_front fuzz_jpeg fuzz_request \
	fuzz_rtp fuzz_settings fuzz_slot fuzz_units fuzz_url)

FUZZ_MAIN := $(FUZZ)/replay.o
FUZZ_LIBS := -lcmocka

$(FUZZERS): LIBS = $(FUZZ_LIBS)
$(FUZZERS): %: %.o $(FUZZ_MAIN)
	$(LINK)

$(FUZZ)/fuzz_frame: LIBS += -ljansson -lm
$(FUZZ)/fuzz_frame: $(addprefix $(BUILD)/,$(addprefix fcgi-stream/, \
	event_text.o frame_fields.o json_value.o media_type.o multipart.o \
	sight_json.o) base/clock.o) $(SLOT_LIBRARY)
$(FUZZ)/fuzz_front: LIBS += -lfcgi
$(FUZZ)/fuzz_front: $(addprefix $(BUILD)/,$(addprefix fcgi-stream/, \
	browser_link.o intake.o loop.o query.o record_check.o records.o \
	refusal.o request.o request_reader.o) base/clock.o base/log.o \
	base/number.o)
$(FUZZ)/fuzz_jpeg: LIBS += -lturbojpeg
$(FUZZ)/fuzz_jpeg: $(addprefix $(BUILD)/capture-daemon/,encoder.o frame_put.o \
	jpeg_check.o jpeg_tables.o scratch.o turn.o)
$(FUZZ)/fuzz_request: $(addprefix $(BUILD)/,$(addprefix fcgi-stream/, \
	browser_link.o entity_tag.o query.o record_input.o refusal.o request.o \
	route.o) base/clock.o base/number.o) $(SLOT_LIBRARY)
$(FUZZ)/fuzz_rtp: $(addprefix $(BUILD)/capture-daemon/,rtp_packet.o)
$(FUZZ)/fuzz_settings: LIBS += -linih -lv4l2
$(FUZZ)/fuzz_settings: $(addprefix $(BUILD)/,$(addprefix capture-daemon/, \
	arguments.o capture_settings.o device_node.o rtp_session.o \
	setting_values.o source_choice.o url_redact.o v4l2_controls.o \
	v4l2_device.o v4l2_format.o) $(addprefix base/,number.o option_row.o \
	options.o options_file.o)) $(SLOT_LIBRARY)
$(FUZZ)/fuzz_slot: $(SLOT_LIBRARY)
$(FUZZ)/fuzz_units: LIBS += -lavcodec -lavutil
$(FUZZ)/fuzz_units: $(addprefix $(BUILD)/capture-daemon/,access_unit.o \
	nal_scan.o)
$(FUZZ)/fuzz_url: $(addprefix $(BUILD)/capture-daemon/,av_kind.o rtp_session.o \
	url_redact.o)

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
		-timeout=5 -max_len=8192 -print_final_stats=1 $(FUZZ_FLAGS) \
		-artifact_prefix=$(FUZZ_BUILD)/$*- \
		$(FUZZ_FOUND)/$* tests/fuzz/corpus/$*

# Of what was found, all that runs a branch that nothing in the tree runs yet.
.PHONY: fuzz-corpus
fuzz-corpus: $(FUZZ_NAMES:%=fuzz-keep-%)

fuzz-keep-%: fuzzers
	@mkdir -p $(FUZZ_FOUND)/$*
	tests/fuzz/keep $(FUZZ_BUILD)/tests/fuzz/$* $(FUZZ_FOUND)/$*
