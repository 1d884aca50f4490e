# fcgi-stream and the tests of its parts.

FCGI_STREAM_OBJECTS := $(addprefix $(BUILD)/fcgi-stream/,fcgi-stream.o \
	audience.o audiences.o backlog.o browser_link.o entity_tag.o \
	event_text.o frame_fields.o histogram.o intake.o json_value.o listener.o \
	lookout.o loop.o media_type.o message.o metrics.o metrics_process.o \
	metrics_slots.o metrics_text.o multipart.o outgoing.o peer.o \
	packed_frame.o query.o record_check.o record_input.o records.o \
	refusal.o request.o request_reader.o response.o route.o sandbox.o \
	service.o sight.o sight_json.o slot_figures.o slot_feed.o slot_watch.o \
	snapshot.o stream_settings.o streams_json.o subscriber.o viewer.o)

PROGRAMS += $(BUILD)/fcgi-stream/fcgi-stream
$(BUILD)/fcgi-stream/fcgi-stream: LIBS = -lfcgi -ljansson -lseccomp -lm \
	$(BASE_LIBS)
$(BUILD)/fcgi-stream/fcgi-stream: $(FCGI_STREAM_OBJECTS) $(BASE_OBJECTS) \
	$(SLOT_LIBRARY)
	$(LINK)

# Unit tests, each with what it needs.
FCGI_STREAM_TESTS := $(addprefix \
	$(BUILD)/tests/unit/fcgi-stream/,test_audiences test_backlog \
	test_browser_link test_entity_tag test_event_text test_histogram \
	test_intake test_json_value test_listener test_lookout test_loop \
	test_media_type test_metrics_text test_multipart test_packed_frame \
	test_peer test_query test_record_check test_record_input test_records \
	test_request test_route test_sandbox test_service test_sight_json \
	test_subscriber)
UNIT_TESTS += $(FCGI_STREAM_TESTS)
$(FCGI_STREAM_TESTS): LIBS = -lcmocka
$(FCGI_STREAM_TESTS): $(BUILD)/tests/unit/fcgi-stream/%: \
	$(BUILD)/tests/unit/fcgi-stream/%.o
	$(LINK)

$(BUILD)/tests/unit/fcgi-stream/test_audiences: LIBS = -ljansson -lm -lcmocka
$(BUILD)/tests/unit/fcgi-stream/test_audiences: $(addprefix $(BUILD)/, \
	$(addprefix fcgi-stream/,audience.o audiences.o event_text.o \
	frame_fields.o histogram.o json_value.o lookout.o loop.o media_type.o \
	multipart.o packed_frame.o records.o sight.o sight_json.o slot_feed.o \
	slot_watch.o) base/clock.o base/log.o) $(SLOT_LIBRARY)
$(BUILD)/tests/unit/fcgi-stream/test_backlog: $(BUILD)/fcgi-stream/backlog.o
$(BUILD)/tests/unit/fcgi-stream/test_browser_link: $(addprefix $(BUILD)/, \
	fcgi-stream/browser_link.o base/number.o)
$(BUILD)/tests/unit/fcgi-stream/test_entity_tag: \
	$(BUILD)/fcgi-stream/entity_tag.o
$(BUILD)/tests/unit/fcgi-stream/test_event_text: LIBS = -ljansson -lm -lcmocka
$(BUILD)/tests/unit/fcgi-stream/test_event_text: $(addprefix $(BUILD)/, \
	$(addprefix fcgi-stream/,event_text.o json_value.o sight_json.o) \
	base/clock.o) $(SLOT_LIBRARY)
$(BUILD)/tests/unit/fcgi-stream/test_histogram: \
	$(BUILD)/fcgi-stream/histogram.o
$(BUILD)/tests/unit/fcgi-stream/test_intake: LIBS = -lfcgi -lcmocka
$(BUILD)/tests/unit/fcgi-stream/test_intake: $(addprefix $(BUILD)/, \
	$(addprefix fcgi-stream/,browser_link.o intake.o loop.o query.o \
	record_check.o records.o refusal.o request.o request_reader.o) \
	base/clock.o base/log.o base/number.o)
$(BUILD)/tests/unit/fcgi-stream/test_json_value: LIBS = -ljansson -lcmocka
$(BUILD)/tests/unit/fcgi-stream/test_json_value: \
	$(BUILD)/fcgi-stream/json_value.o
$(BUILD)/tests/unit/fcgi-stream/test_listener: $(addprefix $(BUILD)/, \
	fcgi-stream/listener.o fcgi-stream/loop.o base/clock.o base/log.o)
$(BUILD)/tests/unit/fcgi-stream/test_lookout: $(addprefix $(BUILD)/, \
	$(addprefix fcgi-stream/,lookout.o loop.o sight.o) base/clock.o) \
	$(SLOT_LIBRARY)
$(BUILD)/tests/unit/fcgi-stream/test_loop: $(addprefix $(BUILD)/, \
	fcgi-stream/loop.o base/clock.o)
$(BUILD)/tests/unit/fcgi-stream/test_media_type: \
	$(BUILD)/fcgi-stream/media_type.o
$(BUILD)/tests/unit/fcgi-stream/test_metrics_text: $(addprefix $(BUILD)/, \
	fcgi-stream/histogram.o fcgi-stream/metrics_text.o)
$(BUILD)/tests/unit/fcgi-stream/test_multipart: \
	$(addprefix $(BUILD)/fcgi-stream/,frame_fields.o multipart.o)
$(BUILD)/tests/unit/fcgi-stream/test_peer: $(addprefix $(BUILD)/, \
	$(addprefix fcgi-stream/,frame_fields.o loop.o media_type.o message.o \
	multipart.o outgoing.o packed_frame.o peer.o record_input.o records.o) \
	base/clock.o base/log.o)
$(BUILD)/tests/unit/fcgi-stream/test_packed_frame: \
	$(addprefix $(BUILD)/fcgi-stream/,frame_fields.o media_type.o \
	multipart.o packed_frame.o records.o)
$(BUILD)/tests/unit/fcgi-stream/test_query: $(addprefix $(BUILD)/, \
	fcgi-stream/query.o fcgi-stream/refusal.o base/number.o)
$(BUILD)/tests/unit/fcgi-stream/test_record_check: \
	$(BUILD)/fcgi-stream/record_check.o
$(BUILD)/tests/unit/fcgi-stream/test_record_input: \
	$(BUILD)/fcgi-stream/record_input.o
$(BUILD)/tests/unit/fcgi-stream/test_records: $(BUILD)/fcgi-stream/records.o
$(BUILD)/tests/unit/fcgi-stream/test_request: $(addprefix $(BUILD)/, \
	$(addprefix fcgi-stream/,browser_link.o query.o refusal.o request.o) \
	base/clock.o base/number.o)
$(BUILD)/tests/unit/fcgi-stream/test_route: $(addprefix $(BUILD)/, \
	fcgi-stream/query.o fcgi-stream/refusal.o fcgi-stream/route.o \
	base/number.o) $(SLOT_LIBRARY)
$(BUILD)/tests/unit/fcgi-stream/test_sandbox: LIBS = -lseccomp -lcmocka
$(BUILD)/tests/unit/fcgi-stream/test_sandbox: $(BUILD)/fcgi-stream/sandbox.o
$(BUILD)/tests/unit/fcgi-stream/test_service: LIBS = -ljansson -lm -lcmocka
$(BUILD)/tests/unit/fcgi-stream/test_service: $(addprefix $(BUILD)/, \
	$(addprefix fcgi-stream/,audience.o audiences.o backlog.o \
	browser_link.o entity_tag.o event_text.o frame_fields.o histogram.o \
	json_value.o lookout.o loop.o media_type.o message.o metrics.o \
	metrics_process.o metrics_slots.o metrics_text.o multipart.o \
	outgoing.o peer.o packed_frame.o query.o record_input.o records.o refusal.o request.o \
	response.o route.o service.o sight.o sight_json.o slot_figures.o \
	slot_feed.o slot_watch.o snapshot.o streams_json.o subscriber.o viewer.o) \
	base/clock.o base/log.o base/number.o base/rate_limit.o) \
	$(SLOT_LIBRARY)
$(BUILD)/tests/unit/fcgi-stream/test_sight_json: LIBS = -ljansson -lm -lcmocka
$(BUILD)/tests/unit/fcgi-stream/test_sight_json: $(addprefix $(BUILD)/, \
	fcgi-stream/json_value.o fcgi-stream/sight_json.o base/clock.o) \
	$(SLOT_LIBRARY)
$(BUILD)/tests/unit/fcgi-stream/test_subscriber: LIBS = -ljansson -lm -lcmocka
$(BUILD)/tests/unit/fcgi-stream/test_subscriber: $(addprefix $(BUILD)/, \
	$(addprefix fcgi-stream/,audience.o audiences.o event_text.o \
	frame_fields.o histogram.o json_value.o lookout.o loop.o media_type.o \
	message.o multipart.o outgoing.o packed_frame.o peer.o record_input.o \
	records.o sight.o sight_json.o slot_feed.o slot_watch.o subscriber.o) \
	base/clock.o base/log.o) $(SLOT_LIBRARY)
