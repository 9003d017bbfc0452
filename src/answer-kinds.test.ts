/** Lists, experience, comparisons and texts over a small portfolio of plain notes and odd front matter, with BM25 alone. */
import { describe, expect, it } from 'vitest';
import { askOver, indexOver } from './testing/ask-over.js';

const documents = [
  {
    path: 'tide-gauge.md',
    text: '---\ncustomer: Port of Emden\nyear: 2021\nbuilt_with: [ESP32, MicroPython, InfluxDB]\nteam: 1\nstate: shipped\n---\n# Tide gauge\n\nA float that tells fishermen when to sail. I built it over one winter, and it costs 45 euros in parts.\n\nReadings are stored in InfluxDB every minute. I chose LoRaWAN over NB-IoT because the harbour wall swallows phone signals.\n',
  },
  {
    path: 'ferry-app.md',
    text: '---\ncustomer: Frisia Ferries\nyear: 2022\nbuilt_with: [Kotlin, PostgreSQL]\nteam: 3\nstate: shipped\naward: Island Prize\n---\n# Ferry app\n\nThe ferry app sells tickets to 12 islands. I wrote the Android app in Kotlin, and the server keeps its bookings in PostgreSQL.\n\nA colleague did the iOS app in SwiftUI. We rejected Flutter: its maps were slow.\n',
  },
  {
    path: 'bird-count.txt',
    text: 'Bird count\n\nIn spring 2022 I trained a classifier for bird calls with PyTorch. I collected 4,000 recordings and stored them in PostgreSQL.\n\nThe jobs used to run on Heroku.\n',
  },
  {
    path: 'lock-plan.md',
    text: '---\nstate: planned\ntype: project\n---\n# Smart lock\n\nThe firmware will be written in Rust.\n',
  },
  {
    path: 'notes/zephyr.md',
    text: '# Notes on Zephyr\n\nZephyr is an operating system for small devices.\n',
  },
  {
    path: 'about.md',
    text: '# About me\n\nI am Wiebke Janssen, a developer from Emden. I like devices near the sea.\n',
  },
];

const ask = askOver([indexOver(documents)]);
const answerTo = async (question: string): Promise<string> =>
  (await ask({ question, bypassCache: true })).answer;

describe('lists and counts', () => {
  it.each([
    ['Which projects use PostgreSQL?', ['These projects use PostgreSQL:', '**Bird count**', '**Ferry app**'], ['Tide gauge']],
    ['How many projects use PostgreSQL?', ['2 projects use PostgreSQL:'], ['Tide gauge']],
    ['What did you build in 2022?', ['Projects from 2022:', '**Bird count**', '**Ferry app**'], ['Tide gauge', 'Smart lock']],
    ['Which projects from 2022 use PyTorch?', ['One project from 2022 uses PyTorch:', '**Bird count**'], ['Ferry app']],
    ['What did you do for Port of Emden?', ['with Port of Emden as customer', '**Tide gauge**'], ['Ferry app']],
    ['Which projects are only planned?', ['One project is planned:', '**Smart lock**'], ['Ferry app', 'Tide gauge']],
    ['How many projects did you do alone?', ['1 project I did alone:', '**Tide gauge**'], ['Ferry app']],
    ['Which databases have you worked with?', ['Databases in my projects:', '- PostgreSQL:', '- InfluxDB: Tide gauge'], ['SwiftUI']],
    ['How many projects have you done?', ['3 projects in my write-ups:'], ['Smart lock']],
    ['Which technologies did you use for the ferry app?', ['Technologies in Ferry app:', '- Kotlin ['], ['Tide gauge']],
    ['Which database does the ferry app use?', ['One database in Ferry app:', '- PostgreSQL: I wrote the Android app'], ['InfluxDB']],
    ['Which languages have you used?', ['Kotlin: Ferry app'], ['Rust']],
    ['Who were your customers?', ['Customers, by project:', 'Frisia Ferries — Ferry app'], ['Smart lock']],
    ['What awards have you won?', ['Island Prize — Ferry app'], ['Tide gauge']],
  ])('%s', async (question, held, missing) => {
    const answer = await answerTo(question);
    for (const text of held) expect(answer).toContain(text);
    for (const text of missing) expect(answer).not.toContain(text);
    for (const item of answer.split('\n').filter((line) => line.startsWith('- '))) expect(item).toMatch(/\[\d+\]$/);
  }); // prettier-ignore
});

describe('experience', () => {
  it.each([
    ['Have you used PyTorch?', /^Yes, in “Bird count”: In spring 2022 I trained/],
    ['Did you work with Heroku?', /^Yes, at one time, in “Bird count”/],
    ['Have you used Rust?', /^Only as a plan so far: no project of mine documents Rust in use\./],
    ['do you know Flutter', /^No project of mine documents Flutter in use\. “Ferry app” mentions it: We rejected Flutter/],
    ['Have you worked with SwiftUI?', /^No project of mine documents SwiftUI in use\..*A colleague did/],
    ['ever used NB-IoT?', /^No project of mine documents NB-IoT in use/],
    ['experience with Zephyr?', /^I have notes on Zephyr, but no project of mine documents using it\./],
    ['Have you used Terraform?', /^My write-ups do not document Terraform\. That says nothing about whether I know it/],
    ['Any experience with databases?', /^Yes, my write-ups document several in use: /],
  ])('%s', async (question, expected) => {
    expect(await answerTo(question)).toMatch(expected);
  }); // prettier-ignore
});

describe('comparisons', () => {
  it('compares projects by the fields that they share, and says nothing twice', async () => {
    const answer = await answerTo('Compare the tide gauge and the ferry app');
    expect(answer).toContain('| Customer | Port of Emden [');
    expect(answer).toMatch(/\| Built with \| ESP32, MicroPython, InfluxDB \[\d\] \| Kotlin, PostgreSQL \[\d\] \|/);
    expect(answer).not.toMatch(/rejected/);
  }); // prettier-ignore

  it('tells what is asked for when one is cheaper', async () => {
    const answer = await answerTo('Which is cheaper, the tide gauge or the ferry app?');
    expect(answer).toContain('45 euros');
    expect(answer).toContain('not documented');
    expect(answer).not.toContain('Customer');
  });
});

describe('texts', () => {
  it('makes one sentence for a tagline', async () => {
    expect(await answerTo('Give me a tagline for the tide gauge')).toBe(
      '**Tide gauge**: A float that tells fishermen when to sail. [1]',
    );
  });

  it('introduces the owner in the words of the profile', async () => {
    expect(await answerTo('Introduce yourself in two sentences')).toBe(
      'I am Wiebke Janssen, a developer from Emden. I like devices near the sea. [1]',
    );
  });

  it('says what can be asked', async () => {
    expect(await answerTo('what can you do?')).toMatch(/^You can ask what I built, how and why/);
  });
});
