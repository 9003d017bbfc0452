import { describe, expect, it } from 'vitest';
import {
  accuracyAtCoverage,
  areaUnderRoc,
  calibrationBins,
  expectedCalibrationError,
} from './calibration.js';
import { accuracyOf, confusionsOf, macroF1 } from './classification.js';
import { balancedAccuracy, decisionTable, isRefusal, refusalF1 } from './decision.js';

describe('calibration', () => {
  it.each([
    [[0.9, 0.8], [0.1], 1],
    [[0.1], [0.9], 0],
    [[0.5], [0.5], 0.5],
    [[0.9, 0.4], [0.5, 0.4], 0.625],
  ])('AUROC of %j over %j is %f', (positives, negatives, expected) => {
    expect(areaUnderRoc(positives, negatives)).toBe(expected);
  });

  it('has no AUROC for one side alone', () => {
    expect(areaUnderRoc([], [1])).toBeUndefined();
  });

  const judged = [
    { confidence: 0.95, correct: true },
    { confidence: 0.85, correct: true },
    { confidence: 0.15, correct: false },
    { confidence: 0.05, correct: true },
  ];

  it('measures risk at coverage', () => {
    expect(accuracyAtCoverage(judged, 0.5)).toBe(1);
    expect(accuracyAtCoverage(judged, 0.75)).toBe(2 / 3);
    expect(accuracyAtCoverage(judged, 1)).toBe(0.75);
    expect(accuracyAtCoverage([], 1)).toBeUndefined();
  });

  it('measures the calibration error over ten bins', () => {
    expect(calibrationBins(judged).map((bin) => bin.count)).toEqual([1, 1, 1, 1]);
    expect(expectedCalibrationError(judged)).toBeCloseTo((0.05 + 0.15 + 0.15 + 0.95) / 4, 12);
    expect(expectedCalibrationError([{ confidence: 1, correct: true }])).toBe(0);
  });
});

describe('classification', () => {
  const pairs = [
    { expected: 'a', predicted: 'a' },
    { expected: 'a', predicted: 'b' },
    { expected: 'b', predicted: 'b' },
    { expected: 'c', predicted: 'b' },
  ];

  it('averages F1 over the expected labels', () => {
    expect(accuracyOf(pairs)).toBe(0.5);
    expect(macroF1(pairs)).toBeCloseTo((2 / 3 + 1 / 2 + 0) / 3, 12);
  });

  it('counts confusions', () => {
    expect(confusionsOf([...pairs, { expected: 'c', predicted: 'b' }])).toEqual([
      { expected: 'c', predicted: 'b', count: 2 },
      { expected: 'a', predicted: 'b', count: 1 },
    ]);
  });
});

describe('decision', () => {
  it('keeps the four cells apart', () => {
    const table = decisionTable([
      { answerable: true, refused: false },
      { answerable: true, refused: true },
      { answerable: false, refused: true },
      { answerable: false, refused: true },
      { answerable: false, refused: false },
    ]);
    expect(table).toEqual({ answered: 1, overRefused: 1, refused: 2, falselyAnswered: 1 });
    expect(balancedAccuracy(table)).toBeCloseTo((0.5 + 2 / 3) / 2, 12);
    expect(refusalF1(table)).toBeCloseTo(4 / 6, 12);
  });

  it('says nothing where one side was not asked', () => {
    expect(balancedAccuracy(decisionTable([{ answerable: true, refused: false }]))).toBeUndefined();
    expect(refusalF1(decisionTable([{ answerable: true, refused: false }]))).toBeUndefined();
  });

  it('counts a partial answer as an answer', () => {
    expect(isRefusal('partial')).toBe(false);
    expect(isRefusal('off_topic')).toBe(true);
  });
});
