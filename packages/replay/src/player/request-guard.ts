/** Refuses requests to a player on the loopback, but for those of its own page. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** Sent with every answer. Nothing runs but the page's own scripts, and nothing is fetched from elsewhere. */
export const HEADERS = {
  "Content-Security-Policy": [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src data:",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; "),
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "Cache-Control": "no-store",
} as const;

/**
 * The status with which a request is refused; undefined for one that may be answered. A foreign host header shows a name
 * that was bound to this machine, a foreign origin another page. Only the page itself may be opened from elsewhere, by a
 * link.
 */
export function refusal(request: IncomingMessage, hosts: readonly string[]): number | undefined {
  const { headers, method, url } = request;
  if (headers.host === undefined || !hosts.includes(headers.host)) return 421;
  if (headers.origin !== undefined && !isOwn(headers.origin, hosts)) return 403;
  const site = headers["sec-fetch-site"];
  const isPage = url === "/" && headers["sec-fetch-dest"] === "document";
  if ((site === "cross-site" || site === "same-site") && !isPage) return 403;
  return method === "GET" ? undefined : 405;
}

/** As `refusal`, for a socket, which no rule of the browser keeps from other origins: it must name its own. */
export function socketRefusal(request: IncomingMessage, hosts: readonly string[]): number | undefined {
  return request.headers.origin === undefined ? 403 : refusal(request, hosts);
}

function isOwn(origin: string, hosts: readonly string[]): boolean {
  return hosts.some((host) => origin === `http://${host}` || origin === `https://${host}`);
}

/** Compares in a time that tells nothing of where the two differ. */
export function isSameToken(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
