#!/bin/bash
# test-scan-feeder.sh - stacks of sheets: none, one, many, both sides, blank ones, jams, covers, a
# client that cancels or vanishes.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-scan.sh"
need canon-printer-app canon-sane picture curl pdfinfo pdftoppm qpdf
script
serve_fake || exit 1
gray='ColorMode=Grayscale8'

# stack NAME SETTING...: all pages of a job, $T/NAME-1 and so on; $pages, and $code of the last answer
stack() {
    stack_name=$1 pages=0
    shift
    post_stack "$@"
    [ "$code" = 201 ] || return 1
    while next_page "$T/$stack_name-$((pages + 1))"; [ "$code" = 200 ]; do
        pages=$((pages + 1))
        [ $pages -lt 100 ] || return 1
    done
}
means() { for n in $(seq "$pages"); do mean "$T/$1-$n"; done | cut -d' ' -f1 | tr '\n' ' '; }
# sheets N: of N levels of gray
sheets() { for n in $(seq "$1"); do printf 'flat:%02x%02x%02x\n' $((n * 16)) $((n * 16)) $((n * 16)); done; }

feed
wait_until 10 feeder_is ScannerAdfEmpty
is "an empty feeder is shown as empty" "$(status_field AdfState)" ScannerAdfEmpty
post_scan InputSource=Feeder
if [ "$code" = 201 ]; then next_page "$T/none"; fi
is "a scan from it is refused as a conflict" "$code" 409
is "the scanner is idle then" "$(status_field State)" Idle
is "and the feeder empty" "$(status_field AdfState)" ScannerAdfEmpty

feed flat:204060
ok "paper that is put in is seen" wait_until 20 feeder_is ScannerAdfLoaded
ok "one sheet is scanned" stack one
is "one sheet is one page" "$pages" 1
is "that is as it was" "$(mean "$T/one-1")" '32 64 96'
is "after the last page comes 404, which clients take for the end" "$code" 404
is "the job is completed" "$(job_field JobState)" Completed
is "successfully" "$(job_field JobStateReason)" JobCompletedSuccessfully
is "with one image" "$(job_field ImagesCompleted)" 1
is "the feeder is empty" "$(status_field AdfState)" ScannerAdfEmpty
next_page "$T/again"
is "asking again gets the same answer" "$code" 404
end_job
is "the job can be ended after its end" "$code" 200
ok "the device was given back" wait_until 20 idle

sheets 10 >"$fake.feeder"
mark_calls
stack ten $gray
is "ten sheets are ten pages in their order" "$(means ten)" '16 32 48 64 80 96 112 128 144 160 '
ok "the device is given back after them" wait_until 20 idle
is "which were one batch: it was canceled once, at its end" "$(new_calls | grep -c '^cancel')" 1
is "and opened once" "$(new_calls | grep '^start' | sed -n "s,^start \([0-9]*\) .*,\1,p" | sed -n "1p;\$p" | tr '\n' ' ')" '1 11 '
feed 'flat:101010 flat:202020' 'flat:303030 flat:404040' 'flat:505050 flat:606060'
stack duplex $gray Duplex=true
is "three sheets scanned on both sides are six pages: front, back, front ..." "$(means duplex)" '16 32 48 64 80 96 '
is "from the source of both sides" "$(new_calls | sed -n 's/^set source=//p' | tail -n 1)" 'ADF Duplex'

sheets 3 >"$fake.feeder"
post_stack $gray DocumentFormat=application/pdf
next_page "$T/three.pdf"
is "a stack as PDF is one document" "$code" 200
ok "that is sound" qpdf --check "$T/three.pdf"
is "with all pages" "$(pdfinfo "$T/three.pdf" | sed -n 's/^Pages: *//p')" 3
like "of the size that was scanned: 4 inches square" "$(pdfinfo "$T/three.pdf")" 'Page size: *288 x 288 pts'
pdftoppm -r 75 -gray "$T/three.pdf" "$T/three"
is "in their order" "$(for n in 1 2 3; do mean "$T/three-$n.pgm" 10 10 200 200; done | cut -d' ' -f1 | tr '\n' ' ')" '16 32 48 '
next_page "$T/none"
is "then it is at its end" "$code" 404
end_job

feed marks white marks
stack blank $gray BlankPageDetectionAndRemoval=true
is "a blank sheet is left out when it is asked for" "$pages" 2
feed marks white
stack kept $gray
is "and kept when not" "$pages" 2

feed flat:202020 flat:404040 jam flat:606060
stack jam $gray
is "sheets before a jam are complete pages" "$(means jam)" '32 64 '
is "the jam is told as a conflict" "$code" 409
ok "the job is aborted" wait_until 10 job_is Aborted
is "the feeder is shown as jammed" "$(status_field AdfState)" ScannerAdfJam
like "the scanner's trouble stands in the log" "$(grep -i 'jam' "$server_log")" 'jam'
feed flat:808080
stack after $gray
is "when the paper is out it goes on" "$(means after)" '128 '
feed cover
stack cover $gray
is "an open cover is a conflict, too" "$code" 409
is "and shown as such" "$(status_field AdfState)" ScannerAdfHatchOpen
feed flat:202020 flat:404040 jam
post_stack $gray DocumentFormat=application/pdf
next_page "$T/jam.pdf"
ok "a PDF ends at a jam as a sound document" qpdf --check "$T/jam.pdf"
is "with the pages before it" "$(pdfinfo "$T/jam.pdf" | sed -n 's/^Pages: *//p')" 2
ok "its job is aborted" wait_until 10 job_is Aborted

script 'fault 200 jam 2'
feed flat:202020 flat:404040 flat:606060
stack middle $gray
is "a sheet that jams in its middle is no page" "$(means middle) $code" '32  409'

script 'hold 100 2'
feed flat:202020 flat:404040 flat:606060
mark_calls
post_stack $gray
next_page "$T/cancel-1"
ok "a job is in the middle of its second page" wait_until 20 held 2
is "and shown as such" "$(job_field JobState) $(status_field State) $(status_field AdfState)" \
    'Processing Processing ScannerAdfProcessing'
is "one more waits as long as it takes" "$(post_scan InputSource=Platen; echo "$code")" 503
end_job
is "it is canceled from outside" "$code" 200
ok "at once, while the page waits" wait_until 20 called '^cancel'
ok "the job is canceled" wait_until 10 job_is Canceled
next_page "$T/gone"
like "there are no pages of it" "$code" '404\|410'
ok "the scanner is idle" wait_until 20 idle

script 'hold 100 1'
feed flat:202020 flat:404040
mark_calls
post_stack $gray
curl -s -o "$T/vanished" "$base$job_path/NextDocument" &
client=$!
children="$children $client"
ok "a client waits for its page" wait_until 20 held 1
kill -9 $client
wait $client 2>/dev/null
go_on
stack_pages=0
while next_page "$T/vanished-$((stack_pages + 1))"; [ "$code" = 200 ]; do stack_pages=$((stack_pages + 1)); done
is "when it vanishes no page is lost to one who asks for it" \
    "$stack_pages $(mean "$T/vanished-1" | cut -d' ' -f1) $(mean "$T/vanished-2" | cut -d' ' -f1)" '2 32 64'
script
ok "no half page is left" wait_until 20 idle
feed
done_testing
