#!/bin/bash
# test-client-windows7.sh - requests as Windows XP to 8.1 send them ("Internet Printing Client"):
# IPP 1.0 over http://HOST/printers/NAME/.printer, names in the computer's code page, the document
# as application/octet-stream in pieces.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-legacy.sh"
need canon-printer-app virtual-printer make-raster ipptool curl

LC_ALL=C
start_printer vp --speed 0 || exit 1
start_server || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"
ok "so is one with another name" add_queue 2nd-floor "socket://127.0.0.1:$printer_port"
host=127.0.0.1:$server_port

# bytes N SIZE: a number in SIZE bytes, most significant first
bytes() {
    local i
    for ((i = $2 - 1; i >= 0; i--)); do printf "\\x$(printf %02x $((($1 >> (8 * i)) & 255)))"; done
}
# attr TAG NAME VALUE
attr() {
    bytes "$1" 1
    bytes ${#2} 2
    printf %s "$2"
    bytes ${#3} 2
    printf %s "$3"
}
# number TAG NAME VALUE
number() {
    bytes "$1" 1
    bytes ${#2} 2
    printf %s "$2"
    bytes 4 2
    bytes "$3" 4
}
# begin OPERATION URI [CHARSET]: version 1.0, the header, the attributes that come first
begin() {
    bytes 256 2
    bytes "$1" 2
    bytes 7 4
    bytes 1 1
    attr 0x47 attributes-charset "${3:-utf-8}"
    attr 0x48 attributes-natural-language en-us
    attr 0x45 printer-uri "$2"
}
end() { bytes 3 1; }
# post PATH [CURL-OPTION...]: standard input as a request; the answer in $T/answer
post() {
    local path=$1
    shift
    timeout 30 curl -s -o "$T/answer" -w '%{http_code}' -H 'Content-Type: application/ipp' \
        -H 'User-Agent: Internet Print Provider' "$@" --data-binary @- "http://$host$path"
}
# status: version and status of the answer
status() { head -c 4 "$T/answer" | hex; }
# integer NAME: the first value of an attribute of four bytes
integer() {
    local all=$(hex <"$T/answer") name
    name=$(printf %s "$1" | hex)
    all=${all#*"$name"0004}
    echo $((16#${all:0:8}))
}
# has TEXT: whether it is in the answer
has() { grep -qaF -- "$1" "$T/answer"; }

# "Connect to a printer on the Internet": what is there?
for path in /printers/office/.printer /ipp/print/office /office/.printer /printers/office /.printer; do
    uri=http://$host$path
    { begin 0x000B "$uri"; end; } | post "$path" >"$T/code"
    is "Get-Printer-Attributes to $path is answered" "$(cat "$T/code")" 200
    is "in version 1.0, without an error" "$(status)" 01000000
    ok "by the queue" has printer-name
done
{
    begin 0x000B "http://$host/printers/office/.printer"
    attr 0x44 requested-attributes printer-name
    attr 0x44 '' printer-state
    attr 0x44 '' printer-is-accepting-jobs
    end
} | post /printers/office/.printer >"$T/code"
is "three attributes are asked" "$(status)" 01000000
ok "and told: the name" has office
is "and the state" "$(integer printer-state)" 3
not_ok "and no others" has media-supported
{ begin 0x000B 'http://odd_name!:8000/printers/2nd%2Dfloor/.printer'; end; } | post /x >"$T/code"
ok "a name with a digit and a percent code is found" has 2nd-floor
{ begin 0x000B 'http:\\host\printers\office'; end; } | post /x >"$T/code"
is "so is an address with backslashes" "$(status)" 01000000
{ begin 0x000B "http://$host/printers/nobody/.printer"; end; } | post /printers/nobody/.printer >"$T/code"
is "a queue that is not there is not found" "$(status)" 01000406

# The document: Print-Job, then what becomes of it
"$make_raster" -n 2 >"$T/two.pwg"
title=$(printf 'Pr\374fung \226 100 \200')
{
    begin 0x0002 "http://$host/printers/office/.printer"
    attr 0x42 requesting-user-name "$(printf 'M\374ller')"
    attr 0x42 job-name "$title"
    attr 0x49 document-format application/octet-stream
    end
    cat "$T/two.pwg"
} >"$T/print-job"
post /printers/office/.printer -H 'Transfer-Encoding: chunked' -H 'Expect: 100-continue' \
    <"$T/print-job" >"$T/code"
is "Print-Job in pieces is taken" "$(status)" 01000000
job=$(integer job-id)
is "it is printed" "$(end_of office "$job")" completed
is "with all its pages" "$(pages vp 1)" 2
is "its title arrives" "$(attribute office "$job" job-name)" 'Prüfung – 100 €'
is "so does its user" "$(attribute office "$job" job-originating-user-name)" 'Müller'
post /printers/office/.printer <"$T/print-job" >"$T/code"
is "it is taken with its length told, too" "$(status)" 01000000
is "and printed" "$(end_of office "$(integer job-id)")" completed

for charset in us-ascii iso-8859-1 windows-1252 ISO-8859-15; do
    { begin 0x000B "http://$host/printers/office" $charset; end; } | post /printers/office >"$T/code"
    is "requests in $charset are answered" "$(status)" 01000000
done
{ begin 0x000B "http://$host/printers/office" ebcdic-us; end; } | post /printers/office >"$T/code"
not_ok "those in others are not" test "$(status)" = 01000000

ok "the queue is paused" on_server pause -d office
{
    begin 0x0002 "http://$host/office/.printer" windows-1252
    attr 0x42 job-name "$(printf 'B\374ro')"
    end
    cat "$T/two.pwg"
} | post /office/.printer >"$T/code"
job=$(integer job-id)
is "a title in a character set that is named arrives" "$(attribute office "$job" job-name)" 'Büro'
{ begin 0x000A "http://$host/printers/office/.printer"; end; } | post /x >"$T/code"
is "Get-Jobs is answered" "$(status)" 01000000
is "with the job" "$(integer job-id)" "$job"
{
    begin 0x0009 "http://$host/printers/office/.printer"
    number 0x21 job-id "$job"
    end
} | post /x >"$T/code"
is "Get-Job-Attributes is answered" "$(integer job-id)" "$job"
{
    bytes 256 2
    bytes 8 2
    bytes 7 4
    bytes 1 1
    attr 0x47 attributes-charset utf-8
    attr 0x48 attributes-natural-language en-us
    attr 0x45 job-uri "http://$host/printers/office/.printer/$job"
    end
} | post /x >"$T/code"
is "Cancel-Job by the job's address is answered" "$(status)" 01000000
is "the job is canceled" "$(end_of office "$job")" canceled
ok "the queue goes on" on_server resume -d office

# PostScript of the in-box drivers, in PJL, with the Ctrl-D of AdobePS
if command -v gs >/dev/null; then
    n=$(jobs_printed vp)
    {
        printf '\033%%-12345X@PJL JOB NAME="x"\r\n@PJL SET COPIES=2\r\n@PJL ENTER LANGUAGE=POSTSCRIPT\r\n'
        printf '\004%%!PS-Adobe-3.0\n/Helvetica findfont 40 scalefont setfont\n'
        printf '100 400 moveto (one) show showpage 100 400 moveto (two) show showpage\n\004'
        printf '\033%%-12345X@PJL EOJ\r\n\033%%-12345X'
    } >"$T/pjl"
    {
        begin 0x0002 "http://$host/printers/office/.printer"
        attr 0x49 document-format application/octet-stream
        end
        cat "$T/pjl"
    } | post /printers/office/.printer >"$T/code"
    is "PostScript in PJL is taken" "$(status)" 01000000
    is "it is printed" "$(end_of office "$(integer job-id)")" completed
    ok "it is one job of the machine" wait_until 20 printed vp $((n + 1))
    ticket=$T/vp/job-$(printf %04d $((n + 1)))/ticket.json
    copies=$(sed -n 's/.*"copies" *: *\([0-9]*\).*/\1/p' "$ticket" | head -n 1)
    is "of two pages, in as many copies as PJL says" \
        "$((${copies:-1} * $(pages vp $((n + 1)))))" 4
fi

# Code of a printer is never printed as text
printf '\033%%-12345X@PJL ENTER LANGUAGE=PCL\r\n\033EHello\033E' >"$T/pcl"
{
    begin 0x0002 "http://$host/printers/office/.printer"
    attr 0x49 document-format application/octet-stream
    end
    cat "$T/pcl"
} | post /x >"$T/code"
is "PCL is refused" "$(status)" 0100040a

for path in /printers/office /printers/office/.printer /office/.printer /ipp/print/office /.printer; do
    is "a browser at $path is shown a page" \
        "$(timeout 10 curl -s -o "$T/page" -w '%{http_code}' "http://$host$path")" 200
done
like "which tells how to print" "$(cat "$T/page")" 'Addresses to print to'
done_testing
