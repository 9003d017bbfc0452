/** Lists and counts that top-k retrieval cannot do: complete and exact from the catalogue, with a citation per item. */
import type { Catalogue, DocumentEntry, TechnologyEntry } from '../domain/catalogue.js';
import type { Part } from '../domain/plan.js';
import type { Snapshot } from '../ports.js';
import { stem, terms } from '../text/terms.js';
import type { CitationBook } from './citations.js';
import {
  standpointsOn,
  technologiesIn,
  technologiesOfCategory,
  workOf,
  type Standpoint,
} from './technologies.js';

interface Item {
  readonly label: string;
  readonly chunkId: string;
  readonly sentence: number;
}

function documentsAsked(
  question: string,
  catalogue: Catalogue,
): { noun: string; documents: DocumentEntry[] } | undefined {
  const asked = new Set(terms(question));
  const kinds = [
    ['project', 'project'], ['guide', 'guide'], ['note', 'note'], ['document', undefined], ['write', undefined], ['topic', undefined],
  ] as const; // prettier-ignore
  for (const [word, type] of kinds) {
    if (!asked.has(stem(word)) && !asked.has(stem(`${word}s`))) continue;
    return {
      noun: type ?? 'document',
      documents: catalogue.documents.filter((document) => type === undefined || document.type === type),
    };
  }
  return undefined;
}

function documentItems(documents: readonly DocumentEntry[]): Item[] {
  return documents.flatMap((document) => {
    const chunkId = firstChunkOf(document);
    return chunkId === undefined
      ? []
      : [
          {
            label: `${document.title}${document.summary === '' ? '' : ` — ${document.summary}`}`,
            chunkId,
            sentence: 0,
          },
        ];
  });
}

/** The document that tells of the project as a whole carries its name first and little more. */
function rank(document: DocumentEntry, work: string): number {
  return (document.title.startsWith(work) ? 0 : 1000) + document.title.length;
}

/** One item per project. */
function projectItems(documents: readonly DocumentEntry[]): Item[] {
  const works = new Map<string, DocumentEntry>();
  for (const document of documents) {
    const work = workOf(document);
    const known = works.get(work);
    if (known === undefined || rank(document, work) < rank(known, work)) works.set(work, document);
  }
  return documentItems([...works].map(([work, document]) => ({ ...document, title: work })));
}

function firstChunkOf(document: DocumentEntry): string | undefined {
  return document.chunkIds[0];
}

function render(lead: string, items: readonly Item[], snapshot: Snapshot, citations: CitationBook): string {
  const lines = items.map((item) => {
    const chunk = snapshot.chunk(item.chunkId);
    return chunk === undefined
      ? `- ${item.label}`
      : `- ${item.label} [${citations.cite(chunk, item.sentence)}]`;
  });
  return `${lead}\n\n${lines.join('\n')}`;
}

function countLead(count: number, noun: string, rest: string): string {
  return `${count === 0 ? 'None' : count} ${noun}${count === 1 ? '' : 's'} ${rest}`.trim();
}

/** A project is told once, however many documents it has; every other document under its title. */
function labelOf({ document }: Pick<Standpoint, 'document'>): string {
  return document.type === 'project' ? workOf(document) : document.title;
}

/** Documents of the asked type that use the technology. */
function documentsUsing(
  documents: readonly DocumentEntry[],
  technology: TechnologyEntry,
  snapshot: Snapshot,
): { used: Item[]; planned: Item[]; named: Item[] } {
  const wanted = new Set(documents.map((document) => document.id));
  const standpoints = standpointsOn(technology, snapshot).filter(({ document }) => wanted.has(document.id));
  const told = new Set<string>();
  const items = (polarity: string): Item[] => {
    const found = new Map<string, Item>();
    for (const one of standpoints) {
      const label = labelOf(one);
      if (one.polarity !== polarity || told.has(label) || found.has(label)) continue;
      found.set(label, { label, chunkId: one.mention.chunkId, sentence: one.mention.sentence });
    }
    for (const label of found.keys()) told.add(label);
    return [...found.values()];
  };
  return { used: items('used'), planned: items('planned'), named: items('talk') };
}

/** Undefined when the catalogue cannot answer the question: retrieval takes over. */
export function catalogueAnswer(part: Part, snapshot: Snapshot, citations: CitationBook): string | undefined {
  const question = part.text;
  const catalogue = snapshot.catalogue;
  const asked = documentsAsked(question, catalogue);
  const named = technologiesIn(question, catalogue);
  const counting = part.kind === 'count';
  if (asked !== undefined && named.length > 0)
    return documentsWith(asked, named, counting, snapshot, citations);
  const category = technologiesOfCategory(question, catalogue);
  if (category !== undefined) return technologiesAsked(question, category, counting, snapshot, citations);
  if (asked !== undefined && isPlainList(question, asked.noun)) {
    const items = asked.noun === 'project' ? projectItems(asked.documents) : documentItems(asked.documents);
    if (items.length > 0)
      return render(
        `My write-ups hold ${countLead(items.length, asked.noun, '')}:`,
        items,
        snapshot,
        citations,
      );
  }
  return undefined;
}

/** "Which projects have you done?" asks for all of them; a further condition needs retrieval. */
function isPlainList(question: string, noun: string): boolean {
  const filler = new Set(
    terms(
      `${noun} ${noun}s list all show me name tell work worked built build done did made make have many number total describe portfolio overview available write-up document written wrote`,
    ),
  );
  return terms(question).every((term) => filler.has(term));
}

function documentsWith(
  asked: { noun: string; documents: DocumentEntry[] },
  named: readonly TechnologyEntry[],
  counting: boolean,
  snapshot: Snapshot,
  citations: CitationBook,
): string | undefined {
  const per = named.map((technology) => documentsUsing(asked.documents, technology, snapshot));
  const inAll = (kind: 'used' | 'planned' | 'named'): Item[] =>
    (per[0]?.[kind] ?? []).filter((item) =>
      per.every((other) => other[kind].some((one) => one.label === item.label)),
    );
  const names = named.map((technology) => technology.name).join(' and ');
  const used =
    asked.noun === 'project' ? inAll('used') : [...inAll('used'), ...inAll('planned'), ...inAll('named')];
  const planned = asked.noun === 'project' ? inAll('planned') : [];
  if (used.length === 0 && planned.length === 0) return undefined;
  const verb =
    asked.noun === 'project' ? (used.length === 1 ? 'uses' : 'use') : used.length === 1 ? 'covers' : 'cover';
  const lead = counting
    ? `${countLead(used.length, asked.noun, `${verb} ${names}:`)}`
    : used.length === 0
      ? `No ${asked.noun} of mine documents ${names} in use.`
      : `${names} is used in:`;
  const main =
    used.length > 0
      ? render(
          asked.noun === 'project' ? lead : counting ? lead : `These cover ${names}:`,
          used,
          snapshot,
          citations,
        )
      : lead.replace(/:$/, '.');
  return planned.length === 0 ? main : `${main}\n\n${render('Planned only:', planned, snapshot, citations)}`;
}

function technologiesAsked(
  question: string,
  { category, technologies }: { category: string; technologies: TechnologyEntry[] },
  counting: boolean,
  snapshot: Snapshot,
  citations: CitationBook,
): string | undefined {
  const about = snapshot.catalogue.documents.filter((document) => mentionsTitle(question, document));
  const within = new Set(
    (about.length > 0
      ? about
      : snapshot.catalogue.documents.filter((document) => document.type === 'project')
    ).map((document) => document.id),
  );
  const items = technologies.flatMap((technology) => {
    const used = standpointsOn(technology, snapshot).find(
      (one) => one.polarity === 'used' && within.has(one.document.id),
    );
    return used === undefined
      ? []
      : [
          {
            label: `${technology.name} (${workOf(used.document)})`,
            chunkId: used.mention.chunkId,
            sentence: used.mention.sentence,
          },
        ];
  });
  if (items.length === 0) return undefined;
  const plural = items.length === 1 ? category : category.replace(/y$/, 'ie') + 's';
  return render(
    counting
      ? `${items.length} ${plural} are documented in my projects:`
      : `My projects document these ${plural}:`,
    items,
    snapshot,
    citations,
  );
}

/** True when the question names the document: every topic word of its title, or its first capitalised name. */
function mentionsTitle(question: string, document: DocumentEntry): boolean {
  const asked = new Set(terms(question));
  const title = terms(document.title.split(/[:(–—-]/)[0] ?? document.title);
  return title.length > 0 && title.every((term) => asked.has(term));
}
