/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/channels.h"

#include "gate/loopback.h"

static const struct channel_app *const apps[] = { &loopback_app };

const struct channel_app *channel_app_of(enum channel channel)
{
    for (size_t i = 0; i < COUNT(apps); i++) {
        if (apps[i]->channel == channel) {
            return apps[i];
        }
    }
    return NULL;
}
