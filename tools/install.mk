# make install, make uninstall, make deb.
#
# What is installed is listed once, in INSTALLED: uninstall removes just that,
# and the directories that are only ours. Nothing is enabled or started.
#
#	make install PREFIX=/usr DESTDIR=/tmp/root
#
# SPDX-License-Identifier: MIT

PREFIX  ?= /usr/local
BINDIR  ?= $(PREFIX)/bin
LIBDIR  ?= $(PREFIX)/lib
UNITDIR ?= $(PREFIX)/lib/systemd/system
DATADIR := $(PREFIX)/share/slotcast
# The section of a manual page follows.
MANDIR  := $(PREFIX)/share/man/man
section  = $(subst .,,$(suffix $(1)))

UNITS        := $(wildcard deploy/systemd/*.service deploy/systemd/*.socket)
SHARED_FILES := $(sort $(shell find www deploy -type f ! -name '.*'))
# They name places under /usr/local. Those of a drone's board live on the board.
PLACED_FILES := $(filter-out deploy/drone/%,$(filter deploy/%,$(SHARED_FILES)))

INSTALLED_DATA := $(addprefix $(DATADIR)/,$(SHARED_FILES))
INSTALLED_UNITS := $(addprefix $(UNITDIR)/,$(notdir $(UNITS)))
INSTALLED := $(addprefix $(BINDIR)/,$(notdir $(PROGRAMS))) \
	$(PREFIX)/include/frame_slot.h $(LIBDIR)/$(notdir $(SLOT_LIBRARY)) \
	$(LIBDIR)/pkgconfig/slotcast.pc \
	$(foreach page,$(MAN_PAGES),$(MANDIR)$(call section,$(page))/$(notdir $(page))) \
	$(PREFIX)/lib/sysusers.d/slotcast.conf \
	$(PREFIX)/lib/tmpfiles.d/slotcast.conf \
	$(INSTALLED_UNITS) $(INSTALLED_DATA)
# Deepest first.
OWN_DIRECTORIES := $(shell find www deploy -type d | sort -r)

.PHONY: install
install: programs
	install -d $(sort $(dir $(addprefix $(DESTDIR),$(INSTALLED))))
	install $(PROGRAMS) $(DESTDIR)$(BINDIR)
	install -m 644 shm/frame_slot.h $(DESTDIR)$(PREFIX)/include
	install -m 644 $(SLOT_LIBRARY) $(DESTDIR)$(LIBDIR)
	install -m 644 shm/slotcast.pc.in \
		$(DESTDIR)$(LIBDIR)/pkgconfig/slotcast.pc
	sed -i 's|@PREFIX@|$(PREFIX)|; s|@LIBDIR@|$(LIBDIR)|; s|@VERSION@|$(VERSION)|' \
		$(DESTDIR)$(LIBDIR)/pkgconfig/slotcast.pc
	for page in $(MAN_PAGES); do \
		install -m 644 $$page $(DESTDIR)$(MANDIR)$${page##*.}; \
	done
	install -m 644 deploy/systemd/sysusers.conf \
		$(DESTDIR)$(PREFIX)/lib/sysusers.d/slotcast.conf
	install -m 644 deploy/systemd/tmpfiles.conf \
		$(DESTDIR)$(PREFIX)/lib/tmpfiles.d/slotcast.conf
	install -m 644 $(UNITS) $(DESTDIR)$(UNITDIR)
	$(Q)cp $(SHARED_FILES) --parents $(DESTDIR)$(DATADIR)
	chmod -R u=rwX,go=rX $(DESTDIR)$(DATADIR)
	$(Q)sed -i 's|/usr/local|$(PREFIX)|g' $(addprefix $(DESTDIR), \
		$(PREFIX)/lib/sysusers.d/slotcast.conf \
		$(PREFIX)/lib/tmpfiles.d/slotcast.conf $(INSTALLED_UNITS) \
		$(addprefix $(DATADIR)/,$(PLACED_FILES)))
	$(Q)$(if $(DESTDIR),,$(MAKE) --no-print-directory after-install)

# systemd looks into some places by itself, and is led to all others.
SEEN_BY_SYSTEMD := /usr/local/lib/systemd/system /usr/lib/systemd/system \
	/lib/systemd/system /etc/systemd/system
ifeq ($(filter $(UNITDIR),$(SEEN_BY_SYSTEMD)),)
LEAD_SYSTEMD := systemctl link $(INSTALLED_UNITS) && \
	ln -sf $(PREFIX)/lib/tmpfiles.d/slotcast.conf /etc/tmpfiles.d/
else
LEAD_SYSTEMD := systemctl daemon-reload
endif

.PHONY: after-install
after-install:
	@echo 'Installed. For cameras as services, once, as root:'
	@echo '    systemd-sysusers $(PREFIX)/lib/sysusers.d/slotcast.conf'
	@echo '    systemd-tmpfiles --create $(PREFIX)/lib/tmpfiles.d/slotcast.conf'
	@echo '    $(LEAD_SYSTEMD)'
	@echo 'and for each camera, under a NAME of yours:'
	@echo '    mkdir -p /etc/slotcast'
	@echo '    echo "source = /dev/video0" > /etc/slotcast/NAME.conf'
	@echo '    systemctl enable --now capture-daemon@NAME'
	@echo 'The web server: $(DATADIR)/deploy/README.md'

.PHONY: uninstall
uninstall:
	rm -f $(addprefix $(DESTDIR),$(INSTALLED))
	for directory in $(OWN_DIRECTORIES) .; do \
		rmdir "$(DESTDIR)$(DATADIR)/$$directory" 2>/dev/null; \
	done; true

# Into $(BUILD)/deb; needs what `tools/install-packages deb` installs. With
# ARCH=arm64 into $(BUILD)/deb-arm64: that compiles in a Debian of its own, so it
# takes root.
.PHONY: deb
deb:
	VERSION=$(VERSION) $(if $(ARCH),tools/cross-deb $(BUILD)/deb-$(ARCH) $(ARCH), \
		tools/build-deb $(BUILD)/deb)

# The packages in a system of their own; as root. Not part of `make check`.
.PHONY: check-deb
check-deb: programs deb
	BUILD=$(BUILD) /usr/bin/python3 -m pytest -p no:cacheprovider -v \
		--tb=short tests/deb
