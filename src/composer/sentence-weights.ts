/** Weights of the sentence score. Written by `scripts/composer/fit-sentences.ts`. */
export const sentenceWeights = {
  cosine: 4.725,
  coverage: 3.656,
  coverageWithHeading: 3.627,
  coverageOfNeighbours: 1.438,
  chunkScore: 2.752,
  reciprocalRank: 1.182,
  aspect: 0.498,
  lead: -0.055,
  short: -0.3,
  long: 0.105,
  code: -0.5,
  rowOrItem: 0,
  novelty: -0.085,
  question: -2,
  summary: -2,
  label: -3,
};
