/*
 * test-access.c - administrators, sessions, limits and networks: what the web page and IPP ask.
 * SPDX-License-Identifier: Apache-2.0
 */
#define _GNU_SOURCE /* memmem */
#include "server/access-limit.h"
#include "server/access-print.h"
#include "server/access.h"
#include "server/queue-settings.h"
#include "tap.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/test-access.XXXXXX";
static char state[100], path[150];

/* ---- rules ---- */

static void test_rules(void)
{
    char text[ACCESS_PASSWORD_BYTES + 10];

    ok(access_password_check("123456789") == ACCESS_SHORT, "Nine characters are too few");
    ok(access_password_check("1234567890") == ACCESS_DONE, "Ten are enough, whichever");
    ok(access_password_check("\xC3\xA4\xC3\xB6\xC3\xBC\xC3\xA4\xC3\xB6") == ACCESS_SHORT,
       "Characters count, not bytes");
    memset(text, 'a', sizeof(text));
    text[128] = '\0';
    ok(access_password_check(text) == ACCESS_DONE, "128 characters are taken");
    text[128] = 'a';
    text[129] = '\0';
    ok(access_password_check(text) == ACCESS_LONG, "129 are not");
    ok(access_password_check("1234567890\n") == ACCESS_BAD_TEXT &&
           access_password_check("123456789\xFF") == ACCESS_BAD_TEXT,
       "Control characters and what is no UTF-8 are refused");
    ok(access_name_check("anna") && access_name_check("Anna M\xC3\xBCller"),
       "Names may have spaces and letters of all languages");
    ok(!access_name_check("") && !access_name_check("a:b") && !access_name_check("a\tb") &&
           !access_name_check("a\nb") && !access_name_check(" a") && !access_name_check("a ") &&
           !access_name_check("\xFF"),
       "A name has no colon, control character or space around it");
    memset(text, 'a', 64);
    text[64] = '\0';
    ok(!access_name_check(text), "64 bytes are too long for a name");
    text[63] = '\0';
    ok(access_name_check(text), "63 are not");
}

/* ---- the file ---- */

static void write_file(const char *text)
{
    FILE *file = fopen(path, "w");

    if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0)
        abort();
}

static bool file_has(const char *wanted)
{
    char text[4096] = "";
    FILE *file = fopen(path, "r");
    size_t n = file != NULL ? fread(text, 1, sizeof(text) - 1, file) : 0;

    if (file != NULL)
        (void)fclose(file);
    text[n] = '\0';
    return strstr(text, wanted) != NULL;
}

static void test_people(void)
{
    char names[ACCESS_PEOPLE_MAX][ACCESS_NAME_SIZE], why[1300];
    struct stat info;
    unsigned before;

    access_people_open(state, why, sizeof(why));
    ok(why[0] == '\0' && !access_people_any(), "Without a file nobody administrates");
    ok(access_people_check("anna", "a good password") == ACCESS_WRONG,
       "Then no password is right");
    before = access_people_changes();
    ok(access_people_set("anna", "a good password", ACCESS_FIRST) == ACCESS_DONE &&
           access_people_any() && access_people_changes() != before,
       "The first administrator is set");
    ok(access_people_set("eve", "a good password", ACCESS_FIRST) == ACCESS_TAKEN,
       "There is one first administrator only");
    ok(stat(path, &info) == 0 && (info.st_mode & 0777) == 0600,
       "Only the server reads the file");
    ok(file_has("anna\t$y$") && !file_has("a good password"),
       "It has a hash by yescrypt, and no password");
    ok(access_people_check("anna", "a good password") == ACCESS_DONE, "The password is right");
    ok(access_people_check("anna", "a good passwore") == ACCESS_WRONG &&
           access_people_check("anna", "") == ACCESS_WRONG &&
           access_people_check("eve", "a good password") == ACCESS_WRONG,
       "Another one is not, nor is another name");
    ok(access_people_set("bob", "another password", ACCESS_ANY) == ACCESS_DONE &&
           access_people_list(names, ACCESS_PEOPLE_MAX) == 2 && strcmp(names[1], "bob") == 0,
       "There may be more of them");
    ok(access_people_set("bob", "short", ACCESS_ANY) == ACCESS_SHORT &&
           access_people_check("bob", "another password") == ACCESS_DONE,
       "A password that is refused changes nothing");
    access_people_open(state, why, sizeof(why));
    ok(access_people_check("anna", "a good password") == ACCESS_DONE &&
           access_people_check("bob", "another password") == ACCESS_DONE,
       "They survive a new start");
    ok(access_people_remove("carl", false) == ACCESS_UNKNOWN &&
           access_people_remove("anna", false) == ACCESS_DONE &&
           access_people_check("anna", "a good password") == ACCESS_WRONG,
       "One who is taken out is none any more");
    ok(access_people_remove("bob", false) == ACCESS_LAST && access_people_any(),
       "The last one is not taken out by accident");
    ok(access_people_remove("bob", true) == ACCESS_DONE && !access_people_any() &&
           access(path, F_OK) != 0,
       "But when it is meant");
}

static void test_damage(void)
{
    char why[1300];

    write_file("");
    access_people_open(state, why, sizeof(why));
    ok(access_people_any() && why[0] != '\0', "An empty file does not open the server");
    ok(access_people_set("eve", "a good password", ACCESS_FIRST) == ACCESS_TAKEN,
       "Nor may somebody be the first then");
    write_file("nonsense\nanna\nanna\tplain\n:\t$y$x\n");
    access_people_open(state, why, sizeof(why));
    ok(access_people_any() && access_people_list(NULL, 0) == 0,
       "Lines that make no sense are nobody");
    ok(access_people_set("anna", "a good password", ACCESS_ANY) == ACCESS_DONE &&
           file_has("anna"),
       "An administrator who is set anew repairs it");
    ok(unlink(path) == 0 && mkdir(path, 0700) == 0, "(a folder in its place)");
    access_people_open(state, why, sizeof(why));
    ok(access_people_any(), "What cannot be read does not open the server");
    (void)rmdir(path);
    access_people_open(state, why, sizeof(why));
}

/* ---- sessions ---- */

static void test_sessions(void)
{
    static struct access_sessions all;
    char one[ACCESS_SESSION_ID], two[ACCESS_SESSION_ID], user[ACCESS_NAME_SIZE];
    char many[ACCESS_SESSION_ID];

    ok(access_session_begin(&all, "anna", 1000, one) &&
           access_session_begin(&all, "bob", 1000, two) && strlen(one) == 64 &&
           strcmp(one, two) != 0,
       "Each session has a number of its own of 256 bits");
    ok(memmem(&all, sizeof(all), one, 64) == NULL, "Which is not kept as it is");
    ok(access_session_user(&all, one, 1001, user) && strcmp(user, "anna") == 0,
       "A number tells whose it is");
    one[0] = one[0] == 'a' ? 'b' : 'a';
    ok(!access_session_user(&all, one, 1001, user) && user[0] == '\0' &&
           !access_session_user(&all, "", 1001, user) &&
           !access_session_user(&all, "x", 1001, user),
       "Another number is nobody's");
    ok(access_session_user(&all, two, 1000 + ACCESS_SESSION_IDLE - 1, user) &&
           access_session_user(&all, two, 1000 + 2 * ACCESS_SESSION_IDLE - 2, user),
       "One that is used stays");
    ok(!access_session_user(&all, two, 1000 + 3 * ACCESS_SESSION_IDLE, user),
       "One that is not used for two hours is over");
    ok(access_session_begin(&all, "anna", 5000, one), "(another one)");
    for (int64_t t = 5000; t < 5000 + ACCESS_SESSION_LIFE; t += 3600)
        (void)access_session_user(&all, one, t, user);
    ok(!access_session_user(&all, one, 5000 + ACCESS_SESSION_LIFE, user),
       "After twelve hours each is over");
    for (int i = 0; i < ACCESS_SESSIONS_MAX; i++)
        (void)access_session_begin(&all, "carl", 90000 + i, i == 0 ? one : i == 1 ? two : many);
    ok(access_sessions_count(&all, 91000) == ACCESS_SESSIONS_MAX, "There are 64 at most");
    ok(access_session_begin(&all, "dora", 91000, many) &&
           !access_session_user(&all, one, 91000, user) &&
           access_session_user(&all, two, 91000, user),
       "One more ends the one that was quiet for longest");
    access_session_end(&all, two);
    ok(!access_session_user(&all, two, 91000, user), "One that was ended is over");
    ok(access_sessions_end(&all, "carl", NULL) == ACCESS_SESSIONS_MAX - 2 &&
           access_session_user(&all, many, 91000, user),
       "All of one person can be ended");
    (void)access_session_begin(&all, "dora", 91000, one);
    ok(access_sessions_end(&all, NULL, many) == 1 &&
           access_session_user(&all, many, 91000, user) &&
           !access_session_user(&all, one, 91000, user),
       "And all but one's own");
}

/* ---- limits ---- */

static void test_limits(void)
{
    static struct access_limit limit, fresh;
    char host[64];
    unsigned tries = 0;

    ok(access_limit_try(&limit, "192.0.2.1", 100) == 0 &&
           access_limit_try(&limit, "192.0.2.1", 100) == 0 &&
           access_limit_try(&limit, "192.0.2.1", 100) == 0,
       "Three tries are free");
    ok(access_limit_try(&limit, "192.0.2.1", 100) == 1, "The fourth has to wait a second");
    ok(access_limit_try(&limit, "192.0.2.1", 101) == 0 &&
           access_limit_try(&limit, "192.0.2.1", 102) == 1 &&
           access_limit_try(&limit, "192.0.2.1", 103) == 0 &&
           access_limit_try(&limit, "192.0.2.1", 103) == 4,
       "Then twice as long each time");
    ok(access_limit_try(&limit, "192.0.2.2", 103) == 0, "Another address does not wait for it");
    for (int64_t t = 1000; t < 3000; t++)
        (void)access_limit_try(&limit, "192.0.2.1", t);
    ok(access_limit_try(&limit, "192.0.2.1", 3000) <= 300,
       "Nobody waits longer than five minutes");
    ok(access_limit_try(&limit, "192.0.2.1", 3000 + 7200) == 0 &&
           access_limit_try(&limit, "192.0.2.1", 3000 + 7200) == 0,
       "After a quiet hour it is forgotten");
    access_limit_right(&limit, "192.0.2.1", 3000 + 7200);
    ok(access_limit_try(&limit, "192.0.2.1", 3000 + 7200) == 0 &&
           access_limit_try(&limit, "192.0.2.1", 3000 + 7200) == 0 &&
           access_limit_try(&limit, "192.0.2.1", 3000 + 7200) == 0,
       "Whoever was right begins anew");
    limit = fresh;
    for (int i = 0; i < 3; i++)
        (void)access_limit_try(&limit,
                               i == 0   ? "2001:db8::1"
                               : i == 1 ? "2001:db8::2"
                                        : "2001:db8::ffff:3",
                               100);
    ok(access_limit_try(&limit, "2001:db8::4", 100) > 0 &&
           access_limit_try(&limit, "2001:db8:0:1::1", 100) == 0,
       "A network of 64 bits is one address");
    ok(access_limit_try(&limit, "::ffff:192.0.2.9", 100) == 0 &&
           access_limit_try(&limit, "192.0.2.9", 100) == 0 &&
           access_limit_try(&limit, "192.0.2.9", 100) == 0 &&
           access_limit_try(&limit, "::ffff:192.0.2.9", 100) > 0,
       "IPv4 in IPv6 is the same address");
    limit = fresh;
    (void)access_limit_try(&limit, "198.51.100.1", 100);
    access_limit_right(&limit, "198.51.100.1", 100);
    for (int i = 0; i < 1000; i++) {
        (void)snprintf(host, sizeof(host), "10.0.%d.%d", i / 250, i % 250);
        tries += access_limit_try(&limit, host, 101) == 0;
    }
    ok(tries == ACCESS_LIMIT_ALL && limit.n <= ACCESS_LIMIT_HOSTS,
       "Many addresses together have a hundred tries");
    ok(access_limit_try(&limit, "198.51.100.1", 102) == 0 &&
           access_limit_try(&limit, "127.0.0.1", 102) == 0,
       "Which locks out neither who was right before nor this computer");
    ok(access_limit_try(&limit, "10.0.0.1", 101 + ACCESS_LIMIT_SPAN) == 0,
       "Ten minutes later others may try again");
    limit = fresh;
    (void)access_limit_try(&limit, "192.0.2.1", 100);
    access_limit_undo(&limit, "192.0.2.1");
    ok(limit.all == 0 && limit.hosts[0].wrong == 0,
       "A try that was not looked at counts nothing");
    ok(access_is_loopback("127.0.0.1") && access_is_loopback("127.8.9.1") &&
           access_is_loopback("::1") && access_is_loopback("::ffff:127.0.0.1"),
       "This computer is known by its addresses");
    ok(!access_is_loopback("128.0.0.1") && !access_is_loopback("::2") &&
           !access_is_loopback("127.0.0.1.example.com") && !access_is_loopback("localhost") &&
           !access_is_loopback("") && !access_is_loopback("::ffff:192.0.2.1"),
       "Nothing else is");
}

/* ---- the code, and all of it ---- */

static void test_code(void)
{
    char code[ACCESS_CODE_SIZE], again[ACCESS_CODE_SIZE], typed[40];
    unsigned wait;
    char id[ACCESS_SESSION_ID], user[ACCESS_NAME_SIZE];

    ok(access_code(code) && strlen(code) == 11 && code[5] == '-' &&
           strspn(code, "34679ACDEFGHJKMNPQRTWXY-") == 11,
       "The code is ten letters and digits that look like no others");
    ok(access_code(again) && strcmp(code, again) == 0, "It stays the same");
    (void)snprintf(typed, sizeof(typed), " %.5s %.5s ", code, code + 6);
    for (char *c = typed; *c != '\0'; c++)
        *c = (char)(*c >= 'A' && *c <= 'Z' ? *c + 'a' - 'A' : *c);
    ok(access_code_same(typed, code), "It may be typed in small letters, with spaces");
    ok(!access_code_same("", code) && !access_code_same("", "") &&
           !access_code_same("33333-33333", "33333-33334") &&
           !access_code_same("333333333333333333333333333333333", "33333-33333"),
       "Another one is not the same, nor is none");
    ok(access_try_code("192.0.2.1", "33333-33333", &wait) == ACCESS_WRONG &&
           access_try_code("192.0.2.1", "", &wait) == ACCESS_WRONG &&
           access_try_code("192.0.2.1", "x", &wait) == ACCESS_WRONG &&
           access_try_code("192.0.2.1", code, &wait) == ACCESS_WAIT && wait > 0,
       "Whoever guesses has to wait, also with the right one");
    ok(access_try_code("192.0.2.2", code, &wait) == ACCESS_DONE, "Others do not");
    for (int i = 3; i < 30; i++) {
        (void)snprintf(typed, sizeof(typed), "192.0.2.%d", i);
        (void)access_try_code(typed, "33333-33333", &wait);
    }
    ok(access_code(again) && strcmp(code, again) != 0, "After twenty wrong ones it is another");
    ok(access_add("anna", "a good password", ACCESS_FIRST, "test") == ACCESS_DONE &&
           !access_code(code) && access_try_code("192.0.2.40", again, &wait) == ACCESS_TAKEN,
       "With an administrator there is none");
    ok(access_try("192.0.2.50", "anna", "a good password", &wait) == ACCESS_DONE &&
           access_try("192.0.2.50", "anna", "a bad password", &wait) == ACCESS_WRONG,
       "The password is what counts then");
    ok(access_begin("anna", "192.0.2.50", id) && access_user(id, user) && access_count() == 1,
       "Who signs in is known");
    ok(access_add("anna", "a better password", ACCESS_ANY, "test") == ACCESS_DONE &&
           !access_user(id, user),
       "Another password ends what was signed in with the old one");
    ok(access_begin("anna", "192.0.2.50", id) &&
           access_remove("anna", true, "test") == ACCESS_DONE && !access_user(id, user),
       "So does the end of an administrator");
}

/* ---- networks ---- */

static void test_networks(void)
{
    char why[300], list[ACCESS_PRINT_LIST];

    queue_settings_open(state);
    ok(access_may_print("10.1.2.3", 0) && access_may_print("172.31.0.1", 0) &&
           access_may_print("192.168.7.7", 0) && access_may_print("100.64.0.1", 0) &&
           access_may_print("169.254.1.1", 0) && access_may_print("fd12::1", 0) &&
           access_may_print("fe80::1%eth9", 0) && access_may_print("127.0.0.1", 0),
       "Private addresses may print unless something else is set");
    ok(!access_may_print("198.51.100.7", 0) && !access_may_print("172.32.0.1", 0) &&
           !access_may_print("100.128.0.1", 0) && !access_may_print("2001:db8:77::1", 0),
       "Those of the internet may not");
    ok(access_may_print("[v1.fe80::1+eth9]", 0) && access_may_print("[fd12::1]", 0) &&
           !access_may_print("[2001:db8:77::1]", 0) && access_may_print("::ffff:10.0.0.1", 0),
       "Addresses are read as libcups writes them");
    ok(!access_may_print("", 0) && !access_may_print("unknown", 0) &&
           !access_may_print("10.0.0.1.example.com", 0),
       "What is no address may not");
    ok(access_print_set("198.51.100.0/24") && access_may_print("198.51.100.7", 0) &&
           !access_may_print("10.1.2.3", 0) && access_may_print("127.0.0.1", 0),
       "A list is followed, and this computer always may");
    ok(!access_print_set("nonsense") && access_may_print("198.51.100.7", 0),
       "One that makes no sense changes nothing");
    ok(access_print_set("private") &&
           access_queue_set(3, "10.1.0.0/16, 198.51.100.0/24", why, sizeof(why)),
       "(a queue with a list of its own)");
    ok(access_may_print("10.1.2.3", 3) && !access_may_print("10.2.0.1", 3) &&
           access_may_print("10.2.0.1", 4) && access_may_print("127.0.0.1", 3),
       "It narrows who may print on that queue alone");
    ok(!access_may_print("198.51.100.7", 3), "It lets in nobody whom the server does not");
    access_queue_list(3, list);
    ok(strcmp(list, "10.1.0.0/16, 198.51.100.0/24") == 0 &&
           !access_queue_set(3, "10.1.0.0/99", why, sizeof(why)) && why[0] != '\0' &&
           !access_may_print("10.2.0.1", 3),
       "One that makes no sense is refused, and the old one stays");
    ok(queue_setting_set(3, ACCESS_PRINT_SETTING, "damaged", why, sizeof(why)) &&
           !access_may_print("10.1.2.3", 3) && access_may_print("127.0.0.1", 3),
       "A list that somebody damaged lets in this computer alone");
    ok(access_queue_set(3, "", why, sizeof(why)) && access_may_print("10.2.0.1", 3),
       "Without it the server's own counts");
}

int main(void)
{
    char command[200];

    if (mkdtemp(folder) == NULL)
        return 1;
    (void)snprintf(state, sizeof(state), "%s/state", folder);
    (void)snprintf(path, sizeof(path), "%s.administrators", state);
    test_rules();
    test_people();
    test_damage();
    test_sessions();
    test_limits();
    test_code();
    test_networks();
    (void)snprintf(command, sizeof(command), "rm -r '%s'", folder);
    ok(system(command) == 0, "The folder is empty again");
    return tap_done();
}
