/** Environment and options -> one frozen, validated object. Every problem is told in one message; nothing else reads the environment. */
import { z } from 'zod';
import { AppError } from './domain/errors.js';

const text = z.string().trim().min(1);
/** What was written, without a password, and not at length. */
const seen = (value: unknown): string =>
  `not "${String(value)
    .replace(/\/\/[^/@]*@/, '//...@')
    .slice(0, 80)}"`;
const webUrl = (example: string) =>
  text.refine((value) => /^https?:\/\/[^\s/]+/.test(value) && URL.canParse(value), {
    error: ({ input }) => `must be a URL such as ${example}, ${seen(input)}`,
  });
/** Goes into a header, which takes no line break, space or letter beyond ASCII. */
const key = text.regex(
  /^[\x21-\x7e]+$/,
  'holds a character that no key has, such as a space or a line break',
);
const wholeNumber = (minimum: number, maximum: number) =>
  z.coerce
    .number({ error: 'must be a whole number' })
    .int('must be a whole number')
    .min(minimum, `must be at least ${minimum}`)
    .max(maximum, `must be at most ${maximum}`);

const origin = text.refine((value) => /^https?:\/\/[^/\s]+$/.test(value), {
  error: 'must be origins such as https://example.com, separated by commas, without a path',
});
const origins = text
  .transform((value) => value.split(',').map((item) => item.trim().replace(/\/$/, '')))
  .pipe(z.array(origin));

const trustProxy = text.transform((value, context): false | number | string[] => {
  if (value === 'off' || value === 'false') return false;
  if (/^\d+$/.test(value)) return Number(value);
  if (value === 'true') {
    context.addIssue(
      'must be the number of proxies or their addresses, never "true": anyone could forge their address',
    );
    return z.NEVER;
  }
  return value.split(',').map((item) => item.trim());
});

const rateLimit = text.transform((value, context): 'off' | number => {
  if (value === 'off') return 'off';
  const perMinute = Number(value);
  if (Number.isInteger(perMinute) && perMinute > 0 && perMinute <= 100_000) return perMinute;
  context.addIssue('must be "off" or the number of questions per minute and client');
  return z.NEVER;
});

const price = text.transform((value, context) => {
  const [prompt, reply, ...more] = value.split(',').map(Number);
  if (prompt !== undefined && reply !== undefined && more.length === 0 && prompt >= 0 && reply >= 0)
    return { prompt, reply };
  context.addIssue('must be two numbers such as 0.4,1.6');
  return z.NEVER;
});

/** Every environment variable that askfolio reads, with its meaning: the source of `.env.example`. */
export const environmentSchema = z.object({
  PORT: wholeNumber(0, 65_535).default(8787).describe('Port of the HTTP service; 0 picks a free one.'),
  HOST: text.default('127.0.0.1').describe('Address to listen on; 0.0.0.0 for every interface.'),
  OWNER_TOKEN: text
    .min(16, 'must have at least 16 characters')
    .optional()
    .describe('Bearer token of the owner: shows queries and chunks, opens POST /ingest and DELETE /cache.'),
  ALLOWED_ORIGINS: origins
    .optional()
    .describe('Web origins that may embed the widget and call the service; unset: same origin only.'),
  RATE_LIMIT: rateLimit
    .default(30)
    .describe('Questions per minute and client, or "off" for a benchmark on loopback.'),
  TRUST_PROXY: trustProxy
    .default(false)
    .describe('Number of reverse proxies in front, or their addresses; off: none.'),
  MAX_RUNNING: wholeNumber(1, 10_000)
    .default(64)
    .describe(
      'Questions answered at the same time; as many more wait a moment, the rest get 503 with Retry-After.',
    ),
  LOG_LEVEL: z
    .enum(['error', 'warn', 'info', 'debug', 'silent'])
    .default('info')
    .describe('Level of the service log on stderr.'),
  LOG_QUESTIONS: z
    .enum(['full', 'hash', 'off'])
    .default('full')
    .describe('What the query log keeps of a question: its text, a hash, or no record at all.'),
  PII: z
    .enum(['keep', 'mask'])
    .default('keep')
    .describe(
      'Whether e-mail addresses, phone numbers and private addresses are masked in what is indexed and logged; your own in profile.md stay.',
    ),
  CACHE: z.enum(['on', 'off']).default('on').describe('Whether answers are kept.'),
  CACHE_TTL_SECONDS: wholeNumber(1, 31_536_000)
    .default(604_800)
    .describe('How long an answer is kept, in seconds.'),
  REDIS_URL: text
    .refine((value) => /^rediss?:\/\/[^\s]+$/.test(value), {
      error: ({ input }) =>
        `must be a URL such as redis://localhost:6379 (rediss:// for TLS), ${seen(input)}`,
    })
    .optional()
    .describe('Redis for the answer cache and the rate limits; unset: in process.'),
  REDIS_PREFIX: text.default('askfolio').describe('Prefix of every key in Redis.'),
  QDRANT_URL: webUrl('http://localhost:6333')
    .optional()
    .describe('Qdrant for the index; unset: the embedded index.'),
  QDRANT_API_KEY: key.optional().describe('API key of Qdrant.'),
  QDRANT_COLLECTION: text
    .regex(/^[A-Za-z0-9_-]+$/, 'may hold letters, digits, - and _ only')
    .default('askfolio')
    .describe('Alias of the live collection; generations are named after it.'),
  QDRANT_SHARDS: wholeNumber(1, 64)
    .optional()
    .describe('Shards of a collection, for millions of chunks on several nodes; unset: one.'),
  QDRANT_REPLICAS: wholeNumber(1, 16)
    .optional()
    .describe('Copies of every shard, for a cluster that must outlive a node; unset: one.'),
  QDRANT_QUANTISATION: z
    .enum(['off', 'int8'])
    .default('off')
    .describe('int8: vectors in memory take a quarter, worth it from about a million chunks on.'),
  EMBEDDER: z
    .enum(['bundled', 'transformers', 'openai', 'none'])
    .default('bundled')
    .describe(
      'What makes vectors: the bundled model, @huggingface/transformers, an OpenAI-compatible API, or nothing (BM25 alone).',
    ),
  TRANSFORMERS_MODEL: text.default('Xenova/all-MiniLM-L6-v2').describe('Model of @huggingface/transformers.'),
  TRANSFORMERS_MODEL_PATH: text.optional().describe('Folder with an offline copy of that model.'),
  TRANSFORMERS_DTYPE: text.default('q8').describe('Number type of that model: fp32, fp16, q8, q4.'),
  OPENAI_API_KEY: key
    .optional()
    .describe('Key of an OpenAI-compatible API: switches the language model on, as OPENAI_BASE_URL does.'),
  OPENAI_BASE_URL: webUrl('http://localhost:11434/v1')
    .optional()
    .describe(
      'Base URL of that API (vLLM, Ollama, LiteLLM, a gateway, with its ?api-version= if it wants one); unset: OpenAI.',
    ),
  OPENAI_MODEL: text.default('gpt-4.1-mini').describe('Model that composes answers.'),
  OPENAI_EMBEDDING_MODEL: text.default('text-embedding-3-small').describe('Model for EMBEDDER=openai.'),
  OPENAI_EMBEDDING_DIMENSIONS: wholeNumber(8, 4096).optional().describe('Dimensions to ask that model for.'),
  LLM_TIMEOUT_MS: wholeNumber(100, 120_000)
    .default(20_000)
    .describe('Time budget for one model answer, in milliseconds.'),
  LLM_PLAN_MS: wholeNumber(0, 60_000)
    .default(700)
    .describe(
      'How long an unclear question waits for the model to say what it asks, in milliseconds; 0: the local router decides alone.',
    ),
  LLM_PRICE: price
    .optional()
    .describe(
      'Dollars per million tokens of prompt and reply, such as 0.4,1.6: the log then tells the cost.',
    ),
  LLM_DAILY_TOKENS: wholeNumber(0, 1_000_000_000)
    .optional()
    .describe('Tokens the model may use a day; after that answers are extractive.'),
});

export type Environment = z.infer<typeof environmentSchema>;

export interface Config extends Readonly<Environment> {
  /** Folder with the documents. */
  readonly corpusFolder: string;
  /** Folder for index, logs and cache snapshot. */
  readonly dataFolder: string;
}

/**
 * Reads variables (empty ones count as unset) and options into a frozen Config.
 * @throws AppError `bad_config` with one line per problem, naming the variable.
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  options: { corpusFolder?: string; dataFolder?: string; port?: number } = {},
): Config {
  const given = Object.fromEntries(
    Object.keys(environmentSchema.shape)
      .map((name) => [name, environment[name]] as const)
      .filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  if (options.port !== undefined) given['PORT'] = String(options.port);
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${String(issue.path[0])}: ${issue.message}`);
    throw new AppError(
      'bad_config',
      `The configuration has ${lines.length} problem(s):\n${lines.join('\n')}`,
    );
  }
  if (
    parsed.data.EMBEDDER === 'openai' &&
    parsed.data.OPENAI_API_KEY === undefined &&
    parsed.data.OPENAI_BASE_URL === undefined
  ) {
    throw new AppError(
      'bad_config',
      'The configuration has 1 problem(s):\n  EMBEDDER: openai needs OPENAI_API_KEY or OPENAI_BASE_URL',
    );
  }
  return Object.freeze({
    ...parsed.data,
    corpusFolder: options.corpusFolder ?? 'corpus',
    dataFolder: options.dataFolder ?? '.askfolio',
  });
}

/** Whether a language model was asked for: servers on the own machine often want no key. */
export function wantsModel(config: Config): boolean {
  return config.OPENAI_API_KEY !== undefined || config.OPENAI_BASE_URL !== undefined;
}
