import { describe, expect, it } from 'vitest';
import { createConversation } from './conversation.js';

function memoryStorage(): Storage {
  const values = new Map<string, string>();
  return {
    get length() {
      return values.size;
    },
    clear: () => values.clear(),
    getItem: (key) => values.get(key) ?? null,
    key: (index) => [...values.keys()][index] ?? null,
    removeItem: (key) => void values.delete(key),
    setItem: (key, value) => void values.set(key, value),
  };
}

const answer = {
  id: '1',
  status: 'answered',
  text: 'Yes.',
  citations: [],
  suggestions: ['More?'],
  isDegraded: false,
} as const;
const blocked = (): Storage => {
  throw new DOMException('The operation is insecure.', 'SecurityError');
};

describe('createConversation', () => {
  it('comes back after a page load; what was running did not end', () => {
    const storage = memoryStorage();
    const first = createConversation(() => storage, 'a');
    Object.assign(first.add('One?'), { state: 'done', text: answer.text, answer, verdict: 'up' });
    first.add('Two?');
    first.save();
    const again = createConversation(() => storage, 'a');
    expect(again.exchanges).toEqual([
      { question: 'One?', state: 'done', text: 'Yes.', citations: [], answer, verdict: 'up' },
      { question: 'Two?', state: 'stopped', text: '', citations: [] },
    ]);
    expect(again.history()).toEqual([
      { role: 'user', content: 'One?' },
      { role: 'assistant', content: 'Yes.' },
    ]);
    expect(createConversation(() => storage, 'b').exchanges).toEqual([]);
    again.clear();
    expect(storage.length).toBe(0);
  });

  it('works without storage', () => {
    const conversation = createConversation(blocked, 'a');
    conversation.add('One?');
    conversation.save();
    conversation.clear();
    expect(conversation.exchanges).toEqual([]);
  });

  it.each(['', 'null', '{', '[1,{"question":5},{"question":""}]', '{"question":"x"}'])(
    'ignores storage that holds %s',
    (text) => {
      const storage = memoryStorage();
      storage.setItem('askfolio:a', text);
      expect(createConversation(() => storage, 'a').exchanges).toEqual([]);
    },
  );

  it('keeps what the service takes: 10 turns, 2,000 characters each, and 30 exchanges', () => {
    const conversation = createConversation(memoryStorage, 'a');
    for (let i = 0; i < 40; i++) {
      Object.assign(conversation.add(`Q${i}`), {
        state: 'done',
        answer: { ...answer, text: 'x'.repeat(9_000) },
      });
    }
    expect(conversation.exchanges.length).toBe(30);
    expect(conversation.history().length).toBe(10);
    expect(Math.max(...conversation.history().map(({ content }) => content.length))).toBe(2_000);
  });

  it('tries the last question again in its place', () => {
    const conversation = createConversation(memoryStorage, 'a');
    conversation.add('One?').state = 'failed';
    expect(conversation.replaceLast()).toMatchObject({ question: 'One?', state: 'running' });
    expect(conversation.exchanges.length).toBe(1);
  });
});
