/*
 * test-migrate.c - a PPD of CUPS is read, and what it and lpoptions set becomes options of
 * ours.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/cups-files.h"
#include "server/migrate.h"
#include "tap.h"

#include <stdio.h>
#include <string.h>

static void is_str(const char *got, const char *wanted, const char *name)
{
    if (!ok(strcmp(got, wanted) == 0, "%s", name))
        diag("got '%s', wanted '%s'", got, wanted);
}

#define HEAD "*PPD-Adobe: \"4.3\"\n"

static struct ppd ppd;
static struct migrate_options options;

static bool read_text(const char *text)
{
    return ppd_read(text, strlen(text), &ppd);
}

static const char *model_of(const char *nickname)
{
    const struct model *model;

    memset(&ppd, 0, sizeof(ppd));
    snprintf(ppd.nickname, sizeof(ppd.nickname), "%s", nickname);
    model = migrate_model(&ppd);
    return model != NULL ? model->name : "(none)";
}

/* The value that an option of ours gets, "" where it gets none. */
static const char *value_of(const char *name)
{
    for (size_t i = 0; i < options.n; i++)
        if (options.list[i].fate == MIGRATE_TAKEN && strcmp(options.list[i].name, name) == 0)
            return options.list[i].value;
    return "";
}

static const struct migrate_option *fate_of(const char *keyword)
{
    for (size_t i = 0; i < options.n; i++)
        if (strcmp(options.list[i].keyword, keyword) == 0)
            return &options.list[i];
    return NULL;
}

static void test_read(void)
{
    ok(!read_text("") && !read_text("%!PS-Adobe-3.0\n"), "what is no PPD is refused");
    ok(read_text(HEAD "*NickName: \"A, b\"\r\n*DefaultDuplex: Two/Both\r\n"
                      "*OpenUI *Duplex/Two Sides: PickOne\r\n*Duplex One/Front: \"x\"\r\n"
                      "*Duplex Two/Both sides: \"y\"\r\n*CloseUI: *Duplex\r\n"),
       "a PPD is read");
    is_str(ppd.nickname, "A, b", "with its name");
    ok(ppd.n == 1, "and its options");
    is_str(ppd.options[0].text, "Two Sides", "which have words");
    is_str(ppd.options[0].choice, "Two", "what is set is known, wherever it stands");
    is_str(ppd.options[0].choice_text, "Both sides", "and its words");
    ok(read_text(HEAD
                 "*OpenUI *X: PickOne\n*OpenUI *X: PickOne\n*OpenUI : PickOne\n*DefaultX:\n*:"),
       "a PPD with nonsense is read");
    ok(ppd.n == 1 && ppd.options[0].choice[0] == '\0', "as far as it makes sense");
}

static void test_models(void)
{
    is_str(model_of("Canon iR1020/1024/1025 UFRII LT ver.2.9"), "canon_ir1020_ufr2lt",
           "the maker's driver for the group is known");
    is_str(model_of("Canon iR1018/1022/1023 UFRII LT"), "canon_ir1018_ufr2lt",
           "so is the other one");
    is_str(model_of("Canon iR1024 (UFR II)"), "canon_ir1020_ufr2lt", "one machine's is, too");
    is_str(model_of("Canon iR1020/1024/1025 PCL5e"), "canon_ir1020_pcl5e", "and that of PCL");
    is_str(model_of("Canon iR1020/1024/1025 PCL6"), "canon_ir1020_pclxl", "of PCL 6");
    is_str(model_of("Canon iR1020/1024/1025"), "(none)", "a driver of unknown language is not");
    is_str(model_of("Acme 9 PCL6"), "(none)", "nor is another maker's");
}

static const char *uri_of(const char *device)
{
    static char uri[1100];
    char why[300];
    const struct model *model = NULL;

    for (size_t i = 0; i < num_models; i++)
        if (strcmp(models[i].name, "canon_ir1018_ufr2lt") == 0)
            model = &models[i];
    return migrate_uri(device, model, uri, sizeof(uri), why, sizeof(why)) ? uri : "(none)";
}

static void test_addresses(void)
{
    is_str(uri_of("socket://192.0.2.7:9100/?waiteof=true"), "socket://192.0.2.7:9100",
           "what CUPS' backends are told is left out");
    is_str(uri_of("lpd://user@host/raw?order=data"), "lpd://user@host/raw", "of LPD, too");
    is_str(uri_of("usb://Canon/iR1018/1022/1023%20(UFRII%20LT)?serial=1&interface=2"),
           "usb://Canon/iR1018/1022/1023%20(UFRII%20LT)?serial=1&interface=2",
           "what tells a USB machine stays");
    is_str(uri_of("cnusb:/dev/usb/lp0"), "usb://Canon/iR1018/1022/1023%20(UFRII%20LT)",
           "the maker's USB backend is the machine of that name");
    is_str(uri_of("ipp://other/printers/x"), "(none)", "another print server is no machine");
    is_str(uri_of("file:/dev/null"), "(none)", "nor is a file");
}

static void migrate(const char *defaults, int n, const cups_option_t *own)
{
    char text[2000];

    snprintf(text, sizeof(text),
             HEAD "*OpenUI *PageSize: PickOne\n*OpenUI *InputSlot: PickOne\n"
                  "*OpenUI *Duplex: PickOne\n*OpenUI *BindEdge: PickOne\n"
                  "*OpenUI *CNTonerSaving: PickOne\n*OpenUI *CNOdd: PickOne\n%s",
             defaults);
    (void)read_text(text);
    migrate_options(&ppd, n, own, &options);
}

static void test_options(void)
{
    static cups_option_t own[] = {
        {(char *)(uintptr_t) "Duplex",       (char *)(uintptr_t) "None"   },
        {(char *)(uintptr_t) "media",        (char *)(uintptr_t) "A5,Cas2"},
        {(char *)(uintptr_t) "printer-info", (char *)(uintptr_t) "Office" },
        {(char *)(uintptr_t) "job-sheets",   (char *)(uintptr_t) "secret" },
    };

    migrate("*DefaultPageSize: Letter\n*DefaultDuplex: DuplexTumble\n*DefaultBindEdge: Left\n"
            "*DefaultCNTonerSaving: Auto\n*DefaultCNOdd: Yes\n",
            0, NULL);
    is_str(value_of("media"), "na_letter_8.5x11in", "paper is taken");
    is_str(value_of("sides"), "two-sided-short-edge", "sides are");
    is_str(value_of("toner-save"), "device", "what is left to the machine is");
    is_str(value_of("binding-edge"), "auto", "an edge that does not go with the sides is not");
    ok(fate_of("CNOdd") != NULL && fate_of("CNOdd")->fate == MIGRATE_LOST,
       "what has no counterpart is told");
    migrate("*DefaultPageSize: Letter\n*DefaultDuplex: DuplexTumble\n*DefaultInputSlot: Auto\n",
            4, own);
    is_str(value_of("sides"), "one-sided", "what a person has set wins over the PPD");
    is_str(value_of("media"), "iso_a5_148x210mm", "paper by a word of CUPS, too");
    is_str(value_of("media-source"), "tray-2", "with the drawer behind it");
    ok(fate_of("printer-info") == NULL, "a queue's name for people is no option");
    ok(fate_of("job-sheets") != NULL && fate_of("job-sheets")->why != NULL,
       "banner pages are told of, with a reason");
}

static void test_files(void)
{
    static struct cups_queue queues[4];
    char text[64];
    size_t n = cups_files_queues("# x\n<DefaultPrinter office>\nUUID u\nDeviceURI lpd://h/raw\n"
                                 "</DefaultPrinter>\n<Class c>\nPrinter office\n</Class>\n"
                                 "<Printer ../x>\nDeviceURI lpd://i/x\n</Printer>\n"
                                 "<Printer bare>\n</Printer>\n<Printer cut>\nDeviceURI lpd://j",
                                 queues, 4);

    ok(n == 1 && strcmp(queues[0].name, "office") == 0, "queues of printers.conf are read");
    is_str(queues[0].uri, "lpd://h/raw", "with their addresses");
    ok(cups_files_options("Dest other a=1\nDefault office Duplex=None media=A4\n", "office",
                          text, sizeof(text)) &&
           strcmp(text, "Duplex=None media=A4") == 0,
       "what lpoptions has of a queue is found");
    ok(!cups_files_options("Dest office2 a=1\nDest office\n", "office", text, sizeof(text)),
       "and no other's");
}

int main(void)
{
    test_files();
    test_read();
    test_models();
    test_addresses();
    test_options();
    return tap_done();
}
