/**
 * `fetch` for the OpenAI client that lets nothing unexpected through: event lines that are no JSON, HTML pages, error bodies with status 200 and
 * endless bodies become an error here, before the client would print them to the console. Servers that cannot stream are turned into one event.
 */
import { AppError } from '../domain/errors.js';

type Fetch = typeof globalThis.fetch;

const maximumBytes = 4 * 1024 * 1024;

function malformed(what: string): AppError {
  return new AppError(
    'model_failed',
    `The model server ${what}: check OPENAI_BASE_URL, it must be an OpenAI-compatible API.`,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed('sent text where JSON was due');
  }
  if (!isRecord(value)) throw malformed('sent JSON of another shape');
  if (value['error'] !== undefined && value['error'] !== null)
    throw malformed('answered 200 with an error inside');
  return value;
}

function requireText(delta: unknown): void {
  if (isRecord(delta) && typeof delta['refusal'] === 'string' && delta['refusal'] !== '')
    throw new AppError('model_failed', 'The model refused to answer.');
  const content = isRecord(delta) ? delta['content'] : undefined;
  if (content !== undefined && content !== null && typeof content !== 'string')
    throw malformed('sent content that is no text');
}

function checkEvent(data: string): void {
  if (data === '' || data.startsWith('[DONE]')) return;
  const choices = parse(data)['choices'];
  if (choices === undefined) return;
  if (!Array.isArray(choices)) throw malformed('sent choices of another shape');
  for (const choice of choices as unknown[])
    if (isRecord(choice)) requireText(choice['delta'] ?? choice['message']);
}

/** Checks each event line on its way through. */
function checkedEvents(): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder();
  let rest = '';
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.length;
      if (bytes > maximumBytes) throw malformed(`sent more than ${maximumBytes} bytes`);
      const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r/);
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.startsWith('data:')) checkEvent(line.slice(5).trim());
      controller.enqueue(chunk);
    },
    flush() {
      if (rest.startsWith('data:')) checkEvent(rest.slice(5).trim());
    },
  });
}

async function readJson(response: Response): Promise<Record<string, unknown>> {
  const text = await response.text();
  if (text.length > maximumBytes) throw malformed(`sent more than ${maximumBytes} bytes`);
  const body = parse(text);
  const choices = body['choices'];
  if (Array.isArray(choices))
    for (const choice of choices as unknown[]) if (isRecord(choice)) requireText(choice['message']);
  return body;
}

/** A whole completion as the one event of a stream. */
function asEvents(body: Record<string, unknown>): string {
  const choices = Array.isArray(body['choices']) ? (body['choices'] as unknown[]) : [];
  const turned = choices.filter(isRecord).map((choice, index) => ({
    index,
    delta: isRecord(choice['message']) ? choice['message'] : {},
    finish_reason: choice['finish_reason'] ?? null,
  }));
  return `data: ${JSON.stringify({ ...body, object: 'chat.completion.chunk', choices: turned })}\n\ndata: [DONE]\n\n`;
}

function wantsStream(init: RequestInit | undefined): boolean {
  return typeof init?.body === 'string' && /"stream":\s*true/.test(init.body);
}

/** The request without its wish for a stream, for servers that refuse one. */
function withoutStream(init: RequestInit | undefined): RequestInit | undefined {
  if (!wantsStream(init) || typeof init?.body !== 'string') return init;
  const { stream_options: _, ...body } = parse(init.body);
  return { ...init, body: JSON.stringify({ ...body, stream: false }) };
}

/** `isWhole`: the server was found to refuse streams, is asked for whole replies, and these are given on as one event. Responses with an error status pass as they are; redirects are refused, because they would carry the key elsewhere. */
export function createCheckedFetch({ isWhole }: { readonly isWhole: boolean }): Fetch {
  return async (input, init) => {
    const sent = isWhole ? withoutStream(init) : init;
    const response = await fetch(input, { ...sent, redirect: 'error' });
    if (!response.ok) return response;
    const type = response.headers.get('content-type') ?? '';
    const headers = new Headers(response.headers);
    headers.delete('content-length');
    headers.delete('content-encoding');
    if (type.includes('text/event-stream') && response.body !== null)
      return new Response(response.body.pipeThrough(checkedEvents()), { status: response.status, headers });
    if (!type.includes('json')) throw malformed(`answered with ${type.split(';')[0] || 'no content type'}`);
    const body = await readJson(response);
    if (!wantsStream(init)) return new Response(JSON.stringify(body), { status: response.status, headers });
    headers.set('content-type', 'text/event-stream');
    return new Response(asEvents(body), { status: response.status, headers });
  };
}
