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

static struct announce_scan usual_scan(void)
{
    struct announce_scan scan = {
        .port = 8010,
        .tls_port = 8011,
        .make_model = "Canon imageRUNNER 1020",
        .uuid = "00112233-4455-4677-8899-aabbccddeeff",
        .host = "gateway.local",
        .platen = true,
        .feeder = true,
        .duplex = true,
        .gray = true,
        .color = true,
    };

    return scan;
}

static void test_scanner(void)
{
    static const char *const wanted[] = {
        "txtvers=1",
        "vers=2.63",
        "rs=eSCL",
        "ty=Canon imageRUNNER 1020",
        "note=2nd floor",
        "uuid=00112233-4455-4677-8899-aabbccddeeff",
        "pdl=application/pdf,image/jpeg,image/png",
        "cs=binary,grayscale,color",
        "is=platen,adf",
        "duplex=T",
        "adminurl=http://gateway.local:8010/",
        "representation=http://gateway.local:8010/eSCL/ScannerIcon",
    };
    struct announce_scan scan = usual_scan();

    announce_txt_scan(&scan, "2nd floor", false, &txt);
    ok(txt.n == sizeof(wanted) / sizeof(wanted[0]), "A scanner tells twelve things");
    for (size_t i = 0; i < txt.n && i < sizeof(wanted) / sizeof(wanted[0]); i++)
        ok(strcmp(txt.strings[i], wanted[i]) == 0, "String %zu is %s", i + 1, wanted[i]);
    announce_txt_scan(&scan, "", true, &txt);
    is("adminurl", "https://gateway.local:8011/");
    is("representation", "https://gateway.local:8011/eSCL/ScannerIcon");
}

static void test_poor_scanner(void)
{
    struct announce_scan scan = usual_scan();

    scan.feeder = scan.duplex = scan.color = false;
    scan.host[0] = scan.uuid[0] = '\0';
    announce_txt_scan(&scan, "", false, &txt);
    is("cs", "binary,grayscale");
    is("is", "platen");
    is("duplex", "F");
    ok(value_of("adminurl") == NULL && value_of("representation") == NULL,
       "Without a name of this computer there are no links");
    ok(value_of("uuid") == NULL, "nor a UUID where none is known");
    scan.platen = scan.gray = false;
    scan.feeder = scan.color = true;
    snprintf(scan.host, sizeof(scan.host), "2001:db8::5");
    announce_txt_scan(&scan, "", false, &txt);
    is("is", "adf");
    is("cs", "binary,grayscale,color");
    is("adminurl", "http://[2001:db8::5]:8010/");
    memset(scan.host, 'h', 240);
    scan.host[240] = '\0';
    announce_txt_scan(&scan, "", false, &txt);
    ok(value_of("representation") == NULL, "A link that does not fit is left out");
}

static void test_both(void)
{
    struct announce_facts facts = usual(), other;

    facts.scan = usual_scan();
    other = facts;
    announce_txt_ipp(&facts, &txt);
    is("Scan", "T");
    ok(announce_same(&facts, &other), "The same facts are the same");
    other.scan.duplex = false;
    ok(!announce_same(&facts, &other), "Another ability of the scanner is a change");
    other = facts;
    other.scan.tls_port = 0;
    ok(!announce_same(&facts, &other), "So is a port that is gone");
    facts.scan.port = 0;
    announce_txt_ipp(&facts, &txt);
    is("Scan", "T");
    facts.scan.tls_port = 0;
    announce_txt_ipp(&facts, &txt);
    is("Scan", "F");
}

int main(void)
{
    test_scanner();
    test_poor_scanner();
    test_both();
    test_ipp();
    test_limits();
    test_streams();
    return tap_done();
}
