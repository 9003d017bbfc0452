/** Prepares files in a thread that its owner can end: one file after the other, in the order in which they come. */
import { parentPort, workerData } from 'node:worker_threads';
import { prepareContent } from '../prepare-content.js';
import type { FileBytes } from '../prepare-content.js';
import { maskOptionsOf } from '../secrets/mask-policy.js';
import type { MaskSettings } from '../secrets/mask-policy.js';

// Both ends of the channel are this program's own: what comes has the shape that the owner's types say.
const masking = maskOptionsOf(workerData as MaskSettings);
let last: Promise<void> = Promise.resolve();

parentPort?.on('message', (file: FileBytes) => {
  // As text: several times as fast as the copy that the channel makes of so many small objects.
  last = last.then(async () => parentPort?.postMessage(JSON.stringify(await prepareContent(file, masking))));
});
