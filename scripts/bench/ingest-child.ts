/** One ingest in a process of its own, for the benchmark: CORPUS DATA, figures as JSON on stdout. */
import { ingest } from '../../ingest/ingest.js';

export interface ChildFigures {
  readonly durationMs: number;
  readonly documents: number;
  readonly chunks: number;
  readonly words: number;
  readonly residentMegabytes: number;
  /** Processor time of the whole process: says more than the clock on a busy machine. */
  readonly processorMs: number;
}

async function run(corpusFolder: string, dataFolder: string): Promise<void> {
  const report = await ingest({ corpusFolder, dataFolder, now: () => performance.now() });
  const resident = process.resourceUsage().maxRSS * 1024;
  const { documents, chunks, words } = report;
  const { user, system } = process.cpuUsage();
  const processorMs = Math.round((user + system) / 1000);
  const figures: ChildFigures = {
    durationMs: Math.round(report.durationMs),
    documents,
    chunks,
    words,
    residentMegabytes: Math.round(resident / 1e6),
    processorMs,
  };
  process.stdout.write(JSON.stringify(figures));
}

const [corpusFolder = '', dataFolder = ''] = process.argv.slice(2);
await run(corpusFolder, dataFolder);
