/** One ingest as a process of its own, for tests that kill it: corpus and data folder as arguments; "begun" and "done" on stdout. */
import { ingest } from '../ingest.js';
import { createFakeEmbedder } from './fake-embedder.js';

const [corpusFolder = '', dataFolder = ''] = process.argv.slice(2);
process.stdout.write('begun\n');
await ingest({ corpusFolder, dataFolder, embedder: createFakeEmbedder(), now: () => Date.now() });
process.stdout.write('done\n');
