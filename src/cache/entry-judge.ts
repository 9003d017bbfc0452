/** Whether one stored answer may be served for one question: the vetoes in order of cost, then its chunks, then what the question finds by itself. */
import { questionKey, cleanLine } from '../text/normalise.js';
import type { CacheEntry, Snapshot } from '../ports.js';
import { catalogueFacts, isSameAnswer, isSupported, isUnchanged, type Findings } from './evidence.js';
import type { AskedQuestion } from './vetoes/likeness.js';
import { strictest, type Verdict, type Vetoes } from './vetoes/veto-table.js';

export interface Judgement {
  readonly asked: AskedQuestion;
  readonly snapshot: Snapshot;
  readonly vetoes: Vetoes;
  readonly findingsOf: () => Promise<Findings>;
  /** Called with an entry that has lost its ground. */
  readonly drop: (entry: CacheEntry) => Promise<void>;
}

const agreed: Verdict = { veto: undefined, open: [] };

/** True for the entry of this very question, whatever its case, white space and end punctuation. */
export function isSameQuestion(entry: CacheEntry | undefined, question: string): entry is CacheEntry {
  return entry !== undefined && questionKey(entry.question) === questionKey(cleanLine(question));
}

/** True when nothing the answer rests on has changed. */
export function isAlive(entry: CacheEntry, snapshot: Snapshot): boolean {
  if (!isUnchanged(entry.evidence, snapshot)) return false;
  if (entry.generation === snapshot.generation) return true;
  return entry.catalogue === catalogueFacts(entry.question, entry.plan.kind, snapshot);
}

/** Name of the veto that refuses the entry; undefined when it may be served. Rejects only with what `findingsOf` rejects with. */
export async function vetoAgainst(entry: CacheEntry, judgement: Judgement): Promise<string | undefined> {
  const { asked, snapshot, vetoes, findingsOf, drop } = judgement;
  const verdict = isSameQuestion(entry, asked.question) ? agreed : vetoes.check(asked, entry);
  if (verdict.veto !== undefined) return verdict.veto;
  if (!isAlive(entry, snapshot)) {
    await drop(entry);
    return 'evidence_changed';
  }
  const found = await findingsOf();
  if (!isSupported(entry.result, found)) return 'evidence';
  const open = strictest(verdict.open);
  if (open === undefined) return undefined;
  return isSameAnswer(entry.grounds, found, open.proof) ? undefined : open.name;
}
