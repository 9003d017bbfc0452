/** Weights of the sentence score. Written by `scripts/composer/fit-sentences.ts`. */
export const sentenceWeights = {
  cosine: 3,
  coverage: 1.5,
  coverageWithHeading: 1.5,
  coverageOfNeighbours: 0.3,
  chunkScore: 1.5,
  reciprocalRank: 0.8,
  aspect: 0.5,
  lead: 0.2,
  short: -0.6,
  long: -0.2,
  code: -0.8,
  rowOrItem: 0,
  novelty: 0.3,
  question: -1.5,
};
