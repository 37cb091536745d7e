/* SPDX-License-Identifier: Apache-2.0 */
/* vault_matrix.c - purposes and fields: what may be read for what, by whom, on which legal basis. */
#include "core/vault.h"

#define BIT(field) VAULT_BIT(VAULT_##field)
#define ALL_FIELDS (VAULT_BIT(VAULT_FIELD_COUNT) - 1)
#define MAY(role) (1u << ROLE_##role)
#define RUN_SHOP (MAY(OWNER) | MAY(MANAGER) | MAY(SYSTEM))

static const struct vault_purpose_row rows[PURPOSE_COUNT] = {
    [PURPOSE_ORDER] = { "order", "To carry out the order", "Menjalankan pesanan", BASIS_CONTRACT,
                        VAULT_CONTACT | BIT(ADDRESS) | BIT(NOTE), RUN_SHOP | MAY(CARE) | MAY(FULFILMENT) },
    [PURPOSE_SHIPPING] = { "shipping", "To ship the goods", "Mengirim barang", BASIS_CONTRACT,
                           BIT(NAME) | BIT(PHONE) | BIT(ADDRESS), RUN_SHOP | MAY(FULFILMENT) },
    [PURPOSE_NOTIFY] = { "notify", "To tell about the order", "Memberi kabar tentang pesanan", BASIS_CONTRACT,
                         VAULT_CONTACT | BIT(ADDRESS), RUN_SHOP | MAY(CARE) | MAY(FULFILMENT) },
    [PURPOSE_REFUND] = { "refund", "To pay money back", "Mengembalikan uang", BASIS_CONTRACT,
                         VAULT_CONTACT | BIT(BANK_ACCOUNT), RUN_SHOP | MAY(CARE) },
    [PURPOSE_CARE] = { "care", "To answer and settle claims", "Menjawab dan menyelesaikan keluhan", BASIS_CONTRACT,
                       VAULT_CONTACT | BIT(ADDRESS) | BIT(MESSAGE) | BIT(NOTE), RUN_SHOP | MAY(CARE) },
    [PURPOSE_INVOICE] = { "invoice", "For the books the law demands", "Pembukuan yang diwajibkan hukum",
                          BASIS_LEGAL_DUTY, BIT(NAME) | BIT(ADDRESS), RUN_SHOP | MAY(FULFILMENT) },
    [PURPOSE_PROTECTION] = { "protection", "To protect the shop from pranksters", "Melindungi toko dari pesanan iseng",
                             BASIS_INTEREST, BIT(PHONE), RUN_SHOP },
    [PURPOSE_SELF] = { "self", "The person's own look", "Dilihat sendiri oleh pemiliknya", BASIS_OWN_REQUEST,
                       ALL_FIELDS, MAY(BUYER) },
    [PURPOSE_PRIVACY] = { "privacy", "To answer a request about data", "Menjawab permintaan data pribadi",
                          BASIS_LEGAL_DUTY, ALL_FIELDS, MAY(OWNER) | MAY(PRIVACY) | MAY(SYSTEM) },
    [PURPOSE_DISCLOSURE] = { "disclosure", "An authority's verified request", "Permintaan pihak berwenang yang sah",
                             BASIS_LEGAL_DUTY, ALL_FIELDS, MAY(OWNER) | MAY(PRIVACY) },
    [PURPOSE_MARKETING] = { "marketing", "News and offers", "Kabar dan penawaran", BASIS_CONSENT, VAULT_CONTACT,
                            RUN_SHOP | MAY(CARE) },
    [PURPOSE_SURVEY] = { "survey", "To learn how it was", "Mengetahui pendapat pembeli", BASIS_CONTRACT, BIT(OPINION),
                         RUN_SHOP | MAY(CARE) },
    [PURPOSE_RECOMMEND] = { "recommend", "Personal recommendations", "Saran produk pribadi", BASIS_CONSENT,
                            BIT(NAME) | BIT(EMAIL), RUN_SHOP },
    [PURPOSE_DECIDE] = { "decide", "To decide a case a second time", "Memutuskan kasus untuk kedua kali", BASIS_CONTRACT,
                         BIT(MESSAGE), RUN_SHOP | MAY(CARE) | MAY(REVIEWER) },
};

const struct vault_purpose_row *vault_purpose_row(enum vault_purpose purpose)
{
    CHECK(purpose < PURPOSE_COUNT);
    return &rows[purpose];
}

struct field_row {
    const char *name;
    const char *label[LANG_COUNT];
};

static const struct field_row fields[VAULT_FIELD_COUNT] = {
    [VAULT_NAME] = { "name", { "Nama", "Name" } },
    [VAULT_PHONE] = { "phone", { "Nomor telepon", "Phone number" } },
    [VAULT_EMAIL] = { "email", { "E-mail", "Email" } },
    [VAULT_ADDRESS] = { "address", { "Alamat", "Address" } },
    [VAULT_BANK_ACCOUNT] = { "bank_account", { "Rekening bank", "Bank account" } },
    [VAULT_MESSAGE] = { "message", { "Isi pesan", "Message" } },
    [VAULT_NOTE] = { "note", { "Catatan", "Note" } },
    [VAULT_OPINION] = { "opinion", { "Jawaban survei", "Answer to a survey" } },
};

str vault_field_name(enum vault_field field)
{
    CHECK(field < VAULT_FIELD_COUNT);
    return str_of(fields[field].name);
}

str vault_field_label(enum vault_field field, enum lang lang)
{
    CHECK(field < VAULT_FIELD_COUNT && lang < LANG_COUNT);
    return str_of(fields[field].label[lang]);
}

bool vault_purpose_of(str name, enum vault_purpose *out)
{
    for (enum vault_purpose purpose = 0; purpose < PURPOSE_COUNT; purpose++) {
        if (str_eq(name, str_of(rows[purpose].name))) {
            *out = purpose;
            return true;
        }
    }
    return false;
}
