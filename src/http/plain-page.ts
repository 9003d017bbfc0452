/** The plain page at `/embed`: a form, the streamed answer, its sources. Served until the built widget takes its place. */
import { htmlPage } from './html.js';

export const plainScriptPath = '/plain.js';
export const plainStylePath = '/plain.css';

export const plainPage = htmlPage({
  title: 'Ask this portfolio',
  style: plainStylePath,
  script: plainScriptPath,
  body: `<main>
<h1>Ask this portfolio</h1>
<p>Ask about projects, decisions and tools. Every answer names its sources.</p>
<form id="ask" method="post" action="/ask">
<label for="question">Your question</label>
<textarea id="question" name="question" rows="2" maxlength="1000" required></textarea>
<button type="submit">Ask</button>
</form>
<noscript><p>This page needs JavaScript; <a href="/docs">the API</a> does not.</p></noscript>
<section aria-labelledby="suggestions-title" id="suggestions" hidden>
<h2 id="suggestions-title">Try</h2>
<ul></ul>
</section>
<section aria-labelledby="answer-title" id="result" hidden>
<h2 id="answer-title">Answer</h2>
<div id="answer" role="status" aria-live="polite"></div>
<h3>Sources</h3>
<ol id="sources"></ol>
</section>
</main>`,
});

/** Text goes into the page by textContent only; links only to http and https. */
export const plainPageScript = `const form = document.getElementById('ask');
const question = document.getElementById('question');
const result = document.getElementById('result');
const answer = document.getElementById('answer');
const sources = document.getElementById('sources');
let running;

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void ask(question.value);
});
question.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

async function ask(text) {
  if (running) running.abort();
  const controller = new AbortController();
  running = controller;
  result.hidden = false;
  answer.textContent = 'Looking…';
  sources.replaceChildren();
  try {
    const response = await fetch('/ask', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' },
      body: JSON.stringify({ question: text }),
      signal: controller.signal,
    });
    if (!response.ok) {
      answer.textContent = (await response.json()).detail;
      return;
    }
    await read(response.body.pipeThrough(new TextDecoderStream()).getReader());
  } catch (error) {
    if (error.name !== 'AbortError') answer.textContent = 'The service does not answer; try again.';
  }
}

async function read(reader) {
  let buffered = '';
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    buffered += value;
    const blocks = buffered.split('\\n\\n');
    buffered = blocks.pop();
    for (const block of blocks) {
      const event = parse(block);
      if (event.name === 'sources') showSources(event.data.citations);
      if (event.name === 'token') answer.textContent = text += event.data.text;
      if (event.name === 'done') {
        answer.textContent = event.data.answer;
        showSources(event.data.citations);
      }
      if (event.name === 'error') answer.textContent = event.data.detail;
    }
  }
}

function parse(block) {
  const lines = block.split('\\n');
  const field = (name) => lines.find((line) => line.startsWith(name + ': '))?.slice(name.length + 2);
  const data = field('data');
  return { name: field('event'), data: data && JSON.parse(data) };
}

function showSources(citations) {
  sources.replaceChildren(...citations.map((citation) => {
    const item = document.createElement('li');
    item.value = citation.n;
    const name = [citation.title, citation.heading].filter(Boolean).join(' › ');
    if (/^https?:\\/\\//.test(citation.url ?? '')) {
      const link = document.createElement('a');
      link.href = citation.url;
      link.rel = 'noopener noreferrer';
      link.textContent = name;
      item.append(link);
    } else item.append(name);
    const quote = document.createElement('blockquote');
    quote.textContent = citation.quote;
    item.append(quote);
    return item;
  }));
}

async function suggest() {
  const response = await fetch('/suggestions');
  if (!response.ok) return;
  const { suggestions } = await response.json();
  const section = document.getElementById('suggestions');
  section.hidden = suggestions.length === 0;
  section.querySelector('ul').replaceChildren(...suggestions.slice(0, 6).map((text) => {
    const item = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = text;
    button.addEventListener('click', () => { question.value = text; void ask(text); });
    item.append(button);
    return item;
  }));
}

void suggest().catch(() => undefined);
`;

export const plainPageStyle = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { line-height: 1.2; }
form { display: grid; gap: .5rem; }
label { font-weight: 600; }
textarea { font: inherit; padding: .5rem; width: 100%; box-sizing: border-box; }
button { font: inherit; padding: .4rem .9rem; cursor: pointer; justify-self: start; text-align: start; }
:focus-visible { outline: 3px solid; outline-offset: 2px; }
#suggestions ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .5rem; }
#answer { white-space: pre-wrap; overflow-wrap: anywhere; }
blockquote { margin: .25rem 0 .75rem; padding-inline-start: .75rem; border-inline-start: 3px solid; overflow-wrap: anywhere; }
pre { overflow-x: auto; padding: .5rem; border: 1px solid; }
table { border-collapse: collapse; }
th, td { text-align: start; padding: .25rem .75rem .25rem 0; vertical-align: top; }
`;
