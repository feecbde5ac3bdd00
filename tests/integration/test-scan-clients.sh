#!/bin/bash
# test-scan-clients.sh - the requests that clients make, in their order and with their settings:
# Windows, macOS, Mopria, NAPS2, VueScan; and requests that none should make.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-scan.sh"
need canon-printer-app canon-sane picture curl pdfinfo talk
script 'glass flat:204060'
serve_fake "listen-hostname=*" || exit 1

escl='xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03"'
pwg='xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"'
area() { # PREFIX X Y WIDTH HEIGHT
    echo "<$1ScanRegions><$1ScanRegion><$1ContentRegionUnits>escl:ThreeHundredthsOfInches</$1ContentRegionUnits>\
<$1XOffset>$2</$1XOffset><$1YOffset>$3</$1YOffset><$1Width>$4</$1Width><$1Height>$5</$1Height></$1ScanRegion></$1ScanRegions>"
}
body() { printf '<?xml version="1.0" encoding="UTF-8"?>\n%s' "$1" >"$T/body.xml"; }
looks() { "$picture" info "$1" && mean "$1"; }

# --- What all of them ask first.
code=$(answer -D "$T/head" "$base/eSCL/ScannerCapabilities")
is "abilities are told" "$code" 200
like "as XML" "$(cat "$T/head")" '^[Cc]ontent-[Tt]ype: text/xml'
caps=$(elements <"$T/body")
is "the glass has its abilities as its first child" \
    "$(echo "$caps" | grep -A 1 '^<scan:Platen>' | tail -n 1)" '<scan:PlatenInputCaps>'
is "a feeder of both sides has the ones of one side, too" \
    "$(echo "$caps" | grep -c '^<scan:Adf\(Simplex\|Duplex\)InputCaps>')" 2
is "A4 and Letter fit everywhere" "$(echo "$caps" | sed -n 's/^<scan:MaxWidth>\([0-9]*\).*/\1/p' | sort -u)" 2550
like "and so does their length" "$(echo "$caps" | sed -n 's/^<scan:MaxHeight>\([0-9]*\).*/\1/p' | tr '\n' ' ')" '^3508 '
for format in image/jpeg image/png application/pdf; do
    like "$format is offered" "$caps" "DocumentFormat.*>$format<"
done
is "resolutions are single ones" "$(echo "$caps" | sed -n 's/^<scan:XResolution>\([0-9]*\).*/\1/p' | sort -nu | tr '\n' ' ')" '75 150 300 600 '
like "links are addresses" "$(echo "$caps" | grep AdminURI)" "^<scan:AdminURI>http://[^:/][^:/]*:$scan_port/"
answer "$base/eSCL/ScannerCapabilities" >/dev/null
is "abilities are the same each time" "$(elements <"$T/body")" "$caps"
mark_calls
for n in 1 2 3 4 5; do answer "$base/eSCL/ScannerCapabilities" >/dev/null; done
is "they are told without opening the device" "$(new_calls | grep -c '^open')" 0
is "the state is told" "$(status_field State)" Idle
code=$(answer -D "$T/head" "$base/eSCL/ScannerIcon")
is "there is an icon" "$code $(od -An -c -j 1 -N 3 "$T/body" | tr -d ' ')" '200 PNG'

# --- Windows 11: the whole glass, JPEG, polls the state; names the source in another prefix.
body "<scan:ScanSettings $pwg $escl><pwg:Version>2.63</pwg:Version><scan:Intent>TextAndGraphic</scan:Intent>$(area pwg: 0 0 2550 3508)\
<scan:InputSource>Platen</scan:InputSource><scan:ColorMode>RGB24</scan:ColorMode><scan:XResolution>75</scan:XResolution>\
<scan:YResolution>75</scan:YResolution><pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat></scan:ScanSettings>"
post_body "$T/body.xml" -A 'Windows Image Acquisition'
is "Windows: a job" "$code" 201
like "with a path, not an address" "$job_path" '^/eSCL/ScanJobs/[0-9a-f-]\{32,36\}$'
is "without a body" "$(wc -c <"$T/body" | tr -d ' ')" 0
next_page "$T/page" -D "$T/head"
is "a page" "$code" 200
like "of the type that it asked for" "$(cat "$T/head")" '^[Cc]ontent-[Tt]ype: image/jpeg'
like "A4, padded where the glass ends" "$("$picture" info "$T/page")" '^color 63[78] 877 75'
ok "what the glass reaches" near "$(mean "$T/page" 100 100 400 600)" 32 64 96
is "the rim is white" "$(mean "$T/page" 0 872 630 5)" '255 255 255'
next_page "$T/page"
is "then the end, not a jam" "$code" 404
is "the state is idle" "$(status_field State)" Idle
is "the job completed" "$(job_field JobState)" Completed

# --- macOS: no prefixes, PNG one by one, polls, and ends the job.
body "<ScanSettings xmlns=\"http://schemas.hp.com/imaging/escl/2011/05/03\" xmlns:n0=\"http://www.pwg.org/schemas/2010/12/sm\">\
<n0:Version>2.0</n0:Version><n0:ScanRegions n0:MustHonor=\"true\"><n0:ScanRegion><n0:Height>1200</n0:Height><n0:Width>1200</n0:Width>\
<n0:XOffset>300</n0:XOffset><n0:YOffset>600</n0:YOffset></n0:ScanRegion></n0:ScanRegions><n0:InputSource>Platen</n0:InputSource>\
<ColorMode>RGB24</ColorMode><XResolution>150</XResolution><YResolution>150</YResolution><DocumentFormatExt>image/png</DocumentFormatExt></ScanSettings>"
mark_calls
post_body "$T/body.xml" -A 'AirScanScanner/1910 CFNetwork'
is "macOS: a job without prefixes" "$code" 201
next_page "$T/page"
is "a page of the size it asked for" "$("$picture" info "$T/page")" 'color 600 600 150'
is "from where it asked for" "$(new_calls | sed -n 's/^set tl-[xy]=//p' | tail -n 2 | tr '\n' ' ')" '25.4 50.8 '
end_job
is "the job is ended" "$code" 200
end_job
like "and again, harmlessly" "$code" '200\|404'

# --- Mopria: PDF of the feeder.
feed flat:202020 flat:404040
body "<scan:ScanSettings $escl $pwg><pwg:Version>2.6</pwg:Version><scan:Intent>Document</scan:Intent><pwg:InputSource>Feeder</pwg:InputSource>\
<scan:Duplex>false</scan:Duplex><pwg:DocumentFormat>application/pdf</pwg:DocumentFormat><scan:DocumentFormatExt>application/pdf</scan:DocumentFormatExt>\
<scan:XResolution>75</scan:XResolution><scan:YResolution>75</scan:YResolution><scan:ColorMode>Grayscale8</scan:ColorMode></scan:ScanSettings>"
tries=0
while post_body "$T/body.xml" -A "Mopria Scan"; [ "$code" = 409 ] && [ $tries -lt 60 ]; do tries=$((tries + 1)); sleep 0.1; done
is "Mopria: a job without an area" "$code" 201
next_page "$T/page.pdf" -D "$T/head"
is "a document" "$code" 200
like "as PDF" "$(cat "$T/head")" '^[Cc]ontent-[Tt]ype: application/pdf'
is "of two pages" "$(pdfinfo "$T/page.pdf" | sed -n 's/^Pages: *//p')" 2
next_page "$T/none"
is "then the end" "$code" 404

# --- NAPS2: both sides in colour, JPEG, ScanImageInfo between.
feed 'flat:202020 flat:404040'
post_stack Duplex=true ColorMode=Grayscale8 DocumentFormat=image/jpeg XResolution=300 region=0,0,2480,3508
is "NAPS2: a job" "$code" 201
next_page "$T/page-1"
like "facts of the picture are told, or that they are not" "$(answer "$base$job_path/ScanImageInfo")" '200\|404'
next_page "$T/page-2"
is "front and back" "$(mean "$T/page-1" 100 100 500 500) $(mean "$T/page-2" 100 100 500 500)" '32 32 32 64 64 64'
is "at 300 dpi" "$("$picture" info "$T/page-1")" 'gray 2480 3508 300'
next_page "$T/none"
is "then the end" "$code" 404
end_job
feed

# --- VueScan and what is old: HTTP/1.0, without chunks.
post_scan DocumentFormat=application/pdf
next_page "$T/old.pdf" --http1.0 -D "$T/head"
is "HTTP/1.0: a document" "$code $(pdfinfo "$T/old.pdf" 2>/dev/null | sed -n 's/^Pages: *//p')" '200 1'
is "not in chunks" "$(grep -ic '^transfer-encoding' "$T/head")" 0
next_page "$T/none"
post_scan DocumentFormat=application/pdf
next_page "$T/new.pdf" -D "$T/head"
is "HTTP/1.1: the same, in chunks or with its length" "$code $(grep -ic '^transfer-encoding: chunked\|^content-length' "$T/head")" '200 1'
is "a HEAD has no body" "$(curl -s -I --max-time 20 -o "$T/head" -w '%{http_code} %{size_download}' "$base/eSCL/ScannerCapabilities")" '200 0'

# --- Black and white.
script 'glass marks'
post_scan ColorMode=BlackAndWhite1 XResolution=300 region=0,0,1200,1200
next_page "$T/page"
is "black and white is one bit" "$("$picture" info "$T/page")" 'bits 1200 1200 300'
is "black where the paper is black, white where it is white" \
    "$(mean "$T/page" 10 10 90 90);$(mean "$T/page" 150 150 150 150)" '0 0 0;255 255 255'
post_scan ColorMode=BlackAndWhite1 DocumentFormat=image/jpeg
[ "$code" != 201 ] || next_page "$T/page"
like "as JPEG it is gray, or refused" "$code $("$picture" info "$T/page")" '^200 gray\|^409'
end_job
script 'glass flat:204060'

# --- What is a little wrong is clamped.
clamped() { # NAME WANTED SETTING...
    name=$1 wanted=$2
    shift 2
    post_scan "$@"
    next_page "$T/page"
    is "$name" "$("$picture" info "$T/page")" "$wanted"
    end_job
}
clamped "a width of 2551 is 2550" 'color 2550 300 300' region=0,0,2551,300 XResolution=300
clamped "what goes beyond the edge ends there" 'color 300 300 300' region=2250,0,2550,300 XResolution=300
clamped "a resolution that it has not is the nearest" 'color 600 600 150' XResolution=160
clamped "a large one is the largest" 'color 200 200 600' XResolution=9600 region=0,0,100,100

# --- What is wrong is refused, and nobody crashes.
refused() { # NAME CODES BODY
    printf '%s' "$3" >"$T/body.xml"
    post_body "$T/body.xml"
    like "$1 ($code)" "$code" "$2"
    [ "$code" != 201 ] || end_job
}
refused "no body is refused" '^400$' ''
refused "what is no XML is refused" '^400$' 'scan!'
refused "XML that is not whole is refused" '^400$' "<scan:ScanSettings $escl>"
refused "other XML is refused" '^400$' '<?xml version="1.0"?><html/>'
refused "a document type is refused" '^400$' "<!DOCTYPE x [<!ENTITY a \"b\">]><scan:ScanSettings $escl>&a;</scan:ScanSettings>"
refused "nonsense for a number is refused" '^400$' "$(settings XResolution=abc)"
refused "nonsense for a source is refused" '^4[0-9][0-9]$' "$(settings InputSource=Moon)"
refused "a resolution of nothing is refused, or the default" '^400$\|^201$' "$(settings XResolution=0)"
refused "a place left of the glass is refused, or its edge" '^400$\|^201$' "$(settings region=-5,-5,300,300)"
head -c 1000000 /dev/zero | tr '\0' ' ' >"$T/large"
is "a large body is too large" "$(answer -H 'Content-Type: text/xml' --data-binary "@$T/large" "$base/eSCL/ScanJobs")" 413
settings >"$T/settings.xml"
for type in application/x-www-form-urlencoded text/plain multipart/form-data; do
    is "what a browser sends of a strange page () is refused" \
        "$(answer -A Mozilla/5.0 -H "Content-Type: $type" --data-binary "@$T/settings.xml" "$base/eSCL/ScanJobs")" 415
done
is "another path is not there" "$(answer "$base/eSCL/Nothing")" 404
is "so is another job" "$(answer "$base/eSCL/ScanJobs/00000000000000000000000000000000/NextDocument")" 404
like "which cannot be ended either" "$(answer -X DELETE "$base/eSCL/ScanJobs/00000000000000000000000000000000")" '404\|200'
is "another method is told as such" "$(answer -X PUT -d '' "$base/eSCL/ScannerStatus")" 405
for junk in 'GET' 'GET / HTTP/9.9' 'POST /eSCL/ScanJobs HTTP/1.1' 'GET /eSCL/ScannerStatus HTTP/1.1'; do
    printf '%s\r\n\r\n' "$junk" | timeout 20 "$build/talk" -l 1 "$scan_port" >"$T/talk" 2>&1
    ok "a request that is not right ($junk) is refused" sh -c '! grep -q "^HTTP/1.[01] 2" "$1"' - "$T/talk"
done
ok "the server is there" kill -0 "$server_pid"
clamped "and scans" 'color 300 300 75'

# --- Other ways to it.
if [ "$(answer "http://[::1]:$scan_port/eSCL/ScannerStatus")" = 000 ] && ! grep -q ' lo$' /proc/net/if_inet6 2>/dev/null; then
    result 0 "IPv6 # SKIP there is none"
else
    is "by IPv6" "$(answer "http://[::1]:$scan_port/eSCL/ScannerStatus")" 200
fi
tls_port=$(sed -n "s/^ports $scan_port //p" "$T/state-$server_port.scanners")
is "by TLS" "$(answer -k "https://127.0.0.1:$tls_port/eSCL/ScannerStatus")" 200
plain=$base base=https://127.0.0.1:$tls_port
settings >"$T/settings.xml"
post_body "$T/settings.xml" -k
next_page "$T/page" -k
is "a page by TLS" "$code $("$picture" info "$T/page")" '200 color 300 300 75'
code=$(answer -k -X DELETE "$base$job_path")
base=$plain
done_testing
