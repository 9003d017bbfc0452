/** A question with its fixed phrases marked, so that an "and" inside a name or a pair like "pros and cons" is never taken for a joint. */

/** Text and a mask of the same length: lower case, with "and", "or" and commas inside names and fixed pairs made unreadable. */
export interface Masked {
  readonly text: string;
  readonly mask: string;
}

const pairs =
  'pros and cons|advantages and disadvantages|advantages or disadvantages|strengths and weaknesses|upsides and downsides|benefits and drawbacks|' +
  'benefits and risks|costs and benefits|dos and donts|ins and outs|nuts and bolts|read and write|reads and writes|reading and writing|write and read|' +
  'publish and subscribe|pub and sub|request and response|requests and responses|send and receive|sending and receiving|input and output|inputs and outputs|' +
  'search and replace|find and replace|copy and paste|cut and paste|drag and drop|plug and play|divide and conquer|trial and error|cause and effect|' +
  'command and control|black and white|back and forth|up and running|up and down|in and out|on and off|terms and conditions|questions and answers|' +
  'question and answer|q and a|r and d|research and development|rock and roll|rhythm and blues|supply and demand|law and order|health and safety|arts and crafts|' +
  'hide and seek|fish and chips|salt and pepper|bread and butter|profit and loss|mergers and acquisitions|track and field|war and peace|time and space|' +
  'space and time|time and again|again and again|more and more|less and less|over and over|now and then|here and there|here and now|first and foremost|' +
  'each and every|one and only|if and when|as and when|to and from|name and password|username and password|user and password|email and password|key and value|' +
  'keys and values|start and stop|open and close|save and load|build and run|build and deploy|test and deploy|create and update|compare and contrast|' +
  'look and feel|wear and tear|pick and choose|safe and sound|sooner or later|more or less|yes or no|true or false|one or more|and\\/or|zero or more|' +
  'and so on|and more|and others|or more|or less|or so|or not|let and const|try and catch|map and reduce|lock and key|ups and downs|highs and lows|' +
  'scales and arpeggios|mean and variance|mean and median|encode and decode|encrypt and decrypt|push and pull|nature and nurture|body and mind|' +
  'oil and gas|sales and marketing|food and drink|hardware and software|software and hardware|men and women|women and men|boys and girls|day and night|' +
  'north and south|east and west|north and west|mother and father|king and queen|husband and wife|brothers and sisters|sons and daughters|' +
  'checks and balances|rules and regulations|goods and services|science and technology|art and design|design and implementation|planning and execution';

const fixedPairs = new RegExp(`(?<![\\p{L}\\p{N}])(?:${pairs})(?![\\p{L}\\p{N}])`, 'gu');
const ranges =
  /(?:between|from) (?:the |about |around )?\d[\w.,%]* (?:and|to) (?:the |about |around )?\d|both (?:[\w-]+ ){1,4}and/gu;
const joints = /(?<![\p{L}\p{N}])(and|or|vs|versus)(?![\p{L}\p{N}])|[,&]/gu;

/** Lower case without any change of length, so that places in the mask are places in the text. */
export function lowerSameLength(text: string): string {
  const lower = text.toLowerCase();
  const same =
    lower.length === text.length
      ? lower
      : Array.from({ length: text.length }, (_, index) => {
          const unit = text.charAt(index).toLowerCase();
          return unit.length === 1 ? unit : text.charAt(index);
        }).join('');
  return same.replace(/’/g, "'");
}

const hide = (phrase: string): string => phrase.replace(joints, (joint) => '\u0001'.repeat(joint.length));

function hideName(mask: string, name: string): string {
  let result = mask;
  for (let at = result.indexOf(name); at >= 0; at = result.indexOf(name, at + name.length)) {
    const bounded = !/[\p{L}\p{N}]/u.test(result.charAt(at - 1) + result.charAt(at + name.length));
    if (bounded) result = result.slice(0, at) + hide(name) + result.slice(at + name.length);
  }
  return result;
}

/** Names that hold a joint ("Docker and Kubernetes"): the only ones that need hiding. */
export function namesWithJoints(names: readonly string[]): string[] {
  return names.map((name) => lowerSameLength(name)).filter((name) => name.match(joints) !== null);
}

/** The text with its mask. */
export function maskPhrases(text: string, jointNames: readonly string[]): Masked {
  let mask = lowerSameLength(text);
  for (const name of jointNames) if (mask.includes(name)) mask = hideName(mask, name);
  mask = mask.replace(fixedPairs, hide).replace(ranges, hide);
  mask = mask
    .replace(/"[^"]{1,200}"/g, hide)
    .replace(/\([^()]{1,200}\)/g, hide)
    .replace(/(?<=\d),(?=\d)/g, '\u0001');
  return { text, mask };
}

/** A piece of a masked text, without white space and loose marks at its ends. */
export function sliceMasked(whole: Masked, start: number, end: number): Masked {
  let from = start;
  let to = end;
  while (
    from < to &&
    /[\s,;:.!?"'-]/.test(whole.text.charAt(from)) &&
    !/^\.\w/.test(whole.text.slice(from, from + 2))
  )
    from++;
  while (to > from && /[\s,;:.!?-]/.test(whole.text.charAt(to - 1))) to--;
  return { text: whole.text.slice(from, to), mask: whole.mask.slice(from, to) };
}
