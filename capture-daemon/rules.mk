# capture-daemon and its unit tests.

CAPTURE_DAEMON := $(BUILD)/capture-daemon/capture-daemon
PROGRAMS += $(CAPTURE_DAEMON)
$(CAPTURE_DAEMON): LIBS = -lavformat -lavcodec -lswscale -lavutil \
	-lturbojpeg -lv4l2 -lm $(BASE_LIBS)
$(CAPTURE_DAEMON): $(addprefix $(BUILD)/capture-daemon/,access_unit.o \
	arguments.o av_decoder.o av_fault.o av_format.o av_input.o av_kind.o \
	av_library.o av_listener.o av_options.o av_patience.o av_picture.o \
	av_source.o av_video.o backoff.o canvas.o capture-daemon.o capture.o \
	capture_settings.o converter.o device_node.o device_watch.o encoder.o \
	frame_put.o jpeg_check.o jpeg_tables.o lateness.o mailbox.o \
	nal_scan.o pattern_scene.o pattern_source.o placeholder.o playback.o \
	producer.o publisher.o rtp_input.o rtp_packet.o rtp_session.o \
	scratch.o setting_values.o source_choice.o stamp.o stop.o \
	tally.o text.o turn.o udp_socket.o url_redact.o v4l2_buffers.o \
	v4l2_colour.o v4l2_controls.o v4l2_device.o v4l2_format.o \
	v4l2_layout.o v4l2_list.o v4l2_mode.o v4l2_pixels.o v4l2_planes.o \
	v4l2_source.o v4l2_stream.o v4l2_timings.o) $(BASE_OBJECTS) \
	$(SLOT_LIBRARY)
	$(LINK)

# Loops that the compiler turns into SIMD, at -O3 only.
$(addprefix $(BUILD)/capture-daemon/,v4l2_colour.o v4l2_planes.o): \
	ALL_CFLAGS += -O3

# Each test is linked with its module and what that stands on.
CAPTURE_TEST  := $(BUILD)/tests/unit/capture-daemon
CAPTURE_TESTS := $(addprefix $(CAPTURE_TEST)/,test_access_unit test_av_fault \
	test_av_input test_av_kind test_av_library test_av_options \
	test_backoff test_canvas test_capture test_capture_settings \
	test_converter test_encoder test_jpeg_check test_lateness \
	test_mailbox test_nal_scan test_pattern_scene test_placeholder \
	test_playback test_producer test_publisher test_rtp_packet \
	test_rtp_session test_scratch test_source_choice test_stamp test_stop test_tally \
	test_text test_turn test_url_redact test_v4l2_buffers \
	test_v4l2_colour test_v4l2_controls test_v4l2_format test_v4l2_mode \
	test_v4l2_planes test_v4l2_stream)
UNIT_TESTS += $(CAPTURE_TESTS)
$(CAPTURE_TESTS): LIBS = -lcmocka -lm
$(CAPTURE_TESTS): %: %.o
	$(LINK)

$(CAPTURE_TEST)/test_access_unit: LIBS += -lavcodec -lavutil
$(CAPTURE_TEST)/test_access_unit: $(addprefix $(BUILD)/capture-daemon/, \
	access_unit.o nal_scan.o)
$(CAPTURE_TEST)/test_av_fault: LIBS += -lavformat -lavutil
$(CAPTURE_TEST)/test_av_fault: $(BUILD)/capture-daemon/av_fault.o
$(CAPTURE_TEST)/test_av_kind: $(BUILD)/capture-daemon/av_kind.o
$(CAPTURE_TEST)/test_av_library: LIBS += -lavformat -lavutil
$(CAPTURE_TEST)/test_av_library: $(addprefix $(BUILD)/,base/log.o \
	capture-daemon/av_library.o capture-daemon/url_redact.o)
$(CAPTURE_TEST)/test_av_input: LIBS += -lavformat -lavcodec -lavutil
$(CAPTURE_TEST)/test_av_input: $(addprefix $(BUILD)/,base/clock.o base/log.o \
	$(addprefix capture-daemon/,access_unit.o av_fault.o av_format.o \
	av_input.o av_kind.o av_library.o av_listener.o av_options.o \
	av_patience.o av_video.o nal_scan.o rtp_input.o rtp_packet.o \
	rtp_session.o stop.o udp_socket.o url_redact.o))
$(CAPTURE_TEST)/test_av_options: LIBS += -lavutil
$(CAPTURE_TEST)/test_av_options: $(addprefix $(BUILD)/capture-daemon/, \
	av_kind.o av_options.o)
$(CAPTURE_TEST)/test_backoff: $(BUILD)/capture-daemon/backoff.o
$(CAPTURE_TEST)/test_canvas: $(BUILD)/capture-daemon/canvas.o
$(CAPTURE_TEST)/test_capture: $(addprefix $(BUILD)/,capture-daemon/capture.o \
	capture-daemon/mailbox.o base/clock.o base/log.o base/number.o \
	base/service_notify.o)
$(CAPTURE_TEST)/test_capture_settings: LIBS += $(BASE_LIBS) -lv4l2
$(CAPTURE_TEST)/test_capture_settings: $(OPTIONS_OBJECTS) \
	$(addprefix $(BUILD)/capture-daemon/,arguments.o \
	capture_settings.o device_node.o rtp_session.o setting_values.o \
	source_choice.o url_redact.o v4l2_controls.o v4l2_device.o \
	v4l2_format.o) $(SLOT_LIBRARY)
$(CAPTURE_TEST)/test_converter: LIBS += -lswscale -lavutil -lturbojpeg
$(CAPTURE_TEST)/test_converter: $(addprefix $(BUILD)/capture-daemon/, \
	converter.o encoder.o)
$(CAPTURE_TEST)/test_encoder: LIBS += -lturbojpeg
$(CAPTURE_TEST)/test_encoder: $(addprefix $(BUILD)/capture-daemon/,canvas.o \
	encoder.o)
$(CAPTURE_TEST)/test_jpeg_check: LIBS += -lturbojpeg
$(CAPTURE_TEST)/test_jpeg_check: $(addprefix $(BUILD)/capture-daemon/, \
	jpeg_check.o jpeg_tables.o)
$(CAPTURE_TEST)/test_lateness: $(BUILD)/capture-daemon/lateness.o
$(CAPTURE_TEST)/test_mailbox: $(BUILD)/capture-daemon/mailbox.o
$(CAPTURE_TEST)/test_nal_scan: $(BUILD)/capture-daemon/nal_scan.o
$(CAPTURE_TEST)/test_pattern_scene: $(addprefix $(BUILD)/capture-daemon/, \
	canvas.o pattern_scene.o stamp.o text.o)
$(CAPTURE_TEST)/test_placeholder: $(addprefix $(BUILD)/capture-daemon/, \
	canvas.o placeholder.o text.o)
$(CAPTURE_TEST)/test_playback: $(BUILD)/capture-daemon/playback.o
$(CAPTURE_TEST)/test_producer: $(addprefix $(BUILD)/,base/clock.o base/log.o \
	capture-daemon/backoff.o capture-daemon/mailbox.o \
	capture-daemon/producer.o capture-daemon/stop.o)
$(CAPTURE_TEST)/test_publisher: LIBS += -lturbojpeg
$(CAPTURE_TEST)/test_publisher: $(addprefix $(BUILD)/,base/clock.o base/log.o \
	base/rate_limit.o \
	$(addprefix capture-daemon/,canvas.o encoder.o frame_put.o \
	jpeg_check.o jpeg_tables.o placeholder.o publisher.o scratch.o \
	tally.o text.o turn.o)) $(SLOT_LIBRARY)
$(CAPTURE_TEST)/test_scratch: $(BUILD)/capture-daemon/scratch.o
$(CAPTURE_TEST)/test_rtp_packet: $(BUILD)/capture-daemon/rtp_packet.o
$(CAPTURE_TEST)/test_rtp_session: $(BUILD)/capture-daemon/rtp_session.o
$(CAPTURE_TEST)/test_source_choice: $(addprefix $(BUILD)/capture-daemon/, \
	rtp_session.o source_choice.o url_redact.o)
$(CAPTURE_TEST)/test_stamp: LIBS += -lturbojpeg
$(CAPTURE_TEST)/test_stamp: $(BUILD)/capture-daemon/stamp.o
$(CAPTURE_TEST)/test_stop: $(BUILD)/base/clock.o $(BUILD)/capture-daemon/stop.o
$(CAPTURE_TEST)/test_tally: $(BUILD)/capture-daemon/tally.o
$(CAPTURE_TEST)/test_text: $(addprefix $(BUILD)/capture-daemon/,canvas.o \
	text.o)
$(CAPTURE_TEST)/test_turn: LIBS += -lturbojpeg
$(CAPTURE_TEST)/test_turn: $(addprefix $(BUILD)/capture-daemon/,scratch.o \
	turn.o)
$(CAPTURE_TEST)/test_url_redact: $(BUILD)/capture-daemon/url_redact.o

$(CAPTURE_TEST)/test_v4l2_buffers: $(addprefix $(BUILD)/,base/clock.o \
	capture-daemon/v4l2_buffers.o)
$(CAPTURE_TEST)/test_v4l2_colour: $(BUILD)/capture-daemon/v4l2_colour.o
$(CAPTURE_TEST)/test_v4l2_controls: $(addprefix $(BUILD)/,base/log.o \
	capture-daemon/v4l2_controls.o)
$(CAPTURE_TEST)/test_v4l2_format: $(BUILD)/capture-daemon/v4l2_format.o
$(CAPTURE_TEST)/test_v4l2_mode: $(addprefix $(BUILD)/capture-daemon/, \
	v4l2_format.o v4l2_mode.o v4l2_pixels.o)
$(CAPTURE_TEST)/test_v4l2_planes: LIBS += -lturbojpeg
$(CAPTURE_TEST)/test_v4l2_planes: $(addprefix $(BUILD)/capture-daemon/, \
	v4l2_colour.o v4l2_format.o v4l2_layout.o v4l2_pixels.o v4l2_planes.o)
$(CAPTURE_TEST)/test_v4l2_stream: LIBS += -lturbojpeg
$(CAPTURE_TEST)/test_v4l2_stream: $(addprefix $(BUILD)/,base/clock.o \
	$(addprefix capture-daemon/,v4l2_colour.o v4l2_format.o v4l2_layout.o \
	v4l2_pixels.o v4l2_planes.o v4l2_stream.o))
