-- SPDX-License-Identifier: Apache-2.0
-- Captions of a film in English; video_captions has the Indonesian ones.
ALTER TABLE product ADD COLUMN video_captions_en TEXT NOT NULL DEFAULT '';
CREATE INDEX product_film ON product (id) WHERE video_is_file = 1;
