#!/bin/sh
# check-neon.sh - the unit tests of driver/ on 64-bit ARM, by an emulator.
# Tests that need a library besides the C library's are left out: none is there for ARM.
# SPDX-License-Identifier: Apache-2.0
set -u
. tests/checks/tap.sh
build=${BUILD:-build}/neon
cc=aarch64-linux-gnu-gcc
run=qemu-aarch64-static

if ! command -v $cc >/dev/null || ! command -v $run >/dev/null; then
    skip "gcc-aarch64-linux-gnu or qemu-user-static is not installed"
    tap_done
fi
mkdir -p "$build"
objects=
for file in driver/*.c tests/decode/*.c; do
    object=$build/$(echo "$file" | tr / -).o
    $cc -std=c17 -O2 -D_POSIX_C_SOURCE=200809L -I. -c -o "$object" "$file" || objects="$objects missing"
    objects="$objects $object"
done
[ "${objects#*missing}" = "$objects" ]
ok $? "driver/ compiles for ARM"
# An archive: what a test does not call may need libraries that are not here for ARM (libjbig).
rm -f "$build/libdriver.a"
${cc%gcc}ar rcs "$build/libdriver.a" $objects
for name in ${NEON_TESTS:-test-halftone test-slim test-resample}; do
    if [ ! -e "tests/unit/$name.c" ]; then
        ok 1 "tests/unit/$name.c is there"
        continue
    fi
    if $cc -std=c17 -O2 -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 -I. -static -o "$build/$name" \
        "tests/unit/$name.c" "$build/libdriver.a" -lm; then
        try "$name passes on ARM" $run "$build/$name"
        # What it found there, under this test's own numbers.
        $run "$build/$name" 2>/dev/null | sed -n 's/^/#   /p' | grep -i neon
    else
        ok 1 "$name compiles for ARM"
    fi
done
tap_done
