/*
 * fuzz-secrets.c - any bytes where a sealed secret, a code or a ticket is expected: nothing
 * that was not sealed with our key is unsealed, and a ticket that is sealed says what it said.
 * Effects: aborts on a broken promise.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/jobs-release.h"
#include "server/pin.h"
#include "server/ticket-file.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool promise)
{
    if (!promise)
        abort();
}

/* Sealed with a key that no input knows. */
static void try_text(const char *text)
{
    char secret[VAULT_SECRET_MAX + 1], small[4], pin[VAULT_TEXT_MAX];
    unsigned seconds;

    check(!vault_unseal("fuzz", text, secret, sizeof(secret)) && secret[0] == '\0');
    check(!vault_unseal("fuzz", text, small, sizeof(small)) && small[0] == '\0');
    if (release_seconds_of(text, &seconds))
        check(seconds <= 30u * 86400);
    if (strlen(text) >= sizeof(pin) || vault_is_sealed(text))
        return;
    memcpy(pin, text, strlen(text) + 1);
    if (pin_seal_text(pin, sizeof(pin)))
        check(pin_unseal_text(pin, sizeof(pin)) && strcmp(pin, text) == 0);
}

static void try_ticket(const char *text, size_t n)
{
    static struct stored_ticket plain, sealed;
    char again[TICKET_FILE_MAX];
    size_t used = ticket_file_reseal(text, n, again, sizeof(again));

    check(used <= sizeof(again));
    /* names that come twice, or a PIN before its model, are nobody's tickets */
    if (used > 0 && ticket_file_read(text, n, &plain) &&
        ticket_file_read(again, used, &sealed) && plain.ticket.job.pin != 0)
        check(sealed.pin_lost || sealed.ticket.job.pin == plain.ticket.job.pin);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t key[VAULT_KEY_BYTES] = {3, 1, 4, 1, 5};
    struct release_code code;
    char *text = malloc(size + 1);

    if (text == NULL)
        return 0;
    vault_use(key);
    memcpy(text, data, size);
    text[size] = '\0';
    try_text(text);
    if (memchr(text, 0, size) == NULL)
        try_ticket(text, size);
    if (code_from_bytes("none", data, size, &code))
        check(size >= CODE_MIN && size <= CODE_MAX);
    (void)code_from_bytes("sha2-256", data, size, &code);
    (void)code_from_text(text, &code);
    free(text);
    return 0;
}
