import { describe, expect, it } from 'vitest';
import { readConfig } from './config.js';

describe('readConfig', () => {
  it('needs no variable at all', () => {
    expect(readConfig({})).toMatchObject({
      PORT: 8787,
      HOST: '127.0.0.1',
      EMBEDDER: 'bundled',
      corpusFolder: 'corpus',
      dataFolder: '.askfolio',
    });
  });

  it('takes empty variables as unset', () => {
    expect(readConfig({ PORT: '', REDIS_URL: '  ' }).REDIS_URL).toBeUndefined();
  });

  it.each([
    [{ PORT: 'x' }, 'PORT: must be a whole number'],
    [{ PORT: '70000' }, 'PORT: must be at most 65535'],
    [{ REDIS_URL: 'localhost:6379' }, 'REDIS_URL: must be a URL such as redis://localhost:6379'],
    [{ QDRANT_URL: 'qdrant:6333' }, 'QDRANT_URL: must be a URL such as http://localhost:6333'],
    [{ QDRANT_URL: 'redis://me:word@host:1' }, 'http://localhost:6333, not "redis://...@host:1"'],
    [{ OPENAI_BASE_URL: 'localhost:11434/v1' }, 'http://localhost:11434/v1, not "localhost:11434/v1"'],
    [{ OPENAI_API_KEY: 'sk-1\nsk-2' }, 'OPENAI_API_KEY: holds a character that no key has'],
    [{ QDRANT_API_KEY: 'ключ' }, 'QDRANT_API_KEY: holds a character that no key has'],
    [{ TRUST_PROXY: 'true' }, 'TRUST_PROXY: must be the number of proxies'],
    [{ ALLOWED_ORIGINS: 'example.com' }, 'ALLOWED_ORIGINS: must be origins'],
    [{ RATE_LIMIT: 'none' }, 'RATE_LIMIT: must be "off" or the number'],
    [{ EMBEDDER: 'openai' }, 'EMBEDDER: openai needs OPENAI_API_KEY'],
    [{ OWNER_TOKEN: 'short' }, 'OWNER_TOKEN: must have at least 16 characters'],
  ])('refuses %o and says why', (environment, message) => {
    expect(() => readConfig(environment)).toThrow(message);
  });

  it('tells every problem in one message', () => {
    expect(() => readConfig({ PORT: 'x', RATE_LIMIT: 'y' })).toThrow(
      /2 problem\(s\)[\s\S]*PORT[\s\S]*RATE_LIMIT/,
    );
  });

  it('splits origins and proxies', () => {
    expect(readConfig({ ALLOWED_ORIGINS: 'https://a.example, https://b.example/' }).ALLOWED_ORIGINS).toEqual([
      'https://a.example',
      'https://b.example',
    ]);
    expect(readConfig({ TRUST_PROXY: '2' }).TRUST_PROXY).toBe(2);
  });
});
