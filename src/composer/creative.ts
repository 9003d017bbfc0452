/**
 * A pitch, post, tagline or introduction without a language model: finished, documented sentences about the project asked for, or the owner's own
 * words, and nothing else. What needs invention (a poem, a joke) is said to be beyond it.
 */
import type { Snapshot } from '../ports.js';
import { terms } from '../text/terms.js';
import type { Candidate } from './candidates.js';
import type { CitationBook } from './citations.js';
import { aboutOwner, asksForLetter, countNamed, paragraphOf, relevanceOf } from './letter.js';
import { isBland, isPlain, isPresentable, namesWork, opensWork, sentencesOf, within, worthShowing, type Measure } from './presentable.js'; // prettier-ignore
import type { ScoredCandidate } from './sentence-score.js';
import { keyOf, worksNamed, worksOf, type Work } from './works.js';

interface Form extends Measure {
  readonly asked: RegExp;
  readonly lead: string;
}

const forms: readonly Form[] = [
  { asked: /\b(?:poems?|haikus?|limericks?|rap|songs?|lyrics|verses?|rhymes?|sonnets?|jokes?|riddles?|story|fairy ?tale|analog(?:y|ies)|metaphors?)\b/i, words: 60, sentences: 3, lead: 'I can only quote my write-ups here, so no verse or invention, but this is what they say:' },
  { asked: /\b(?:tag ?lines?|slogans?|mottos?|one-?liners?|headlines?|catch ?phrases?|in one sentence)\b/i, words: 25, sentences: 1, lead: '' },
  { asked: /\b(?:tweets?|status update|teaser|blurbs?)\b/i, words: 55, sentences: 3, lead: '' },
  { asked: /\b(?:elevator|short|quick|brief) pitch\b/i, words: 75, sentences: 4, lead: '' },
  { asked: /./, words: 85, sentences: 4, lead: '' },
]; // prettier-ignore

const ofOwner =
  /\b(?:introduce|present|describe|pitch|sell|promote|market|advertise|summari[sz]e) (?:yourself|you|me)\b|\b(?:bio|biography|about (?:you|yourself|me)|of (?:you|yourself|me)|introduction of (?:you|yourself)|who (?:you are|are you)|who is (?:behind|the (?:owner|author|person|developer)))\b/i;

const mostWords =
  /\b(?:at most|no more than|up to|within|under|fewer than|less than|maximum(?: of)?|max\.?|in) (\d{1,3}) words\b|\b(\d{1,3})[ -]words?\b/i;

/** Sentences and words that the question asks for; what it leaves open comes from the form. */
function measureAsked(question: string, form: Measure): Measure {
  const sentences = countNamed(question);
  const [, limit, plain] = mostWords.exec(question) ?? [];
  const words = Number(limit ?? plain ?? 0);
  return {
    sentences: sentences ?? form.sentences,
    words: words > 0 ? words : sentences === undefined ? form.words : Math.max(25, sentences * 25),
  };
}

/** True for an introduction of the owner: the profile answers it, whatever the search brought. */
export function introducesOwner(question: string): boolean {
  return ofOwner.test(question) || asksForLetter(question);
}

/** What the documents of a work say of it, the opening first, then what is worth most and nearest to the question. */
function aboutWork(
  question: string,
  work: Work,
  form: Form,
  scored: readonly ScoredCandidate[],
  snapshot: Snapshot,
): Candidate[] {
  const asked = new Set(terms(question));
  const own = new Set(terms(`${work.label} ${work.key}`));
  const relevance = relevanceOf(scored);
  const least = form.sentences === 1 ? 4 : 5;
  const all = sentencesOf(work.documents, snapshot);
  const presentable = all
    .filter((candidate) => isPresentable(candidate, least))
    .filter((candidate) => opensWork(candidate) || !isBland(candidate, work.label, snapshot));
  // Of an outage or a failure there is nothing better to tell than what went wrong.
  const told = presentable.length > 0 ? presentable : all.filter((candidate) => isPlain(candidate, least));
  const picks = told.map((candidate) => {
    // "about the offline mode of Orbit": what is asked beyond the name of the project counts most.
    const beyond = [...asked].filter((term) => !own.has(term) && candidate.stems.has(term)).length;
    const opening = opensWork(candidate) ? (form.sentences === 1 ? 3 : 1.5) : 0;
    const near = relevance.get(`${candidate.chunk.id}#${candidate.index}`) ?? 0;
    const names = namesWork(candidate, work.label) ? 1 : 0;
    return { candidate, value: worthShowing(candidate, snapshot) + near + beyond + opening + names };
  });
  return within(picks, form);
}

/** The project that the question names, else the one of the best presentable sentence. */
function workFor(question: string, scored: readonly ScoredCandidate[], snapshot: Snapshot): Work | undefined {
  const works = worksOf(snapshot, 'project');
  const asked = new Set(terms(question));
  const named = worksNamed(question, works, asked);
  if (named.length > 0) return named.sort((a, b) => terms(b.label).length - terms(a.label).length)[0];
  const best = scored.find(
    ({ candidate }) => isPresentable(candidate, 5) && candidate.chunk.documentType === 'project',
  );
  const document = snapshot.catalogue.documents.find(({ id }) => id === best?.candidate.chunk.documentId);
  return works.find(({ key }) => document !== undefined && key === keyOf(document));
}

/** The text asked for, out of documented sentences; undefined when the evidence holds none. */
export function creativeAnswer(
  question: string,
  scored: readonly ScoredCandidate[],
  snapshot: Snapshot,
  citations: CitationBook,
): string | undefined {
  const found = forms.find(({ asked }) => asked.test(question));
  if (found === undefined) return undefined;
  const form = { ...found, ...measureAsked(question, found) };
  const lead = form.lead === '' ? '' : `${form.lead}\n\n`;
  const best = scored.find(({ candidate }) => isPresentable(candidate, 5));
  if (introducesOwner(question)) {
    const text = aboutOwner(question, form, scored, snapshot, citations);
    if (text !== undefined) return lead + text;
  }
  const asked = new Set(terms(question));
  const isNamed = worksNamed(question, worksOf(snapshot, 'project'), asked).length > 0;
  // A text about what only a guide or note tells is made from that.
  if (!isNamed && best !== undefined && best.candidate.chunk.documentType !== 'project') {
    const same = scored.filter(
      ({ candidate }) =>
        candidate.chunk.documentId === best.candidate.chunk.documentId && isPresentable(candidate, 5),
    );
    return lead + paragraphOf('', within(same.map(({ candidate, score }) => ({ candidate, value: score })), form), citations); // prettier-ignore
  }
  const work = workFor(question, scored, snapshot);
  if (work === undefined) return undefined;
  const chosen = aboutWork(question, work, form, scored, snapshot);
  return chosen.length === 0 ? undefined : lead + paragraphOf(work.label, chosen, citations);
}
