/** The service's own log: JSON lines by pino. No bodies, no addresses, no secrets: known fields are redacted, texts are masked. */
import { pino, type DestinationStream, type Logger } from 'pino';

export interface ServiceLogOptions {
  /** Default `info`. `error` means that a person must act. */
  readonly level?: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Takes secrets out of messages and error texts. */
  readonly maskSecrets: (text: string) => string;
  /** Default: standard error, so that standard output stays free for results. */
  readonly destination?: DestinationStream;
}

const standardError = 2;

/** Fields that a caller might log whole, at the top and one level down. */
const secretFields = [
  'authorization', 'cookie', 'apiKey', 'api_key', 'token', 'ownerToken', 'password', 'secret',
  'question', 'answer', 'history', 'body', 'headers', 'ip', 'remoteAddress',
]; // prettier-ignore

export function createServiceLog({ level = 'info', maskSecrets, destination }: ServiceLogOptions): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`]), censor: '[redacted]' },
      serializers: { err: (error: unknown) => describeError(error, maskSecrets) },
      hooks: {
        logMethod(parameters, method) {
          const masked = parameters.map((value: unknown) =>
            typeof value === 'string' ? maskSecrets(value) : value,
          );
          method.apply(this, masked as Parameters<typeof method>);
        },
      },
    },
    destination ?? pino.destination({ dest: standardError, sync: false }),
  );
}

interface ErrorFacts {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: ErrorFacts;
}

const deepestCause = 4;

/** Named fields only: vendors hang requests, headers and configuration on their errors. */
function describeError(error: unknown, mask: (text: string) => string, depth = 0): ErrorFacts {
  if (!(error instanceof Error)) return { type: typeof error, message: mask(String(error)) };
  return {
    type: error.name,
    message: mask(error.message),
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    ...(error.stack === undefined ? {} : { stack: mask(error.stack) }),
    ...(error.cause === undefined || depth >= deepestCause
      ? {}
      : { cause: describeError(error.cause, mask, depth + 1) }),
  };
}
