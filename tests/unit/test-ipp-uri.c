/*
 * test-ipp-uri.c - the addresses by which clients call a queue.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/ipp-uri.h"

#include "tap.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *uri;
    bool is_job;
    const char *path; /* NULL: none */
} rows[] = {
    {"ipp://gateway:8000/ipp/print/office",                    false, "/ipp/print/office"     },
    {"ipps://gateway/ipp/print/office",                        false, "/ipp/print/office"     },
    {"http://gateway:8000/printers/office/.printer",           false, "/ipp/print/office"     },
    {"http://gateway:631/printers/office",                     false, "/ipp/print/office"     },
    {"http://192.0.2.5/office/.printer",                       false, "/ipp/print/office"     },
    {"HTTP://[fe80::1%25eth0]:8000/ipp/print/office/.PRINTER", false, "/ipp/print/office"     },
    {"https://my_odd host!:8000/ipp/printers/office/",         false, "/ipp/print/office"     },
    {"http:\\\\gateway\\printers\\office\\.printer",           false, "/ipp/print/office"     },
    {"/printers/office/.printer",                              false, "/ipp/print/office"     },
    {"office",                                                 false, "/ipp/print/office"     },
    {"http://gateway:8000//printers///office//",               false, "/ipp/print/office"     },
    {"http://gateway/printers/office/.printer?x=/1",           false, "/ipp/print/office"     },
    {"http://gateway/.printer",                                false, "/ipp/print"            },
    {"http://gateway:8000",                                    false, "/ipp/print"            },
    {"http://gateway/",                                        false, "/ipp/print"            },
    {"ipp://gateway/ipp/print",                                false, "/ipp/print"            },
    {"ipp://gateway/ipp",                                      false, "/ipp/print"            },
    {"ipp://gateway/printers/",                                false, "/ipp/print"            },
    {"",                                                       false, "/ipp/print"            },
    {"http://gateway/printers/2nd%20floor/.printer",           false, "/ipp/print/_2nd_floor" },
    {"http://gateway/printers/2nd floor/.printer",             false, "/ipp/print/_2nd_floor" },
    {"http://gateway/printers/12",                             false, "/ipp/print/_12"        },
    {"http://gateway/printers/B%C3%BCro",                      false, "/ipp/print/B\303\274ro"},
    {"http://gateway/printers/B%FCro",                         false, "/ipp/print/B\303\274ro"},
    {"http://gateway/printers/a%2Fb%00c%5C",                   false, "/ipp/print/a_b_c"      },
    {"http://gateway/printers/100%/.printer",                  false, "/ipp/print/_100%"      },
    {"http://gateway/printers/a%2",                            false, "/ipp/print/a%2"        },
    {"ipp://gateway/ipp/print/printers",                       false, "/ipp/print/printers"   },
    {"ipp://gateway/ipp/print/system",                         false, "/ipp/print/system"     },
    {"ipp://gateway/ipp/system",                               false, NULL                    },
    {"http://gateway/printers/office/other",                   false, NULL                    },
    {"http://gateway/a/b/c/d/e/f/g/h",                         false, NULL                    },
    {"ipp://gateway/ipp/print/office/12",                      true,  "/ipp/print/office/12"  },
    {"http://gateway/printers/office/.printer/12",             true,  "/ipp/print/office/12"  },
    {"http://gateway:8000/office/jobs/12",                     true,  "/ipp/print/office/12"  },
    {"ipp://gateway/jobs/12",                                  true,  "/ipp/print/12"         },
    {"ipp://gateway/ipp/print/2nd/12",                         true,  "/ipp/print/_2nd/12"    },
};

static void test_paths(void)
{
    char path[256];

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        bool found = ipp_uri_path(rows[i].uri, rows[i].is_job, path, sizeof(path));

        if (!ok(found == (rows[i].path != NULL) && (!found || strcmp(path, rows[i].path) == 0),
                "%s '%s' means %s", rows[i].is_job ? "The job" : "The queue", rows[i].uri,
                rows[i].path != NULL ? rows[i].path : "nothing"))
            diag("got %s", found ? path : "nothing");
    }
    ok(!ipp_uri_path("ipp://gateway/ipp/print/office", false, path, 12),
       "A path that does not fit is none");
}

static void test_long(void)
{
    char uri[2000], path[256];
    bool fine = true;

    for (size_t n = 1; n + 32 < sizeof(uri); n++) {
        snprintf(uri, sizeof(uri), "http://gateway/printers/");
        memset(uri + 24, '1', n);
        uri[24 + n] = '\0';
        if (ipp_uri_path(uri, false, path, sizeof(path)))
            fine = fine && n < 200;
        else
            fine = fine && n >= 199;
    }
    ok(fine, "Names of any length are taken or not, within their room");
}

static const char *rewritten(const char *name, const char *uri)
{
    static char result[1024];
    ipp_t *request = ippNewRequest(IPP_OP_PRINT_JOB);

    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, name, NULL, uri);
    ipp_uri_rewrite(request);
    snprintf(result, sizeof(result), "%s",
             ippGetString(ippFindAttribute(request, name, IPP_TAG_URI), 0, NULL));
    ippDelete(request);
    return result;
}

/* Addresses that look like a queue's own at a glance. */
static const struct {
    const char *uri, *own;
} nearly[] = {
    {"ipps://[::1]:8000/ipp/print/office",   "ipps://[::1]:8000/ipp/print/office" },
    {"ipp://gateway:65535/ipp/print/a-b",    "ipp://gateway:65535/ipp/print/a-b"  },
    {"ipp://gateway:65536/ipp/print/office", "ipp://localhost/ipp/print/office"   },
    {"ipp://gateway/ipp/print/office?x",     "ipp://localhost/ipp/print/office"   },
    {"ipp://gateway/ipp/print/office/",      "ipp://localhost/ipp/print/office"   },
    {"ipp://gateway/ipp/print/two__words",   "ipp://localhost/ipp/print/two_words"},
    {"ipp://gateway/ipp/print/9th",          "ipp://localhost/ipp/print/_9th"     },
    {"ippx://gateway/ipp/print/office",      "ippx://gateway/ipp/print/office"    },
    {"ipp://gateway/IPP/print/office",       "ipp://localhost/ipp/print/office"   },
};

static void test_rewrite(void)
{
    ipp_t *empty = ippNewRequest(IPP_OP_CUPS_GET_DEFAULT);

    ok(strcmp(rewritten("printer-uri", "ipp://gateway:8000/ipp/print/office"),
              "ipp://gateway:8000/ipp/print/office") == 0,
       "A queue's own address stays as it is");
    ok(strcmp(rewritten("printer-uri", "http://gateway:8000/printers/office/.printer"),
              "ipp://localhost/ipp/print/office") == 0,
       "Another one becomes its own");
    ok(strcmp(rewritten("printer-uri", "http://odd host/ipp/print/office"),
              "ipp://localhost/ipp/print/office") == 0,
       "So does one that libcups cannot read");
    ok(strcmp(rewritten("printer-uri", "ipp://gateway/printers/B%FCro"),
              "ipp://localhost/ipp/print/B%C3%BCro") == 0,
       "Letters of a name are encoded again");
    ok(strcmp(rewritten("job-uri", "http://gateway/office/.printer/7"),
              "ipp://localhost/ipp/print/office/7") == 0,
       "The address of a job becomes its own, too");
    ok(strcmp(rewritten("printer-uri", "ipp://gateway/ipp/system"),
              "ipp://gateway/ipp/system") == 0,
       "What means no queue stays as it is");
    for (size_t i = 0; i < sizeof(nearly) / sizeof(nearly[0]); i++)
        ok(strcmp(rewritten("printer-uri", nearly[i].uri), nearly[i].own) == 0, "%s becomes %s",
           nearly[i].uri, nearly[i].own);
    ipp_uri_rewrite(empty);
    ok(ippFindAttribute(empty, "printer-uri", IPP_TAG_ZERO) == NULL,
       "A request without address gets none");
    ippDelete(empty);
}

int main(void)
{
    test_paths();
    test_long();
    test_rewrite();
    return tap_done();
}
