/*
 * test-device-identify.c - machines that tell who they are by SNMP and PJL, some in garbage.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/detect.h"

#include "driver/device-language.h"
#include "server/device.h"
#include "server/snmp.h"
#include "tests/device/agent.h"
#include "tests/unit/tap.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PATIENCE_MS 20000 /* for machines that answer: never waited out */
#define SHORT_MS    300   /* for those that do not */

/* The data port: answers PJL with ctx, when the whole question is there. */
static void run_pjl(struct peer *p)
{
    const char *answer = p->ctx;

    if (!peer_accept(p))
        return;
    while (peer_read(p, 1) == 1)
        if (p->n > 20 && memcmp(p->data + p->n - 9, "\033%-12345X", 9) == 0) {
            peer_send(p, answer, strlen(answer));
            break;
        }
    peer_read(p, SIZE_MAX);
    peer_end(p);
}

struct outcome {
    bool answered;
    struct device_identity identity;
    const struct model *model;
    char why[900];
};

/* Ask a machine with this agent and this data port; NULL: it has none. */
static void ask(const char *scheme, struct agent *agent, const char *pjl, unsigned timeout_ms,
                struct outcome *got)
{
    struct peer *snmp = peer_new_datagram();
    struct peer *data = peer_new(0);
    char uri[200], answer[2100];

    memset(got, 0, sizeof *got);
    if (!snmp || !data)
        return;
    snprintf(answer, sizeof answer, "%s", pjl ? pjl : "");
    if (agent)
        peer_start(snmp, agent_run, agent);
    if (pjl)
        peer_start(data, run_pjl, answer);
    snprintf(uri, sizeof uri, "%s?snmp-port=%u&snmp-community=secret",
             strcmp(scheme, "lpd") == 0 ? "lpd://127.0.0.1:9/lp" : "socket://127.0.0.1:",
             (unsigned)snmp->port);
    if (strcmp(scheme, "socket") == 0)
        snprintf(uri, sizeof uri, "socket://127.0.0.1:%u?snmp-port=%u&snmp-community=secret",
                 (unsigned)data->port, (unsigned)snmp->port);
    if (!agent) { /* nobody is there: the system says so at once */
        close(snmp->listener);
        snmp->listener = snmp->fd = -1;
    }
    got->answered = device_identify(uri, timeout_ms, &got->identity, got->why, sizeof got->why);
    if (agent)
        agent_stop(snmp);
    if (pjl) /* ends a script that was not asked */
        shutdown(data->listener, SHUT_RDWR);
    peer_free(snmp);
    peer_free(data);
}

#define PJL_ANSWER "@PJL INFO ID\r\n\"iR1020/1024/1025\"\r\n\f"

static void test_both(void)
{
    struct agent agent = {.device_descr = "Canon iR1024 /P"};
    struct outcome got;

    ask("socket", &agent, PJL_ANSWER, PATIENCE_MS, &got);
    ok(got.answered && strcmp(got.identity.snmp, "Canon iR1024 /P") == 0 &&
           strcmp(got.identity.pjl, "iR1020/1024/1025") == 0 && !got.identity.device_id[0],
       "A machine tells itself by SNMP and PJL");
    ok(strcmp(agent.community, "secret") == 0, "The URI's community is used");
    ok(agent.requests == 3, "The name is asked for, once, and the first language");
}

static void test_snmp_only(void)
{
    struct agent agent = {.system_descr = "Canon iR1022 /P"};
    struct outcome got;

    ask("socket", &agent, NULL, PATIENCE_MS, &got);
    ok(got.answered && strcmp(got.identity.snmp, "Canon iR1022 /P") == 0 &&
           !got.identity.pjl[0],
       "Where hrDeviceDescr is missing sysDescr is asked for; the data port may be closed");
    agent = (struct agent){.device_descr = "Network board", .system_descr = "Canon iR1024 /P"};
    ask("lpd", &agent, NULL, PATIENCE_MS, &got);
    ok(got.answered && strcmp(got.identity.snmp, "Canon iR1024 /P") == 0,
       "Of two descriptions the one that is a machine of ours is taken; lpd has SNMP only");
    agent = (struct agent){.device_descr = "Other 1", .system_descr = "Other 2"};
    ask("lpd", &agent, NULL, PATIENCE_MS, &got);
    ok(got.answered && strcmp(got.identity.snmp, "Other 1") == 0,
       "When none is, the first one is told");
    agent = (struct agent){.garbage_first = true, .device_descr = "Canon iR1024 /P"};
    ask("lpd", &agent, NULL, PATIENCE_MS, &got);
    ok(got.answered && strcmp(got.identity.snmp, "Canon iR1024 /P") == 0,
       "Garbage and strangers' replies before the answer do not count");
    agent = (struct agent){.device_descr = "\r\n Canon\t\001iR1024 /P  "};
    ask("lpd", &agent, NULL, PATIENCE_MS, &got);
    ok(got.answered && strcmp(got.identity.snmp, "Canon iR1024 /P") == 0,
       "Control characters do not get through");
    agent = (struct agent){.requests = 0};
    ask("lpd", &agent, NULL, PATIENCE_MS, &got);
    ok(!got.answered && strstr(got.why, "does not tell"),
       "A machine without either description: %s", got.why);
}

static void test_languages(void)
{
    struct agent agent = {
        .device_descr = "Canon iR1024 /P",
        .interpreters = {"UFRII LT", "PCL 5e"},
        .families = {1,          3       }
    };
    struct outcome got;

    ask("lpd", &agent, NULL, PATIENCE_MS, &got);
    ok(got.identity.languages == (DEVICE_UFR2 | DEVICE_PCL5) &&
           strcmp(got.identity.interpreters, "UFRII LT,PCL 5e") == 0,
       "A machine names its languages by SNMP: %s", got.identity.interpreters);
    agent = (struct agent){
        .device_descr = "Maker Laser", .interpreters = {"", "odd word"},
             .families = {47, 6         }
    };
    ask("lpd", &agent, NULL, PATIENCE_MS, &got);
    ok(got.identity.languages == (DEVICE_PCLXL | DEVICE_POSTSCRIPT),
       "Where the words tell nothing the numbers do");
    agent = (struct agent){
        .device_descr = "Maker Laser", .interpreters = {NULL, "PCL"}
    };
    ask("lpd", &agent, NULL, PATIENCE_MS, &got);
    ok(got.answered && got.identity.languages == 0, "The list ends with its first gap");
}

static void test_silence(void)
{
    struct agent agent = {.only_garbage = true};
    struct outcome got;

    ask("lpd", &agent, NULL, SHORT_MS, &got);
    ok(!got.answered && strstr(got.why, "SNMP") && !got.identity.snmp[0],
       "A machine that only sends garbage: %s", got.why);
    ask("socket", NULL, NULL, PATIENCE_MS, &got);
    ok(!got.answered && strstr(got.why, "SNMP") && strstr(got.why, "PJL"),
       "A machine that is not there: %s", got.why);
}

static void test_pjl(void)
{
    char garbage[2000];
    struct outcome got;

    ask("socket", NULL, PJL_ANSWER, PATIENCE_MS, &got);
    ok(got.answered && strcmp(got.identity.pjl, "iR1020/1024/1025") == 0,
       "A machine without SNMP tells itself by PJL");
    ask("socket", NULL, "@PJL USTATUS X\r\n\f@PJL INFO ID\niR1020/1024/1025\n\f", PATIENCE_MS,
        &got);
    ok(got.answered && strcmp(got.identity.pjl, "iR1020/1024/1025") == 0,
       "Other messages before and quotation marks left out are understood");
    ask("socket", NULL, "@PJL INFO ID\r\n\"\"\r\n\f", SHORT_MS, &got);
    ok(!got.answered && got.why[0], "An empty name is none");
    ask("socket", NULL, "@PJL INFO ID", SHORT_MS, &got);
    ok(!got.answered, "Half an answer is none: %s", got.why);
    ask("socket", NULL, "", SHORT_MS, &got);
    ok(!got.answered && strstr(got.why, "no answer"), "Silence is none: %s", got.why);
    memset(garbage, '@', sizeof garbage);
    garbage[sizeof garbage - 1] = '\0';
    ask("socket", NULL, garbage, PATIENCE_MS, &got);
    ok(!got.answered && strstr(got.why, "no answer"), "Endless garbage is none: %s", got.why);
}

static void test_other(void)
{
    struct device_identity identity;
    char why[400];

    ok(!device_identify("file:///tmp", 100, &identity, why, sizeof why) && why[0],
       "A folder has no identity: %s", why);
    ok(!device_identify("nonsense", 100, &identity, why, sizeof why) && why[0],
       "A URI that is none is told: %s", why);
}

static const struct model *detect(struct agent *agent, char *why, size_t size)
{
    struct peer *p = peer_new_datagram();
    const struct model *model = NULL;
    char uri[100];

    if (p && peer_start(p, agent_run, agent)) {
        snprintf(uri, sizeof uri, "lpd://127.0.0.1:9/lp?snmp-port=%u", (unsigned)p->port);
        model = detect_model(uri, PATIENCE_MS, why, size);
        agent_stop(p);
    }
    peer_free(p);
    return model;
}

static void test_detect(void)
{
    struct agent agent = {.device_descr = "Canon iR1024 /P"};
    char why[900] = "";
    const struct model *model = detect(&agent, why, sizeof why);

    ok(model && strcmp(model->name, "canon_ir1020_ufr2lt") == 0,
       "An iR1024 is of the group of the iR1020: %s", model ? model->name : why);
    agent.device_descr = "Canon iR1022 /P";
    model = detect(&agent, why, sizeof why);
    ok(model && strcmp(model->name, "canon_ir1018_ufr2lt") == 0,
       "An iR1022 is of the group of the iR1018: %s", model ? model->name : why);
    agent.interpreters[0] = "UFRII LT";
    agent.interpreters[1] = "PCL5e";
    model = detect(&agent, why, sizeof why);
    ok(model && (!model_find("canon_ir1018_pcl5e") ||
                 strcmp(model->name, "canon_ir1018_pcl5e") == 0),
       "One that names PCL 5e gets it, where there is a row: %s", model ? model->name : why);
    agent = (struct agent){.device_descr = "Canon MFX99"};
    ok(!detect(&agent, why, sizeof why) && strstr(why, "Canon MFX99"),
       "Another machine is none of ours, and named: %s", why);
    ok(!detect_model("file:///tmp", 100, why, sizeof why) && why[0],
       "What cannot be asked is told: %s", why);
}

static bool always(void *ctx)
{
    (void)ctx;
    return true;
}

static void test_cancel(void)
{
    static const uint32_t oid[] = {1, 3, 6, 1, 2, 1, 1, 1, 0};
    struct peer *p = peer_new_datagram(); /* nobody reads */
    struct snmp_value value;
    char why[300];
    bool answered = true;

    if (p) {
        const struct snmp_target target = {"127.0.0.1", p->port, "public", always, NULL};

        ok(!snmp_get(&target, oid, 9, 3600000, &value, &answered, why, sizeof why) &&
               !answered && strstr(why, "canceled"),
           "A question can be canceled: %s", why);
    }
    peer_free(p);
}

int main(void)
{
    test_both();
    test_snmp_only();
    test_languages();
    test_silence();
    test_pjl();
    test_other();
    test_detect();
    test_cancel();
    return tap_done();
}
