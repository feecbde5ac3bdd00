# Makefile of canon-printer-app, for GNU make. `make help` tells the targets.
#
# CC, CFLAGS, LDFLAGS, prefix and DESTDIR are yours to set. SANITIZE=address,undefined builds with
# sanitizers (use another BUILD with it), WERROR=1 makes warnings errors.

VERSION   := 0.1.0
BUILD     ?= build
prefix    ?= /usr/local
bindir    ?= $(prefix)/bin
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

STANDARD := -std=c17 -D_FORTIFY_SOURCE=2 -fstack-protector-strong
ifdef SANITIZE
STANDARD := -std=c17
endif
BASE_CFLAGS = $(STANDARD) $(WARNINGS) -MMD -MP -I. -I$(BUILD)/gen $(SANITIZER)
# driver/ sees the C language only; server/ and tests/ also see POSIX and the libraries.
PAPPL_LIBS_NEEDED := pappl cups libjpeg libpng libusb-1.0
POSIX := -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -DVERSION='"$(VERSION)"'
# -isystem: headers of others are not ours to warn about
LIB_CFLAGS = $(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags $(PAPPL_LIBS_NEEDED) 2>/dev/null)) -pthread
LIB_LIBS   = $(shell $(PKG_CONFIG) --libs $(PAPPL_LIBS_NEEDED) 2>/dev/null) -lcupsimage -lz -lm -pthread -ldl

objects = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))

DRIVER_OBJECTS := $(call objects,$(wildcard driver/*.c))
SERVER_OBJECTS := $(call objects,$(filter-out server/main.c,$(wildcard server/*.c)))
DECODE_OBJECTS := $(call objects,$(wildcard tests/decode/*.c))
DEVICE_OBJECTS := $(call objects,$(wildcard tests/device/*.c))
VPRINTER_OBJECTS := $(call objects,$(wildcard tests/virtual-printer/*.c))
TOOLS      := $(patsubst tests/tools/%.c,$(BUILD)/%,$(wildcard tests/tools/*.c))
UNIT_TESTS := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/test-*.c))
FUZZERS    := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/fuzz-*.c))
PROGRAMS   := $(if $(wildcard server/main.c),$(BUILD)/canon-printer-app) \
	$(if $(wildcard tests/virtual-printer/*.c),$(BUILD)/virtual-printer) $(TOOLS)

.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all programs tests-built

all: $(PROGRAMS)
programs: all
tests-built: $(UNIT_TESTS) $(FUZZERS)

$(BUILD)/obj/driver/%.o: driver/%.c
	@mkdir -p $(@D)
	$(CC) $(BASE_CFLAGS) $(CFLAGS) $(DRIVER_CFLAGS) -c -o $@ $<

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(BASE_CFLAGS) $(POSIX) $(LIB_CFLAGS) $(CFLAGS) -c -o $@ $<

$(BUILD)/libdriver.a: $(DRIVER_OBJECTS)
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
	$(CC) $(SANITIZER) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lpng -lz -lm -pthread

$(TOOLS): $(BUILD)/%: $(BUILD)/obj/tests/tools/%.o $(BUILD)/libdriver.a $(BUILD)/libdecode.a
	$(CC) $(SANITIZER) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS)

$(UNIT_TESTS): $(BUILD)/unit/%: $(BUILD)/obj/tests/unit/%.o $(DEVICE_OBJECTS) $(BUILD)/libserver.a \
		$(BUILD)/libdriver.a $(BUILD)/libdecode.a
	@mkdir -p $(@D)
	$(CC) $(SANITIZER) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS)

# A fuzz target has LLVMFuzzerTestOneInput; here it gets a main that replays its corpus.
$(FUZZERS): $(BUILD)/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o $(BUILD)/obj/tests/fuzz/replay.o \
		$(BUILD)/libserver.a $(BUILD)/libdriver.a $(BUILD)/libdecode.a
	@mkdir -p $(@D)
	$(CC) $(SANITIZER) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS)

-include $(wildcard $(BUILD)/obj/*/*.d $(BUILD)/obj/*/*/*.d)
