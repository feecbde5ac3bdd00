/*
 * test-identify.c - what is shown when somebody looks for a printer.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tap.h"

#include "server/identify.h"

#include <string.h>

static char text[1024];

static bool shows(int queue, const char *wanted)
{
    return identify_look(queue, text, sizeof(text)) && strcmp(text, wanted) == 0;
}

static void test_message(void)
{
    ok(!identify_look(1, text, sizeof(text)), "nothing is shown before somebody looks");
    identify_begin(1, NULL);
    ok(shows(1, "Somebody looks for this printer."), "a sentence is shown");
    ok(!identify_look(2, text, sizeof(text)), "not for another queue");
    identify_begin(1, "Room 12");
    ok(shows(1, "Somebody looks for this printer: Room 12"), "a message is shown with it");
    identify_begin(1, "");
    ok(shows(1, "Somebody looks for this printer."), "an empty one is none");
}

/* 255 bytes are kept; an e with acute takes two of them. */
static void test_long_message(void)
{
    char message[400] = "a";
    size_t n;

    for (n = 1; n < 300; n += 2)
        memcpy(message + n, "\303\251", 3);
    identify_begin(1, message);
    ok(identify_look(1, text, sizeof(text)), "a long message is shown");
    n = strlen(text) - strlen("Somebody looks for this printer: ");
    ok(n == 255, "as much as there is room for");
    identify_begin(1, message + 1);
    ok(identify_look(1, text, sizeof(text)), "one whose last letter has no room is shown");
    n = strlen(text) - strlen("Somebody looks for this printer: ");
    ok(n == 254 && (unsigned char)text[strlen(text) - 1] == 0251, "without that letter");
}

static void test_many(void)
{
    for (int queue = 100; queue < 140; queue++)
        identify_begin(queue, NULL);
    ok(identify_look(139, text, sizeof(text)), "the last of many queues is shown");
    ok(!identify_look(100, text, sizeof(text)) || !identify_look(1, text, sizeof(text)),
       "for one that was there before");
}

int main(void)
{
    test_message();
    test_long_message();
    test_many();
    return tap_done();
}
