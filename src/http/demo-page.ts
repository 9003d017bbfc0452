/** The page at `/`: a portfolio made of the catalogue, rendered here, with the chat on it. Holds no text about any one owner. */
import type { DocumentEntry } from '../domain/catalogue.js';
import { escapeHtml, htmlPage } from './html.js';

export { demoPageScript, demoPageStyle } from './demo-page-assets.js';

export const pageScriptPath = '/page.js';
export const pageStylePath = '/page.css';

interface Project {
  readonly name: string;
  readonly main: DocumentEntry;
  readonly chapters: readonly DocumentEntry[];
}

/** A whole document; everything that comes from the catalogue is escaped. */
export function renderDemoPage(documents: readonly DocumentEntry[]): string {
  const projects = projectsOf(documents.filter(({ type }) => type === 'project'));
  const guides = documents.filter(({ type }) => type === 'guide');
  const notes = documents.filter(({ type }) => type === 'note');
  return htmlPage({
    title: 'Portfolio',
    style: pageStylePath,
    script: pageScriptPath,
    body: `<a class="skip" href="#main">Skip to the content</a>
<header class="top"><a class="mark" href="/">Portfolio</a><nav aria-label="Page">${navigation({ projects: projects.length, guides: guides.length, notes: notes.length })}</nav></header>
<main id="main">
${hero(projects, guides, notes)}
${projects.length === 0 ? '' : section('projects', 'Projects', 'What I have built, and what is still a plan: the write-ups say which is which.', `<ul class="cards">${projects.map(card).join('')}</ul>`)}
${guides.length === 0 ? '' : section('guides', 'Guides', 'Subjects that I explain from the ground up.', shelf(guides))}
${notes.length === 0 ? '' : section('notes', 'Study notes', 'What I have read and thought about. Not project experience, and never told as such.', shelf(notes))}
</main>
<footer><p>Every answer is made of these write-ups and names the passages that it rests on.</p><p><a href="/docs">API</a></p></footer>
<script src="/widget.js" data-title="Ask about my work" data-label="Ask my work" async></script>`,
  });
}

/** Documents that name the same project are one project; the one with the shortest id speaks for it. */
export function projectsOf(documents: readonly DocumentEntry[]): Project[] {
  const groups = new Map<string, DocumentEntry[]>();
  for (const document of documents) {
    const name = document.fields.find(({ key }) => key === 'project')?.values[0] ?? document.title;
    groups.set(name, [...(groups.get(name) ?? []), document]);
  }
  return [...groups]
    .flatMap(([name, group]): Project[] => {
      const [main, ...chapters] = group.sort((a, b) => a.id.length - b.id.length || (a.id < b.id ? -1 : 1));
      return main === undefined ? [] : [{ name, main, chapters }];
    })
    .sort((a, b) => b.chapters.length - a.chapters.length);
}

function hero(
  projects: readonly Project[],
  guides: readonly DocumentEntry[],
  notes: readonly DocumentEntry[],
): string {
  const counts = [
    count(projects.length, 'project'),
    count(guides.length, 'guide'),
    count(notes.length, 'study note'),
  ];
  const questions = projects.slice(0, 3).map(({ name }) => ask(`What is ${theName(name)}?`, 'chip'));
  return `<section class="hero" aria-labelledby="hero-title">
<h1 id="hero-title">Don’t skim my work. <em>Ask it.</em></h1>
<p class="lead">${escapeHtml(sentence(counts.filter((text) => text !== '')))} Ask in your own words: the answer is quoted from what I wrote, with its source, or I say that I have not written about it.</p>
<form id="ask" class="ask" hidden><label class="unseen" for="question">Your question</label><input id="question" maxlength="1000" autocomplete="off" enterkeyhint="send" placeholder="How did you handle …?"><button type="submit">Ask</button></form>
<noscript><p>Asking needs JavaScript; the write-ups below and <a href="/docs">the API</a> do not.</p></noscript>
<div class="chips">${questions.join('')}</div>
</section>`;
}

function card({ name, main, chapters }: Project, at: number): string {
  const tags = main.tags.slice(0, 7).map((tag) => `<li>${escapeHtml(tag)}</li>`);
  const link =
    main.url === undefined
      ? ''
      : `<a class="out" href="${escapeHtml(main.url)}" rel="noopener">Open the project</a>`;
  return `<li class="card tone-${at % 3}"><article aria-labelledby="project-${at}">
<p class="meta">${escapeHtml([main.period ?? 'Project', count(chapters.length + 1, 'write-up')].join(' · '))}</p>
<h3 id="project-${at}">${escapeHtml(name)}</h3>
<p>${escapeHtml(main.summary)}</p>
<ul class="tags" aria-label="Topics">${tags.join('')}</ul>
${chapters.length === 0 ? '' : `<details><summary>${count(chapters.length, 'chapter')} to ask about</summary><ul class="chapters">${chapters.map(chapter).join('')}</ul></details>`}
<p class="actions">${ask(`What is ${theName(name)}?`, 'primary', `Ask about this<span class="unseen">: ${escapeHtml(name)}</span>`)}${link}</p>
</article></li>`;
}

function chapter(document: DocumentEntry): string {
  const short =
    document.title
      .split(/ [-–—] /)
      .slice(1)
      .join(' - ') || document.title;
  return `<li>${ask(`What do your write-ups say about ${document.title}?`, 'line', escapeHtml(capital(short)))}</li>`;
}

function shelf(documents: readonly DocumentEntry[]): string {
  const items = documents.map((document) => {
    const title = document.title.replace(/^(?:Notes on|Guide to) /, '');
    return `<li>${ask(`What do you know about ${title}?`, 'line', `<strong>${escapeHtml(capital(title))}</strong>`)}</li>`;
  });
  return `<ul class="shelf">${items.join('')}</ul>`;
}

/** A button that puts its question to the chat. `label` is HTML. */
function ask(question: string, style: string, label = escapeHtml(question)): string {
  return `<button type="button" class="${style}" data-ask="${escapeHtml(question)}">${label}</button>`;
}

function section(id: string, title: string, text: string, content: string): string {
  return `<section class="part" id="${id}" aria-labelledby="${id}-title"><div class="heading"><h2 id="${id}-title">${title}</h2><p>${text}</p></div>${content}</section>`;
}

function navigation(counts: { projects: number; guides: number; notes: number }): string {
  return [['projects', 'Projects'] as const, ['guides', 'Guides'] as const, ['notes', 'Notes'] as const]
    .filter(([id]) => counts[id] > 0)
    .map(([id, title]) => `<a href="#${id}">${title}</a>`)
    .join('');
}

function count(number: number, name: string): string {
  return number === 0 ? '' : `${number} ${name}${number === 1 ? '' : 's'}`;
}

function sentence(parts: readonly string[]): string {
  if (parts.length === 0) return 'The write-ups are still being read: load this page again in a moment.';
  return `${parts.length === 1 ? parts[0] : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`}.`;
}

/** "Real-time messaging backend" reads on as "the real-time messaging backend"; a name in capitals stays as it is. */
function theName(name: string): string {
  const isDescription = /^\p{Lu}[\p{Ll}-]+ \p{Ll}/u.test(name);
  return isDescription ? `the ${name.charAt(0).toLowerCase()}${name.slice(1)}` : name;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
