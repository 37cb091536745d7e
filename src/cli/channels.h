/* SPDX-License-Identifier: Apache-2.0 */
/*
 * channels.h - which adapter serves which messaging app: a row an app.
 *
 * Layer      cli; joins gate and care.
 */
#ifndef CLI_CHANNELS_H
#define CLI_CHANNELS_H

#include "care/channel.h"

/* NULL: no adapter. */
const struct channel_app *channel_app_of(enum channel channel);

#endif
