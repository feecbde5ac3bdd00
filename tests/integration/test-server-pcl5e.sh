#!/bin/bash
# test-server-pcl5e.sh - queues of machines that speak PCL 5e, from the client to the stream.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
need canon-printer-app make-raster pcl5e-pages
cd "$T" || exit 1

start_server
mkdir out kit
ok "a queue for any PCL laser printer is added" add_queue office "file://$T/out" generic_pcl5e
ok "one for an imageRUNNER with a PCL kit, too" add_queue kit "file://$T/kit" canon_ir1020_pcl5e

# stream_of FOLDER: the newest file there; decoded JOB: said has what it holds
stream_of() { find "$T/$1" -type f | sort | tail -n 1; }
decoded() { "$build/pcl5e-pages" "$1-" <"$(stream_of "$1")" >said 2>&1; }
says() { grep -q -- "$1" said || { diag "$(cat said)"; return 1; }; }

"$make_raster" -n 2 >two.pwg
ok "a document is printed with all its options" on_server submit -d office -o copies=3 \
    -o sides=two-sided-long-edge -o media-source=tray-2 -o media-type=stationery-recycled \
    -o multiple-document-handling=separate-documents-uncollated-copies -o toner-save=on \
    -o image-refinement=off -o binding-shift=500 -t 'Report "1"' two.pwg
queue_is_idle() { [ -n "$(stream_of "$1")" ] && tail -c 9 "$(stream_of "$1")" | grep -q -- '%-12345X'; }
ok "its stream ends as a job does" wait_until 20 queue_is_idle out
ok "it is whole" decoded out
ok "it has the options" says "\"Report '1'\".*source 5 tray-2, type stationery-recycled, sides 2, edge 4, shift 50, copies 3, toner save 2, refinement 1"
ok "and two pages" says 'page 2: '
is "nothing in it is odd" "$(grep -c ^remark said)" 0

# What a client is told of margins is what the logical page leaves.
ipptool -t "$(uri_of office)" /dev/stdin >attributes 2>&1 <<'END'
{
    OPERATION Get-Printer-Attributes
    GROUP operation-attributes-tag
    ATTR charset attributes-charset utf-8
    ATTR language attributes-natural-language en
    ATTR uri printer-uri $uri
    STATUS successful-ok
    EXPECT media-left-margin-supported WITH-VALUE 643,1000
    EXPECT document-format-supported WITH-VALUE "/^application/vnd.hp-PCL$/"
}
END
result $? "clients are told the margins and the language" || diag "$(cat attributes)"

# Streams that are PCL already go as they are, in whatever spelling they are announced.
printf '\033E\033&l26a0e0O\033*p0x0Y\033*t300R\033*r1A\033*b2m2W\377\125\033*rC\f\033E' >bare.pcl
ok "a stream in PCL is accepted" print_file kit bare.pcl application/vnd.hp-pcl
same_stream() { [ -n "$(stream_of kit)" ] && cmp -s bare.pcl "$(stream_of kit)"; }
ok "it goes as it is" wait_until 20 same_stream
ok "one that nobody named is known by its bytes" print_file kit bare.pcl application/octet-stream
two_streams() { [ "$(find "$T/kit" -type f | wc -l)" -eq 2 ] && same_stream; }
ok "and goes as it is, too" wait_until 20 two_streams
done_testing
