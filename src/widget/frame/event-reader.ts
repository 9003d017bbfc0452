/** Server-sent events out of bytes, as the HTML standard reads them: any cut, also inside a character or a line end, gives the same events. */

export interface ServerEvent {
  readonly name: string;
  readonly data: string;
}

export interface EventReader {
  push(bytes: Uint8Array): void;
  /** The last `id` that came, with an event or without. */
  lastId(): string | undefined;
}

export function createEventReader(onEvent: (event: ServerEvent) => void): EventReader {
  const decoder = new TextDecoder();
  let buffered = '';
  let data: string[] = [];
  let name = '';
  let lastId: string | undefined;

  const readLine = (line: string): void => {
    if (line === '') {
      if (data.length > 0) onEvent({ name: name || 'message', data: data.join('\n') });
      data = [];
      name = '';
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') data.push(value);
    else if (field === 'event') name = value;
    else if (field === 'id' && !value.includes('\0')) lastId = value;
  };

  return {
    push(bytes) {
      buffered += decoder.decode(bytes, { stream: true });
      // A carriage return at the end may be the first half of a line end.
      for (let end: RegExpExecArray | null; (end = /\r\n|\n|\r(?!$)/.exec(buffered)) !== null;) {
        const line = buffered.slice(0, end.index);
        buffered = buffered.slice(end.index + end[0].length);
        readLine(line);
      }
    },
    lastId: () => lastId,
  };
}
