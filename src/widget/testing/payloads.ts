/** Attacks on whoever renders text: known vectors, wrapped in the Markdown that answers are made of, and distorted. The same seed gives the same. */

/** Each calls `ran()` if it runs, or fetches from another origin if it is rendered as it is meant. */
const vectors = [
  '<script>ran()</script>',
  '<script src="https://evil.example/x.js"></script>',
  '<img src=x onerror=ran()>',
  '<img src="https://evil.example/p.png">',
  '<img srcset="https://evil.example/p.png 1x">',
  '<svg onload=ran()>',
  '<svg><animate onbegin=ran() attributeName=x dur=1s>',
  '<svg><script>ran()</script></svg>',
  '<iframe src="javascript:ran()"></iframe>',
  '<iframe srcdoc="<script>parent.ran()</script>"></iframe>',
  '<object data="https://evil.example/x"></object>',
  '<embed src="https://evil.example/x">',
  '<video poster="https://evil.example/p.png" autoplay>',
  '<audio src="https://evil.example/a" autoplay onerror=ran()>',
  '<body onload=ran()>',
  '<input autofocus onfocus=ran()>',
  '<details open ontoggle=ran()>',
  '<style>@import "https://evil.example/x.css";</style>',
  '<div style="background:url(https://evil.example/p.png)">',
  '<link rel=stylesheet href="https://evil.example/x.css">',
  '<meta http-equiv=refresh content="0;url=https://evil.example/">',
  '<base href="https://evil.example/">',
  '<form action="https://evil.example/"><button>x</button></form>',
  '<math><mtext><table><mglyph><style><img src=x onerror=ran()>',
  '<noscript><p title="</noscript><img src=x onerror=ran()>">',
  '<template><script>ran()</script></template>',
  '<a href="javascript:ran()">x</a>',
  '"><img src=x onerror=ran()>',
  "'-ran()-'",
  '${ran()}',
  '{{constructor.constructor("ran()")()}}',
  '![x](https://evil.example/p.png)',
  '![x][r]\n\n[r]: https://evil.example/p.png',
  '[x](javascript:ran())',
  '[x](JaVaScRiPt:ran())',
  '[x](java\tscript:ran())',
  '[x](\u0001javascript:ran())',
  '[x](data:text/html,<script>ran()</script>)',
  '[x](vbscript:ran())',
  '[x](//evil.example/)',
  '[x](https://evil.example/?q=1)',
  '[x](https://example.com@evil.example/)',
  '[x](https://example.com/shop"onmouseover="ran())',
  '<https://evil.example/>',
  'https://evil.example/?q=secret',
  '[x]: javascript:ran()',
  '\u202E<script>ran()</script>\u202C',
  '\u{E0041}<img src=x onerror=ran()>',
] as const;

const wrappers: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `A sentence. ${text} Another [1].`,
  (text) => `**${text}**`,
  (text) => `*${text}* and _${text}_`,
  (text) => `\`${text}\``,
  (text) => `\`\`\`html\n${text}\n\`\`\``,
  (text) => `# ${text}`,
  (text) => `> ${text}`,
  (text) => `- ${text}\n- [1]`,
  (text) => `1. ${text}`,
  (text) => `| a | ${text} |\n|---|---|\n| ${text} | [1] |`,
  (text) => `[${text}](https://example.com/shop)`,
  (text) => `[1](${text})`,
  (text) => `![${text}](${text})`,
  (text) => `[${text}][1]`,
  (text) => `\\${text}`,
];

const distortions: readonly ((text: string, random: () => number) => string)[] = [
  (text) => text,
  (text, random) =>
    text
      .replace(/[a-z]/g, (letter) => (random() < 0.5 ? letter.toUpperCase() : letter))
      .replace(/RAN/gi, 'ran'),
  (text) => text.replace(/</g, '&lt;').replace(/>/g, '&gt;'),
  (text) => text.replace(/[<>"']/g, (character) => `&#x${character.charCodeAt(0).toString(16)};`),
  (text) => text.replace(/ /g, '/'),
  (text) => text.replace(/ /g, '\t'),
  (text) => text.replace(/ /g, '\n'),
  (text, random) => {
    const at = Math.floor(random() * text.length);
    return `${text.slice(0, at)}\0${text.slice(at)}`;
  },
  (text) => `${text}${text}`,
  (text) => encodeURIComponent(text),
];

export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Every vector bare first, then random wrappings of them. */
export function createPayloads(count: number, seed: number): string[] {
  const random = createRandom(seed);
  const one = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  return Array.from({ length: count }, (_, i) => {
    const bare = vectors[i];
    if (bare !== undefined) return bare;
    const vector = one(distortions)(one(vectors), random);
    const wrapped = one(wrappers)(vector);
    return random() < 0.3 ? one(wrappers)(wrapped) : wrapped;
  });
}
