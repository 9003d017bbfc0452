/** The folder that `third.yaml` asks about: `tsx eval/held-out/build-third.ts DATASETS OUT`; `third-documents.yaml` lists its pages. */
import { buildFolder } from './build-folder.js';

const [datasets, out] = process.argv.slice(2);
if (datasets === undefined || out === undefined) throw new Error('usage: build-third.ts DATASETS OUT');
buildFolder(new URL('third-documents.yaml', import.meta.url), datasets, out);
