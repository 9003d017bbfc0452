/** One part of a question with what the composer needs to answer it: its evidence, the scored sentences and the gate's verdict. */
import type { PartEvidence } from '../domain/evidence.js';
import type { Snapshot } from '../ports.js';
import { withBackground } from './background.js';
import { candidatesOf } from './candidates.js';
import { judge, type Verdict } from './gate.js';
import { isAboutThePerson } from './personal.js';
import { scoreCandidates, type ScoredCandidate } from './sentence-score.js';
import { withinSubject, workAsked, type NamedWork } from './subject-scope.js';

/** Chunks of a part whose sentences are candidates. */
const candidateChunks = 10;

export interface PartWork {
  /** The project that the part names. */
  readonly subject: NamedWork | undefined;
  readonly evidence: PartEvidence;
  readonly scored: readonly ScoredCandidate[];
  readonly verdict: Verdict;
  readonly answerable: boolean;
}

export function workOfPart(gathered: PartEvidence, snapshot: Snapshot): PartWork {
  const subject = workAsked(gathered, snapshot);
  const evidence = withinSubject(gathered, subject);
  const statistics = withBackground(snapshot.terms);
  const candidates = candidatesOf(evidence.ranked.slice(0, candidateChunks), snapshot);
  const scored = scoreCandidates(candidates, evidence, statistics);
  const verdict = judge(evidence, scored, statistics);
  const answerable = verdict.isEnough && !isAboutThePerson(evidence.part.text) && scored.length > 0;
  return { subject, evidence, scored, verdict, answerable };
}
