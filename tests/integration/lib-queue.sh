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

# send_document QUEUE NUMBER [ATTR...]: doc-NUMBER under its name; $job, and a line in $T/sent as of
# storm
send_document() {
    local file queue=$1
    file=$(documents "$2" "$2")
    shift 2
    title=${file##*/} send_file "$queue" "$file" image/pwg-raster "$@"
    echo "job ${job:-0} $(sed -n 's/.*status-code = \([^ ]*\).*/\1/p' "$T/reply" | head -n 1) 0 0 ${file##*/}" \
        >>"$T/sent"
    [ -n "$job" ]
}

# pages_of FOLDER: what is on paper, a line "FILE PAGE" for each side of each copy; "? ?" for one
# that nobody sent, "half ?" for half a page
pages_of() {
    paper "$1" | awk 'NR == FNR { file[$3] = $1 " " $2; next }
        { for (n = $3; n > 0; n--)
              print $4 == "half" ? "half ?" : $5 in file ? file[$5] : "? ?" }' "$T/crcs" -
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
web_says() { curl -s "$site${2:-/}" | grep -q -- "$1"; }

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
# admits, each half page no job admits. A job that was not accepted, and is not known any more,
# admits half a page by its sender's error. $T/copies has a line "FILE COPIES" for each document
# that is wanted more often than once. $T/halves and $T/doubles tell what there is of them.
unexplained() {
    local folder=$1 sent=$2 queue number
    shift 2
    for queue in "$@"; do jobs_of "$queue" all; done >"$T/all-jobs"
    for number in $(paper "$folder" | awk '$4 == "half" { print $1 }' | sort -u); do
        echo "$number $(sed -n 's/.*"title" *: *"\([^"]*\)".*/\1/p' \
            "$T/$folder/job-$(printf %04d "$number")"*/ticket.json | head -n 1)"
    done >"$T/titles"
    paper "$folder" >"$T/paper"
    touch "$T/copies"
    awk -v halves="$T/halves" -v doubles="$T/doubles" '
        # the message has the phrase with a range that page is in; page 0: any
        function admitted(message, phrase, page,    at, range, r) {
            while ((at = match(message, phrase " pages? [0-9]+( to [0-9]+)?")) > 0) {
                range = substr(message, at, RLENGTH)
                message = substr(message, at + RLENGTH)
                sub(".* pages? ", "", range)
                split(range, r, " to ")
                if (page == 0 || (page >= r[1] + 0 && page <= (r[2] == "" ? r[1] : r[2]) + 0))
                    return 1
            }
            return 0
        }
        function check(file, page, least,    n) {
            n = count[file, page] - (file in copies ? copies[file] : 1) + 1
            if (n > 1)
                print file, page, n >doubles
            if ((least && n < 1) || (n > 1 && !admitted(message[file], "There may be two of", page)))
                print file " page " page ": " n " times; " says(file)
        }
        function check_half(number, page,    file) {
            file = title[number]
            page = first[number] ? (first[number] + page - 2) % pages[file] + 1 : 0 # of any set
            print number, file, page >halves
            if (file in known ? !admitted(message[file], "a part of( one of)?", page) &&
                                message[file] !~ /was cut off/ : !(file in refused))
                print "half of page " page " of " file ", job " number " of the machine; " says(file)
        }
        function says(file) {
            return file in known ? "job " known[file] " " state[file] ": " message[file] : "no job"
        }
        BEGIN { printf "" >halves; printf "" >doubles }
        FILENAME == ARGV[1] {
            split($0, w, "\t")
            known[w[3]] = w[1]; state[w[3]] = w[2]; message[w[3]] = w[5]
        }
        FILENAME == ARGV[2] && $1 == "job" { if ($3 ~ /^successful/) accepted[$6] = 1; else refused[$6] = 1 }
        FILENAME == ARGV[3] { file_of[$3] = $1; page_of[$3] = $2; pages[$1] = $2 }
        FILENAME == ARGV[4] { title[$1] = $2 }
        FILENAME == ARGV[5] { copies[$1] = $2 }
        FILENAME != ARGV[6] { next }
        $4 == "half" { half[$1] = $2; next }
        !($5 in file_of) { print "a page that nobody sent: " $0; next }
        {
            count[file_of[$5], page_of[$5]] += $3
            if (!($1 in first)) first[$1] = page_of[$5] - $2 + 1
        }
        END {
            for (f in accepted) for (p = 1; p <= pages[f]; p++) check(f, p, 1)
            for (f in refused) for (p = 1; p <= pages[f]; p++) check(f, p, 0)
            for (j in half) check_half(j, half[j])
        }' "$T/all-jobs" "$sent" "$T/crcs" "$T/titles" "$T/copies" "$T/paper" || echo "not compared"
}

# forgotten: the jobs of $T/sent that were accepted and are not in $T/ended, which is a list of
# jobs_of
forgotten() {
    awk '$1 == "job" && $3 ~ /^successful/ { print $2 }' "$T/sent" |
        while read -r id; do grep -q "^$id	" "$T/ended" || echo "$id"; done
}
