/** Seeded texts that try a tokenizer: words, accents, CJK, emoji, control characters, odd spaces, random code points. */

/** Numbers in [0, 1), the same sequence for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const words =
  'the The portfolio PostgreSQL k8s pub/sub unbelievably GraphQL C++ C# .NET node.js e-mail don’t “quoted” naïve café ' +
  'Ångström ÅNGSTRÖM façade Straße İstanbul ǅ Ñandú œuvre ﬁne ½ ² № ™ € £100 1,000.50 v2.3.1 #tag @user a_b foo(bar) ' +
  'https://example.org/a?b=c&d=e x=>y <div> {json:[1,2]} ~/path $HOME 100% ... -- — – … • → ⇒ ≤ ∑ λ Ω ΑΣ Σίσυφος µs ' +
  'Привет мир שלום مرحبا नमस्ते สวัสดี 안녕하세요 日本語 東京タワー 中文字符 ひらがな カタカナ 漢字kanji 𠮷野家 𝒳 𝟙 ℝ Ⅳ ① ㎏ ｆｕｌｌ ' +
  '😀 👩‍💻 👨‍👩‍👧‍👦 🇩🇪 🏳️‍🌈 ❤️ ☕️ 👍🏽 🧑🏿‍🚀 #️⃣ 🫠 [SEP] [CLS] [MASK] [UNK] [PAD] ##ing ## [unused5] supercalifragilistic';
const pieces = words.split(' ');
const joints = [' ', ' ', ' ', ' ', '', '\n', '\t', '  ', '\u00a0', '\u2003', '\u3000', '\u200b', '\u2028'];
const marks = ['\u0000', '\u0007', '\u001b', '\u007f', '\u0085', '\u0301', '\u0308', '\u20e3', '\u200d', '\u202e']; // prettier-ignore
const moreMarks = ['\ufe0f', '\ufeff', '\ufffd', '\u00ad', '\u000b', '\u000c', '\r', '\ue000'];

/** Assigned since long ago, so that every Unicode version agrees on what they are. */
const ranges = [[0x21, 0x7e], [0xa1, 0x17f], [0x370, 0x3ff], [0x410, 0x44f], [0x4e00, 0x4fff], [0xac00, 0xacff], [0x2010, 0x205e], [0x2190, 0x21ff], [0x1f600, 0x1f64f]] as const; // prettier-ignore

/** `count` texts of 1 to 40 pieces, well-formed Unicode. */
export function strangeTexts(count: number, seed: number): string[] {
  const random = createRandom(seed);
  const pick = <Value>(values: readonly Value[]): Value =>
    values[Math.floor(random() * values.length)] as Value;
  const randomWord = (): string => {
    const [low, high] = pick(ranges);
    const length = 1 + Math.floor(random() * (random() < 0.02 ? 130 : 6));
    const codes = Array.from({ length }, () => low + Math.floor(random() * (high - low + 1)));
    return String.fromCodePoint(...codes);
  };
  const piece = (): string => {
    const choice = random();
    if (choice < 0.7) return pick(pieces);
    if (choice < 0.85) return randomWord();
    return pick(pieces) + pick([...marks, ...moreMarks]) + pick(pieces);
  };
  return Array.from({ length: count }, () => {
    let text = '';
    for (let left = 1 + Math.floor(random() * 40); left > 0; left--) text += piece() + pick(joints);
    return text;
  });
}
