/*
 * test-reseal.c - what an older version kept with readable PINs is encrypted at the start, and
 * is the same otherwise.
 * Effects: a temporary folder.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/message-bytes.h"
#include "server/pin.h"
#include "server/reseal.h"
#include "server/ticket-file.h"
#include "tests/unit/spools.h"

static const uint8_t key[VAULT_KEY_BYTES] = {1};

static struct {
    uint8_t bytes[8192];
    size_t n;
} got;

static enum result take(void *ctx, const void *bytes, size_t n)
{
    (void)ctx;
    if (n > sizeof(got.bytes) - got.n)
        return RESULT_SPACE;
    memcpy(got.bytes + got.n, bytes, n);
    got.n += n;
    return RESULT_OK;
}

static bool read_record(struct document *d, size_t i)
{
    struct sink sink = {take, NULL};

    got.n = 0;
    return document_send(d, i, &sink) == RESULT_OK;
}

/* Whether any file of the folder has the text in it. */
static bool is_on_disk(const char *name, const char *text)
{
    uint8_t bytes[65536];
    int fd = open(spools_path(name), O_RDONLY | O_CLOEXEC);
    ssize_t n = fd >= 0 ? read(fd, bytes, sizeof(bytes)) : -1;

    if (fd >= 0)
        close(fd);
    for (size_t i = 0; n >= 0 && i + strlen(text) <= (size_t)n; i++)
        if (memcmp(bytes + i, text, strlen(text)) == 0)
            return true;
    return n < 0;
}

static bool put(struct document *d, enum record_kind kind, const void *bytes, size_t n)
{
    return document_begin(d, kind) == RESULT_OK && document_write(d, bytes, n) == RESULT_OK &&
           document_end(d) == RESULT_OK;
}

static const char ticket[] = "model canon_ir1020_ufr2lt\nmedia iso_a4_210x297mm\ncopies 3\n"
                             "account 1\ndepartment 42\npin 7654321\nhost-copies 1\n";

static void make_documents(struct spool *spool)
{
    struct document *d = spools_create(spool, 3);
    ipp_t *options = ippNew();
    uint8_t bytes[512];
    size_t n;
    bool good = put(d, RECORD_TICKET, ticket, strlen(ticket)) &&
                spools_record(d, RECORD_PAGE, 5, 3000) == RESULT_OK &&
                document_set_note(d, spools_note(9)) && document_commit(d) == RESULT_OK;

    document_release(d);
    ippAddInteger(options, IPP_TAG_JOB, IPP_TAG_INTEGER, "copies", 2);
    ippAddString(options, IPP_TAG_JOB, IPP_TAG_NAME, "job-account-pin", NULL, "7654321");
    n = message_pack(options, bytes, sizeof(bytes));
    ippDelete(options);
    d = spools_create(spool, 4);
    good = good && put(d, RECORD_OPTIONS, bytes, n) && put(d, RECORD_SOURCE, "text", 4) &&
           document_commit(d) == RESULT_OK;
    document_release(d);
    d = spools_create(spool, 5);
    good = good && spools_record(d, RECORD_TICKET, 5, 60) == RESULT_OK &&
           document_commit(d) == RESULT_OK;
    document_release(d);
    ok(good && is_on_disk("doc-000000003.doc", "7654321") &&
           is_on_disk("doc-000000004.doc", "7654321"),
       "documents have a readable PIN");
}

static void test_documents(void)
{
    struct spool *spool = spools_open(PLENTY);
    struct stored_ticket stored;
    struct document *d;
    ipp_t *options = NULL;
    char text[VAULT_TEXT_MAX] = "";
    struct stat before, after;

    make_documents(spool);
    spool_close(spool);
    ok(stat(spools_file(5), &before) == 0, "one has none");
    vault_use(NULL);
    reseal_spool(spools_folder);
    ok(is_on_disk("doc-000000003.doc", "pin 7654321"), "without a key they stay as they are");
    vault_use(key);
    reseal_spool(spools_folder);
    ok(!is_on_disk("doc-000000003.doc", "7654321") &&
           !is_on_disk("doc-000000004.doc", "7654321"),
       "with one nobody can read it any more");
    ok(stat(spools_file(5), &after) == 0 && before.st_ino == after.st_ino,
       "the one without is not touched");
    spool = spools_open(PLENTY);
    d = spools_document(spool, 3);
    ok(d != NULL && document_records(d) == 2 && spools_is(d, 1, RECORD_PAGE, 5, 3000) &&
           spools_note_is(d, 9),
       "pages and the note are the same");
    ok(read_record(d, 0) && ticket_file_read((const char *)got.bytes, got.n, &stored) &&
           stored.ticket.job.pin == 7654321 && stored.ticket.job.department_id == 42 &&
           stored.ticket.job.copies == 3 && !stored.pin_lost,
       "the ticket has the PIN still, and all else");
    document_release(d);
    d = spools_document(spool, 4);
    ok(d != NULL && read_record(d, 0) && (options = message_unpack(got.bytes, got.n)) != NULL &&
           ippGetInteger(ippFindAttribute(options, "copies", IPP_TAG_INTEGER), 0) == 2,
       "so has what was asked for");
    snprintf(text, sizeof(text), "%s",
             ippGetString(ippFindAttribute(options, "job-account-pin", IPP_TAG_ZERO), 0, NULL));
    ok(pin_unseal_text(text, sizeof(text)) && strcmp(text, "7654321") == 0, "with the PIN");
    ippDelete(options);
    ok(read_record(d, 1) && got.n == 4 && memcmp(got.bytes, "text", 4) == 0,
       "and the document as it came");
    document_release(d);
    for (int id = 3; id <= 5; id++)
        document_remove(spool, id);
    spool_close(spool);
}

static bool write_file(const char *name, const char *text)
{
    FILE *file = fopen(spools_path(name), "w");
    bool good = file != NULL && fputs(text, file) >= 0;

    return file != NULL && fclose(file) == 0 && good;
}

static void test_state(void)
{
    static const char text[] = "<Printer id=\"1\">\njob-account-id-default 7\n"
                               "job-account-pin-default 7654321\nsides-default one-sided\n"
                               "</Printer>\n";

    ok(write_file("state", text) && write_file("state.previous", text), "settings have a PIN");
    reseal_state(spools_path("state"));
    ok(!is_on_disk("state", "7654321") && !is_on_disk("state.previous", "7654321"),
       "it cannot be read any more, in both files");
    ok(is_on_disk("state", "job-account-pin-default sealed1-") &&
           is_on_disk("state", "\nsides-default one-sided\n</Printer>\n") &&
           is_on_disk("state", "<Printer id=\"1\">\njob-account-id-default 7\n"),
       "all else is as it was");
    ok(write_file("state", "job-account-pin-default \n"), "one has no PIN");
    reseal_state(spools_path("state"));
    ok(is_on_disk("state", "job-account-pin-default \n"), "it is not touched");
    (void)unlink(spools_path("state"));
    (void)unlink(spools_path("state.previous"));
}

int main(void)
{
    if (mkdtemp(spools_folder) == NULL)
        return 1;
    test_documents();
    test_state();
    ok(spools_remove_folder(), "nothing else is left in the folder");
    return tap_done();
}
