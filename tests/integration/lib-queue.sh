# lib-queue.sh - helpers of the queue's tests, to be sourced by bash after lib.sh: documents of
# which every page can be told from all others, what became of them on paper and at the server.
# SPDX-License-Identifier: Apache-2.0

storm=$build/storm

# make_documents FIRST LAST PAGES [OPTION...]: $T/doc-0001.pwg and so on; their pages' checksums
# go into $T/crcs, a line "FILE PAGE CRC" for each
make_documents() {
    local n file page crc first=$1 last=$2 pages=$3
    shift 3
    for n in $(seq "$first" "$last"); do
        file=$(printf 'doc-%04d.pwg' "$n")
        "$make_raster" -s a5 -n "$pages" -m "$n" -c "$T/crc" "$@" >"$T/$file"
        page=1
        while read -r crc; do
            echo "$file $page $crc"
            page=$((page + 1))
        done <"$T/crc" >>"$T/crcs"
    done
}
# documents FIRST LAST: their names, with the folder
documents() {
    local n
    for n in $(seq "$1" "$2"); do printf "$T/doc-%04d.pwg\n" "$n"; done
}

# pages_of FOLDER: what is on paper, a line "FILE PAGE" for each side; "? ?" for one that nobody
# sent, "half ?" for half a page
pages_of() {
    paper "$1" | awk 'NR == FNR { file[$3] = $1 " " $2; next }
        { print $4 == "half" ? "half ?" : $5 in file ? file[$5] : "? ?" }' "$T/crcs" -
}

# printed_once FOLDER FILE...: each page of the files is there once, and nothing else of them
printed_once() {
    local folder=$1
    shift
    pages_of "$folder" | awk -v files="$*" '
        BEGIN { n = split(files, f, " "); for (i = 1; i <= n; i++) { sub(".*/", "", f[i]); want[f[i]] } }
        NR == FNR { if ($1 in want) pages[$1 " " $2] = 0; next }
        $0 in pages { pages[$0]++ }
        END { for (p in pages) if (pages[p] != 1) { print p, "is there", pages[p], "times"; bad = 1 }
              exit bad }' "$T/crcs" -
}
# only_known FOLDER: no page that nobody sent, and no half one
only_known() { ! pages_of "$1" | grep -q '[?]'; }

cat >"$T/jobs.test" <<'END'
{
    OPERATION Get-Jobs
    GROUP operation-attributes-tag
    ATTR charset attributes-charset utf-8
    ATTR language attributes-natural-language en
    ATTR uri printer-uri $uri
    ATTR name requesting-user-name $user
    ATTR keyword which-jobs $which
    ATTR keyword requested-attributes job-id,job-name,job-originating-user-name,job-state,job-state-reasons,job-state-message,job-impressions-completed
    STATUS successful-ok
}
END
# jobs_of QUEUE [WHICH]: Get-Jobs, a line for each: ID STATE NAME USER MESSAGE, tabs between
jobs_of() {
    ipptool -tv -d user=tester -d "which=${2:-not-completed}" "$(uri_of "$1")" "$T/jobs.test" | awk '
        function flush() { if (id != "") print id "\t" state "\t" name "\t" user "\t" message; id = "" }
        function value(s) { s = $0; sub("^[^=]*= ", "", s); return s }
        / job-id \(/ { flush(); id = value(); state = name = user = message = "-" }
        / job-name \(/ { name = value() }
        / job-originating-user-name \(/ { user = value() }
        / job-state \(/ { state = value() }
        / job-state-message \(/ { message = value() }
        END { flush() }'
}
# active QUEUE: how many jobs wait or print; idle QUEUE: none
active() { jobs_of "$1" | wc -l; }
idle() { [ "$(active "$1")" -eq 0 ]; }

# operate QUEUE OPERATION [LINE...]: true when it succeeded; each LINE is one of ipptool, such as
# "ATTR integer job-id 3"; $user and $want_status may be set; what came back in $T/operated
operate() {
    local queue=$1 operation=$2 line
    shift 2
    {
        echo "{ OPERATION $operation
            GROUP operation-attributes-tag
            ATTR charset attributes-charset utf-8
            ATTR language attributes-natural-language en
            ATTR uri printer-uri \$uri"
        for line in "$@"; do
            case $line in
            GROUP* | MEMBER* | ATTR*) ;;
            *) line="ATTR $line" ;;
            esac
            case $line in "ATTR integer job-id"*) line="$line
                ATTR name requesting-user-name ${user:-tester}" ;; esac
            echo "            $line"
        done
        echo "            STATUS ${want_status:-successful-ok} }"
    } >"$T/operate.test"
    ipptool -tv "$(uri_of "$queue")" "$T/operate.test" >"$T/operated" 2>&1 ||
        { cat "$T/operate.test" "$T/operated"; return 1; }
}

# ask_printer QUEUE ATTRIBUTE: its value
ask_printer() {
    ipptool -tv "$(uri_of "$1")" get-printer-attributes.test 2>/dev/null |
        sed -n "s/^ *$2 ([^)]*) = //p" | tail -n 1
}
printer_says() { ask_printer "$1" "$2" | grep -q -- "$3"; }
job_says() { ask_job "$1" "$2" "$3" | grep -q -- "$4"; }
web_says() { curl -s "http://127.0.0.1:$server_port/" | grep -q -- "$1"; }

# ipp_print_head QUEUE NAME: a Print-Job as it goes over the wire, up to its document
ipp_print_head() {
    field() { printf "\\x$1\\0\\x$(printf %02x ${#2})%s\\0\\x$(printf %02x ${#3})%s" "$2" "$3"; }
    printf '\1\1\0\2\0\0\0\1\1'
    field 47 attributes-charset utf-8
    field 48 attributes-natural-language en
    field 45 printer-uri "$(uri_of "$1")"
    field 42 requesting-user-name tester
    field 42 job-name "$2"
    field 49 document-format image/pwg-raster
    printf '\3'
}

# control LINE...: what the virtual printer with --control "$T/control" does from now on
control() {
    printf '%s\n' "$@" >"$T/control.new"
    mv "$T/control.new" "$T/control"
}

# crash: kill the server; the next start_server finds what it left
crash() {
    kill -9 "$server_pid"
    wait "$server_pid" 2>/dev/null
}

# unexplained FOLDER SENT QUEUE...: compare paper, what senders were told and what jobs say.
# SENT has lines of storm's: "job ID STATUS SECONDS REFUSALS FILE". Prints a line for each page
# of an accepted job that is missing, each that is there more often than the job's message
# admits, each half page no job admits, but of jobs whose senders were told of their failure.
unexplained() {
    local folder=$1 sent=$2 queue
    shift 2
    for queue in "$@"; do jobs_of "$queue" all; done >"$T/all-jobs"
    paper "$folder" | while read -r number _ _ kind _ _; do
        [ "$kind" = half ] || continue
        title=$(sed -n 's/.*"title" *: *"\([^"]*\)".*/\1/p' \
            "$T/$folder/job-$(printf %04d "$number")"*/ticket.json | head -n 1)
        echo "$number ${title:-?}"
    done >"$T/halves"
    pages_of "$folder" | awk -v jobs="$T/all-jobs" -v halves="$T/halves" -v sent="$sent" '
        # admitted(message, phrase, page): the message has the phrase with a range the page is in
        function admitted(message, phrase, page,    at, range) {
            while ((at = match(message, phrase " pages? [0-9]+( to [0-9]+)?")) > 0) {
                range = substr(message, at, RLENGTH)
                message = substr(message, at + RLENGTH)
                sub(".* pages? ", "", range)
                split(range, r, " to ")
                if (page >= r[1] + 0 && page <= (r[2] == "" ? r[1] : r[2]) + 0)
                    return 1
            }
            return 0
        }
        BEGIN {
            FS = "\t"
            while ((getline < jobs) > 0) { message[$3] = $5; state[$3] = $2; id[$3] = $1 }
            FS = " "
            while ((getline < sent) > 0)
                if ($1 == "job" && $3 ~ /^successful/)
                    accepted[$6] = $2
                else if ($1 == "job")
                    refused[$6] = 1
        }
        NR == FNR { pages[$1] = $2 > pages[$1] ? $2 : pages[$1]; next }
        $1 in pages { count[$1 " " $2]++ }
        $1 == "?" { print "a page that nobody sent"; bad = 1 }
        END {
            for (f in accepted)
                for (p = 1; p <= pages[f]; p++) {
                    n = count[f " " p] + 0
                    if (n == 1 || (n > 1 && admitted(message[f], "There may be two of", p)))
                        continue
                    print "job " accepted[f] " " f " page " p ": " n " times; " state[f] ": " message[f]
                }
            for (f in pages)
                if (!(f in accepted))
                    for (p = 1; p <= pages[f]; p++)
                        if (count[f " " p] + 0 > 1 && !admitted(message[f], "There may be two of", p))
                            print f " page " p ", not accepted: " count[f " " p] " times; " message[f]
            while ((getline < halves) > 0)
                if (!($2 in message) ? !($2 in refused) : message[$2] !~ /a part of page|was cut off/)
                    print "half a page in job " $1 " of the machine, " $2 ": " message[$2]
        }' "$T/crcs" -
}
