# lib-axe.sh - helpers of the tests that go through the whole site with a browser, to be sourced
# after lib-browser.sh, lib-site.sh and lib-vprinter.sh: something to see on every page, all pages,
# and axe-core.
# SPDX-License-Identifier: Apache-2.0
#
#   furnish                       # two printers, one of which does not answer; jobs
#   for path in $site_pages; do ...
#   get_axe || skip_all "..."
#   axe                           # what it finds on the page that is shown, "" where nothing

# every page that a person comes to by links, once furnish was there
# shellcheck disable=SC2034 # for those that source this
site_pages='/ /print /print?printer=1 /jobs /jobs/1 /jobs/2 /why /why?printer=2 /printers /printers/add
    /printers/1 /printers/1/options /printers/1/paper /printers/1/calibration /printers/1/language /printers/1/delete
    /printers/2 /scan /help /help/sheet?printer=1 /settings /settings/network /settings/ways /settings/limits
    /settings/scan /settings/log-level /settings/tls /settings/access /settings/move /migrate /people
    /people/limits /people/departments /people/quiet-hours /log /about /sign-in /first-visit /no-such-page'

# print_here PRINTER-ID FILE [FIELD=VALUE...]: by the form of the page
print_here() {
    file=$2
    set -- "printer=$1" "${@:3}"
    fields=()
    for field in "$@"; do fields+=(--form-string "$field"); done
    browse -H Expect: "${fields[@]}" --form-string do=print -F "file=@$file" "$site/print?token=$(token /print)"
}

# furnish: "office" prints, "archive" does not answer; the first job is printed, the second waits,
# the third is held
furnish() {
    run_printer machine --pictures none --speed 0 --tray 1:120 --toner 64 --paper a4
    add_queue office "socket://127.0.0.1:$raw_port/?snmp-port=$snmp_port" || return 1
    free_port
    add_queue archive "socket://127.0.0.1:$port" || return 1
    printf 'a letter\n' >"$T/letter.txt"
    printf 'a list\n' >"$T/list.txt"
    print_here 1 "$T/letter.txt" user=anna
    end_of office 1 >"$T/ignored"
    print_here 2 "$T/list.txt" user=bert
    print_here 1 "$T/list.txt" user=bert job-hold-until=indefinite
}

# get_axe: axe-core in every page from now on, from the build folder, where it is kept, or by npm.
# The browser gives it to the page; the page's own rules for scripts stay as they are.
get_axe() {
    kept=$build/axe-core.js
    if [ ! -s "$kept" ]; then
        command -v npm >/dev/null 2>&1 || return 1
        (cd "$T" && timeout 60 npm pack --silent axe-core@4 >npm.out 2>&1 && tar xzf axe-core-4*.tgz) || return 1
        cp "$T/package/axe.min.js" "$kept" || return 1
    fi
    python3 -c 'import json, sys
source = open(sys.argv[1], encoding="utf-8").read()
json.dump({"cmd": "Page.addScriptToEvaluateOnNewDocument", "params": {"source": source}}, sys.stdout)' "$kept" >"$T/axe.json"
    curl -s -H 'Content-Type: application/json' --data-binary "@$T/axe.json" \
        "http://127.0.0.1:$driver_port/session/$browser/goog/cdp/execute" | grep -q '"identifier"'
}

# axe [RULE]: what breaks WCAG 2.1 A or AA on the page, one line
axe() {
    run='{runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], resultTypes: ["violations"]}'
    [ $# -eq 0 ] || run="{runOnly: {type: \"rule\", values: [\"$1\"]}}"
    driver POST "/session/$browser/execute/async" "{\"args\":[],\"script\":$(json_text "const done = arguments[0];
        axe.run(document, $run).then((r) => done(r.violations.map((v) => v.impact + ' ' + v.id + ': ' +
            v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')).join('; ')), (e) => done('failed: ' + e))")}" >"$T/js"
    grep -q '^{"value":"' "$T/js" || echo "axe did not run: $(head -c 200 "$T/js")"
    sed -n '1s/^{"value":"\{0,1\}\(.*[^"]\)"\{0,1\}}$/\1/p' "$T/js" | sed 's/\\"/"/g; s/\\n/ /g'
}
