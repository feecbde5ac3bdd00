# Makefile of canon-printer-app, for GNU make. `make help` tells the targets.
# SPDX-License-Identifier: Apache-2.0
#
# CC, CFLAGS, LDFLAGS, prefix and DESTDIR are yours to set. SANITIZE=address,undefined builds with
# sanitizers (use another BUILD with it), WERROR=1 makes warnings errors.

VERSION   := 0.1.0
override BUILD := $(or $(BUILD),build)
prefix    ?= /usr/local
bindir    ?= $(prefix)/bin
libexecdir ?= $(prefix)/libexec
mandir    ?= $(prefix)/share/man
CC        ?= cc
CFLAGS    ?= -O2 -g
PKG_CONFIG ?= pkg-config

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion \
	-Wstrict-prototypes -Wmissing-prototypes -Wundef -Wformat=2 -Wvla -Wcast-qual \
	-Wwrite-strings -Wswitch-enum -Wimplicit-fallthrough -Wnull-dereference
ifdef WERROR
WARNINGS += -Werror
endif
ifdef SANITIZE
SANITIZER := -fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer
endif

STANDARD := -std=c17
ifndef SANITIZE
STANDARD += -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong
endif
BASE_CFLAGS = $(STANDARD) $(WARNINGS) -MMD -MP -I. -I$(BUILD)/gen $(SANITIZER)
# driver/ sees the C language only; server/ and tests/ also see POSIX and the libraries.
# CUPS 2.4 has no .pc file on Debian, and pkg-config says nothing at all if one is missing.
PAPPL_LIBS_NEEDED := pappl libjpeg libpng libusb-1.0 avahi-client gnutls libmicrohttpd expat libcurl libarchive libqrencode
POSIX := -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -DVERSION='"$(VERSION)"'
# -isystem: headers of others are not ours to warn about
LIB_CFLAGS = $(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags $(PAPPL_LIBS_NEEDED) 2>/dev/null)) -pthread
# For programs of their own; what is missing is said by name.
library = $(shell $(PKG_CONFIG) $(2) $(1) 2>/dev/null || echo "$(1)-is-not-installed,-see-README.md")
LIB_LIBS   = $(shell $(PKG_CONFIG) --libs $(PAPPL_LIBS_NEEDED) 2>/dev/null) -lcups -lcupsimage -lcrypt -ljbig -lz -lm -pthread -ldl

objects = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))

DRIVER_OBJECTS := $(call objects,$(wildcard driver/*.c))
SERVER_OBJECTS := $(call objects,$(filter-out server/main.c,$(wildcard server/*.c server/http/*.c server/scan/*.c server/site/*.c)))
SANDBOX_OBJECTS := $(call objects,$(wildcard server/sandbox/*.c))
TEXT_OBJECTS := $(call objects,$(wildcard server/text-pdf/*.c))
SANE_OBJECTS := $(call objects,$(wildcard server/sane/*.c)) $(BUILD)/obj/server/sane/scan-wire.o
# What knows nothing of SANE; tested without it.
SANE_PURE_OBJECTS := $(call objects,$(addprefix server/sane/,frame.c names.c planes.c))
# What knows neither Pango nor cairo; tested without them.
TEXT_PURE_OBJECTS := $(call objects,$(wildcard server/text-pdf/text-*.c))
DECODE_OBJECTS := $(call objects,$(wildcard tests/decode/*.c))
DEVICE_OBJECTS := $(call objects,$(wildcard tests/device/*.c))
UFR2LT_OBJECTS := $(call objects,$(wildcard tests/ufr2lt/*.c))
VPRINTER_OBJECTS := $(call objects,$(wildcard tests/virtual-printer/*.c))
TOOLS      := $(patsubst tests/tools/%.c,$(BUILD)/%,$(wildcard tests/tools/*.c))
FAKE_SCANNERS := $(patsubst %,$(BUILD)/sane/libsane-%.so.1,fake pixma)
BENCHES    := $(patsubst tests/bench/%.c,$(BUILD)/bench/%,$(wildcard tests/bench/bench-*.c))
BENCH_OBJECTS := $(call objects,$(filter-out tests/bench/bench-%,$(wildcard tests/bench/*.c)))
UNIT_TESTS := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/test-*.c))
FUZZERS    := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/fuzz-*.c))
INTEGRATION_TESTS := $(wildcard tests/integration/test-*.sh)
# What `make install` installs; the other tools are for the tests and the demonstration.
PROGRAMS   := $(BUILD)/canon-printer-app $(BUILD)/virtual-printer $(BUILD)/ufr2lt
# What the server runs by itself, to render documents and to scan.
HELPERS    := $(BUILD)/canon-sandbox $(BUILD)/canon-text-pdf $(BUILD)/canon-sane
helperdir  := $(libexecdir)/canon-printer-app
RUN_TESTS   = BUILD=$(BUILD) TEST_LOGS=$(BUILD)/test-logs tests/run-tests.sh

.DELETE_ON_ERROR:
.SECONDARY:
.DEFAULT_GOAL := all

.PHONY: all programs tools tests-built benches help run test clean
all: $(PROGRAMS) $(HELPERS)
programs: all
tools: $(TOOLS) $(FAKE_SCANNERS)
tests-built: $(UNIT_TESTS) $(FUZZERS)
benches: $(BENCHES) $(BUILD)/bench/count-writes.so

help:
	@echo 'make               the programs, in $(BUILD)/: canon-printer-app, virtual-printer, ufr2lt'
	@echo 'make run           install what is missing, then print a page on a virtual machine and serve'
	@echo '                   (ONCE=1: end after the page; PAPER=letter: another sheet)'
	@echo 'make test          install what is missing, then every test; ends with "N passed, M failed"'
	@echo 'make check         the same tests, nothing installed'
	@echo 'make check-unit, check-golden, check-fuzz, check-torture, check-integration, check-pure,'
	@echo '     check-neon    parts of it, without sanitizers'
	@echo 'make golden-update write the golden streams that differ; look at them before a commit'
	@echo 'make sanitize      build everything with ASan and UBSan in $(BUILD)/asan'
	@echo 'make bench         measure: time, size and memory beside a floor and the goals'
	@echo 'make soak          storms, kill -9 and polling clients for a minute (SECONDS=N for longer);'
	@echo '                   ends with what was accepted, printed and lost; then 1000 scans'
	@echo 'make lint, format  clang-tidy; clang-format -i'
	@echo 'make supported     write the table of machines in resources/guides/SUPPORTED.md'
	@echo 'make install       into $$(DESTDIR)$$(prefix), prefix=$(prefix); make uninstall'
	@echo 'make deb           the Debian package, in $(BUILD)/deb/'
	@echo 'make dist, clean   a tarball of the sources in $(BUILD)/; remove $(BUILD)/'
	@echo 'make container     an image, by podman, buildah or docker (BASE=another Debian 12);'
	@echo '                   make try-container builds one, prints and scans in it'

$(BUILD)/obj/driver/%.o: driver/%.c
	@mkdir -p $(@D)
	$(CC) $(BASE_CFLAGS) $(CFLAGS) $(DRIVER_CFLAGS) -c -o $@ $<

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(BASE_CFLAGS) $(POSIX) $(LIB_CFLAGS) $(CFLAGS) -c -o $@ $<

# JBIG allocates, so it lies in server/; it goes where the language is that it belongs to.
$(BUILD)/libdriver.a: $(DRIVER_OBJECTS) $(BUILD)/obj/server/jbig.o
	@rm -f $@
	$(AR) rcs $@ $^
$(BUILD)/libserver.a: $(SERVER_OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^
$(BUILD)/libdecode.a: $(DECODE_OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^

# All server objects, not the archive: the functions that stand before library ones (see
# server/compat.c) must be in the program whether or not something of ours calls them.
$(BUILD)/canon-printer-app: $(BUILD)/obj/server/main.o $(SERVER_OBJECTS) $(BUILD)/libdriver.a
	$(CC) $(SANITIZER) $(CFLAGS) $(LDFLAGS) -rdynamic -o $@ $^ $(LIB_LIBS)

$(BUILD)/virtual-printer: $(VPRINTER_OBJECTS) $(BUILD)/libdecode.a
	$(CC) $(SANITIZER) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lpng -ljbig -lz -lm -pthread

$(SANDBOX_OBJECTS): LIB_CFLAGS = $(call library,libseccomp,--cflags)
$(TEXT_OBJECTS): LIB_CFLAGS = $(patsubst -I%,-isystem %,$(call library,pangocairo,--cflags))
$(SANE_OBJECTS): LIB_CFLAGS = $(patsubst -I%,-isystem %,$(call library,sane-backends,--cflags)) -pthread
$(BUILD)/obj/server/renderer-programs.o: POSIX += -DLIBEXECDIR='"$(helperdir)"'
# They have one thread, and the search for races needs /proc, which the sandbox refuses; drivers of
# scanners are not ours to search.
ifeq ($(SANITIZE),thread)
$(SANDBOX_OBJECTS) $(TEXT_OBJECTS) $(SANE_OBJECTS) $(HELPERS): SANITIZER :=
endif
$(BUILD)/canon-sandbox: $(SANDBOX_OBJECTS)
	$(CC) $(SANITIZER) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(call library,libseccomp,--libs)
$(BUILD)/canon-text-pdf: $(TEXT_OBJECTS)
	$(CC) $(SANITIZER) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(call library,pangocairo,--libs) -lm
# Both sides of the socket have it, each with the sanitizers of its program.
$(BUILD)/obj/server/sane/scan-wire.o: server/scan/scan-wire.c
	@mkdir -p $(@D)
	$(CC) $(BASE_CFLAGS) $(POSIX) $(LIB_CFLAGS) $(CFLAGS) -c -o $@ $<
# -rdynamic: threads.c stands before the C library for drivers, too.
$(BUILD)/canon-sane: $(SANE_OBJECTS)
	$(CC) $(SANITIZER) $(CFLAGS) $(LDFLAGS) -rdynamic -o $@ $^ $(call library,sane-backends,--libs) -lm -pthread

$(TOOLS): $(BUILD)/%: $(BUILD)/obj/tests/tools/%.o $(BUILD)/libdriver.a $(BUILD)/libdecode.a
	$(CC) $(SANITIZER) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(LIB_LIBS)
$(BUILD)/ufr2lt: $(UFR2LT_OBJECTS)
$(BUILD)/find-text: $(call objects,server/drawing.c server/drawing-pictures.c server/ascii.c)

$(UNIT_TESTS): $(BUILD)/unit/%: $(BUILD)/obj/tests/unit/%.o $(DEVICE_OBJECTS) $(TEXT_PURE_OBJECTS) \
		$(SANE_PURE_OBJECTS) $(BUILD)/libserver.a $(BUILD)/libdriver.a $(BUILD)/libdecode.a | $(HELPERS)
	@mkdir -p $(@D)
	$(CC) $(SANITIZER) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS)

# Read back by decoders that are not ours.
$(BUILD)/unit/test-packbits $(BUILD)/unit/test-g4 $(BUILD)/unit/test-scan-pdf: LIB_LIBS += -ltiff

# Its allocations fail one after another.
$(BUILD)/unit/test-jbig: private LIB_LIBS += -Wl,--wrap=calloc,--wrap=realloc
$(BUILD)/unit/test-page-make: private LIB_LIBS += -Wl,--wrap=malloc,--wrap=calloc

# A crash at each step.
$(BUILD)/unit/test-import: private LIB_LIBS += -Wl,--wrap=rename,--wrap=unlink,--wrap=mkdir,--wrap=fsync

# A part of the virtual printer.
$(BUILD)/unit/test-sheet: $(BUILD)/obj/tests/virtual-printer/sheet.o

# It scans.
$(BUILD)/unit/test-scan-fake: | $(FAKE_SCANNERS)

# It renders.
$(BUILD)/unit/test-document-pdf: | $(HELPERS)

# A fuzz target has LLVMFuzzerTestOneInput; here it gets a main that replays its corpus.
$(FUZZERS): $(BUILD)/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o $(BUILD)/obj/tests/fuzz/replay.o \
		$(TEXT_PURE_OBJECTS) $(BUILD)/libserver.a $(BUILD)/libdriver.a $(BUILD)/libdecode.a
	@mkdir -p $(@D)
	$(CC) $(SANITIZER) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS)

# Without server/, which puts functions of its own before libcups': the floor is libcups itself.
$(BENCHES): $(BUILD)/bench/%: $(BUILD)/obj/tests/bench/%.o $(BENCH_OBJECTS) $(BUILD)/libdriver.a \
		$(BUILD)/libdecode.a
	@mkdir -p $(@D)
	$(CC) $(SANITIZER) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS)

$(BUILD)/bench/count-writes.so: tests/bench/preload/count-writes.c
	@mkdir -p $(@D)
	$(CC) $(BASE_CFLAGS) -D_GNU_SOURCE $(CFLAGS) -MF $@.d -fPIC -shared -o $@ $< -ldl

# A scanner of the tests: SANE drivers, for LD_LIBRARY_PATH. Without sanitizers: programs of others
# load them, too.
$(FAKE_SCANNERS): SANITIZER :=
$(BUILD)/sane/libsane-%.so.1: $(wildcard tests/sane/*.c) tests/sane/fake.h
	@mkdir -p $(@D)
	$(CC) $(filter-out -MMD -MP,$(BASE_CFLAGS)) $(POSIX) $(CFLAGS) -DFAKE_DRIVER=$* -fPIC -shared \
		$(LDFLAGS) -o $@ $(filter %.c,$^)

# The photograph of the demonstration and the benchmark is computed.
$(BUILD)/demo/photo.pgm: $(BUILD)/make-photo
	@mkdir -p $(@D)
	$(BUILD)/make-photo 1200 800 >$@

# --- run, test ------------------------------------------------------------------------------------

# A processor each, unless the caller has said how many jobs.
MORE_JOBS = $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$(shell nproc 2>/dev/null || echo 1))

run:
	@tests/need-packages.sh run
	@echo 'Building.'
	@$(MAKE) --no-print-directory -s $(MORE_JOBS) all tools $(BUILD)/demo/photo.pgm
	@BUILD=$(BUILD) ONCE=$(ONCE) PAPER=$(PAPER) tests/run-demo.sh

test:
	@tests/need-packages.sh test
	@BUILD=$(BUILD) tests/test-all.sh

.PHONY: check check-unit check-golden check-fuzz check-torture check-integration check-pure \
	check-neon sanitize lint format bench soak
check:
	@BUILD=$(BUILD) tests/test-all.sh

check-unit: $(UNIT_TESTS)
	@$(RUN_TESTS) $^

# Against stored bytes, those of the maker's driver among them; each write and allocation failing.
GOLDEN_TESTS  := $(filter $(foreach t,golden conformance vectors-%,$(BUILD)/unit/test-$(t)),$(UNIT_TESTS))
TORTURE_TESTS := $(filter $(foreach t,device-faults pdl-ufr2lt pdl-pclxl pipeline spool-faults,$(BUILD)/unit/test-$(t)),\
	$(UNIT_TESTS))
check-golden: $(GOLDEN_TESTS)
	@$(RUN_TESTS) $^

check-torture: $(TORTURE_TESTS)
	@$(RUN_TESTS) $^

# Look at what changed (git diff, `ufr2lt decode`) before committing it.
.PHONY: golden-update
golden-update: $(BUILD)/unit/test-golden
	GOLDEN_UPDATE=1 $<

check-fuzz: $(FUZZERS)
	@$(RUN_TESTS) $^

check-integration: all tools $(BUILD)/demo/photo.pgm
	@$(RUN_TESTS) $(INTEGRATION_TESTS)

check-pure: $(DRIVER_OBJECTS)
	@$(RUN_TESTS) tests/checks/check-pure.sh

check-neon:
	@$(RUN_TESTS) tests/checks/check-neon.sh

sanitize:
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/asan SANITIZE=address,undefined \
		CFLAGS='-O1 -g' all tools tests-built

SOURCES = $(wildcard driver/*.c server/*.c server/*/*.c tests/*/*.c)
lint:
	clang-tidy --quiet $(SOURCES) -- -std=c17 -I. -I$(BUILD)/gen $(POSIX)

format:
	clang-format -i $(SOURCES) $(wildcard driver/*.h server/*.h server/*/*.h tests/*/*.h)

bench: all tools benches $(BUILD)/demo/photo.pgm
	@BUILD=$(BUILD) tests/bench/run-bench.sh

soak: all tools benches
	@BUILD=$(BUILD) SOAK_SECONDS=$(or $(SECONDS),60) tests/bench/soak.sh
	@SOAK=1000 $(RUN_TESTS) tests/integration/test-scan-many.sh

# The table of machines in the guide, from the models.
.PHONY: supported
SUPPORTED := resources/guides/SUPPORTED.md
supported: $(BUILD)/supported-models
	@$< $(SUPPORTED) >$(BUILD)/SUPPORTED.md
	@mv $(BUILD)/SUPPORTED.md $(SUPPORTED)

# --- install, distribute --------------------------------------------------------------------------

.PHONY: install uninstall dist
UDEV_RULES := $(wildcard resources/*.rules)
MAN_PAGES  := $(wildcard resources/*.1)
udevdir    ?= $(prefix)/lib/udev/rules.d
# The service: a unit, its user and folders, what it may do. AppArmor looks in /etc only.
service    := resources/service
unitdir    ?= $(prefix)/lib/systemd/system
sysusersdir ?= $(prefix)/lib/sysusers.d
tmpfilesdir ?= $(prefix)/lib/tmpfiles.d
sysconfdir ?= $(if $(filter /usr /usr/local,$(prefix)),/etc,$(prefix)/etc)
apparmordir ?= $(sysconfdir)/apparmor.d
UNIT       := canon-printer-app.service
SERVICE_FILES = $(unitdir)/$(UNIT) $(sysusersdir)/canon-printer-app.conf $(tmpfilesdir)/canon-printer-app.conf \
	$(apparmordir)/canon-printer-app

install: all
	install -d '$(DESTDIR)$(bindir)' $(if $(MAN_PAGES),'$(DESTDIR)$(mandir)/man1') \
		$(if $(UDEV_RULES),'$(DESTDIR)$(udevdir)') '$(DESTDIR)$(helperdir)'
	install -m 755 $(PROGRAMS) '$(DESTDIR)$(bindir)'
	install -m 755 $(HELPERS) '$(DESTDIR)$(helperdir)'
	$(if $(MAN_PAGES),install -m 644 $(MAN_PAGES) '$(DESTDIR)$(mandir)/man1')
	$(if $(UDEV_RULES),install -m 644 $(UDEV_RULES) '$(DESTDIR)$(udevdir)')
	install -d $(patsubst %,'$(DESTDIR)%',$(sort $(dir $(SERVICE_FILES))))
	install -m 644 $(service)/sysusers.conf '$(DESTDIR)$(sysusersdir)/canon-printer-app.conf'
	install -m 644 $(service)/tmpfiles.conf '$(DESTDIR)$(tmpfilesdir)/canon-printer-app.conf'
	install -m 644 $(service)/$(UNIT).in '$(DESTDIR)$(unitdir)/$(UNIT)'
	install -m 644 $(service)/apparmor.in '$(DESTDIR)$(apparmordir)/canon-printer-app'
	sed -i -e 's|@bindir@|$(bindir)|g' -e 's|@helperdir@|$(helperdir)|g' \
		'$(DESTDIR)$(unitdir)/$(UNIT)' '$(DESTDIR)$(apparmordir)/canon-printer-app'

uninstall:
	rm -f $(addprefix '$(DESTDIR)$(bindir)'/,$(notdir $(PROGRAMS))) \
		$(addprefix '$(DESTDIR)$(helperdir)'/,$(notdir $(HELPERS))) \
		$(addprefix '$(DESTDIR)$(mandir)/man1'/,$(notdir $(MAN_PAGES))) \
		$(addprefix '$(DESTDIR)$(udevdir)'/,$(notdir $(UDEV_RULES))) \
		$(patsubst %,'$(DESTDIR)%',$(SERVICE_FILES))

# Of what is committed, in a folder of its own.
.PHONY: deb
deb:
	@BUILD=$(BUILD) VERSION=$(VERSION) resources/debian/make-deb.sh

dist:
	@mkdir -p $(BUILD)
	git archive --format=tar.gz --prefix=canon-printer-app-$(VERSION)/ \
		-o $(BUILD)/canon-printer-app-$(VERSION).tar.gz HEAD

# snap/local/README.md. The second wants root and the network; neither is part of `make test`.
.PHONY: container try-container
CONTAINER_TOOL ?= $(or $(firstword $(foreach t,podman buildah docker,$(if $(shell command -v $(t)),$(t)))),podman)
container:
	$(CONTAINER_TOOL) build $(if $(filter docker,$(CONTAINER_TOOL)),,--format docker) \
		$(if $(BASE),--build-arg BASE='$(BASE)') -f snap/local/Containerfile \
		-t canon-printer-app:$(VERSION) -t canon-printer-app:latest .

try-container: all tools
	@BUILD=$(BUILD) BASE='$(BASE)' tests/integration/try-container.sh

clean:
	rm -rf $(BUILD)

-include $(wildcard $(BUILD)/obj/*/*.d $(BUILD)/obj/*/*/*.d)

# Icons, style and names in other languages become arrays of bytes in headers; `make icons` redraws
# the icons.
RESOURCE_HEADERS := $(patsubst resources/%,$(BUILD)/gen/%.h,$(wildcard resources/*.png resources/*.css \
	resources/strings/*.strings resources/site/* resources/scan/*))
$(BUILD)/gen/%.h: resources/%
	@mkdir -p $(@D)
	od -An -v -tx1 $< | sed 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g' >$@
$(BUILD)/obj/server/web.o $(BUILD)/obj/server/strings.o $(BUILD)/obj/server/scan/escl-http.o: $(RESOURCE_HEADERS)
$(BUILD)/obj/server/site/site-files.o: $(RESOURCE_HEADERS)
# What the pages say: all parts as one text.
$(BUILD)/gen/words/all.h: $(wildcard resources/words/*.words)
	@mkdir -p $(@D)
	cat $^ | od -An -v -tx1 | sed 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g' >$@
$(BUILD)/obj/server/site/words.o: $(BUILD)/gen/words/all.h

# The pages that the program prints by itself: drawings become dots of 600 dpi, letters a table,
# the photograph is computed. rsvg-convert because the drawings are SVG; the letters by cairo.
# Line art is black and white, without gray edges that would be halftoned.
PAGE_PICTURES := $(patsubst resources/pages/%.svg,$(BUILD)/gen/pages/%.png,$(wildcard resources/pages/*.svg)) \
	$(BUILD)/gen/pages/photo.png
$(BUILD)/draw-letters $(BUILD)/pack-picture: $(BUILD)/%: $(BUILD)/obj/server/drawing-tools/%.o
	$(CC) $(SANITIZER) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(DRAWING_LIBS)
# They run once; what a library keeps for its next call is no leak of ours.
$(BUILD)/draw-letters $(BUILD)/pack-picture: SANITIZER :=
$(BUILD)/draw-letters: DRAWING_LIBS = $(call library,cairo-ft,--libs)
$(BUILD)/pack-picture: DRAWING_LIBS = $(call library,libpng,--libs)
$(BUILD)/obj/server/drawing-tools/draw-letters.o: LIB_CFLAGS = \
	$(patsubst -I%,-isystem %,$(call library,cairo-ft,--cflags))

# draw-letters first: it says so when the font of the drawings' texts is missing.
$(BUILD)/gen/pages/letters.h: $(BUILD)/draw-letters
	@mkdir -p $(@D)
	$(BUILD)/draw-letters >$@
$(BUILD)/gen/pages/%.drawn: resources/pages/%.svg $(BUILD)/gen/pages/letters.h
	@mkdir -p $(@D)
	rsvg-convert -o $@ $<
$(BUILD)/gen/pages/%.png: $(BUILD)/gen/pages/%.drawn $(BUILD)/pack-picture
	$(BUILD)/pack-picture $(if $(filter emblem,$*),gray,dots) $< >$@
$(BUILD)/gen/pages/photo.png: $(BUILD)/make-photo $(BUILD)/pack-picture
	@mkdir -p $(@D)
	$(BUILD)/make-photo 1320 880 >$(@D)/photo.pgm
	$(BUILD)/pack-picture gray $(@D)/photo.pgm >$@
$(BUILD)/gen/pages/%.png.h: $(BUILD)/gen/pages/%.png
	od -An -v -tx1 $< | sed 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g' >$@
$(BUILD)/obj/server/drawing-pictures.o: $(BUILD)/gen/pages/letters.h $(PAGE_PICTURES:%=%.h)

# The page to scan from.
$(BUILD)/obj/server/scan/web-scan.o $(BUILD)/obj/server/scan/web-scan-page.o: $(RESOURCE_HEADERS)

.PHONY: icons
icons:
	for size in 48 128 512; do gs -q -dSAFER -dBATCH -dNOPAUSE -sDEVICE=pngalpha \
	    -dGraphicsAlphaBits=4 -dDEVICEWIDTHPOINTS=48 -dDEVICEHEIGHTPOINTS=48 \
	    -r$$((size * 72 / 48)) -sOutputFile=resources/icon-$$size.png resources/icon.ps; done
