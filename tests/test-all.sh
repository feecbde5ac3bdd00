#!/bin/sh
# test-all.sh - build what the tests need, run all of them.
# Three builds: plain; with address and undefined-behaviour sanitizers; with the thread sanitizer. The
# unit tests run in the first two (some measure memory, which sanitizers change), the fuzz corpora in
# the second, an integration test in the first and in those that its line "# sanitizers:" names.
# Ends with one line "N passed, M failed, K skipped"; exit status 0 only if M is 0.
# Effects: $BUILD, loopback sockets.
# SPDX-License-Identifier: Apache-2.0
set -u
build=${BUILD:-build}
make="${MAKE:-make} --no-print-directory -s -j$(nproc 2>/dev/null || echo 1)"
[ -z "${CI:-}" ] || make="$make WERROR=1"

# Nothing counts as passed when it was not built.
cannot_build() {
    echo "The $1 build failed."
    echo "0 passed, 1 failed"
    exit 1
}

start=$(date +%s)
$make BUILD="$build" all tools tests-built "$build/demo/photo.pgm" || cannot_build plain
$make BUILD="$build/asan" SANITIZE=address,undefined CFLAGS='-O1 -g' all tools tests-built ||
    cannot_build "address sanitizer's"
$make BUILD="$build/tsan" SANITIZE=thread CFLAGS="-O1 -g" all tools || cannot_build "thread sanitizer's"
echo "Built in $(($(date +%s) - start)) s."

# programs FOLDER PREFIX - those that the sources in tests/ make: a build folder may hold old ones
programs() {
    for source in "tests/${1##*/}/$2"-*.c; do
        echo "$1/$(basename "$source" .c)"
    done
}

export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_leaks=1:abort_on_error=0}"
export UBSAN_OPTIONS="${UBSAN_OPTIONS:-print_stacktrace=1}"
export TEST_LOGS="$build/test-logs"
rm -rf "$TEST_LOGS"
tests/run-tests.sh \
    BUILD="$build" tests/checks/check-*.sh $(programs "$build/unit" test) \
    BUILD="$build/asan" $(programs "$build/asan/unit" test) $(programs "$build/asan/fuzz" fuzz) \
    BUILD="$build" tests/integration/test-*.sh \
    BUILD="$build/asan" $(grep -l '^# sanitizers: .*address' tests/integration/test-*.sh) \
    BUILD="$build/tsan" $(grep -l '^# sanitizers: .*thread' tests/integration/test-*.sh)
