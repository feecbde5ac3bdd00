#!/bin/sh
# test-server-damage.sh - damaged documents are refused with a reason, never half printed, and
# the server goes on.
# sanitizers: address thread
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
need canon-printer-app virtual-printer make-raster ipptool

start_printer vp --speed 0 || exit 1
start_server || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"

# refused NAME FILE FORMAT PATTERN
refused() {
    send_file office "$2" "$3" || diag "$(cat "$T/reply")"
    is "$1 is refused" "$(end_of office "$job")" aborted
    like "with a reason a person understands" "$(ask_job office "$job" job-state-message)" "$4"
    like "and one for programs" "$(ask_job office "$job" job-state-reasons)" 'document-format-error'
}

"$make_raster" >"$T/whole.pwg"
size=$(wc -c <"$T/whole.pwg")
for part in 1 2 3; do
    head -c $((size * part / 4)) "$T/whole.pwg" >"$T/cut.pwg"
    refused "a page cut off after $part quarters" "$T/cut.pwg" image/pwg-raster \
        'ends too early.*Nothing was printed'
done
head -c 1000 "$T/whole.pwg" >"$T/header.pwg"
refused "half a header" "$T/header.pwg" image/pwg-raster 'ends too early'
printf 'This is no raster at all, but a text.' >"$T/text.pwg"
refused "a text that says it is a raster" "$T/text.pwg" image/pwg-raster 'not a PWG or Apple raster'
"$make_raster" -s stamp -r 600 | { head -c 4; head -c 300 /dev/zero | tr '\0' 'A'; cat; } >"$T/lie.pwg"
refused "a header full of nonsense" "$T/lie.pwg" image/pwg-raster '.'
printf '\377\330\377\340 and nothing more' >"$T/cut.jpg"
refused "a damaged JPEG" "$T/cut.jpg" image/jpeg '.'
printf '\211PNG\r\n\032\n and nothing more' >"$T/cut.png"
refused "a damaged PNG" "$T/cut.png" image/png '.'
# not_taken NAME FILE FORMAT
not_taken() {
    not_ok "$1 is not taken" send_file office "$2" "$3"
    like "because of its format" "$(cat "$T/reply")" 'client-error-document-format-not-supported'
    like "which is told in a sentence" "$(cat "$T/reply")" 'This printer takes .*PWG raster'
}
printf 'II*\000\010\000\000\000 a picture' >"$T/some.tif"
not_taken "a TIFF" "$T/some.tif" image/tiff
not_taken "a TIFF that does not say so" "$T/some.tif" application/octet-stream
printf '\001\002\003\004 something of ours' >"$T/unknown"
not_taken "a file of unknown kind" "$T/unknown" application/octet-stream
is "none of it was printed" "$(find "$T/vp" -name 'page-*.pbm' 2>/dev/null | wc -l | tr -d ' ')" 0

"$make_raster" -n 3 >"$T/three.pwg"
head -c $(($(wc -c <"$T/three.pwg") * 5 / 6)) "$T/three.pwg" >"$T/late.pwg"
send_file office "$T/late.pwg" image/pwg-raster
is "a document that breaks in its third page is refused" "$(end_of office "$job")" aborted
# how much had gone out depends on how quick the machine is; the job knows it
message=$(ask_job office "$job" job-state-message)
pages=$(printf '%s\n' "$message" | sed -n 's/.* \([0-9]*\) pages* had been sent before.*/\1/p')
like "and says how much was printed" "$message" 'pages* had been sent before\|Nothing was printed'
on_paper() { [ "$(find "$T/vp" -name 'page-*.pbm' | wc -l)" -eq "${pages:-0}" ]; }
ok "which is so" wait_until 20 on_paper
[ "${pages:-0}" -le 2 ]
result $? "and no more than the whole ones"

ok "the next job is printed" print_file office "$T/whole.pwg" image/pwg-raster
ok "the server lives" kill -0 "$server_pid"
done_testing
