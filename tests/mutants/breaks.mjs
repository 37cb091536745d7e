// SPDX-License-Identifier: Apache-2.0
// What can be wrong with one line of C as this project writes it: a condition turned round or left out, a comparison or a constant off by
// one, a statement left out, a condition of a query left out. breaksOf(text) finds them; broken(text, breaks) holds all of them at once,
// each behind mutant_is(number).

/** The text with comments and literals blanked, so that positions stay and nothing in them is taken for code. */
export function blank(text) {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g, (found) =>
    found[0] === '"' || found[0] === "'" ? found[0] + "_".repeat(found.length - 2) + found[0] : found.replace(/[^\n]/g, " "));
}

const OPEN = "([{", CLOSE = ")]}";

/** Where the bracket that opens at `at` closes. */
function closing(code, at) {
  let depth = 0;
  for (let i = at; i < code.length; i++) {
    if (OPEN.includes(code[i])) depth++;
    else if (CLOSE.includes(code[i]) && --depth === 0) return i;
  }
  return -1;
}

/** [from, to) split at `sign`, outside brackets, without the spaces around. */
function split(code, from, to, sign) {
  const parts = [];
  let depth = 0, start = from;
  const add = (end) => {
    let a = start, b = end;
    while (a < b && /\s/.test(code[a])) a++;
    while (b > a && /\s/.test(code[b - 1])) b--;
    parts.push([a, b]);
  };
  for (let i = from; i < to; i++) {
    if (OPEN.includes(code[i])) depth++;
    else if (CLOSE.includes(code[i])) depth--;
    else if (depth === 0 && code.startsWith(sign, i)) {
      add(i);
      i += sign.length - 1;
      start = i + 1;
    }
  }
  add(to);
  return parts;
}

/** Bodies of functions: a lone brace at the line's beginning opens and closes them. */
function bodies(code) {
  const found = [];
  for (const m of code.matchAll(/\n([^\n#]*(?:\n[ \t][^\n]*)*)\n\{\n([\s\S]*?)\n\}(?=\n|$)/g)) {
    const from = m.index + m[0].indexOf("\n{\n") + 2;
    const name = /([a-z_0-9]+)\(/.exec(m[1]);
    if (name !== null && name[1] !== "__attribute__") found.push({ name: name[1], isBool: /\bbool\b[^(]*\(/.test(m[1]), from, to: m.index + m[0].length - 1 });
  }
  return found;
}

const ONE_MORE = { "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==" };

function conditions(text, code, from, to, add) {
  const sign = split(code, from, to, "&&").length > 1 ? "&&" : "||";
  const parts = split(code, from, to, sign);
  for (const [a, b] of parts) {
    if (a >= b) continue;
    if (parts.length > 1) {
      if (sign === "&&") add("condition left out", a, b, "(mutant_is(@) || ", ")");
      else add("condition left out", a, b, "(!mutant_is(@) && ", ")");
    }
    if (b - a > 2 && code[a] === "(" && closing(code, a) === b - 1 && /&&|\|\|/.test(code.slice(a, b))) conditions(text, code, a + 1, b - 1, add);
    const compared = /^([^<>=!&|?]+?) (<=|>=|<|>) ([^<>=!&|?]+)$/.exec(code.slice(a, b).replace(/->/g, "__"));
    if (compared !== null && /^[^()]*(\([^()]*\)[^()]*)*$/.test(compared[1])) {
      const at = a + compared[1].length;
      const other = text.slice(a, at) + " " + ONE_MORE[compared[2]] + text.slice(at + 1 + compared[2].length, b);
      add("border moved", a, b, `(mutant_is(@) ? (${other}) : (`, "))");
    }
  }
  add("condition turned round", from, to, "(mutant_is(@) != !!(", "))");
}

/** Where the expression before " ? " begins. */
function expressionBefore(code, at) {
  let depth = 0;
  for (let i = at - 1; i >= 0; i--) {
    if (CLOSE.includes(code[i])) depth++;
    else if (OPEN.includes(code[i]) && depth-- === 0) return i + 1;
    else if (depth === 0 && (code[i] === "," || code[i] === ";" || /^\s(=|\+=|-=|:|\?)\s/.test(code.slice(i, i + 4)))) return /[,;]/.test(code[i]) ? i + 1 : i + (code[i + 2] === "=" && code[i + 1] !== "=" ? 4 : 3);
    else if (depth === 0 && code.startsWith("return ", i)) return i + 7;
  }
  return -1;
}

function inBody(text, code, body, add) {
  const inside = code.slice(body.from, body.to);
  for (const m of inside.matchAll(/\b(if|while) \(/g)) {
    const open = body.from + m.index + m[0].length - 1, end = closing(code, open);
    if (m[1] === "while" && !/&&|\|\|/.test(code.slice(open, end))) continue;
    conditions(text, code, open + 1, end, (what, ...rest) => (m[1] === "while" && what === "condition turned round" ? undefined : add(what, ...rest)));
  }
  for (const m of inside.matchAll(/\breturn ([^;]+);/g)) {
    const from = body.from + m.index + 7, to = from + m[1].length;
    if (/ \? /.test(m[1])) continue;
    if (body.isBool && !/^(true|false)$/.test(m[1])) conditions(text, code, from, to, add);
    else if (!body.isBool && /^fail\(/.test(m[1]) === false && /&&|\|\|/.test(m[1]) && !/[{(]/.test(m[1][0])) conditions(text, code, from, to, add);
  }
  for (const m of inside.matchAll(/ \? /g)) {
    const to = body.from + m.index, from = expressionBefore(code, to);
    const at = from + /^\s*/.exec(code.slice(from, to))[0].length;
    if (from >= body.from && at < to) conditions(text, code, at, to, add);
  }
  for (const m of inside.matchAll(/\n( +)([^\n]*)/g)) {
    const at = body.from + m.index + 1 + m[1].length;
    if (!/[{};:]$/.test(inside.slice(0, m.index).trimEnd().slice(-1) || "{")) continue;
    const end = split(code, at, body.to, ";")[0][1];
    const statement = code.slice(at, end);
    const isCall = /^[a-z_A-Z0-9]+\(/.test(statement) && closing(code, at + statement.indexOf("(")) === end - 1 && !/^(if|for|while|switch|CHECK)\b/.test(statement);
    const isSet = /^[*]*[a-z_][\w.>[\]-]*( [+*|&-]?= |\+\+$|--$)/.test(statement) && !/^(return|case|default)\b/.test(statement);
    if ((isCall || isSet) && code[end] === ";") add("statement left out", at, end + 1, "if (!mutant_is(@)) { ", " }");
  }
  for (const m of inside.matchAll(/(?<![\w.\]])(\d+)(?![\w.xX])/g)) {
    const at = body.from + m.index;
    const line = code.slice(code.lastIndexOf("\n", at) + 1, at);
    if (/^\s*(case|static|enum|#)\b/.test(line) || /\[[^\]]*$/.test(line) || /\{\s*$/.test(line) || /(_is|_t)\($/.test(line)) continue;
    if (/for \([^;]*$/.test(line) || (m[1] === "0" && /= \{? ?$/.test(line))) continue;
    add("one more", at, at + m[1].length, `(mutant_is(@) ? ${Number(m[1]) + 1} : `, ")");
  }
}

/** The conditions of a query's WHERE parts, as [from, to) in `sql`. */
function queryConditions(sql) {
  const found = [];
  for (const m of sql.matchAll(/\bWHERE /g)) {
    let depth = 0, start = m.index + 6, between = false;
    const end = (at) => {
      const part = sql.slice(start, at);
      const lead = /^\s*/.exec(part)[0].length;
      if (part.trim() !== "") found.push([start + lead, start + part.trimEnd().length]);
    };
    let i = start;
    for (; i < sql.length; i++) {
      if (sql[i] === "(") depth++;
      else if (sql[i] === ")" && depth-- === 0) break;
      else if (depth === 0 && /^ (ORDER BY|GROUP BY|LIMIT|RETURNING|ON CONFLICT|UNION|HAVING|DO|WINDOW|FOR|EXCEPT|INTERSECT)\b/.test(sql.slice(i, i + 14))) break;
      else if (depth === 0 && /^ BETWEEN\b/.test(sql.slice(i, i + 9))) between = true;
      else if (depth === 0 && /^ AND\b/.test(sql.slice(i, i + 5))) {
        if (between) between = false;
        else {
          end(i);
          start = i + 4;
        }
      }
    }
    end(i);
  }
  return found;
}

/** The breaks of a file's queries: the query again, with one condition always true. */
function ofQueries(text, code, add) {
  for (const m of code.matchAll(/^(SQL|SQL_SEALED)\(([a-z_0-9]+),/gm)) {
    const open = m.index + m[1].length, end = closing(code, open);
    const from = m.index + m[0].length;
    const pieces = [];
    let sql = "";
    const raw = text.slice(from, end);
    for (const piece of raw.matchAll(/"((?:\\.|[^"\\])*)"|[A-Za-z_][A-Za-z_0-9]*(?:\([^()]*\))?/g)) {
      if (piece[1] !== undefined) sql += piece[1];
      else {
        pieces.push(piece[0]);
        sql += `\u0001${pieces.length - 1}\u0002`;
      }
    }
    const used = new RegExp(`&${m[2]}\\b`, "g");
    for (const [a, b] of queryConditions(sql)) {
      if (/[;\\]/.test(sql) || /\u0001/.test(sql.slice(a, b).replace(/\([^()]*\)/g, ""))) continue; // a macro may hold more than conditions
      const other = `${sql.slice(0, a)}(1 = 1 OR (${sql.slice(a, b)}))${sql.slice(b)}`;
      const again = '"' + other.replace(/\u0001(\d+)\u0002/g, (_, n) => `" ${pieces[Number(n)]} "`) + '"';
      const shown = sql.slice(a, b).replace(/\u0001(\d+)\u0002/g, (_, n) => pieces[Number(n)]);
      add({ what: "condition of a query left out", where: m[2], at: m.index, text: shown, query: { kind: m[1], name: m[2], again, end, used } });
    }
  }
}

/** All breaks of a file. */
export function breaksOf(text) {
  const code = blank(text), breaks = [];
  for (const body of bodies(code)) {
    inBody(text, code, body, (what, from, to, before, after) =>
      breaks.push({ what, where: body.name, at: from, to, before, after, text: text.slice(from, to).replace(/\s+/g, " ") }));
  }
  ofQueries(text, code, (one) => breaks.push(one));
  return breaks;
}

/** The text with all of `breaks` (each has its number) in it. Lines stay where they are but for the query copies at their query's end. */
export function broken(text, breaks) {
  const edits = [];
  const span = (b) => b.to - b.at;
  for (const b of breaks) {
    if (b.query !== undefined) continue;
    edits.push({ at: b.at, isEnd: false, size: span(b), number: b.number, put: b.before.replaceAll("@", b.number) });
    edits.push({ at: b.to, isEnd: true, size: span(b), number: b.number, put: b.after });
  }
  const byName = new Map();
  for (const b of breaks.filter((one) => one.query !== undefined)) byName.set(b.query.name, [...(byName.get(b.query.name) ?? []), b]);
  const code = blank(text);
  for (const [name, list] of byName) {
    const copies = list.map((b) => `; ${b.query.kind}(${name}__${b.number}, ${b.query.again.replace(/\s*\n\s*/g, " ")})`).join("");
    edits.push({ at: list[0].query.end + 1, isEnd: true, size: 0, number: 0, put: copies });
    for (const use of code.matchAll(list[0].query.used)) {
      const chain = list.map((b) => `mutant_is(${b.number}) ? &${name}__${b.number} : `).join("");
      edits.push({ at: use.index, isEnd: false, size: 1, number: 0, put: `(${chain}` });
      edits.push({ at: use.index + use[0].length, isEnd: true, size: 1, number: 0, put: ")" });
    }
  }
  edits.sort((x, y) => x.at - y.at || (x.isEnd !== y.isEnd ? (x.isEnd ? -1 : 1) : x.isEnd ? x.size - y.size || y.number - x.number : y.size - x.size || x.number - y.number));
  let out = "", last = 0;
  for (const e of edits) {
    out += text.slice(last, e.at) + e.put;
    last = e.at;
  }
  return '#include "base/mutant.h"\n#line 1\n' + out + text.slice(last);
}
