/* SPDX-License-Identifier: Apache-2.0 */
#include "care/contact.h"

#include "core/notice.h"
#include "core/setting.h"

static enum err make_person(struct ctx *c, const struct contact *contact, person_id *out)
{
    const struct {
        enum vault_field field;
        str value;
    } fields[] = {
        { VAULT_NAME, contact->name },
        { VAULT_PHONE, contact->phone },
        { VAULT_EMAIL, contact->email },
    };
    person_id person = { 0 };
    TRY(vault_person_create(c, &person));
    for (size_t i = 0; i < COUNT(fields); i++) {
        if (fields[i].value.size != 0) {
            TRY(vault_write(c, person, fields[i].field, fields[i].value));
        }
    }
    *out = person;
    return OK;
}

SQL(contacts_since, "SELECT COUNT(*) FROM conversation WHERE last_at > $1 AND opened_at > $1 AND channel = $2");

/* Over the whole shop: one address is limited by its rate class already. Staff enter as many as they like. */
static enum err check_rate(struct ctx *c, enum channel channel)
{
    int64_t recent = 0;
    bool is_outside = c->actor.role == ROLE_VISITOR || c->actor.role == ROLE_BUYER;
    if (!is_outside) {
        return OK;
    }
    TRY(db_get_int(c->db, &contacts_since, ARGS(c->now_at - HOURS(1), channel_name(channel)), 0,
                   &recent));
    return recent < CONTACTS_PER_HOUR_MAX
               ? OK
               : fail(c, ERR_RATE, "%d conversations begun in an hour", CONTACTS_PER_HOUR_MAX);
}

enum err contact_begin(struct ctx *c, const struct contact *contact, struct said_receipt *out)
{
    struct conversation_new n = { .channel = contact->channel,
                                  .lang = contact->lang,
                                  .title = contact->title,
                                  .about = contact->about,
                                  .about_count = contact->about_count,
                                  .continues = contact->continues };
    conversation_id id = { 0 };
    TRY(check_rate(c, contact->channel));
    TRY(make_person(c, contact, &n.person));
    TRY(conversation_open(c, &n, &id));
    TRY(conversation_add_name(c, id, n.person, contact->name));
    return conversation_say(c, id, &contact->first, out);
}

enum err contact_tell(struct ctx *c, conversation_id id)
{
    struct conversation v = { 0 };
    TRY(conversation_get(c, id, &v));
    struct notice_new n = { .kind = S("conversation_waits"),
                            .subject = conversation_subject(c, id),
                            .to = NOTICE_OWNER,
                            .lang = c->shop->lang,
                            .occasion = str_format(c->arena, "%" PRId64, v.waiting_since) };
    return c->shop->notifies_owner && v.waiting_since != 0 ? notice_queue(c, &n) : OK;
}
