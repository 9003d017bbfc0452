/**
 * The form every reader produces and the chunker consumes: a flat list of blocks with line (or page) numbers.
 * Inline marks stay in the text as readable Markdown; lines count from 1.
 */

export interface Place {
  readonly line: number;
  readonly endLine: number;
  /** Page from 1, for paged formats. */
  readonly page?: number;
}

export interface HeadingBlock extends Place {
  readonly type: 'heading';
  /** 1 to 6 as written; 7 for a bold line or another line that only looks like a heading. */
  readonly depth: number;
  readonly text: string;
}

export interface ParagraphBlock extends Place {
  readonly type: 'paragraph';
  /** One line: soft line breaks are folded. */
  readonly text: string;
}

export interface ListItem extends Place {
  /** What a reader reads, without marker and indentation. */
  readonly text: string;
  /** Indentation and marker as they are written in front ("  - ", "2. "). */
  readonly marker: string;
  /** Of a task list: ticked or not. */
  readonly checked?: boolean;
  /** A code block inside an item keeps its fence and is not split into sentences. */
  readonly isCode?: boolean;
}

export interface ListBlock extends Place {
  readonly type: 'list';
  readonly items: readonly ListItem[];
}

export interface TableBlock extends Place {
  readonly type: 'table';
  /** Header row and delimiter row. */
  readonly head: readonly string[];
  readonly rows: readonly { readonly text: string; readonly line: number }[];
}

export interface CodeBlock extends Place {
  readonly type: 'code';
  /** With its fence. */
  readonly text: string;
}

/** A question with its answer; never split. */
export interface QaBlock extends Place {
  readonly type: 'qa';
  readonly question: string;
  readonly answer: string;
}

export type Block = HeadingBlock | ParagraphBlock | ListBlock | TableBlock | CodeBlock | QaBlock;

/** Something that a person should know about a file; the run goes on. */
export interface IngestWarning {
  readonly path: string;
  readonly line?: number;
  /** What happened and what to do. */
  readonly message: string;
}

export interface ParsedDocument {
  /** Front matter or its like, keys as written, in order; plain JSON values. */
  readonly fields: ReadonlyMap<string, unknown>;
  readonly blocks: readonly Block[];
  readonly warnings: readonly { readonly line?: number; readonly message: string }[];
}
