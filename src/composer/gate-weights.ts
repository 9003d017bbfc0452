/** Weights of the gate. Written by `scripts/composer/fit-gate.ts`. */
export const gateWeights = {
  bias: -4,
  bestCosine: 4,
  passageCosine: 2,
  bestCoverage: 0.6,
  bestCoverageWithHeading: 1.2,
  topThreeCoverage: 2.2,
  chunkCoverage: 1,
  rarestCovered: 0.8,
  namesCovered: 0.8,
  unknownShare: -2.5,
  aspect: 0.3,
  lexicalPerTerm: 0.2,
  armsAgree: 0.3,
  margin: 0.1,
  threshold: 0.5,
};
