/*
 * test-server-announce.c - what DNS-SD tells of a queue.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/announce-txt.h"
#include "tap.h"

#include <string.h>

static struct announce_txt txt;

/* The value of a key; NULL without it. More than one is none, too. */
static const char *value_of(const char *key)
{
    size_t n = strlen(key), found = 0;
    const char *value = NULL;

    for (size_t i = 0; i < txt.n; i++)
        if (strncmp(txt.strings[i], key, n) == 0 && txt.strings[i][n] == '=') {
            value = txt.strings[i] + n + 1;
            found++;
        }
    return found == 1 ? value : NULL;
}

static void is(const char *key, const char *wanted)
{
    const char *value = value_of(key);

    if (!ok(value != NULL && strcmp(value, wanted) == 0, "%s is '%s'", key, wanted))
        diag("got '%s'", value != NULL ? value : "(none)");
}

static struct announce_facts usual(void)
{
    struct announce_facts facts = {
        .name = "office",
        .path = "ipp/print/office",
        .queue = "office",
        .maker = "Canon",
        .model = "iR1020/1024/1025 (UFRII LT)",
        .admin_url = "http://gateway.local:8000/office/",
        .formats = "application/pdf,image/urf",
        .kind = "document,envelope",
        .urf = "V1.5,W8,RS600",
        .uuid = "00112233-4455-4677-8899-aabbccddeeff",
        .duplex = true,
        .tls = true,
        .paper_max = "legal-A4",
    };

    return facts;
}

static void test_ipp(void)
{
    static const char *const pairs[][2] = {
        {"qtotal",           "1"                                   },
        {"rp",               "ipp/print/office"                    },
        {"ty",               "Canon iR1020/1024/1025 (UFRII LT)"   },
        {"product",          "(Canon iR1020/1024/1025 (UFRII LT))" },
        {"note",             ""                                    },
        {"adminurl",         "http://gateway.local:8000/office/"   },
        {"priority",         "0"                                   },
        {"pdl",              "application/pdf,image/urf"           },
        {"kind",             "document,envelope"                   },
        {"UUID",             "00112233-4455-4677-8899-aabbccddeeff"},
        {"URF",              "V1.5,W8,RS600"                       },
        {"usb_MFG",          "Canon"                               },
        {"usb_MDL",          "iR1020/1024/1025 (UFRII LT)"         },
        {"Color",            "F"                                   },
        {"Duplex",           "T"                                   },
        {"Copies",           "T"                                   },
        {"Collate",          "T"                                   },
        {"Bind",             "F"                                   },
        {"Punch",            "F"                                   },
        {"Sort",             "F"                                   },
        {"Staple",           "F"                                   },
        {"PaperMax",         "legal-A4"                            },
        {"Scan",             "F"                                   },
        {"Fax",              "F"                                   },
        {"TLS",              "1.2"                                 },
        {"air",              "none"                                },
        {"mopria-certified", "1.3"                                 },
    };
    struct announce_facts facts = usual();

    announce_txt_ipp(&facts, &txt);
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
        is(pairs[i][0], pairs[i][1]);
    ok(strcmp(txt.strings[0], "txtvers=1") == 0, "txtvers is the first");
    ok(txt.n == 1 + sizeof(pairs) / sizeof(pairs[0]), "There is nothing else");
    facts.tls = facts.duplex = false;
    facts.admin_url[0] = facts.uuid[0] = '\0';
    snprintf(facts.location, sizeof(facts.location), "2nd floor");
    announce_txt_ipp(&facts, &txt);
    ok(value_of("TLS") == NULL, "Without encryption there is no TLS");
    ok(value_of("adminurl") == NULL && value_of("UUID") == NULL,
       "What is not known is not told");
    is("Duplex", "F");
    is("note", "2nd floor");
}

static void test_limits(void)
{
    struct announce_facts facts = usual();
    size_t longest = 0;

    memset(facts.formats, 'x', 300);
    memcpy(facts.formats + 240, ",image/jpeg,image/png", 22);
    /* 4 + 249 bytes, and a character of two of which the first would fit */
    memset(facts.location, 'n', 249);
    memcpy(facts.location + 249, "\xc3\xa4", 3);
    announce_txt_ipp(&facts, &txt);
    for (size_t i = 0; i < txt.n; i++)
        if (strlen(txt.strings[i]) > longest)
            longest = strlen(txt.strings[i]);
    ok(longest <= 255, "No string is longer than 255 bytes");
    ok(strlen(value_of("pdl")) == 251 && strcmp(value_of("pdl") + 240, ",image/jpeg") == 0,
       "A list that is too long ends with a whole item");
    ok(strlen(value_of("note")) == 249 || strlen(value_of("note")) == 250,
       "A text is cut at its end");
    memset(facts.location, 'n', 254);
    memcpy(facts.location + 249, "\xc3\xa4\xc3\xa4", 5);
    announce_txt_ipp(&facts, &txt);
    ok(strlen(value_of("note")) == 249, "not within a character");
}

static void test_streams(void)
{
    struct announce_facts facts = usual();

    announce_txt_stream(&facts, true, &txt);
    is("rp", "office");
    is("priority", "100");
    is("gateway", "canon-printer-app");
    announce_txt_stream(&facts, false, &txt);
    ok(value_of("rp") == NULL, "A raw port has no queue");
    is("gateway", "canon-printer-app");
}

int main(void)
{
    test_ipp();
    test_limits();
    test_streams();
    return tap_done();
}
