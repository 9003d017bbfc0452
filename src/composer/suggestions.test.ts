import { describe, expect, it } from 'vitest';
import { buildGeneration } from '../../ingest/build-generation.js';
import { createEmbeddedSnapshot } from '../index/embedded-index.js';
import { suggestionsOf } from './suggestions.js';

const profile = `---
type: profile
---

# About me

I build things.

## What you can ask

- Why did I pick Rust for **Orbit**?
- Was I alone on it?
- Which of my tools were for me?
- I answer slowly.
- What?

Do you have questions?
`;
const project = '---\ntitle: Orbit\ntype: project\n---\n\n## Storage\n\nOrbit stores routes.\n';
const note = '---\ntitle: Notes on queues\ntype: note\n---\n\n## What a queue is\n\nA queue holds work.\n';
const guide =
  '---\ntitle: Guide to locks\ntype: guide\n---\n\n## Why do I lock rows?\n\nTo stop two buyers.\n';

function suggestions(...texts: readonly string[]): string[] {
  const documents = texts.map((text, i) => ({ path: `${i}.md`, text }));
  return suggestionsOf(createEmbeddedSnapshot(buildGeneration(documents).content));
}

describe('suggestionsOf', () => {
  it('begins with the questions that the author lists in a profile, as a visitor asks them', () => {
    expect(suggestions(project, profile)).toEqual([
      'Why did you pick Rust for Orbit?',
      'Were you alone on it?',
      'Which of your tools were for you?',
      'What is Orbit?',
    ]);
  });

  it('makes questions of titles, and of headings that are questions already', () => {
    expect(suggestions(note, guide, project)).toEqual([
      'What is Orbit?',
      'Why do you lock rows?',
      'What do your notes say about queues?',
    ]);
  });
});
