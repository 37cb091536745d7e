// SPDX-License-Identifier: Apache-2.0
//
// parts.mjs - what the products of the example shop are put together from.

/** A text in both languages of the shop. */
export const t = (id, en) => ({ id, en });

export const attribute = (name, value) => ({ name, value });

export const option = (code, name, ...values) => ({
  code,
  name,
  values: values.map(([valueCode, id, en = id]) => ({ code: valueCode, name: t(id, en) })),
});

/** A number that looks lived-in and never changes: the stock of a SKU. */
export function stockOf(sku, most) {
  let hash = 2166136261;
  for (const letter of sku) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619) >>> 0;
  return 2 + (hash % most);
}

/** Every combination of the options' values, in the order they are declared. */
export function combinations(options) {
  return options.reduce(
    (rows, o) => rows.flatMap((row) => o.values.map((v) => ({ ...row, [o.code]: v.code }))),
    [{}],
  );
}

/**
 * One variant for each combination. `of(chosen)` gives what differs: {price, weight_grams, ...};
 * null leaves the combination out.
 */
export function variants(prefix, options, mostInStock, of) {
  return combinations(options).flatMap((chosen) => {
    const own = of(chosen);
    if (own === null) return [];
    const sku = [prefix, ...Object.values(chosen)].join('-').toUpperCase();
    return [{ sku, options: chosen, compare_at: null, stock: stockOf(sku, mostInStock), ...own }];
  });
}

export const box = (length, width, height) => ({ length, width, height });

export const picture = (slug, n, id, en) => ({
  file: `${slug}-${n}.svg`,
  kind: 'illustration',
  alt: t(id, en),
});

export const BRAND = 'Banyuwening';
