# lib-corpus.sh - real documents through IPP to paper, to be sourced after lib.sh: all are sent,
# then each one's outcome is looked at. The document's name is the job's title, by which its
# pages are found.
# SPDX-License-Identifier: Apache-2.0
#
#   corpus_start                   a printer "vp", a server and its queue "office"
#   make letter                    $docs/letter.pdf by make_letter of tests/corpus
#   submit letter                  sends $docs/letter.pdf
#   ended letter completed         its state, and words of its message
#   looks_right letter             as another renderer shows it, or as $docs/letter.wanted.pdf
#   same_paper letter_1252 letter  their first pages are the same to the dot
#   nothing_left                   no processes, no files

# shellcheck disable=SC2154 # variables of lib.sh
docs=$T/docs
mkdir -p "$docs" "$T/sent"

corpus_start() {
    start_printer vp --speed 0 --pictures pbm && start_server "$@" &&
        add_queue office "socket://127.0.0.1:$printer_port" >"$T/add.out" 2>&1 &&
        on_server modify -d office -o blank-jobs=print >>"$T/add.out" 2>&1 && # some are white
        result 0 "a server and a printer are there"
}

# make NAME: false and a diagnosis if a tool failed
make() {
    "make_$1" "$docs" >"$T/make.out" 2>&1 || { diag "$1 could not be made: $(tail -n 5 "$T/make.out")"; false; }
}

format_of() {
    case $1 in
    *.ps | *.eps) echo application/postscript ;;
    *.txt) echo text/plain ;;
    *.jpg) echo image/jpeg ;;
    *) echo application/pdf ;;
    esac
}

# submit NAME[.EXTENSION] [ATTR...]: its job's number is kept; a refusal is no error here
submit() {
    case $1 in *.*) document=$1 ;; *) document=$1.pdf ;; esac
    shift
    title=${document%.*} reply_file=$T/sent/${document%.*}.reply
    send_file office "$docs/$document" "$(format_of "$document")" "$@"
    echo "$job" >"$T/sent/$title"
    reply_file=
}

# send_made NAME...: make and submit each
send_made() {
    for made in "$@"; do
        ok "$made is made" make "$made" && submit "$made"
    done
}

job_of() { cat "$T/sent/$1"; }

# ended NAME STATE [WORDS]: WORDS a basic regular expression; STATE may be "refused", WORDS are
# sought in the reply then
ended() {
    words=${3:-.}
    if [ -z "$(job_of "$1")" ]; then
        said=$(cat "$T/sent/$1.reply") state=refused
    else
        state=$(end_of office "$(job_of "$1")")
        said="$(ask_job office "$(job_of "$1")" job-state-message) $(ask_job office "$(job_of "$1")" job-state-reasons)"
    fi
    [ "$state" = "$2" ] && printf '%s\n' "$said" | grep -q -- "$words"
    result $? "$1 is $2${3:+: $words}" || { diag "it is $state: $said"; false; }
}

# sides_of NAME: its pages on paper, each one's bitmap, in the order they came out
sides_of() {
    find "$T/vp" -name ticket.json -path '*/job-*' | sort | while read -r ticket; do
        grep -q "\"title\": *\"$1\"" "$ticket" &&
            find "${ticket%/*}" -name 'page-*.pbm' | sort
    done
}

# all_out NAME COUNT: its pages are on paper; the printer writes a job's last
all_out() { [ "$(sides_of "$1" | wc -l)" -ge "$2" ]; }

# has_pages NAME COUNT
has_pages() {
    wait_until 10 all_out "$1" "$2"
    is "$1 has $2 pages" "$(sides_of "$1" | wc -l | tr -d ' ')" "$2"
}

# reference NAME PAGE: the page of $docs/NAME(.wanted).pdf by poppler at 300 dpi, in $T/reference,
# in gray, or in colour when $in_colour is set; $reference_size: options of pdftoppm for another
# size
reference() {
    reference_of=$docs/$1.wanted.pdf
    [ -f "$reference_of" ] || reference_of=$docs/$1.pdf
    # shellcheck disable=SC2086 # words
    pdftoppm ${in_colour:--gray} -cropbox -singlefile -f "$2" -l "$2" ${reference_size:--r 300} \
        "$reference_of" >"$T/reference" 2>"$T/reference.err"
}

# side_right NAME PAGE [OPTION...]: options of compare-gray
side_right() {
    right_name=$1 right_page=$2
    shift 2
    reference "$right_name" "$right_page" &&
        "$build/compare-gray" "$@" "$T/reference" "$(sides_of "$right_name" | sed -n "${right_page}p")"
}

# looks_right NAME [OPTION...]: completed, and each page as it should be; options of compare-gray
looks_right() {
    looks_name=$1
    shift
    ended "$looks_name" completed || return
    looks_of=$docs/$looks_name.wanted.pdf
    [ -f "$looks_of" ] || looks_of=$docs/$looks_name.pdf
    looks_pages=$(pdfinfo "$looks_of" 2>/dev/null | sed -n 's/^Pages: *//p')
    has_pages "$looks_name" "$looks_pages" || return
    for page in $(seq "$looks_pages"); do
        ok "$looks_name: page $page looks right" side_right "$looks_name" "$page" "$@"
        [ -n "${SHOW:-}" ] && diag "$(cat "$T/ok.out")"
    done
}

# first_crc NAME: of its first page
first_crc() { crc_of "$(sides_of "$1" | head -n 1)"; }

# same_paper NAME OTHER
same_paper() {
    ended "$1" completed && has_pages "$1" 1 &&
        is "$1 is the same on paper as $2" "$(first_crc "$1")" "$(first_crc "$2")"
}

# what is in the spool beside jobs that have ended and queues
spool_leftovers() {
    find "$T/spool-$server_port" -mindepth 1 ! \( -type d -name scans \) ! -name 'job-*.ipp' ! -name 'job-*.log' \
        ! -name 'queue-*.ipp' ! -name next-id
}
helpers() { pgrep -P "$server_pid"; }
spool_clean() { [ -z "$(spool_leftovers)" ]; }
no_helpers() { ! helpers; }

nothing_left() {
    ok "no program is left running" wait_until 10 no_helpers
    ok "nothing is left on the disk" wait_until 10 spool_clean
    spool_clean || diag "$(spool_leftovers)"
    ok "the server is there" kill -0 "$server_pid"
}

# sheet_of NAME PAGE: what sheet the page is on, by the size of its bitmap
sheet_of() {
    head -c 15 "$(sides_of "$1" | sed -n "$2p")" | tr '\n' ' ' | {
        read -r _ sheet_width sheet_height _
        case $sheet_width,$sheet_height in
        49*,7016) echo A4 ;;
        3[45]*,4961) echo A5 ;;
        51*,6600) echo Letter ;;
        51*,8400) echo Legal ;;
        *) echo "$sheet_width x $sheet_height" ;;
        esac
    }
}

# told NAME WORDS: aborted with WORDS, and as many pages are on paper as it says had been sent.
# How many that are is a matter of time: a page that was made goes out at once if it can.
told() {
    ended "$1" aborted "$2" || return
    told_pages=$(ask_job office "$(job_of "$1")" job-state-message |
        sed -n 's/.* \([0-9]*\) pages* had been sent.*/\1/p')
    has_pages "$1" "${told_pages:-0}"
}
