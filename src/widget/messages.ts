/** What the page and the frame say to each other by postMessage. Each side checks the window, the origin and the shape before it believes. */

/** Grows only when an older other side could no longer cope. */
export const protocol = 1;

export type EventName = 'ready' | 'open' | 'close' | 'question' | 'answer' | 'feedback' | 'error';

/** Options as the owner wrote them; the frame checks them. Named here: those that the launcher itself needs. */
export interface RawOptions {
  readonly title?: string | undefined;
  readonly label?: string | undefined;
  readonly language?: string | undefined;
  readonly position?: string | undefined;
  readonly accent?: string | undefined;
  readonly open?: string | boolean | undefined;
  readonly [name: string]: unknown;
}

export type ToFrame =
  | {
      readonly type: 'setup';
      readonly options: RawOptions;
      readonly isInline: boolean;
    }
  | { readonly type: 'shown' }
  | { readonly type: 'ask'; readonly question: string };

export type ToPage =
  | { readonly type: 'ready' }
  | { readonly type: 'close' }
  | { readonly type: 'event'; readonly name: EventName; readonly detail: unknown };

export function envelope<Message extends ToFrame | ToPage>(message: Message): Message & { askfolio: number } {
  return { ...message, askfolio: protocol };
}

/** Undefined for what is not ours. `isOlder`/newer versions are told apart by `version`. */
export function openEnvelope(
  data: unknown,
):
  | { readonly version: number; readonly type: string; readonly fields: Readonly<Record<string, unknown>> }
  | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const fields = data as Record<string, unknown>;
  if (typeof fields['askfolio'] !== 'number' || typeof fields['type'] !== 'string') return undefined;
  return { version: fields['askfolio'], type: fields['type'], fields };
}
