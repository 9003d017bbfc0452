/** The folder that `second.yaml` asks about: `tsx eval/held-out/build-second.ts DATASETS OUT`; `second-documents.yaml` lists its pages. */
import { buildFolder } from './build-folder.js';

const [datasets, out] = process.argv.slice(2);
if (datasets === undefined || out === undefined) throw new Error('usage: build-second.ts DATASETS OUT');
buildFolder(new URL('second-documents.yaml', import.meta.url), datasets, out);
