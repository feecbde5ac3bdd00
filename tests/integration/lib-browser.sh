# lib-browser.sh - helpers of the tests with a real browser, to be sourced after lib.sh: Chromium,
# driven by chromedriver through the WebDriver protocol.
# SPDX-License-Identifier: Apache-2.0
#
#   need_browser
#   start_browser || exit 1
#   go "http://127.0.0.1:$port/"
#   is "it has a title" "$(js 'return document.title')" "Scan"
#   click '#scan'

need_browser() {
    need chromedriver curl
    # chromedriver finds its browser by that name
    getent hosts localhost >/dev/null || skip_all "needs an address of localhost (/etc/hosts)"
    command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || skip_all "needs chromium"
}

# json_text TEXT: as a JSON string
json_text() { printf '"%s"' "$(printf %s "$1" | sed 's/\\/\\\\/g; s/"/\\"/g' | awk '{printf "%s%s", n++ ? "\\n" : "", $0}')"; }

# driver METHOD PATH [JSON]: the answer on standard output
driver() {
    timeout 60 curl -s -X "$1" -H 'Content-Type: application/json' ${3:+--data-binary "$3"} \
        "http://127.0.0.1:$driver_port$2"
}

driver_ready() { driver GET /status | grep -q '"ready":true'; }

# start_browser: one window, in $browser; what it downloads in $T/downloads
start_browser() {
    free_port
    driver_port=$port
    mkdir -p "$T/downloads" "$T/profile"
    binary=$(command -v chromium || command -v google-chrome)
    chromedriver --port="$driver_port" --allowed-ips=127.0.0.1 >"$T/chromedriver.log" 2>&1 &
    children="$children $!"
    wait_until 20 driver_ready || { diag "$(cat "$T/chromedriver.log")"; return 1; }
    # root, as in a container, has no sandbox; no other computer is asked for anything
    browser=$(driver POST /session "{\"capabilities\":{\"alwaysMatch\":{
        \"goog:loggingPrefs\":{\"browser\":\"ALL\"},
        \"goog:chromeOptions\":{\"binary\":\"$binary\",\"args\":[\"--headless=new\",\"--no-sandbox\",
        \"--disable-gpu\",\"--disable-dev-shm-usage\",\"--no-first-run\",\"--disable-background-networking\",
        \"--disable-component-update\",\"--user-data-dir=$T/profile\"]}}}}" |
        sed -n 's/.*"sessionId":"\([0-9a-f]*\)".*/\1/p')
    [ -n "$browser" ] || { diag "$(tail -n 20 "$T/chromedriver.log")"; return 1; }
    cdp Browser.setDownloadBehavior "{\"behavior\":\"allow\",\"downloadPath\":\"$T/downloads\"}"
    trap 'end_browser; cleanup' EXIT
}

# end_browser: its processes are children of chromedriver's
end_browser() {
    [ -n "${browser:-}" ] && driver DELETE "/session/$browser" >/dev/null 2>&1
    browser=
}

# cdp COMMAND PARAMETERS: of Chromium's own protocol
cdp() { driver POST "/session/$browser/goog/cdp/execute" "{\"cmd\":\"$1\",\"params\":${2:-{\}}}" >"$T/cdp"; }

# go URL
go() { driver POST "/session/$browser/url" "{\"url\":$(json_text "$1")}" >/dev/null; }

# js CODE: what the script returns, a text, number or truth
js() {
    driver POST "/session/$browser/execute/sync" "{\"script\":$(json_text "$1"),\"args\":[]}" >"$T/js"
    sed -n '1s/^{"value":"\{0,1\}\(.*[^"]\)"\{0,1\}}$/\1/p' "$T/js" | sed 's/\\"/"/g; s/\\n/ /g'
}
# js_true CODE: whether it returns true
js_true() { [ "$(js "$1")" = true ]; }

# element SELECTOR: its number; nothing where there is none
element() {
    driver POST "/session/$browser/element" "{\"using\":\"css selector\",\"value\":$(json_text "$1")}" |
        sed -n 's/.*"element-[0-9a-f-]*":"\([^"]*\)".*/\1/p'
}

# show SELECTOR: in the middle of the window
show() { js "document.querySelector('$1').scrollIntoView({block: 'center', behavior: 'instant'})" >/dev/null; }

# click SELECTOR: as a person does: it must be seen, and nothing lie above it
click() {
    show "$1"
    driver POST "/session/$browser/element/$(element "$1")/click" '{}' >"$T/click"
    grep -q '^{"value":null}' "$T/click" || { diag "click $1: $(head -c 300 "$T/click")"; return 1; }
}

# type SELECTOR TEXT: in the place of what is there
type_text() {
    id=$(element "$1")
    driver POST "/session/$browser/element/$id/clear" '{}' >/dev/null
    driver POST "/session/$browser/element/$id/value" "{\"text\":$(json_text "$2")}" >/dev/null
}

# keys TEXT: to where the keyboard is; \uE004 is Tab, \uE00D Space, \uE006 Enter
keys() {
    driver POST "/session/$browser/actions" "{\"actions\":[{\"type\":\"key\",\"id\":\"keyboard\",\"actions\":[
        {\"type\":\"keyDown\",\"value\":\"$1\"},{\"type\":\"keyUp\",\"value\":\"$1\"}]}]}" >/dev/null
}

# drag SELECTOR X0 Y0 X1 Y1 [mouse|touch]: with the button held, by hundredths of the element's box
drag() {
    show "$1"
    drag_points "$(js "const b = document.querySelector('$1').getBoundingClientRect();
        return [b.left + b.width * $2 / 100, b.top + b.height * $3 / 100,
        b.left + b.width * $4 / 100, b.top + b.height * $5 / 100].map(Math.round).join(' ')")" "${6:-mouse}"
}

# drag_points "X0 Y0 X1 Y1" [mouse|touch]: in the window
drag_points() {
    # shellcheck disable=SC2086 # four numbers
    set -- $1 "${2:-mouse}"
    driver POST "/session/$browser/actions" "{\"actions\":[{\"type\":\"pointer\",\"id\":\"$5\",
        \"parameters\":{\"pointerType\":\"$5\"},\"actions\":[
        {\"type\":\"pointerMove\",\"duration\":0,\"x\":$1,\"y\":$2},{\"type\":\"pointerDown\",\"button\":0},
        {\"type\":\"pointerMove\",\"duration\":60,\"x\":$((($1 + $3) / 2)),\"y\":$((($2 + $4) / 2))},
        {\"type\":\"pointerMove\",\"duration\":60,\"x\":$3,\"y\":$4},{\"type\":\"pointerUp\",\"button\":0}]}]}" >"$T/drag"
}

# screen WIDTH HEIGHT [light|dark]: of the browser from now on
screen() {
    cdp Emulation.setDeviceMetricsOverride "{\"width\":$1,\"height\":$2,\"deviceScaleFactor\":1,\"mobile\":$([ "$1" -lt 700 ] && echo true || echo false)}"
    cdp Emulation.setEmulatedMedia "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"${3:-light}\"}]}"
}

# console: what the browser complained of since the last time, "" when of nothing
console() { driver POST "/session/$browser/se/log" '{"type":"browser"}' | sed -n 's/^{"value":\[\(.*\)\]}$/\1/p'; }

# picture FILE: of the window, PNG
picture() { driver GET "/session/$browser/screenshot" | sed 's/^{"value":"//; s/"}$//; s/\\n//g' | base64 -d >"$1"; }
