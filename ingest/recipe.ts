/** Everything besides its bytes that decides about the chunks of a file; another recipe makes every file count as changed. */
import { chunkerVersion } from './chunk/chunk-document.js';
import type { ChunkSize } from './chunk/pack.js';
import { redactorVersion } from './secrets/mask-secrets.js';

/** `masking`: key of the mask policy, empty for the default one. */
export function recipe(size: ChunkSize, masking: string): string {
  const { minimumWords, targetWords, maximumWords } = size;
  return [chunkerVersion, redactorVersion + masking, minimumWords, targetWords, maximumWords].join('/');
}
