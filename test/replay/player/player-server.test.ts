/** Who is let in: the page itself, with its token, and nobody else; and how much of it. */
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { openTape } from "@tapefold/replay";
import { loadPlayer, servePlayer } from "@tapefold/replay/player";
import { afterAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { goldenPath } from "../tape-folder.ts";

const log = openTape(goldenPath);
const player = await loadPlayer(log);
const server = await servePlayer(player);
const { host, port } = new URL(server.url);
const origin = `http://${host}`;
afterAll(() => server.close());

interface Given {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly at?: string;
}

/** The status and headers of an answer. */
function answer({ path = "/", method = "GET", headers = {}, at = port }: Given = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>(
    (resolve, reject) => {
      const asked = request({ host: "127.0.0.1", port: at, path, method, headers: { host, ...headers } });
      asked.on("error", reject);
      asked.on("response", (response) => {
        let body = "";
        response.on("data", (part) => (body += String(part)));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      });
      asked.end();
    },
  );
}

/** The status with which a socket is refused, or the code with which it is closed; messages are sent first. */
function socket(
  messages: readonly string[],
  { path = "/socket", headers = { origin } }: { path?: string; headers?: Record<string, string> } = {},
): Promise<number> {
  const opened = new WebSocket(`ws://${host}${path}`, { headers });
  return new Promise((resolve) => {
    opened.on("open", () => messages.forEach((message) => opened.send(message)));
    opened.on("unexpected-response", (_, response) => resolve(response.statusCode ?? 0));
    opened.on("close", (code) => resolve(code));
    opened.on("error", () => undefined);
    opened.on("message", () => {
      resolve(0);
      opened.terminate();
    });
  });
}

const hello = JSON.stringify({ do: "hello", token: player.token });

test("the page comes with a policy that lets nothing in from elsewhere", async () => {
  const { status, headers, body } = await answer();
  expect([status, body]).toEqual([200, expect.stringContaining("<title>tapefold player</title>")]);
  expect(body).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=/);
  expect(headers["content-security-policy"]).toContain("default-src 'none'");
  expect(headers["content-security-policy"]).not.toMatch(/unsafe|\*/);
  expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "cache-control": "no-store" });
  expect(server.url).toContain(`#t=${player.token}`);
});

test.each<[string, Given, number]>([
  ["a foreign host", { headers: { host: "evil.example" } }, 421],
  ["the right host at another port", { headers: { host: "127.0.0.1:1" } }, 421],
  ["a foreign origin", { headers: { origin: "http://evil.example" } }, 403],
  ["the origin null", { headers: { origin: "null" } }, 403],
  ["a script of another site", { path: "/app.js", headers: { "sec-fetch-site": "cross-site" } }, 403],
  [
    "the page in another's frame",
    { headers: { "sec-fetch-site": "cross-site", "sec-fetch-dest": "iframe" } },
    403,
  ],
  ["a path outside", { path: "/../../package.json" }, 404],
  ["a path outside, escaped", { path: "/%2e%2e/package.json" }, 404],
  ["the tape, which is not handed over", { path: "/tape" }, 404],
  ["another method", { method: "POST" }, 405],
])("refused: %s", async (_, given, status) => {
  expect((await answer(given)).status).toBe(status);
});

test("a link on another site may open the page", async () => {
  const headers = { "sec-fetch-site": "cross-site", "sec-fetch-dest": "document" };
  expect((await answer({ headers })).status).toBe(200);
});

test("a socket needs its own origin, its path and the token", async () => {
  expect(await socket([hello])).toBe(0);
  expect(await socket([hello], { headers: {} })).toBe(403);
  expect(await socket([hello], { headers: { origin: "http://evil.example" } })).toBe(403);
  expect(await socket([hello], { headers: { origin, host: "evil.example" } })).toBe(421);
  expect(await socket([hello], { path: "/" })).toBe(404);
  expect(await socket([JSON.stringify({ do: "hello", token: "wrong" })])).toBe(1008);
  expect(await socket([JSON.stringify({ do: "play" })])).toBe(1008);
});

test("a message that is no request, or too large, ends its socket", async () => {
  const closed = (message: string): Promise<number> =>
    new Promise((resolve) => {
      const opened = new WebSocket(`ws://${host}/socket`, { headers: { origin } });
      opened.on("open", () => {
        opened.send(hello);
        opened.send(message);
      });
      opened.on("close", resolve);
    });
  expect(await closed("{}")).toBe(1008);
  expect(await closed("no json")).toBe(1008);
  expect(await closed(JSON.stringify({ do: "why", field: "x".repeat(300) }))).toBe(1008);
  expect(await closed(JSON.stringify({ do: "without", positions: Array(65).fill(1) }))).toBe(1008);
  expect(await closed(`"${"x".repeat(5_000)}"`)).toBe(1009);
});

test("too many messages in a second end their socket", async () => {
  const opened = new WebSocket(`ws://${host}/socket`, { headers: { origin } });
  const code = new Promise((resolve) => opened.on("close", resolve));
  await new Promise((resolve) => opened.on("open", resolve));
  opened.send(hello);
  for (let at = 0; at < 1_000; at += 1) opened.send(JSON.stringify({ do: "pause" }));
  expect(await code).toBe(1008);
});

test("of a hundred sockets sixteen are let in, and a place that is left is free again", async () => {
  const opened: WebSocket[] = [];
  const outcomes = await Promise.all(
    Array.from({ length: 40 }, () => {
      const one = new WebSocket(`ws://${host}/socket`, { headers: { origin } });
      opened.push(one);
      return new Promise<string>((resolve) => {
        one.on("open", () => resolve("in"));
        one.on("unexpected-response", (_, { statusCode }) => resolve(String(statusCode)));
        one.on("error", () => undefined);
      });
    }),
  );
  expect(outcomes.filter((outcome) => outcome === "in")).toHaveLength(16);
  expect(outcomes.filter((outcome) => outcome === "503")).toHaveLength(24);
  await Promise.all(
    opened.map((one) => {
      const left = new Promise((resolve) => one.on("close", resolve));
      one.terminate();
      return left;
    }),
  );
  await expect.poll(() => socket([hello])).toBe(0);
});

test("of a thousand connections a few are held, and the page is there once they are gone", async () => {
  const given = await Promise.all(
    Array.from({ length: 1_000 }, () => {
      const one = connect(Number(port), "127.0.0.1");
      return new Promise<{ end(): void; isHeld: boolean }>((resolve) => {
        // Nothing is ever sent: who is over the limit is closed at once, the others wait.
        const held = { end: () => one.destroy(), isHeld: true };
        one.on("error", () => undefined);
        one.on("close", () => (held.isHeld = false));
        one.on("connect", () => resolve(held));
      });
    }),
  );
  await expect.poll(() => given.filter(({ isHeld }) => isHeld).length).toBeLessThanOrEqual(64);
  for (const one of given) one.end();
  await expect.poll(async () => (await answer().catch(() => ({ status: 0 }))).status).toBe(200);
});

test("a page that folds by itself is given the tape with the token, and no socket", async () => {
  const handing = await loadPlayer(log, { static: true });
  const other = await servePlayer(handing);
  const { port: at, host: otherHost } = new URL(other.url);
  const given = { path: "/tape", at, headers: { host: otherHost } };
  expect((await answer(given)).status).toBe(401);
  const headers = { ...given.headers, authorization: `Bearer ${handing.token}` };
  const { status, body } = await answer({ ...given, headers });
  expect(status).toBe(200);
  expect(body.trim().split("\n")).toHaveLength(readFileSync(goldenPath, "utf8").trim().split("\n").length);
  await other.close();
});

test("a port that is taken is told", async () => {
  await expect(servePlayer(await loadPlayer(log, { static: true }), Number(port))).rejects.toMatchObject({
    code: "USAGE",
  });
});
