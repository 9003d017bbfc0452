/** Reads and checks one JSON body or query string against its schema; every failure is a problem that names the place. */
import express, { type Request, type Response } from 'express';
import type { z } from 'zod';
import { HttpProblem } from './problems.js';
import { parseStrictJson } from './strict-json.js';

const acceptable = { headers: { Accept: 'application/json' } };

export type BodyReader = <Schema extends z.ZodType>(
  schema: Schema,
  request: Request,
  response: Response,
) => Promise<z.infer<Schema>>;

/** `limitBytes` bounds what is read of any body. */
export function createBodyReader(limitBytes: number): BodyReader {
  // Compressed bodies are refused: nothing here is long enough to need them.
  const readRaw = express.raw({ limit: limitBytes, type: () => true, inflate: false });
  return async (schema, request, response) => {
    if (!hasBody(request)) {
      throw new HttpProblem('invalid_request', 'The body is missing: send a JSON object.', {
        errors: [{ pointer: '', detail: 'is missing' }],
      });
    }
    checkContentType(request);
    await new Promise<void>((resolve, reject) => {
      readRaw(request, response, (error?: Error) => {
        if (error === undefined) resolve();
        else reject(withLimit(error, limitBytes));
      });
    });
    return parseWith(schema, parseStrictJson(request.body as Uint8Array), 'body');
  };
}

/** True when the request announces a body. */
export function hasBody(request: Request): boolean {
  const length = request.headers['content-length'];
  return request.headers['transfer-encoding'] !== undefined || (length !== undefined && Number(length) > 0);
}

/** @throws HttpProblem `invalid_request` that names every unknown key and every wrong value. */
export function parseWith<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  what: string,
): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.slice(0, 10).flatMap(describeIssue);
  const summary = errors
    .slice(0, 3)
    .map(({ pointer, detail }) => `${pointer === '' ? `the ${what}` : pointer}: ${detail}`)
    .join('; ');
  throw new HttpProblem('invalid_request', summary, { errors });
}

function checkContentType(request: Request): void {
  const [type = '', ...parameters] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
  if (type.trim() !== 'application/json') {
    throw new HttpProblem('unsupported_media_type', 'Send the body as application/json.', acceptable);
  }
  const charset = parameters.map((part) => part.trim()).find((part) => part.startsWith('charset='));
  if (charset !== undefined && !/^charset="?utf-?8"?$/.test(charset)) {
    throw new HttpProblem('unsupported_media_type', 'Send the body in UTF-8.', acceptable);
  }
}

/** body-parser says neither the limit nor what to do. */
function withLimit(error: Error, limitBytes: number): Error {
  const type = 'type' in error ? error.type : undefined;
  if (type === 'entity.too.large') {
    return new HttpProblem('payload_too_large', `A body has at most ${limitBytes} bytes.`);
  }
  if (type === 'encoding.unsupported') {
    return new HttpProblem('unsupported_media_type', 'Send the body uncompressed.', acceptable);
  }
  return error;
}

function describeIssue(issue: z.core.$ZodIssue): { pointer: string; detail: string }[] {
  const pointer = issue.path.map((step) => `/${escapePointer(String(step))}`).join('');
  if (issue.code !== 'unrecognized_keys') return [{ pointer, detail: issue.message }];
  return issue.keys.slice(0, 10).map((key) => ({
    pointer: `${pointer}/${escapePointer(key.slice(0, 60))}`,
    detail: 'is not a known key',
  }));
}

/** RFC 6901. */
function escapePointer(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}
