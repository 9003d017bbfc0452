/** RFC 9457 problem documents: the one table from error code to status, and from anything thrown to a problem. */
import { isAppError, messageOf, type ErrorCode } from '../domain/errors.js';

interface Kind {
  readonly status: number;
  readonly title: string;
  /** What a stranger is told about a fault of ours; absent where the message itself is meant for the client. */
  readonly detail?: string;
}

const restarting = 'The service cannot answer from its index right now; try again in a moment.';
const fault = 'Something went wrong on our side; it has been logged under this id.';

/** Every problem that this service sends. Only mistakes of the client are 4xx. */
export const problemKinds = {
  bad_question: { status: 400, title: 'The question cannot be read' },
  bad_config: { status: 500, title: 'Wrong configuration', detail: fault },
  corpus_missing: { status: 500, title: 'There are no documents', detail: fault },
  document_unreadable: { status: 500, title: 'A document cannot be read', detail: fault },
  index_missing: { status: 503, title: 'There is no index yet', detail: restarting },
  index_damaged: { status: 503, title: 'The index is damaged', detail: restarting },
  index_busy: { status: 409, title: 'The index is being written', detail: 'Another ingest is running.' },
  index_mismatch: { status: 503, title: 'The index does not fit', detail: restarting },
  storage_failed: { status: 500, title: 'Storage failed', detail: fault },
  engine_unavailable: { status: 503, title: 'An engine does not answer', detail: restarting },
  model_failed: { status: 503, title: 'The language model failed', detail: restarting },
  embedder_failed: { status: 503, title: 'The embedder failed', detail: restarting },
  nothing_can_answer: { status: 503, title: 'Nothing can answer right now', detail: restarting },
  aborted: { status: 504, title: 'The answer took too long', detail: 'The deadline passed; try again.' },
  rate_limited: { status: 429, title: 'Too many requests' },
  unauthorised: { status: 401, title: 'The token is missing or wrong' },
  bad_golden: { status: 500, title: 'Wrong golden set', detail: fault },
  internal: { status: 500, title: 'Internal error', detail: fault },
  malformed_request: { status: 400, title: 'This is not a well-formed HTTP request' },
  invalid_request: { status: 400, title: 'The request does not fit the schema' },
  invalid_json: { status: 400, title: 'The body is not acceptable JSON' },
  origin_refused: { status: 403, title: 'This origin may not ask here' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  request_timeout: { status: 408, title: 'The request came too slowly' },
  precondition_failed: { status: 412, title: 'A precondition does not hold' },
  payload_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'Unsupported content type' },
  expectation_failed: { status: 417, title: 'Expectation failed' },
  headers_too_large: { status: 431, title: 'The headers are too large' },
  overloaded: { status: 503, title: 'Too many questions at once' },
} as const satisfies Record<ErrorCode, Kind> & Record<string, Kind>;

export type ProblemCode = keyof typeof problemKinds;

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Id of the request, also in `X-Request-Id` and in the log. */
  readonly id: string;
  readonly code: ProblemCode;
  /** Where in the request, for schema errors. */
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

/** A refusal by this face itself. `detail` is shown to the client. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly code: ProblemCode;
  readonly headers: Readonly<Record<string, string>>;
  readonly errors: Problem['errors'];

  constructor(
    code: ProblemCode,
    detail: string,
    more: { headers?: Record<string, string>; errors?: NonNullable<Problem['errors']> } = {},
  ) {
    super(detail);
    this.code = code;
    this.headers = more.headers ?? {};
    this.errors = more.errors;
  }
}

/** Turns anything thrown into a problem. Messages of server faults go to the owner and the log only: they may name paths and hosts. */
export function problemOf(error: unknown, context: { id: string; isOwner: boolean }): Problem {
  const code = codeOf(error);
  const kind: Kind = problemKinds[code];
  const shown = kind.detail === undefined || context.isOwner ? messageOf(error) : kind.detail;
  const base = { type: `/docs#${code}`, title: kind.title, status: kind.status };
  const errors = error instanceof HttpProblem ? error.errors : undefined;
  return { ...base, detail: shown, id: context.id, code, ...(errors === undefined ? {} : { errors }) };
}

/** Headers that go with the problem: `Retry-After` for what passes by itself. */
export function problemHeaders(error: unknown, problem: Problem): Readonly<Record<string, string>> {
  const own = error instanceof HttpProblem ? error.headers : {};
  const isTemporary = problem.status === 503 || problem.status === 409;
  return isTemporary ? { 'Retry-After': '2', ...own } : own;
}

const bodyParserCodes: Readonly<Record<string, ProblemCode>> = {
  'entity.too.large': 'payload_too_large',
  'encoding.unsupported': 'unsupported_media_type',
  'request.aborted': 'malformed_request',
  'request.size.invalid': 'malformed_request',
};

/** What express says when it sends a file. */
const fileCodes: ReadonlyMap<unknown, ProblemCode> = new Map([
  [403, 'not_found'],
  [404, 'not_found'],
  [412, 'precondition_failed'],
]);

function codeOf(error: unknown): ProblemCode {
  if (isAppError(error)) return error.code;
  if (error instanceof HttpProblem) return error.code;
  if (error instanceof URIError) return 'malformed_request';
  if (!(error instanceof Error)) return 'internal';
  const type = 'type' in error ? String(error.type) : '';
  const known = Object.hasOwn(bodyParserCodes, type) ? bodyParserCodes[type] : undefined;
  return known ?? fileCodes.get('status' in error ? error.status : undefined) ?? 'internal';
}
