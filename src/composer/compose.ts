/**
 * Evidence -> answer, without a language model. Every sentence is a verbatim sentence of the corpus or a fixed phrase; what has no evidence is
 * said to be undocumented, with the nearest thing that is documented.
 */
import type { AnsweredPart, AnswerStatus } from '../domain/answer.js';
import type { Evidence } from '../domain/evidence.js';
import type { Plan } from '../domain/plan.js';
import type { Snapshot } from '../ports.js';
import { holdsAspect, isShortAspect } from './answer-type.js';
import { withBackground } from './background.js';
import type { Candidate } from './candidates.js';
import { catalogueAnswer, labelledAnswer } from './catalogue-answers.js';
import { createCitationBook, type CitationBook } from './citations.js';
import { aspectOfComparison } from './comparison-aspect.js';
import { contentOfSides } from './comparison-sides.js';
import { comparisonText } from './comparison.js';
import { contactSentence, isAboutContact } from './contact.js';
import { creativeAnswer, introducesOwner } from './creative.js';
import type { Draft } from './draft.js';
import { asksForExperience, experienceAnswer } from './experience.js';
import { admission } from './admission.js';
import { fieldAnswer } from './field-answers.js';
import { wantsList, asksWhich } from './list-question.js';
import { correctionOf, falsePremise } from './premise.js';
import type { Nearest } from './nearest.js';
import { workOfPart, type PartWork } from './part-work.js';
import { passageList, renderList } from './passage-lists.js';
import { renderProse } from './prose.js';
import { admissionOf, denialOf, refusalFor } from './refusal.js';
import { isAboutThePerson } from './personal.js';
import { profileFact } from './profile-facts.js';
import { denial } from './denial.js';
import { chooseSentences } from './choose-sentences.js';
import { asksForTechnologyOf, technologyList } from './technology-lists.js';
import { sideBySide } from './side-by-side.js';
import { isToldAlready } from './told-already.js';

/** A pitch needs a subject rather than an answer. */
const leastForCreative = 0.07;

interface Block {
  readonly text: string;
  readonly status: AnswerStatus;
  readonly probability: number;
}

/** Words that a part may use: the whole budget for one part, shares of a larger one for several. */
function budgetFor(parts: number): number {
  return parts === 1 ? 114 : Math.max(40, Math.floor(190 / parts));
}

const asksForNow = /\b(?:today|currently|current|nowadays|right now|at present|at the moment|already)\b/i;

/** The best sentence, when the question asks how things are today and it tells of a plan. */
function onlyPlanned({ evidence, scored, answerable }: PartWork): Candidate | undefined {
  const best = scored[0]?.candidate;
  return answerable && asksForNow.test(evidence.part.text) && best?.chunk.standing === 'planned'
    ? best
    : undefined;
}

/** What the author says of leaving the thing open; questions about the person are the profile's business. */
function admittedIn({ evidence, scored }: PartWork, snapshot: Snapshot): Candidate[] | undefined {
  if (isAboutThePerson(evidence.part.text)) return undefined;
  return admission(evidence, scored, withBackground(snapshot.terms));
}

/** What is near enough to be offered beside a refusal. */
function nearestOf({ scored, verdict }: PartWork): Nearest | undefined {
  const best = scored[0]?.candidate;
  const isNear = verdict.features.bestCosine + verdict.features.chunkCoverage > 0.5;
  return best !== undefined && isNear ? { chunk: best.chunk, sentence: best.index } : undefined;
}

function refuse(
  part: PartWork,
  admitted: readonly Candidate[] | undefined,
  snapshot: Snapshot,
  citations: CitationBook,
): Block {
  if (admitted !== undefined) {
    return {
      text: admissionOf(admitted, citations),
      status: 'not_documented',
      probability: part.verdict.probability,
    };
  }
  const text = refusalFor(part.evidence.part.text, nearestOf(part), snapshot, citations);
  return { text, status: 'not_documented', probability: part.verdict.probability };
}

/** What the profile answers whatever the search brought: how to reach the owner, and who that is. */
function ownerAnswer(
  { evidence, scored }: PartWork,
  snapshot: Snapshot,
  citations: CitationBook,
): Block | undefined {
  const { kind, text } = evidence.part;
  if (kind === 'creative' || kind === 'comparison') return undefined;
  const told =
    (isAboutContact(text) ? contactSentence(snapshot, citations) : undefined) ??
    profileFact(text, snapshot, citations);
  if (told !== undefined) return { text: told, status: 'answered', probability: 0.9 };
  if (!asksAboutOwner.test(text)) return undefined;
  const introduction = creativeAnswer(text, scored, snapshot, citations);
  return introduction === undefined
    ? undefined
    : { text: introduction, status: 'answered', probability: 0.8 };
}

const asksAboutOwner =
  /^(?:(?:so|please|hi|hello|hey|and|can you|could you)[, ]+)*(?:tell (?:me|us) (?:something |a (?:bit|little) |more )?about (?:you|yourself)|(?:introduce|describe) yourself|who are you|who is (?:behind|the (?:owner|author|developer|person)))\b[^.?!]*[.?!]*$/i;

/** What the catalogue lists, or the one passage that holds the list asked for. */
function listAnswer(
  { evidence, scored, verdict }: PartWork,
  budgetWords: number,
  snapshot: Snapshot,
  citations: CitationBook,
): Block | undefined {
  const { kind, text: question } = evidence.part;
  if (!['list', 'count', 'question', 'experience'].includes(kind)) return undefined;
  const labelled = labelledAnswer(evidence.part, snapshot, citations);
  if (labelled !== undefined) return { text: labelled, status: 'answered', probability: 0.9 };
  const inPassage = passageList(question, scored);
  const text = wantsList(evidence.part)
    ? catalogueAnswer(evidence.part, snapshot, citations, inPassage !== undefined)
    : undefined;
  if (text !== undefined) return { text, status: 'answered', probability: 0.9 };
  if (inPassage === undefined) return undefined;
  const probability = Math.max(0.7, verdict.probability);
  return { text: renderList(inPassage, budgetWords, citations), status: 'answered', probability };
}

/** Share of the words of a part that the sentence told already must hold. */
const leastOfBest = 0.8;

/** The best sentence of the part stands in the answer already and is of the kind asked for; reasons and ways take more than one sentence. */
function isToldByBest({ evidence, scored }: PartWork, used: ReadonlySet<string>): boolean {
  const { aspect } = evidence.part;
  const best = scored[0];
  if (best === undefined || !isShortAspect(aspect) || best.features.coverage < leastOfBest) return false;
  const { chunk, index, text } = best.candidate;
  return used.has(`${chunk.id}#${index}`) && holdsAspect(aspect, text);
}

function answerPart(
  part: PartWork,
  budgetWords: number,
  used: Set<string>,
  snapshot: Snapshot,
  citations: CitationBook,
): Block {
  const { kind, aspect } = part.evidence.part;
  const owner = ownerAnswer(part, snapshot, citations);
  if (owner !== undefined) return owner;
  if (kind === 'question' && asksForTechnologyOf(part.evidence.part.text, snapshot)) {
    const listing = { question: part.evidence.part.text, isCount: false, snapshot, citations };
    const text = technologyList(listing);
    if (text !== undefined) return { text, status: 'answered', probability: 0.9 };
  }
  const listed = listAnswer(part, budgetWords, snapshot, citations);
  if (listed !== undefined) return listed;
  if (kind === 'list' || kind === 'count' || kind === 'question' || kind === 'experience') {
    const text = fieldAnswer(part.evidence.part, snapshot, citations);
    if (text !== undefined) return { text, status: 'answered', probability: 0.85 };
  }
  if (
    (kind === 'experience' && !asksWhich(part.evidence.part.text)) ||
    (aspect === 'yes_no' && asksForExperience(part.evidence.part.text, snapshot))
  ) {
    const answer = experienceAnswer(part.evidence, snapshot, citations, nearestOf(part));
    if (answer !== undefined && (answer.documented || kind === 'experience')) {
      return {
        text: answer.text,
        status: answer.documented ? 'answered' : 'not_documented',
        probability: 0.9,
      };
    }
  }
  if (kind !== 'list' && kind !== 'count') {
    const premise = falsePremise(part.evidence, part.subject, snapshot);
    if (premise !== undefined) {
      return { text: correctionOf(premise, snapshot, citations), status: 'not_documented', probability: 0.2 };
    }
  }
  if (kind === 'creative') {
    const text = creativeAnswer(part.evidence.part.text, part.scored, snapshot, citations);
    if (
      text !== undefined &&
      (part.verdict.probability > leastForCreative || introducesOwner(part.evidence.part.text))
    ) {
      return { text, status: 'answered', probability: Math.max(0.5, part.verdict.probability) };
    }
  }
  const admitted = admittedIn(part, snapshot);
  if (admitted !== undefined) return refuse(part, admitted, snapshot, citations);
  const denied = denial(part.evidence, part.scored, withBackground(snapshot.terms)) ?? onlyPlanned(part);
  if (denied !== undefined) {
    return {
      text: denialOf(denied, citations),
      status: 'not_documented',
      probability: part.verdict.probability,
    };
  }
  if (!part.answerable) {
    const told = part.scored
      .map(({ candidate }) => candidate)
      .filter(({ chunk, index }) => used.has(`${chunk.id}#${index}`));
    return isToldAlready(part.evidence, told, withBackground(snapshot.terms))
      ? { text: '', status: 'answered', probability: part.verdict.probability }
      : refuse(part, undefined, snapshot, citations);
  }
  if (isToldByBest(part, used))
    return { text: '', status: 'answered', probability: part.verdict.probability };
  const chosen = chooseSentences(part.evidence.part, part.scored, { budgetWords, used });
  for (const candidate of chosen) used.add(`${candidate.chunk.id}#${candidate.index}`);
  return { text: renderProse(chosen, citations), status: 'answered', probability: part.verdict.probability };
}

function composeComparison(
  question: string,
  parts: readonly PartWork[],
  snapshot: Snapshot,
  citations: CitationBook,
): Block[] {
  const operands = parts.map((part) => part.evidence.part.operand ?? part.evidence.part.text);
  const near = parts.flatMap((part) => part.scored.slice(0, 12).map(({ candidate }) => candidate));
  const written = sideBySide(near, operands, aspectOfComparison(question, operands), citations);
  if (written !== undefined) {
    return parts.map((part, i) => ({
      text: i === 0 ? written : '',
      status: 'answered',
      probability: Math.max(0.7, part.verdict.probability),
    }));
  }
  const compared = parts.map((part, i) => ({
    operand: operands[i] ?? '',
    scored: part.answerable ? part.scored : [],
    borrowed: parts.flatMap((other) => (other !== part && other.answerable ? other.scored : [])),
  }));
  const content = contentOfSides(question, compared, snapshot);
  const { contrasts, sides } = content;
  if (contrasts.length === 0 && sides.every((side) => side.chosen.length === 0))
    return parts.map((part) => refuse(part, admittedIn(part, snapshot), snapshot, citations));
  const text = comparisonText(question, content, snapshot, citations);
  return parts.map((part, i) => ({
    text: i === 0 ? text : '',
    status: contrasts.length > 0 || (sides[i]?.chosen.length ?? 0) > 0 ? 'answered' : 'not_documented',
    probability: part.verdict.probability,
  }));
}

function overallStatus(blocks: readonly Block[]): AnswerStatus {
  const answered = blocks.filter((block) => block.status === 'answered').length;
  if (answered === blocks.length) return 'answered';
  if (answered > 0) return 'partial';
  return blocks.every((block) => block.status === 'off_topic') ? 'off_topic' : 'not_documented';
}

function isComparison(plan: Plan): boolean {
  return plan.parts.length > 1 && plan.parts.every((part) => part.operand !== undefined);
}

/** An extractive answer: deterministic, cited, at most about 120 words for a single question. */
export function compose(plan: Plan, evidence: Evidence, snapshot: Snapshot): Draft {
  const citations = createCitationBook();
  const parts = evidence.parts.map((part) => workOfPart(part, snapshot));
  const used = new Set<string>();
  const blocks = isComparison(plan)
    ? composeComparison(plan.question, parts, snapshot, citations)
    : parts.map((part) => answerPart(part, budgetFor(parts.length), used, snapshot, citations));
  const status = overallStatus(blocks);
  return {
    status,
    answer: blocks
      .map((block) => block.text)
      .filter((text) => text !== '')
      .join('\n\n'),
    confidence: Math.min(...blocks.map((block) => block.probability)),
    citations: citations.list(),
    parts: plan.parts.map((part, i): AnsweredPart => ({
      text: part.text,
      status: blocks[i]?.status ?? status,
    })),
  };
}
