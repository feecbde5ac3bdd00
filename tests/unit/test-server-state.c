/*
 * test-server-state.c - the state file: reduced to what every version reads, damage noticed.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/state.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

#define PRINTER                                                                                \
    "<Printer id=\"1\" name=\"office\" did=\"MFG:Canon;MDL:iR1020;\" "                         \
    "uri=\"socket://192.0.2.7\" driver=\"canon_ir1020_ufr2lt\""
#define BODY "NextJobId 7\nmedia-col-default name=\"iso_a4_210x297mm\"\n"

static const char *always(void *ctx, int id)
{
    (void)ctx;
    return id == 1 ? "canon_ir1018_ufr2lt" : NULL;
}

/* The normal form of a text, "" if it is refused; one at a time. */
static const char *normal(const char *text, state_model_fn model)
{
    static char *last;

    free(last);
    last = state_normalise(text, strlen(text), model, NULL);
    return last != NULL ? last : "";
}

static void refused(const char *what, const char *text, size_t n)
{
    char *got = state_normalise(text, n, NULL, NULL);

    ok(got == NULL, "%s is refused", what);
    free(got);
}

int main(void)
{
    static const char whole[] = "DNSSDName a\n" PRINTER ">\n" BODY "</Printer>\n";
    char ours[1024], again[1024];

    snprintf(ours, sizeof(ours), "%s", normal(whole, NULL));
    ok(strstr(ours, PRINTER ">\n" BODY "</Printer>\n") != NULL, "A queue is kept as it is");
    snprintf(again, sizeof(again), "%s", normal(ours, NULL));
    ok(strcmp(again, ours) == 0, "What is normal stays as it is");

    ok(strstr(normal(PRINTER " sixth=\"7\">\n" BODY "</Printer>\n", NULL), PRINTER ">\n") !=
           NULL,
       "A sixth field of a newer version is dropped");
    ok(strstr(normal(PRINTER ">\n" BODY "Job id=\"3\" name=\"x\"\n</Printer>\n", NULL),
              "Job ") == NULL,
       "Jobs are dropped");
    ok(strstr(
           normal("<Printer id=\"1\" name=\"a\" did=\"\" uri=\"file:///x\" driver=\"auto\">\n"
                  "</Printer>\n",
                  always),
           "driver=\"canon_ir1018_ufr2lt\"") != NULL,
       "The model that was found stands for auto");
    ok(strstr(normal("<Printer id=\"1\" name=\"a\" did=\"\" uri=\"file:///x\" "
                     "driver=\"canon_ir1020_ufr2lt\">\n</Printer>\n",
                     always),
              "driver=\"canon_ir1018_ufr2lt\"") != NULL,
       "The model that a queue has now stands for the one it was made with");
    ok(strstr(normal("<Printer id=\"1\" name=\"a \\\"b\\\" \\\\c\" did=\"\" uri=\"file:///x\" "
                     "driver=\"d\">\n</Printer>\n",
                     NULL),
              "name=\"a \\\"b\\\" \\\\c\"") != NULL,
       "Quotes in a name survive");
    ok(normal("", NULL)[0] != '\0', "An empty file is one without queues");

    refused("A queue without an end", PRINTER ">\n" BODY, strlen(PRINTER ">\n" BODY));
    refused("A queue inside a queue", PRINTER ">\n" PRINTER ">\n</Printer>\n",
            strlen(PRINTER ">\n" PRINTER ">\n</Printer>\n"));
    refused("A queue without address", "<Printer id=\"1\" name=\"a\">\n</Printer>\n",
            strlen("<Printer id=\"1\" name=\"a\">\n</Printer>\n"));
    refused("A last line without its end", "DNSSDName a", strlen("DNSSDName a"));
    refused("A NUL byte", "DNSSDName\0a\n", 12);
    for (size_t n = 1, bad = 0; n < strlen(ours); n++) {
        char *got = state_normalise(ours, n, NULL, NULL);

        /* shorter than its first line, it is like a file of PAPPL itself */
        bad += got != NULL && n >= strlen("# canon-printer-app state 1\n");
        free(got);
        if (n == strlen(ours) - 1)
            ok(bad == 0, "One of our files that was cut off at any byte is refused");
    }
    normal("", NULL);
    return tap_done();
}
