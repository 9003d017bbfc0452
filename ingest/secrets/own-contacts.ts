/** The owner's own contacts, which stay when personal data are masked: front matter and links of the profile, the basics of a résumé. */
import { textOfValue } from '../facts.js';
import { readFrontMatter } from '../readers/front-matter.js';
import { contactKey, findPersonalData } from './personal-data.js';

/** Reads a file of the corpus folder by its name; undefined when there is none. */
export type ReadNamed = (name: string) => Promise<string | undefined>;

const profileNames = ['profile.md', 'profile.markdown', 'profile.mdx', 'profile.txt', 'about.md'];
const resumeNames = ['resume.json', 'cv.json'];
const link = /(?:mailto|tel):([^\s)>"'?]{5,200})|<([^\s<>@]{1,64}@[^\s<>]{3,200})>/gi;

function contactsIn(text: string): string[] {
  return findPersonalData(text, new Set()).map(({ start, end }) => contactKey(text.slice(start, end)));
}

function contactsOfProfile(text: string): string[] {
  const { fields, body } = readFrontMatter(text);
  const linked = [...body.matchAll(link)].map((match) => match[1] ?? match[2] ?? '');
  const phones = linked.filter((value) => /^\+?[\d ()./-]{7,}$/.test(value)).map(contactKey);
  const values = [...[...fields.values()].map((value) => textOfValue(value)), ...linked];
  return [...phones, ...values.flatMap(contactsIn)];
}

function contactsOfResume(text: string): string[] {
  try {
    const value: unknown = JSON.parse(text);
    const basics =
      value !== null && typeof value === 'object' && 'basics' in value ? value.basics : undefined;
    return contactsIn(textOfValue(basics)).concat(contactsIn(JSON.stringify(basics ?? '')));
  } catch {
    return [];
  }
}

/** As `contactKey`s. */
export async function ownContacts(read: ReadNamed): Promise<Set<string>> {
  const contacts = new Set<string>();
  const addFrom = async (names: readonly string[], contactsOf: (text: string) => string[]): Promise<void> => {
    for (const name of names)
      for (const contact of contactsOf((await read(name)) ?? '')) contacts.add(contact);
  };
  await addFrom(profileNames, contactsOfProfile);
  await addFrom(resumeNames, contactsOfResume);
  return contacts;
}
