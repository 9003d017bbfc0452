/** Lists over a small messy portfolio: front matter values, folders, lists inside passages, and questions that only look like lists. BM25 alone. */
import { describe, expect, it } from 'vitest';
import { askOver, indexOver } from './testing/ask-over.js';

const talk = (place: string, year: number, tags: string, body: string): string =>
  `---\nevent: Harbour software meetup\ncity: ${place}\nyear: ${year}\ntags: [${tags}]\n---\n${body}`;

const documents = [
  {
    path: 'work/parcel-hub.md',
    text: '---\nclient: Nordpost\nrole: backend developer\nyear: 2021\ntags: [logistics, migration]\n---\n# Parcel hub\n\nThe parcel hub sorts 40,000 parcels a night. I wrote its routing service in Go.\n\n## Machines\n\nThe hall has the following machines that talk to the hub:\n\n- Weighing belt\n- Barcode tunnel\n- Tilt tray sorter\n- Label printer\n- Robot arm\n\nEvery machine sends a heartbeat to the hub. The hall is in Kolding, and the machines run from ten at night until five.\n\n## Alarms\n\nAn operator gets an alarm for one of three reasons:\n\n1. A belt stands still for two minutes.\n2. The barcode tunnel rejects more than one parcel in ten.\n3. The printer has no labels left.\n\nAlarms go to a pager.\n',
  },
  {
    path: 'work/queue-flood.md',
    text: '---\nclient: Nordpost\nyear: 2022\ntags: [logistics, postmortem]\n---\n# Queue flood\n\nOn a Monday in March the queue of the parcel hub filled up, and the sorter stopped for two hours. We drained the queue by hand.\n\nThe company agreed to pay for a second broker because two hours of standstill cost more than a year of hosting. I showed them the bill.\n',
  },
  {
    path: 'work/clock-drift.md',
    text: '---\nclient: Tollbridge\nyear: 2023\ntags: [postmortem, time]\n---\n# Clock drift\n\nThe toll cameras disagreed about the time by eleven seconds. I fixed the time servers and wrote down what went wrong.\n',
  },
  {
    path: 'conversations/mila.md',
    text: '---\nguest: Mila\ncompany: Kornhaus\ntags: [terraform, cloud]\n---\n# Infrastructure at Kornhaus, with Mila\n\nMila runs the cloud of a bakery chain. She convinced the company to move to Terraform by rebuilding one shop in an afternoon.\n\nHer modules live in one repository.\n',
  },
  {
    path: 'conversations/otto.md',
    text: '---\nguest: Otto\ncompany: Seilbahn AG\ntags: [terraform, testing]\n---\n# Testing at Seilbahn, with Otto\n\nOtto tests cable car software with Terraform sandboxes. He throws every sandbox away at night.\n',
  },
  {
    path: 'conversations/ines.md',
    text: '---\nguest: Ines\ncompany: Papierwerk\ntags: [accessibility]\n---\n# Accessibility at Papierwerk, with Ines\n\nInes audits shops for screen readers. Most shops fail at the checkout.\n',
  },
  {
    path: 'journeys/bremen.md',
    text: talk('Bremen', 2022, 'meetup', '# Bremen\n\nWe spoke about queues. I built a small demo on the train, and I showed it on stage. My team won the quiz.\n'),
  },
  {
    path: 'journeys/aarhus.md',
    text: talk('Aarhus', 2023, 'meetup', '# Aarhus\n\nThe topics were:\n\n- Offline maps\n- Tide tables\n- Buoy telemetry\n\nThe dinner was on a ship.\n'),
  },
  {
    path: 'journeys/gdansk.md',
    text: talk('Gdansk', 2024, 'meetup', '# Gdansk\n\nSomebody showed a crane simulator. I wrote notes on the way home, and we agreed on a date for the next one.\n'),
  },
  {
    path: 'notes/backup-rules.md',
    text: '# Backup rules\n\nBackups of the parcel hub follow four rules:\n\n- Never keep the only copy in one building.\n- Restore once a month.\n- Encrypt before upload.\n- Write the date into the name.\n\nThe second rule is the one that people forget.\n\nMany thanks to the interns of the open harbour programme for their work on the backups.\n',
  },
  {
    path: 'work/harbour-programme.md',
    text: '---\nrole: mentor\nyear: 2024\ntags: [mentoring]\n---\n# Open harbour programme 2024\n\nThree interns spent a summer with us.\n\n## Tide widget (Noor)\n\nNoor built a widget that shows the tide of the next six hours on a lock screen.\n\n## Crane log (Piet)\n\nPiet wrote a log reader for cranes that finds overloads.\n\n## Lamp post (Sif)\n\nSif made a lamp post that counts ships.\n\n## Thanks\n\nI would like to thank the open harbour programme for allowing us to have so many projects this year.\n',
  },
  {
    path: 'about.md',
    text: '---\ntype: profile\n---\n# About me\n\nI am Jette Holm, a developer from Kolding. I write about ports and parcels.\n',
  },
]; // prettier-ignore

const ask = askOver([indexOver(documents)]);
const answerTo = async (question: string): Promise<string> =>
  (await ask({ question, bypassCache: true })).answer;

const itemsOf = (answer: string): string[] => answer.split('\n').filter((line) => line.startsWith('- '));
const machines = ['Weighing belt', 'Barcode tunnel', 'Tilt tray sorter', 'Label printer', 'Robot arm'];

describe('documents by what their front matter or folder says of them', () => {
  it.each([
    ['Which postmortems did you write?', ['Queue flood', 'Clock drift'], 2],
    ['Which pages are tagged postmortem?', ['Queue flood', 'Clock drift'], 2],
    ['List everything tagged with logistics', ['Parcel hub', 'Queue flood'], 2],
    ['Which conversations are about Terraform?', ['Infrastructure at Kornhaus, with Mila', 'Testing at Seilbahn, with Otto'], 2],
    ['Which conversations did you have?', ['with Mila', 'with Otto', 'with Ines'], 3],
    ['Which meetups have you been to?', ['Bremen', 'Aarhus', 'Gdansk'], 3],
    ['How many journeys did you write about?', ['3 ', 'Bremen', 'Aarhus', 'Gdansk'], 3],
    ['Which projects did you do for Nordpost?', ['Parcel hub', 'Queue flood'], 2],
    ['Which postmortems are from 2023?', ['Clock drift'], 1],
    ['Which companies did your guests work for?', ['Kornhaus', 'Seilbahn AG', 'Papierwerk'], 3],
  ])('%s', async (question, held, count) => {
    const answer = await answerTo(question);
    for (const text of held) expect(answer).toContain(text);
    const items = itemsOf(answer);
    expect(items).toHaveLength(count);
    for (const item of items) expect(item).toMatch(/\[\d+\]$/);
  }); // prettier-ignore
});

describe('lists inside passages are told whole and in order', () => {
  it.each([
    ['Which machines talk to the hub in the hall?', machines],
    ['What machines are there in the hall?', machines],
    ['List the machines of the parcel hall', machines],
    ['For which reasons does an operator get an alarm?', ['A belt stands still', 'The barcode tunnel rejects', 'The printer has no labels']],
    ['What are the four rules for backups?', ['Never keep the only copy', 'Restore once a month', 'Encrypt before upload', 'Write the date']],
    ['What were the topics in Aarhus?', ['Offline maps', 'Tide tables', 'Buoy telemetry']],
  ])('%s', async (question, held) => {
    const answer = await answerTo(question);
    expect(itemsOf(answer)).toHaveLength(held.length);
    const places = held.map((text) => answer.indexOf(text));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  }); // prettier-ignore
});

describe('questions that only share words with a list or a field', () => {
  it.each([
    ['How did Mila convince the company to move to Terraform?', /rebuilding one shop in an afternoon/, /^Company of|Company:|Guest:/],
    ['Why did the company agree to pay for a second broker?', /two hours of standstill cost more/, /Company of|Client:|Role:/],
    ['Tell me about the open harbour programme projects.', /widget|log reader|interns/, /mentions|would like to thank/],
    ['Which company is Otto from?', /Seilbahn AG/, /sandboxes/],
    ['Tell me about the open harbour programme projects.', /\*\*Tide widget \(Noor\)\*\*.*\n- \*\*Crane log \(Piet\)\*\*.*\n- \*\*Lamp post \(Sif\)\*\*/, /Thanks/],
    ['What was your role in the parcel hub?', /^Role of Parcel hub: backend developer\. \[1\]$/, /mentor/],
    ['Which meetups failed at the checkout?', /./, /Meetups|Bremen|Gdansk/],
    ['Which migrations do the toll cameras need?', /./, /[Mm]igrations? in my write-ups|migration that/],
    ['How many projects do you have?', /^4 projects/, /Bremen|Gdansk|Otto/],
    ['How many people got thanks for the backups?', /interns of the open harbour programme|not document/, /Which/],
  ])('%s', async (question, held, missing) => {
    const answer = await answerTo(question);
    expect(answer).toMatch(held);
    expect(answer).not.toMatch(missing);
  }); // prettier-ignore
});
