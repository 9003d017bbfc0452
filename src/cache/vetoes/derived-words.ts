/**
 * Nouns made from verbs and irregular plurals, and the one spelling that British and American words are compared in. A pair that is missing
 * costs a hit; a wrong one costs an answer.
 */
import { verbOfPast } from '../../text/irregular-forms.js';

/** Each entry: a word, then what is made from it. */
const derivations = `
acquire acquisition|add addition|allocate allocation|analyse analysis analyses|approve approval
arrive arrival|assign assignment|authenticate authentication|behave behaviour behavior|believe belief
child children|choose choice|classify classification classifications|communicate communication
compare comparison|compress compression|configure configuration|connect connection connections
contradict contradiction|create creation|datum data|decide decision|define definition|delete deletion
deliver delivery|deploy deployment|describe description|detect detection|die dead
differ difference different distinguish|discover discovery|disagree disagreement|encrypt encryption|exist existence
expire expiry expiration|explain explanation|fail failure|generate generation|grow growth|handle handling
implement implementation|improve improvement|index indices indexes|ingest ingestion|integrate integration
introduce introduction|invalidate invalidation|isolate isolation|know knowledge|library libraries
lose loss|maintain maintenance|mean meaning|measure measurement|migrate migration|monitor monitoring
notify notification|number numbering numbered|optimise optimisation optimization|paginate pagination
persist persistence|person people|prevent prevention|produce production|propose proposal
protect protection|prove proof|query queries|reach reachable|recommend recommendation|recover recovery
reduce reduction|refuse refusal|relate relation relationship|reliable reliability|remove removal
renew renewal|replicate replication|require requirements requirement|retrieve retrieval|select selection
start startup start-up|stop shutdown|store storage|suggest suggestion
synchronise synchronisation synchronization|test testing|use usage useful|validate validation
verify verification
`;

const origins = new Map(
  derivations
    .trim()
    .split(/[|\n]/)
    .flatMap((entry) => {
      const [origin = '', ...words] = entry.split(' ');
      return words.map((word) => [word, origin] as const);
    }),
);

/** The base form of an irregular or derived word, else the word itself; with "z" where British and American spelling part ways. */
export function baseForm(word: string): string {
  return (verbOfPast(word) ?? origins.get(word) ?? word)
    .replace(/([a-z]{3})is(e|es|ed|ing|er|ers|ation|ations)$/, '$1iz$2')
    .replace(/([a-z]{3})ys(e|es|ed|ing|er|ers)$/, '$1yz$2')
    .replace(/([a-z]{3})our$/, '$1or');
}
