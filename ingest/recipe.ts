/** Everything besides its bytes that decides about the chunks of a file; another recipe makes every file count as changed. */
import { chunkerVersion } from './chunk/chunk-document.js';
import type { ChunkSize } from './chunk/pack.js';
import { redactorVersion } from './secrets/mask-secrets.js';

export function recipe(size: ChunkSize): string {
  return [chunkerVersion, redactorVersion, size.minimumWords, size.targetWords, size.maximumWords].join('/');
}
