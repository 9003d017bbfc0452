import { expect, it } from 'vitest';
import type { Plan } from '../../domain/plan.js';
import { makePlan, makeSnapshot } from '../testing/entries.js';
import { createVetoes, vetoNames, type Verdict } from './veto-table.js';

const technologies = [
  { name: 'PostgreSQL', aliases: ['postgres'], mentions: [] },
  { name: 'Node.js', aliases: ['node'], mentions: [] },
];
const vetoes = createVetoes({
  snapshot: makeSnapshot('g', [], { technologies }),
  entities: ['Harbour Watch'],
  aliases: new Map([['pg', 'postgresql']]),
});

function check(
  stored: string,
  asked: string,
  plans: [Partial<Plan>, Partial<Plan>] = [{}, {}],
): string | undefined {
  return nameOf(
    vetoes.check(
      { question: asked, plan: makePlan(asked, plans[1]) },
      { question: stored, plan: makePlan(stored, plans[0]) },
    ),
  );
}

/** "aspect" when that veto refuses, "aspect: passage" when it leaves it open and what would prove it. */
function nameOf({ veto, open }: Verdict): string | undefined {
  const names = open.map(({ name, proof }) => `${name}: ${proof}`);
  return veto ?? (open.length === 0 ? undefined : names.join(', '));
}

it.each([
  ['Which database does the shop use?', 'What database did you choose for the shop?'],
  ['Why did you build the importer?', 'How come you created the importer?'],
  ['How many rows were imported?', 'What was the number of rows imported?'],
  ['How does the importer work?', 'Could you please explain to me how the importer works?'],
  ['Do you use PostgreSQL?', 'Do you use pg?'],
  ['Why postgres?', 'Why PostgreSQL?'],
  ['Does the gateway call the worker?', 'Is the worker called by the gateway?'],
  ['What broke in version 2.0?', 'What broke in v2?'],
  ['Does it hold 10k rows?', 'Does it hold 10,000 rows?'],
  ["Why didn't you cache pages?", 'Why did you not cache pages?'],
  ['Why are leases not used for orders?', 'Why did you not use leases for orders?'],
  ["What are Doug's architecture goals?", 'Which architecture goals does Doug have?'],
  ['Which port does the importer listen on?', 'Which port is the importer listening on?'],
  ['How often are the counters compared?', 'At what interval are the counters compared?'],
  ['What is missing from the importer?', 'What does the importer lack?'],
  ['What is in a lease?', 'What does a lease contain?'],
  ['Which alerts must be added after the outage?', 'Which alerts have to be added following the outage?'],
  ['When does the pacer begin a round?', 'How does the pacer decide when to start a round?'],
])('lets pass: %s / %s', (stored, asked) => {
  expect(check(stored, asked)).toBeUndefined();
  expect(check(asked, stored)).toBeUndefined();
});

it.each([
  ['aspect', 'Who wrote the importer?', 'When was the importer written?'],
  ['aspect', 'How many rows are there?', 'Which rows are there?'],
  ['numbers', 'What is in version 3.1?', 'What is in version 3.10?'],
  ['numbers', 'Is 5 GB enough?', 'Is 5 MB enough?'],
  ['numbers', 'What happened in May 2021?', 'What happened in May 2022?'],
  ['negation', 'Which pages are cached?', "Which pages aren't cached?"],
  ['negation', 'Does it run with Docker?', 'Does it run without Docker?'],
  ['entities', 'Do you use PostgreSQL?', 'Do you use Node.js?'],
  ['entities', 'What did Harbour Watch teach you?', 'What did the importer teach you?'],
  ['antonyms', 'How do I scroll up?', 'How do I scroll down?'],
  ['antonyms', 'How do I turn the cache on?', 'How do I turn the cache off?'],
  ['time', 'What do you use now?', 'What did you use before?'],
  ['time', 'What will you build?', 'What did you build?'],
  ['quantity', 'Which bug was fixed first?', 'Which bug was fixed?'],
  ['quantity', 'Are all pages cached?', 'Are any pages cached?'],
  ['modality', 'Do I use an index?', 'Should I use an index?'],
  ['person', 'What did you build?', 'What did they build?'],
  ['terms', 'How are orders stored?', 'How are invoices stored?'],
  ['terms', 'How does the importer work?', 'How does the importer scale?'],
  ['terms', 'How are orders stored?', 'How are wholesale orders stored?'],
  ['terms', 'What came out of the meetings?', 'What came out of the Riga meetings?'],
  ['terms', 'Which alerts are needed?', 'Which alerts are needed for builds?'],
  ['terms', 'Which records are there?', 'Which records are there for mail?'],
  ['roles', 'What do herons feed on?', 'What feeds on herons?'],
  ['roles', 'Who did the crew attack at the harbour?', 'Who attacked the crew at the harbour?'],
  ['time', 'What was done for the importer?', 'What remains to be done for the importer?'],
  ['time', 'What did the crew finish?', 'What is the crew still to finish?'],
  ['numbers', 'What are the two phases of the migration?', 'What are the three phases of the migration?'],
  ['numbers', 'What are the four options for the lease?', 'What is option A for the lease?'],
  ['numbers', 'What happens in phase 2?', 'What happens in phase 3?'],
  ['aspect', 'Where is the importer served from?', 'What is the importer written in?'],
  ['aspect', 'How do the importers work?', 'Compare the importers'],
  ['aspect', 'What is the lease table?', 'Why is there a lease table?'],
  ['roles', 'Does the project own the application?', 'Does the application own the project?'],
  ['negation', 'Which records does it keep?', 'Which records does it lack?'],
  ['roles', 'How did you move from Postgres to Node?', 'How did you move from Node to Postgres?'],
  ['roles', 'Does the gateway call the worker?', 'Does the worker call the gateway?'],
  ['roles', 'Who asks the worker?', 'Who does the worker ask?'],
  ['roles', 'Which service calls the worker?', 'Which service does the worker call?'],
  [
    'roles',
    'Is the load of Solr lower than that of Lucene?',
    'Is the load of Lucene lower than that of Solr?',
  ],
  ['time', 'How do you test the importer?', 'How will you test the importer?'],
  ['roles', 'Why did you replace Solr with Lucene?', 'Why did you replace Lucene with Solr?'],
  ['no_topic', 'How does it work?', 'How is it used?'],
])('refuses by %s: %s / %s', (veto, stored, asked) => {
  expect(check(stored, asked)).toBe(veto);
  expect(check(asked, stored)).toBe(veto);
});

it('compares the plans first', () => {
  const question = 'Is Solr faster than Lucene?';
  const [solr, lucene] = ['Solr', 'Lucene'].map((operand) => ({ ...makePlan(operand).parts[0]!, operand }));
  expect(check(question, question, [{ kind: 'comparison' }, {}])).toBe('kind: sentence');
  expect(check(question, question, [{ kind: 'creative' }, {}])).toBe('kind');
  // The other question names both sides, though it was not read as a comparison.
  const named = 'parts: sentence, operands: sentence';
  expect(check(question, question, [{ parts: [solr!, lucene!] }, {}])).toBe(named);
  expect(check(question, 'Is Solr fast?', [{ parts: [solr!, lucene!] }, {}])).toBe('operands');
  const [what, why] = ['What is Solr?', 'Why Solr?'].map((text) => makePlan(text).parts[0]!);
  expect(check(question, question, [{ parts: [what!, why!] }, {}])).toBe('parts: sentence');
  expect(check(question, question, [{ parts: [solr!] }, { parts: [lucene!] }])).toBe('operands');
  const sure = {
    intent: 'creative',
    scores: { factual: 0.1, explanation: 0, comparison: 0, creative: 0.9 },
  } as const;
  const torn = {
    intent: 'creative',
    scores: { factual: 0.45, explanation: 0, comparison: 0, creative: 0.55 },
  } as const;
  const near = {
    intent: 'factual',
    scores: { factual: 0.6, explanation: 0, comparison: 0, creative: 0.4 },
  } as const;
  const explaining = {
    intent: 'explanation',
    scores: { factual: 0.1, explanation: 0.9, comparison: 0, creative: 0 },
  } as const;
  expect(check(question, question, [{}, sure])).toBe('intent: sentence');
  expect(check(question, question, [near, torn])).toBeUndefined();
  // A fact and an explanation are told apart by their aspect.
  expect(check(question, question, [{}, explaining])).toBeUndefined();
});

it.each([
  ['aspect: passage', 'What is a lease?', 'What is a lease for?'],
  ['aspect: passage', 'What does a lease do?', 'How does a lease work?'],
  ['terms: sentence', 'What is change data capture?', 'What is CDC?'],
  ['terms', 'How are orders stored?', 'How are cancelled invoices stored?'],
  ['aspect: answer, terms: sentence', 'What is a lease?', 'What is the duration policy of a lease?'],
  ['numbers: sentence', 'What are the two phases of the migration?', 'Which phases does the migration have?'],
  ['aspect: answer', 'Which projects use PostgreSQL?', 'What is PostgreSQL?'],
  ['aspect: answer', 'When does a lease open?', 'What makes a lease open?'],
  ['terms: sentence', 'Why add jitter to retries?', 'What is the reason for jitter in retries?'],
  ['aspect', 'When does a lease open?', 'Why does a lease open?'],
  ['aspect', 'What is a lease?', 'Have you used a lease?'],
  ['terms', 'When should I use a lease?', 'When should I avoid a lease?'],
  ['aspect', 'How accurate is the importer?', 'How does the importer work?'],
])('leaves open or refuses by %s: %s / %s', (veto, stored, asked) => {
  expect(check(stored, asked)).toBe(veto);
  expect(check(asked, stored)).toBe(veto);
});

it('takes no word that names a project for a mere addition', () => {
  const documents = [{ title: 'Harvest planner', type: 'project' as const }];
  const scoped = createVetoes({
    snapshot: { catalogue: { technologies: [], documents } },
    entities: [],
    aliases: new Map(),
  });
  const ask = (stored: string, asked: string): string | undefined =>
    nameOf(
      scoped.check({ question: asked, plan: makePlan(asked) }, { question: stored, plan: makePlan(stored) }),
    );
  expect(ask('How are orders stored?', 'How are harvest orders stored?')).toBe('terms');
});

it('names every veto once', () => {
  expect(new Set(vetoNames).size).toBe(vetoNames.length);
});
