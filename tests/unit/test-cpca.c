/*
 * test-cpca.c - packets: headers, fragments of page data, what reaches the sink and when.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/bytes.h"
#include "driver/cpca.h"
#include "tests/unit/buffer.h"
#include "tests/unit/tap.h"

#define ACCOUNT_OFF "FF FF 00 00 00 00 00 00 00 00"

struct writer {
    struct cpca cpca;
    uint8_t *memory;
    struct buffer out;
    struct sink sink;
};

static bool start(struct writer *w, uint8_t header_7, const struct cpca_account *account)
{
    memset(w, 0, sizeof *w);
    w->memory = malloc(CPCA_BUFFER_SIZE);
    w->sink = (struct sink){buffer_write, &w->out};
    if (w->memory)
        cpca_init(&w->cpca, w->memory, &w->sink, header_7, account);
    return w->memory != NULL;
}

static void finish(struct writer *w)
{
    free(w->memory);
    buffer_free(&w->out);
}

static bool wrote_hex(const struct writer *w, const char *hex)
{
    struct buffer expected = {.bytes = NULL};
    bool same;

    buffer_append_hex(&expected, hex);
    same = buffer_equals(&w->out, expected.bytes, expected.n);
    buffer_free(&expected);
    return same;
}

static void test_packets(void)
{
    const struct cpca_account account = {1234567, 7654321};
    struct writer w;

    if (!start(&w, 0, NULL))
        return;
    ok(cpca_packet(&w.cpca, CPCA_END_JOB, "", 1) == RESULT_OK && w.out.writes == 0,
       "A packet waits for company");
    ok(cpca_packet(&w.cpca, CPCA_END, NULL, 0) == RESULT_OK &&
           cpca_flush(&w.cpca) == RESULT_OK && w.out.writes == 1 &&
           wrote_hex(&w, "CD CA 10 00 00 13 00 00 00 01" ACCOUNT_OFF "00"
                         "CD CA 10 00 00 16 00 00 00 00" ACCOUNT_OFF),
       "A flush writes both in one go, accounting off");
    ok(cpca_flush(&w.cpca) == RESULT_OK && w.out.writes == 1,
       "A flush of nothing writes nothing");
    finish(&w);
    if (!start(&w, 1, &account))
        return;
    ok(cpca_packet(&w.cpca, CPCA_BEGIN, "\1\2\3\4", 4) == RESULT_OK &&
           cpca_flush(&w.cpca) == RESULT_OK &&
           wrote_hex(&w, "CD CA 10 00 00 14 00 01 00 04"
                         "00 12 D6 87 00 74 CB B1 00 00 01 02 03 04"),
       "Department, PIN and byte 7 stand in the header");
    finish(&w);
}

/* Page data of n bytes in pieces; the packets must be as section 2 has them. */
static void test_page_data(size_t n, size_t piece)
{
    uint8_t *data = malloc(n + 1), *p;
    struct buffer joined = {.bytes = NULL};
    struct writer w;
    size_t at, length, fulls = 0;
    bool fine, more = true;

    if (!data || !start(&w, 0, NULL))
        return;
    for (at = 0; at < n; at++)
        data[at] = (uint8_t)(at * 7 + at / 251);
    fine = true;
    for (at = 0; at < n; at += piece)
        fine = fine &&
               cpca_page_data(&w.cpca, data + at, piece < n - at ? piece : n - at) == RESULT_OK;
    fine = fine && w.out.writes == n / CPCA_FRAGMENT_BYTES;
    fine = fine && cpca_end_page_data(&w.cpca) == RESULT_OK &&
           cpca_packet(&w.cpca, CPCA_END_PAGE_DATA, NULL, 0) == RESULT_OK &&
           cpca_flush(&w.cpca) == RESULT_OK;
    for (at = 0; fine && more; at += 20 + length) {
        p = w.out.bytes + at;
        length = get_be16(p + 8);
        more = p[3] == 0x02;
        fulls += more;
        fine = p[5] == 0x1A && at + 20 + length <= w.out.n && p[20] == 0x01 &&
               (length == 65535) == more && (more || p[3] == 0) &&
               buffer_append(&joined, p + 21, length - 1);
    }
    ok(fine && buffer_equals(&joined, data, n) && fulls == n / CPCA_FRAGMENT_BYTES &&
           at + 20 == w.out.n && w.out.bytes[at + 5] == 0x19,
       "%zu bytes of page data in pieces of %zu are %zu full packets and a last one", n, piece,
       fulls);
    ok(w.out.writes == fulls + 1, "Each full packet is one write, the rest is another");
    free(data);
    buffer_free(&joined);
    finish(&w);
}

static void test_cut(void)
{
    struct writer w;

    if (!start(&w, 1, NULL))
        return;
    ok(cpca_cut_page_data(&w.cpca) == RESULT_OK &&
           cpca_page_data(&w.cpca, "abc", 3) == RESULT_OK &&
           cpca_cut_page_data(&w.cpca) == RESULT_OK &&
           cpca_cut_page_data(&w.cpca) == RESULT_OK &&
           cpca_page_data(&w.cpca, "d", 1) == RESULT_OK &&
           cpca_end_page_data(&w.cpca) == RESULT_OK && cpca_flush(&w.cpca) == RESULT_OK &&
           wrote_hex(&w, "CD CA 10 02 00 1A 00 01 00 04" ACCOUNT_OFF "01 61 62 63"
                         "CD CA 10 00 00 1A 00 01 00 02" ACCOUNT_OFF "01 64"),
       "Page data that is cut goes on in the next packet; nothing is cut twice");
    finish(&w);
}

static void test_order(void)
{
    static uint8_t data[CPCA_MAX_DATA + 1];
    struct writer w;

    if (!start(&w, 0, NULL))
        return;
    ok(cpca_packet(&w.cpca, CPCA_BEGIN, data, 4) == RESULT_OK &&
           cpca_page_data(&w.cpca, data, 10) == RESULT_OK && cpca_flush(&w.cpca) == RESULT_OK &&
           w.out.n == 24,
       "A flush sends the packets before open page data");
    ok(cpca_page_data(&w.cpca, data, 5) == RESULT_OK &&
           cpca_end_page_data(&w.cpca) == RESULT_OK && cpca_flush(&w.cpca) == RESULT_OK &&
           w.out.n == 24 + 36 && w.out.bytes[24 + 9] == 16,
       "The page data goes on as if there had been no flush");
    ok(cpca_page_data(&w.cpca, data, 5) == RESULT_OK &&
           cpca_packet(&w.cpca, CPCA_END, data, 0) == RESULT_FORMAT &&
           cpca_end_page_data(&w.cpca) == RESULT_FORMAT,
       "A packet into open page data is refused, and so is all that follows");
    finish(&w);
    if (!start(&w, 0, NULL))
        return;
    ok(cpca_packet(&w.cpca, CPCA_BEGIN, data, CPCA_MAX_DATA) == RESULT_OK &&
           cpca_packet(&w.cpca, CPCA_BEGIN, data, CPCA_MAX_DATA) == RESULT_OK &&
           cpca_flush(&w.cpca) == RESULT_OK && w.out.n == 2 * (20 + CPCA_MAX_DATA),
       "A packet for which there is no room sends those before it");
    ok(cpca_packet(&w.cpca, CPCA_BEGIN, data, CPCA_MAX_DATA + 1) == RESULT_FORMAT,
       "A packet longer than its length can say is refused");
    finish(&w);
}

static enum result send_all(struct writer *w, const uint8_t *data, size_t n)
{
    enum result r = cpca_packet(&w->cpca, CPCA_BEGIN, data, 4);

    if (r == RESULT_OK)
        r = cpca_flush(&w->cpca);
    if (r == RESULT_OK)
        r = cpca_page_data(&w->cpca, data, n);
    if (r == RESULT_OK)
        r = cpca_end_page_data(&w->cpca);
    return r == RESULT_OK ? cpca_flush(&w->cpca) : r;
}

static void test_failures(void)
{
    static uint8_t data[200000];
    struct writer w;
    unsigned n, failed = 0;
    bool sticky = true;

    for (n = 1; n < 20; n++) {
        enum result r;

        if (!start(&w, 0, NULL))
            return;
        w.out.fail_write = n;
        r = send_all(&w, data, sizeof data);
        if (r == RESULT_OK) {
            finish(&w);
            break;
        }
        failed++;
        sticky = sticky && r == RESULT_IO && w.out.writes == n &&
                 cpca_packet(&w.cpca, CPCA_END, data, 0) == RESULT_IO &&
                 cpca_page_data(&w.cpca, data, 100) == RESULT_IO &&
                 cpca_end_page_data(&w.cpca) == RESULT_IO && cpca_flush(&w.cpca) == RESULT_IO &&
                 w.out.writes == n;
        finish(&w);
    }
    ok(sticky && failed == 5, "Each write that fails ends it: the sink is not called again");
}

int main(void)
{
    test_packets();
    test_page_data(0, 1);
    test_page_data(1, 1);
    test_page_data(CPCA_FRAGMENT_BYTES - 1, 1000);
    test_page_data(CPCA_FRAGMENT_BYTES, 65534);
    test_page_data(CPCA_FRAGMENT_BYTES + 1, 4099);
    test_page_data(3 * CPCA_FRAGMENT_BYTES, 300000);
    test_page_data(3 * CPCA_FRAGMENT_BYTES + 77, 100001);
    test_cut();
    test_order();
    test_failures();
    return tap_done();
}
