// SPDX-License-Identifier: Apache-2.0
// A small SMTP server on loopback (RFC 5321, plain, optional AUTH PLAIN/LOGIN): keeps what it accepted, refuses what it is told to.
import fs from "node:fs";
import net from "node:net";

/** A port that no connection is given by itself: whoever leaves it for a while finds it free again. */
export async function quietPort() {
  const [first] = fs.readFileSync("/proc/sys/net/ipv4/ip_local_port_range", "utf8").trim().split(/\s+/).map(Number);
  for (;;) {
    const port = Math.max(1024, first - 1 - Math.floor(Math.random() * 12000));
    const server = net.createServer();
    const isFree = await new Promise((done) => server.on("error", () => done(false)).listen(port, "127.0.0.1", () => done(true)));
    await new Promise((done) => server.close(done));
    if (isFree) return port;
  }
}

export class Smtp {
  constructor({ port = 0, login } = {}) {
    this.port = port;
    this.login = login; // { user, password }
    this.mails = [];
    this.rejected = new Map(); // address → "550 …"
    this.slowMs = 0;
    this.sockets = new Set();
  }

  async start() {
    this.server = net.createServer((socket) => this.talk(socket));
    await new Promise((done, fail) => {
      this.server.on("error", fail);
      this.server.listen(this.port, "127.0.0.1", done);
    });
    this.port = this.server.address().port;
    return this;
  }

  async stop() {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((done) => this.server.close(done));
  }

  get url() {
    return `smtp://127.0.0.1:${this.port}`;
  }

  talk(socket) {
    const state = { text: "", from: null, to: [], inData: false, isIn: !this.login, lines: [] };
    this.sockets.add(socket);
    socket.setEncoding("latin1");
    socket.on("error", () => {});
    socket.on("close", () => this.sockets.delete(socket));
    socket.write("220 uji ESMTP\r\n");
    socket.on("data", (chunk) => {
      state.text += chunk;
      for (let end; (end = state.text.indexOf("\r\n")) >= 0;) {
        const line = state.text.slice(0, end);
        state.text = state.text.slice(end + 2);
        const reply = this.line(state, line);
        if (reply) setTimeout(() => socket.writable && socket.write(reply + "\r\n"), line === "." ? this.slowMs : 0);
        if (/^QUIT/i.test(line) && !state.inData) socket.end();
      }
    });
  }

  line(state, line) {
    if (state.inData) {
      if (line !== ".") {
        state.lines.push(line.startsWith(".") ? line.slice(1) : line);
        return null;
      }
      state.inData = false;
      this.mails.push({ from: state.from, to: state.to, raw: state.lines.join("\r\n") + "\r\n" });
      state.lines = [];
      state.to = [];
      return "250 taken";
    }
    const verb = line.slice(0, 4).toUpperCase();
    const address = /<([^>]*)>/.exec(line)?.[1];
    if (verb === "EHLO") return this.login ? "250-uji\r\n250 AUTH PLAIN" : "250-uji\r\n250 8BITMIME";
    if (state.isAsked || verb === "AUTH") {
      const secret = state.isAsked ? line : line.split(" ")[2];
      state.isAsked = secret === undefined;
      if (state.isAsked) return "334 ";
      const [, user, password] = Buffer.from(secret, "base64").toString("utf8").split("\0");
      state.isIn = user === this.login?.user && password === this.login?.password;
      return state.isIn ? "235 welcome" : "535 who are you";
    }
    if (!state.isIn && /^(MAIL|RCPT|DATA)$/.test(verb)) return "530 sign in first";
    if (verb === "MAIL") return (state.from = address), "250 ok";
    if (verb === "RCPT") {
      if (this.rejected.has(address)) return this.rejected.get(address);
      state.to.push(address);
      return "250 ok";
    }
    if (verb === "DATA") return (state.inData = true), "354 go on";
    return /^(HELO|RSET|NOOP)$/.test(verb) ? "250 ok" : verb === "QUIT" ? "221 bye" : "502 what";
  }
}

const words = (text) => text.replace(/\r\n[ \t]+/g, " ").replace(/\?= =\?/g, "?==?")
  .replace(/=\?UTF-8\?B\?([^?]*)\?=/gi, (_, b) => Buffer.from(b, "base64").toString("latin1"));

function quotedPrintable(text) {
  const bytes = text.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8").replace(/\r\n/g, "\n");
}

/** Reads a mail strictly: { headers, parts: [{ type, text }] }. Throws where it is not as RFC 5322 and 2045 say. */
export function parseMail(raw) {
  const cut = raw.indexOf("\r\n\r\n");
  const head = raw.slice(0, cut);
  if (/[^\x20-\x7e\r\n\t]/.test(raw)) throw new Error("bytes beyond ASCII");
  if (/(^|[^\r])\n|\r(?!\n)/.test(raw)) throw new Error("a bare CR or LF");
  const long = raw.split("\r\n").find((line) => line.length > 998);
  if (long) throw new Error("a line of more than 998 characters");
  const headers = {};
  for (const line of head.replace(/\r\n([ \t])/g, "\u0001$1").split("\r\n")) {
    const [, name, value] = /^([!-9;-~]+):(.*)$/.exec(line) ?? [];
    if (!name) throw new Error(`not a header: ${line}`);
    if (name.toLowerCase() in headers) throw new Error(`twice: ${name}`);
    headers[name.toLowerCase()] = Buffer.from(words(value.replaceAll("\u0001", "\r\n")).trim(), "latin1").toString("utf8");
  }
  const boundary = /boundary="([^"]+)"/.exec(headers["content-type"])?.[1];
  const pieces = raw.slice(cut + 4).split(`--${boundary}`);
  if (pieces.at(-1).trim() !== "--") throw new Error("the last boundary is missing");
  const parts = pieces.slice(1, -1).map((piece) => {
    const at = piece.indexOf("\r\n\r\n");
    const type = /Content-Type: ([^;]+)/.exec(piece)[1];
    if (!/Content-Transfer-Encoding: quoted-printable/.test(piece)) throw new Error("not quoted-printable");
    const body = piece.slice(at + 4);
    if (body.split("\r\n").some((line) => line.length > 76)) throw new Error("a line of more than 76 characters");
    return { type, text: quotedPrintable(body) };
  });
  return { headers, parts };
}
