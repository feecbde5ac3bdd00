# lib-site.sh - helpers of the tests of the web page, to be sourced after lib.sh: a server with it,
# pages and forms by curl.
# SPDX-License-Identifier: Apache-2.0
#
#   start_site
#   page /jobs                                   # $code, the page in $T/page
#   post /jobs/1/cancel                          # as the form of a page does; $code, $went
#   post /settings name=office "place=2nd floor"
#
# This computer is an administrator as long as none is set.

site_port='' site='' code='' went='' jar=$T/cookies

# start_site [OPTION...]: a server with the page; its address in $site
start_site() {
    [ -n "$site_port" ] || { free_port; site_port=$port; free_port; site_tls_port=$port; }
    start_server web=yes "web-port=$site_port" "web-tls-port=$site_tls_port" "$@" || return 1
    site=http://127.0.0.1:$site_port
    wait_until 20 listening "$site_port"
}

# browse CURL-ARGUMENT...: with our cookies; the answer in $T/page and $T/head
browse() {
    curl -s -m 60 -b "$jar" -c "$jar" -D "$T/head" -o "$T/page" "$@"
    code=$(sed -n '1s/^HTTP[^ ]* \([0-9]*\).*/\1/p' "$T/head")
    went=$(sed -n 's/^Location: \(.*\)\r$/\1/p' "$T/head")
}

# page PATH [CURL-ARGUMENT...]
page() {
    where=$1
    shift
    browse "$@" "$site$where"
}

# token [PATH]: what forms of that page, or of the first one, prove themselves with
token() {
    curl -s -m 60 -b "$jar" -c "$jar" "$site${1:-/}" |
        sed -n 's/.*<meta name="form-token" content="\([^"]*\)">.*/\1/p'
}

# post PATH [FIELD=VALUE...]: as a form of our pages is sent; the token is of $form_page, or of /
post() {
    where=$1
    shift
    set -- "$@" "token=$(token "${form_page:-/}")"
    n=$#
    while [ $n -gt 0 ]; do
        set -- "$@" --data-urlencode "$1"
        shift
        n=$((n - 1))
    done
    browse -X POST "$@" "$site$where"
}

# shows PATTERN: whether the page that came has a line with it (basic regular expression)
shows() { grep -q -- "$1" "$T/page"; }

# text: what a person reads of the page that came, without tags
text() { sed 's/<[^>]*>/ /g; s/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&#39;/'"'"'/g; s/&amp;/\&/g' "$T/page" | tr -s ' \n' ' '; }
