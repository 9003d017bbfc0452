/** A finished answer as the pieces that are streamed: whole words with their white space, so that joining them gives the answer back. */

/** Pieces of about a sentence or a line. */
export function tokensOf(answer: string): string[] {
  return answer.match(/[^\n.!?]*[.!?]?[^\S\n]*\n*|[^\n]+\n*/g)?.filter((piece) => piece !== '') ?? [];
}
