/* SPDX-License-Identifier: Apache-2.0 */
#include "care/channel.h"

static const struct channel_row rows[CHANNEL_COUNT] = {
    [CHANNEL_WEB] = { "web", { "Formulir kontak", "Contact form" }, WAY_PAGE, 0 },
    [CHANNEL_CHAT] = { "chat", { "Obrolan di situs", "Chat on the site" }, WAY_PAGE, 0 },
    [CHANNEL_EMAIL] = { "email", { "Email", "E-mail" }, WAY_MAIL, 0 },
    [CHANNEL_WHATSAPP] = { "whatsapp", { "WhatsApp", "WhatsApp" }, WAY_HAND, 0 },
    [CHANNEL_PHONE] = { "phone", { "Telepon", "Telephone" }, WAY_HAND, 0 },
    [CHANNEL_SOCIAL] = { "social", { "Media sosial", "Social media" }, WAY_HAND, 0 },
    [CHANNEL_LOOPBACK] = { "loopback", { "Aplikasi uji", "Test application" }, WAY_APP, HOURS(24) },
};

const struct channel_row *channel_row(enum channel channel)
{
    CHECK(channel < CHANNEL_COUNT);
    return &rows[channel];
}

bool channel_of(str name, enum channel *out)
{
    for (enum channel channel = 0; channel < CHANNEL_COUNT; channel++) {
        if (str_eq(name, str_of(rows[channel].name))) {
            *out = channel;
            return true;
        }
    }
    return false;
}

str channel_name(enum channel channel)
{
    return str_of(channel_row(channel)->name);
}

str channel_label(enum channel channel, enum lang lang)
{
    CHECK(lang < LANG_COUNT);
    return str_of(channel_row(channel)->label[lang]);
}

bool channel_can_send(enum channel channel, int64_t closes_at, int64_t at)
{
    return channel_row(channel)->window == 0 || (closes_at != 0 && at < closes_at);
}

int64_t channel_closes_at(enum channel channel, int64_t last_in_at)
{
    int64_t window = channel_row(channel)->window;
    return window == 0 || last_in_at == 0 ? 0 : last_in_at + window;
}
