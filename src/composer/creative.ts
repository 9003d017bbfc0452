/**
 * A pitch, post, tagline or introduction without a language model: finished, documented sentences about the project asked for, or the profile's own
 * words, and nothing else. What needs invention (a poem, a joke) is said to be beyond it.
 */
import type { DocumentEntry } from '../domain/catalogue.js';
import type { Snapshot } from '../ports.js';
import { terms } from '../text/terms.js';
import { candidatesOf, type Candidate } from './candidates.js';
import type { CitationBook } from './citations.js';
import { saysNotDocumented } from './not-documented.js';
import { isLabelLine } from './phrases.js';
import { closed } from './prose.js';
import { leansOnBefore } from './select.js';
import type { ScoredCandidate } from './sentence-score.js';
import { technologiesIn } from './technologies.js';
import { keyOf, worksNamed, worksOf, type Work } from './works.js';

interface Form {
  readonly asked: RegExp;
  /** Words and sentences at most. */
  readonly words: number;
  readonly sentences: number;
  readonly lead: string;
}

const forms: readonly Form[] = [
  { asked: /\b(?:poems?|haikus?|limericks?|rap|songs?|lyrics|verses?|rhymes?|sonnets?|jokes?|riddles?|story|fairy ?tale|analog(?:y|ies)|metaphors?)\b/i, words: 60, sentences: 3, lead: 'I can only quote my write-ups here, so no verse or invention, but this is what they say:' },
  { asked: /\b(?:tag ?lines?|slogans?|mottos?|one-?liners?|headlines?|catch ?phrases?|in one sentence)\b/i, words: 25, sentences: 1, lead: '' },
  { asked: /\b(?:tweets?|status update|elevator pitch|short pitch|teaser|blurbs?)\b/i, words: 55, sentences: 3, lead: '' },
  { asked: /./, words: 85, sentences: 4, lead: '' },
]; // prettier-ignore

const aboutOwner =
  /\b(?:introduce|present|describe|pitch|sell|promote|market|advertise|summari[sz]e) (?:yourself|you|me)\b|\b(?:bio|biography|about (?:you|yourself|me)|of (?:you|yourself|me)|cover ?letter|introduction of (?:you|yourself)|who you are)\b/i;
/** True for an introduction of the owner: the profile answers it, whatever the search brought. */
export function introducesOwner(question: string): boolean {
  return aboutOwner.test(question) && !isLetter.test(question);
}

const isLetter = /\bcover ?letter\b|\bapplication\b/i;
const meta =
  /\b(?:this (?:page|document|guide|note|site)|my (?:notes|write-ups?)|write-ups?|notes? (?:say|name|list)|doubt\w*|unclear|would like|would do|mistake|gave up|failed|reject\w*|decided against|considered|tried|not\b|never\b|no\b)|n['’]t\b/i;
/** "I moved them to ...": an object that only the sentence before names. */
const danglingObject = /\b(?:I|we) (?:\w+ )?\w+ (?:them|this|that|these|those)\b/i;
const someoneElse =
  /^(?:a|an|the|my|our|one|another) (?:[\w'’]+ ){0,2}(?:colleague|nephew|friend|client|customer|student|team ?mate)s? (?:did|wrote|built|made)\b/i;

function isPresentable(candidate: Candidate, least: number): boolean {
  return (
    candidate.form === 'sentence' &&
    candidate.chunk.standing === 'done' &&
    candidate.words >= least &&
    candidate.words <= 40 &&
    !/[:?]\s*$/.test(candidate.text) &&
    !isLabelLine(candidate.text) &&
    !leansOnBefore(candidate.text) &&
    !saysNotDocumented(candidate.text) &&
    !meta.test(candidate.text) &&
    !danglingObject.test(candidate.text) &&
    !someoneElse.test(candidate.text)
  );
}

const doing =
  /\b(?:I|we) (?:\w+ )?(?:\w+ed|built|wrote|made|ran|cut|chose)\b|\b(?:sav|reduc|grew|rais|cut|fell|improv|serv|handl|plan|comput|show|play|measur|find|found|predict|sort|let)\w*\b/i;

/** What makes a sentence worth showing: it opens the document or names the project, tells of work done, gives figures, names technologies. */
function highlight(candidate: Candidate, work: Work, snapshot: Snapshot): number {
  const isFirst = opensWork(candidate);
  const names = terms(work.label).every((term) => candidate.stems.has(term)) ? 1 : 0;
  const figures = /\p{N}/u.test(candidate.text) ? 0.6 : 0;
  const named = Math.min(2, technologiesIn(candidate.text, snapshot.catalogue).length) * 0.4;
  return (isFirst ? 1.5 : 0) + names + (doing.test(candidate.text) ? 0.8 : 0) + figures + named;
}

/** The first sentence of the first text of the work: candidates are ranked in the order of its documents. */
function opensWork({ chunk, rank, index }: Candidate): boolean {
  const isProse = (at: { start: number; end: number }): boolean =>
    !/^\s*(?:#|\||[-*+] )/.test(chunk.text.slice(at.start, at.end));
  return rank === 0 && index === chunk.sentences.findIndex(isProse);
}

/** Every sentence of the documents, in their order; the front matter facts are no prose. */
function sentencesOf(documents: readonly DocumentEntry[], snapshot: Snapshot): Candidate[] {
  const chunks = documents.flatMap((document) => document.chunkIds.flatMap((id) => snapshot.chunk(id) ?? []));
  const prose = chunks.filter((chunk) => chunk.headingPath.at(-1) !== 'At a glance');
  return candidatesOf(prose.map((chunk) => ({ chunk, lexical: 0, dense: 0, score: 0 })), snapshot); // prettier-ignore
}

interface Pick {
  readonly candidate: Candidate;
  readonly value: number;
}

/** The best ones within the form's measure, in the order of the text. */
function within(picks: readonly Pick[], form: Form): Candidate[] {
  const chosen: Candidate[] = [];
  let words = 0;
  for (const { candidate } of [...picks].sort(
    (a, b) =>
      b.value - a.value || a.candidate.rank - b.candidate.rank || a.candidate.index - b.candidate.index,
  )) {
    if (chosen.length >= form.sentences) break;
    if (words + candidate.words > form.words || chosen.some((other) => other.text === candidate.text))
      continue;
    chosen.push(candidate);
    words += candidate.words;
  }
  return chosen.sort((a, b) => a.rank - b.rank || a.index - b.index);
}

function paragraph(name: string, chosen: readonly Candidate[], citations: CitationBook): string {
  const isNamed = name === '' || (chosen[0]?.text.toLowerCase().includes(name.toLowerCase()) ?? true);
  const text = chosen
    .map((candidate, i) => {
      const n = citations.cite(candidate.chunk, candidate.index);
      const isLastOfChunk = chosen[i + 1]?.chunk.id !== candidate.chunk.id;
      return closed(candidate.text) + (isLastOfChunk ? ` [${n}]` : '');
    })
    .join(' ');
  return isNamed ? text : `**${name}**: ${text}`;
}

function aboutWork(
  question: string,
  work: Work,
  form: Form,
  scored: readonly ScoredCandidate[],
  snapshot: Snapshot,
): Candidate[] {
  const asked = new Set(terms(question));
  const own = new Set(terms(`${work.label} ${work.key}`));
  const relevance = new Map(
    scored.map(({ candidate, score }) => [`${candidate.chunk.id}#${candidate.index}`, score]),
  );
  const best = Math.max(0, ...relevance.values());
  const least = form.sentences === 1 ? 4 : 5;
  const picks = sentencesOf(work.documents, snapshot)
    .filter((candidate) => isPresentable(candidate, least))
    .map((candidate) => {
      const score = relevance.get(`${candidate.chunk.id}#${candidate.index}`);
      // "about the offline mode of Orbit": what is asked beyond the name of the project counts most.
      const beyond = [...asked].filter((term) => !own.has(term) && candidate.stems.has(term)).length;
      // A tagline is what the document opens with, if that can stand alone.
      const opening = form.sentences === 1 && opensWork(candidate) ? 1.5 : 0;
      const near = score === undefined ? 0 : Math.max(0, 1 + (score - best) / 6);
      return { candidate, value: highlight(candidate, work, snapshot) + near + beyond + opening };
    });
  return within(picks, form);
}

/** The profile's own words, and for a letter the best sentence of the projects that fit what is asked. */
function aboutThePerson(
  question: string,
  form: Form,
  scored: readonly ScoredCandidate[],
  snapshot: Snapshot,
): Candidate[] {
  const profiles = snapshot.catalogue.documents.filter(({ type }) => type === 'profile');
  const own = sentencesOf(profiles, snapshot)
    .filter((candidate) => isPresentable(candidate, 4) && !/@|https?:/.test(candidate.text))
    .map((candidate) => ({ candidate, value: /\bI(?:['’]m| am)\b/.test(candidate.text) ? 1 : 0 }));
  const most = isLetter.test(question) ? 1 : form.sentences - 1;
  const person = within(own, { ...form, sentences: Math.max(1, most) });
  const taken = new Set<string>();
  const works = worksOf(snapshot, 'project');
  const projects = scored.flatMap(({ candidate }) => {
    const work = works.find(({ documents }) => documents.some(({ id }) => id === candidate.chunk.documentId));
    if (
      work === undefined ||
      taken.has(work.key) ||
      !isPresentable(candidate, 8) ||
      !doing.test(candidate.text)
    )
      return [];
    taken.add(work.key);
    return [candidate];
  });
  const further = isLetter.test(question) ? 3 : 0;
  return [...person, ...projects.slice(0, further)];
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
  const form = forms.find(({ asked }) => asked.test(question));
  if (form === undefined) return undefined;
  const lead = form.lead === '' ? '' : `${form.lead}\n\n`;
  const best = scored.find(({ candidate }) => isPresentable(candidate, 5));
  if (aboutOwner.test(question)) {
    const person = aboutThePerson(question, form, scored, snapshot);
    if (person.length > 0) return lead + paragraph('', person, citations);
  }
  const asked = new Set(terms(question));
  const isNamed = worksNamed(question, worksOf(snapshot, 'project'), asked).length > 0;
  // A text about what only a guide or note tells is made from that.
  if (!isNamed && best !== undefined && best.candidate.chunk.documentType !== 'project') {
    const same = scored.filter(
      ({ candidate }) =>
        candidate.chunk.documentId === best.candidate.chunk.documentId && isPresentable(candidate, 5),
    );
    return lead + paragraph('', within(same.map(({ candidate, score }) => ({ candidate, value: score })), form), citations); // prettier-ignore
  }
  const work = workFor(question, scored, snapshot);
  if (work === undefined) return undefined;
  const chosen = aboutWork(question, work, form, scored, snapshot);
  return chosen.length === 0 ? undefined : lead + paragraph(work.label, chosen, citations);
}
