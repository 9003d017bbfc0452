/** Script and style of the page at `/`. */

/** The form and every button with a question put it to the chat, as soon as the chat is there. */
export const demoPageScript = `const form = document.getElementById('ask');
const field = document.getElementById('question');
let waiting;

function ask(question) {
  if (window.askfolio) window.askfolio.ask(question);
  else {
    waiting = question;
    document.querySelector('iframe')?.scrollIntoView();
  }
}
addEventListener('askfolio:ready', () => {
  if (waiting) window.askfolio.ask(waiting);
});
form.hidden = false;
form.addEventListener('submit', (event) => {
  event.preventDefault();
  const question = field.value.trim();
  if (question === '') field.focus();
  else {
    field.value = '';
    ask(question);
  }
});
document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-ask]');
  if (button) ask(button.dataset.ask);
});
`;

export const demoPageStyle = `:root {
  --paper: #faf8f4; --card: #ffffff; --ink: #1a1d1b; --soft: #575f5a; --line: #e2ded5; --edge: #8b8d86;
  --accent: #1f5f4a; --on-accent: #ffffff; --mark: #dcebd9;
  --tone-0: #1f5f4a; --tone-1: #8a4b1f; --tone-2: #3d4f8a;
  color-scheme: light dark;
  font: 17px/1.6 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'Liberation Sans', sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #131614; --card: #1b1f1d; --ink: #edf0ec; --soft: #a6aea8; --line: #2e3431; --edge: #77807a;
    --accent: #8fd0b2; --on-accent: #0c1d16; --mark: #24463a;
    --tone-0: #8fd0b2; --tone-1: #e9b089; --tone-2: #aebcf2;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere; }
[hidden] { display: none !important; }
h1, h2, h3, p, ul { margin: 0; padding: 0; }
ul { list-style: none; }
h1, h2, h3, .mark { font-family: 'Iowan Old Style', 'Palatino Linotype', Palatino, 'URW Palladio L', P052, Georgia, 'DejaVu Serif', serif; font-weight: 600; letter-spacing: -0.015em; line-height: 1.15; text-wrap: balance; }
a { color: var(--accent); text-underline-offset: 4px; }
button, input { font: inherit; color: inherit; }
button { cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 6px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; inset-inline-start: 1rem; top: -4rem; padding: 0.5rem 1rem; background: var(--card); }
.skip:focus { top: 0.5rem; }
.top, main, footer { max-width: 70rem; margin-inline: auto; padding-inline: clamp(1.1rem, 4vw, 2.5rem); }
.top { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 0.5rem 2rem; padding-block: 1.4rem; }
.mark { color: inherit; font-size: 1.2rem; text-decoration: none; }
nav { display: flex; gap: 1.4rem; font-size: 0.95rem; }
nav a { color: var(--soft); text-decoration: none; padding-block: 0.3rem; }
nav a:hover { color: var(--ink); text-decoration: underline; }

.hero { padding-block: clamp(2.2rem, 8vw, 5.5rem) clamp(2.5rem, 7vw, 5rem); max-width: 54rem; }
h1 { font-size: clamp(2.3rem, 7.2vw, 4.4rem); letter-spacing: -0.03em; line-height: 1.04; }
h1 em { font-style: italic; color: var(--accent); }
.lead { margin-top: 1.4rem; max-width: 37rem; color: var(--soft); font-size: clamp(1.02rem, 2.4vw, 1.2rem); text-wrap: pretty; }
.ask { display: flex; gap: 0.5rem; margin-top: 2rem; max-width: 44rem; padding: 0.45rem; border: 1px solid var(--edge); border-radius: 1rem; background: var(--card); box-shadow: 0 14px 40px -18px rgb(0 0 0 / 0.28); }
.ask:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent), 0 14px 40px -18px rgb(0 0 0 / 0.28); }
.ask input { flex: 1; min-width: 0; padding: 0.55rem 0.8rem; border: 0; background: none; outline: none; font-size: max(16px, 1rem); }
.ask input::placeholder { color: var(--soft); opacity: 1; }
.ask button, .primary { padding: 0.55rem 1.15rem; border: 1px solid transparent; border-radius: 0.7rem; background: var(--accent); color: var(--on-accent); font-weight: 600; }
.chips { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-top: 1rem; }
.chip { padding: 0.35rem 0.85rem; border: 1px solid var(--edge); border-radius: 2rem; background: none; text-align: start; font-size: 0.92rem; }
.chip:hover, .ask button:hover, .primary:hover { filter: brightness(1.08); }
.chip:hover { background: var(--mark); }

.part { padding-block: 2.2rem 3rem; border-top: 1px solid var(--line); }
.heading { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.3rem 1.5rem; margin-bottom: 1.6rem; }
h2 { font-size: 1.85rem; }
.heading p { color: var(--soft); }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(19rem, 100%), 1fr)); gap: 1.2rem; }
.card article { display: flex; flex-direction: column; gap: 0.75rem; height: 100%; padding: 1.5rem; border: 1px solid var(--line); border-top: 5px solid var(--tone); border-radius: 1rem; background: var(--card); }
.tone-0 { --tone: var(--tone-0); } .tone-1 { --tone: var(--tone-1); } .tone-2 { --tone: var(--tone-2); }
.meta { color: var(--tone); font-size: 0.86rem; font-weight: 600; }
h3 { font-size: 1.5rem; }
.card p { text-wrap: pretty; }
.tags { display: flex; flex-wrap: wrap; gap: 0.35rem; font-size: 0.82rem; color: var(--soft); }
.tags li { padding: 0.05rem 0.55rem; border: 1px solid var(--line); border-radius: 2rem; }
.actions { display: flex; flex-wrap: wrap; align-items: center; gap: 0.6rem 1.2rem; margin-top: auto; padding-top: 0.3rem; }
details { font-size: 0.95rem; }
summary { cursor: pointer; font-weight: 600; padding-block: 0.15rem; }
.chapters { margin-top: 0.4rem; }
.line { width: 100%; padding: 0.5rem 0; border: 0; background: none; text-align: start; line-height: 1.35; }
.line:hover { color: var(--accent); text-decoration: underline; text-underline-offset: 4px; }
.chapters li + li { border-top: 1px solid var(--line); }
.line::after { content: ' →'; color: var(--soft); }
.shelf { columns: 20rem; column-gap: 2.5rem; }
.shelf li { break-inside: avoid; border-bottom: 1px solid var(--line); }
.shelf strong { font-weight: 550; }
footer { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0.5rem 2rem; padding-block: 1rem 6.5rem; color: var(--soft); font-size: 0.92rem; }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
`;
