/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conversation_check.h - what always holds for conversations; joined by `amanah check`.
 *
 * Layer      care; part of conversation.
 */
#ifndef CARE_CONVERSATION_CHECK_H
#define CARE_CONVERSATION_CHECK_H

#include "core/check.h"

extern const struct check conversation_checks[];
extern const size_t conversation_check_count;

#endif
