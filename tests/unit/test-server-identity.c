/*
 * test-server-identity.c - ports and UUIDs are kept, whatever else changes.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/identity.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define A "urn:uuid:00112233-4455-4677-8899-aabbccddeeff"
#define B "urn:uuid:ffeeddcc-bbaa-3988-b766-554433221100"

static char folder[] = "/tmp/test-identity.XXXXXX";
static char state[64], file[80];

static const char *uuid_of(int id, const char *name, bool is_new, const char *known_as)
{
    static char uuid[IDENTITY_UUID_SIZE];

    identity_uuid(id, name, is_new, known_as, uuid);
    return uuid;
}

static void test_text(void)
{
    struct identity identity;
    char *text;

    identity_parse("# anything\nport 8631\nqueue 3 " A " office\nqueue 12 " B " two words\n",
                   &identity);
    ok(identity.port == 8631, "The port is read");
    ok(identity.num_queues == 2 && identity.queues[0].id == 3 &&
           strcmp(identity.queues[0].uuid, A) == 0 &&
           strcmp(identity.queues[0].name, "office") == 0,
       "A queue is read");
    ok(identity.num_queues == 2 && strcmp(identity.queues[1].name, "two words") == 0,
       "A name may have blanks");
    text = identity_format(&identity);
    ok(text != NULL && strcmp(text, "# canon-printer-app identity 1\nport 8631\nqueue 3 " A
                                    " office\nqueue 12 " B " two words\n") == 0,
       "It is written as it was read");
    free(text);
    identity_clear(&identity);

    identity_parse("port 0\nport 65536\nport x\nqueue\nqueue 0 " A " a\nqueue 1 " A
                   "\nqueue 2 urn:uuid:00112233-4455-4677-8899-aabbccddeefg b\nqueue -3 " A
                   " c\nqueue 4 " A "d\nqueue 5 urn:uuid:0011 e\nqueue 6",
                   &identity);
    ok(identity.port == 0 && identity.num_queues == 0, "What makes no sense is left out");
    identity_clear(&identity);
    identity_parse("", &identity);
    ok(identity.port == 0 && identity.num_queues == 0, "Nothing is nothing");
}

static bool is_random(const char *uuid)
{
    return strlen(uuid) == IDENTITY_UUID_SIZE - 1 && uuid[9 + 14] == '4' &&
           strchr("89ab", uuid[9 + 19]) != NULL;
}

static bool not_first(void *ctx, int id)
{
    (void)ctx;
    return id != 1;
}

static void test_keeping(void)
{
    char first[IDENTITY_UUID_SIZE], second[IDENTITY_UUID_SIZE];
    struct stat info;

    identity_open(state);
    ok(identity_port() == 0, "Without a file there is no port");
    snprintf(first, sizeof(first), "%s", uuid_of(1, "office", true, A));
    ok(is_random(first) && strcmp(first, A) != 0, "A new queue has a random UUID: %s", first);
    snprintf(second, sizeof(second), "%s", uuid_of(2, "other", true, A));
    ok(is_random(second) && strcmp(first, second) != 0, "Another has another");
    ok(strcmp(uuid_of(3, "old", false, B), B) == 0,
       "A queue of an earlier version keeps the one clients know");
    ok(identity_keep_queues(NULL, NULL) && identity_keep_port(8004), "All is written");
    ok(stat(file, &info) == 0 && (info.st_mode & 0777) == 0600, "Nobody else may read it");

    identity_open(state);
    ok(identity_port() == 8004, "The port is there again");
    ok(strcmp(uuid_of(1, "office", false, A), first) == 0, "A UUID is there again");
    ok(strcmp(uuid_of(1, "Office", false, A), first) == 0,
       "Large and small letters are no matter, as in PAPPL");
    ok(strcmp(uuid_of(3, "old", false, A), B) == 0,
       "The one of an earlier version stays when PAPPL's changes");
    ok(strcmp(uuid_of(1, "elsewhere", false, A), A) == 0,
       "A number that belongs to another name is another queue");

    ok(identity_keep_queues(not_first, NULL), "A queue that is no more is forgotten");
    identity_open(state);
    ok(strcmp(uuid_of(2, "other", false, A), second) == 0, "the others are not");
    ok(strcmp(uuid_of(1, "office", false, A), A) == 0, "and it is");
}

static void test_damage(void)
{
    (void)unlink(file);
    (void)mkdir(file, 0700);
    identity_open(state);
    ok(identity_port() == 0 && is_random(uuid_of(9, "a", true, A)),
       "A folder in the place of the file is no file");
    ok(!identity_keep_queues(NULL, NULL), "and cannot be written, which is told");
    (void)rmdir(file);
}

int main(void)
{
    char fresh[100];

    if (mkdtemp(folder) == NULL)
        return 1;
    snprintf(state, sizeof(state), "%s/state", folder);
    snprintf(file, sizeof(file), "%s.identity", state);
    snprintf(fresh, sizeof(fresh), "%s.new", file);
    test_text();
    test_keeping();
    test_damage();
    (void)unlink(fresh);
    (void)rmdir(folder);
    return tap_done();
}
