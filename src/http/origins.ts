/** Which pages may use this service from a browser: an exact list, never reflected, never with credentials. Not an access control: other programs send what they like. */
import type { IncomingHttpHeaders } from 'node:http';

export type OriginVerdict =
  | { readonly kind: 'none' }
  | { readonly kind: 'same' }
  /** `origin` is the entry of the list, not what was sent. */
  | { readonly kind: 'allowed'; readonly origin: string }
  | { readonly kind: 'refused' };

/** Judges the `Origin` of a request; `null` is never allowed. */
export function judgeOrigin(headers: IncomingHttpHeaders, allowedOrigins: readonly string[]): OriginVerdict {
  const origin = headers.origin;
  if (origin === undefined) return { kind: 'none' };
  const listed = allowedOrigins.find((allowed) => allowed === origin);
  if (listed !== undefined && listed !== 'null') return { kind: 'allowed', origin: listed };
  // Behind a proxy that rewrites Host, the browser's own word still tells a page of ours.
  if (headers['sec-fetch-site'] === 'same-origin' || hostOf(origin) === headers.host) return { kind: 'same' };
  return { kind: 'refused' };
}

/** Headers of every answer to an allowed origin. */
export function corsHeaders(origin: string): Readonly<Record<string, string>> {
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': 'RateLimit, RateLimit-Policy, Retry-After, X-Request-Id',
  };
}

/** Headers of the answer to a preflight: no `Authorization`, the owner does not work from foreign pages. */
export const preflightHeaders: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Methods': 'GET, POST',
  'Access-Control-Allow-Headers': 'Content-Type, Last-Event-ID',
  'Access-Control-Max-Age': '600',
};

function hostOf(origin: string): string | undefined {
  return /^https?:\/\/([^/]+)$/.exec(origin)?.[1];
}
