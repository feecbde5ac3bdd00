# tap.sh - results of a shell test in TAP; sourced by the scripts beside it.
# Effects: standard output.
# SPDX-License-Identifier: Apache-2.0
tap_count=0 tap_failures=0

# ok STATUS SENTENCE - one result; STATUS 0 is a pass
ok() {
    tap_count=$((tap_count + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $tap_count - $2"
    else
        tap_failures=$((tap_failures + 1))
        echo "not ok $tap_count - $2"
    fi
}

# try SENTENCE COMMAND... - a pass if the command succeeds; its output when it does not
try() {
    tap_sentence=$1
    shift
    if tap_output=$("$@" 2>&1); then
        ok 0 "$tap_sentence"
    else
        ok 1 "$tap_sentence"
        printf '%s\n' "$tap_output" | tail -40 | sed 's/^/# /'
    fi
}

# fails SENTENCE COMMAND... - a pass if the command fails
fails() {
    tap_sentence=$1
    shift
    if tap_output=$("$@" 2>&1); then
        ok 1 "$tap_sentence"
        printf '%s\n' "$tap_output" | tail -40 | sed 's/^/# /'
    else
        ok 0 "$tap_sentence"
    fi
}

skip() {
    tap_count=$((tap_count + 1))
    echo "ok $tap_count # SKIP $1"
}

# The last line of a script.
tap_done() {
    echo "1..$tap_count"
    [ "$tap_failures" -eq 0 ] && [ "$tap_count" -gt 0 ]
    exit
}
