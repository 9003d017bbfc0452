/**
 * The vetoes between a question and a stored one, cheapest first. Each is a name that `--explain` shows and a reason to refuse;
 * together they say: the same thing is asked, of the same things, in the same roles. The evidence is checked after them.
 */
import { likenessOfAspects } from './aspect-veto.js';
import { lexiconOf, scopeOf, type VetoKnowledge } from './corpus-names.js';
import {
  isCompared,
  proofs,
  sameItems,
  type AskedQuestion,
  type Likeness,
  type Pair,
  type Proof,
} from './likeness.js';
import { likenessOfOperands, likenessOfIntents, likenessOfKinds, likenessOfParts } from './plan-vetoes.js';
import { readQuestion, type Reading } from './reading.js';
import { differentDoing } from './doing.js';
import { differentRoles } from './roles.js';
import { likenessOfTerms, likenessOfTopics } from './term-vetoes.js';
import { differentPolarity, flagsDiffer, likenessOfModality, likenessOfNumbers } from './wording-vetoes.js';

export interface Verdict {
  /** Name of the first veto that refuses; undefined when none does. */
  readonly veto: string | undefined;
  /** Vetoes that leave it open, each with what the answers have to share. */
  readonly open: readonly OpenVeto[];
}

export interface OpenVeto {
  readonly name: string;
  readonly proof: Proof;
}

export interface Vetoes {
  check(asked: AskedQuestion, stored: AskedQuestion): Verdict;
}

interface Veto {
  readonly name: string;
  /** `scope`: stems of the words that name a project. */
  readonly judge: (pair: Pair, scope: ReadonlySet<string>) => Likeness;
}

function refuse(refuses: (pair: Pair) => boolean): Veto['judge'] {
  return (pair) => (refuses(pair) ? 'different' : 'same');
}

const table: readonly Veto[] = [
  { name: 'kind', judge: likenessOfKinds },
  { name: 'parts', judge: likenessOfParts },
  { name: 'intent', judge: likenessOfIntents },
  { name: 'operands', judge: likenessOfOperands },
  { name: 'aspect', judge: likenessOfAspects },
  { name: 'numbers', judge: likenessOfNumbers },
  { name: 'negation', judge: refuse(({ a, b }) => !sameItems(a.negations, b.negations)) },
  { name: 'entities', judge: refuse(({ a, b }) => !sameItems(a.names, b.names)) },
  { name: 'antonyms', judge: refuse(differentPolarity) },
  { name: 'time', judge: refuse(flagsDiffer('time')) },
  { name: 'quantity', judge: refuse(flagsDiffer('quantity')) },
  { name: 'modality', judge: likenessOfModality },
  { name: 'person', judge: refuse(flagsDiffer('person')) },
  { name: 'terms', judge: likenessOfTerms },
  {
    name: 'roles',
    judge: refuse(
      (pair) =>
        !isCompared(pair) && (differentRoles(pair.a, pair.b) || differentDoing(pair.a.doing, pair.b.doing)),
    ),
  },
  { name: 'no_topic', judge: likenessOfTopics },
];

/** Names of all vetoes in the order in which they are asked. */
export const vetoNames: readonly string[] = table.map((veto) => veto.name);

/** The strictest of the open vetoes: what it asks for settles the others too. */
export function strictest(open: readonly OpenVeto[]): OpenVeto | undefined {
  return [...open].sort((a, b) => proofs.indexOf(b.proof) - proofs.indexOf(a.proof))[0];
}

/** Vetoes over one generation of the corpus. A reading is made once per question text and kept while it is in use. */
export function createVetoes(knowledge: VetoKnowledge): Vetoes {
  const lexicon = lexiconOf(knowledge);
  const scope = scopeOf(knowledge);
  const readings = new Map<string, Reading>();
  const rememberedReadings = 2_000;

  function read(question: string): Reading {
    let reading = readings.get(question);
    if (reading === undefined) {
      reading = readQuestion(question, lexicon);
      if (readings.size >= rememberedReadings) readings.clear();
      readings.set(question, reading);
    }
    return reading;
  }

  return {
    check(asked, stored) {
      const pair: Pair = { asked, stored, a: read(asked.question), b: read(stored.question) };
      const open: OpenVeto[] = [];
      for (const veto of table) {
        const likeness = veto.judge(pair, scope);
        if (likeness === 'different') return { veto: veto.name, open };
        if (likeness !== 'same') open.push({ name: veto.name, proof: likeness });
      }
      return { veto: undefined, open };
    },
  };
}
