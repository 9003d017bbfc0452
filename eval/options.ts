/** What the harness is told and what it is given. Plain data: the command line is parsed elsewhere. */
import type { Embedder } from '../src/ports.js';
import type { EvalSubject } from './subject.js';

export const evalCommands = [
  'run', 'check', 'new', 'import', 'show', 'diff', 'squad', 'answers', 'chunking', 'clinc150', 'banking77',
] as const; // prettier-ignore
export type EvalCommand = (typeof evalCommands)[number];

export interface EvalOptions {
  /** Default `run`. */
  readonly command?: EvalCommand;
  /** Golden files, folders, BEIR folders; for `show` the id first; for `diff` two reports; for data sets their folder. Default `eval/golden`. */
  readonly paths?: readonly string[];
  /** Corpus of golden files that name none, and of `new`. Default `corpus`. */
  readonly corpus?: string;
  /** Where the last run is kept for `--failed`. Default `.askfolio`. */
  readonly dataDir?: string;
  /** `router`, `retrieval`, `refusal`, `answer`, `grounding`, `cache`, `latency` or `all`, separated by commas. */
  readonly stage?: string;
  /** Cut-offs, separated by commas; the golden file's by default. */
  readonly k?: string;
  readonly filter?: readonly string[];
  readonly id?: readonly string[];
  /** True: the last run; else the path of a report. */
  readonly failed?: boolean | string;
  readonly gate?: readonly string[];
  /** `pass-rate=0.9`: the same as a gate on it. */
  readonly failUnder?: readonly string[];
  /** Default `eval/baseline.json` when it exists and no files are named. */
  readonly baseline?: string;
  /** Largest loss against the baseline that is not a regression. Default 0.01. */
  readonly tolerance?: number;
  readonly bless?: boolean;
  /** Default 1. */
  readonly repeat?: number;
  /** Of resampling. Default 7. */
  readonly seed?: number;
  /** Default 1, so that latencies mean something. */
  readonly concurrency?: number;
  readonly reveal?: boolean;
  /** False: the bare question is measured too, beside the planned one. */
  readonly plan?: boolean;
  /** TREC run file. */
  readonly run?: string;
  /** Report files; `.json`, `.md`, `.xml` or `.html` decides the format. */
  readonly output?: readonly string[];
  readonly json?: boolean;
  readonly quiet?: boolean;
  /** Only list the cases that would run. */
  readonly list?: boolean;
  /** Of data sets: at most so many questions, evenly spread; of `chunking`: the first so many characters of each document. All by default. */
  readonly limit?: number;
}

/** A named way to cut a text into pieces; pieces in order, as they occur in the text or close to it. */
export interface Chunker {
  readonly name: string;
  split(text: string, title: string): Promise<readonly string[]>;
}

export interface EvalDependencies {
  /** A subject over a corpus folder, or over nothing when only `withDocuments` is needed. The harness closes it. */
  createSubject(corpus: string | undefined): Promise<EvalSubject>;
  /** For the data sets that measure the embedder alone. */
  createEmbedder?(): Promise<Embedder>;
  /** The product's own chunkers (one per setting to compare), measured beside the plain splitters. */
  readonly chunkers?: readonly Chunker[];
  /** Text that ends with a line feed. */
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly cwd: string;
  readonly now: () => Date;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  readonly version: string;
  readonly gitSha: string;
  /** `GITHUB_STEP_SUMMARY`: the Markdown report is appended there. */
  readonly summaryPath?: string;
  readonly signal?: AbortSignal;
}
