/**
 * Last line of CI: sums the JSON reports of all test projects. Steps that failed without a failed test, a test file that could not
 * be loaded, a report that is missing or cut, and a skipped test count as failures; so does a run without any test.
 * `node scripts/count-tests.mjs FOLDER FAILED_STEPS`
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, failedSteps = '0'] = process.argv.slice(2);
let passed = 0;
let failed = 0;
let skipped = 0;
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  try {
    const report = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const broken = report.testResults.filter(
      (one) => one.status === 'failed' && one.assertionResults.length === 0,
    ).length;
    passed += report.numPassedTests;
    failed += report.numFailedTests + broken;
    skipped += report.numPendingTests + report.numTodoTests;
  } catch (error) {
    console.log(`${file} is no report: ${error.message}`);
    failed += 1;
  }
}
if (failed === 0) failed = Number(failedSteps);
if (passed === 0 && failed === 0) failed = 1;
if (skipped > 0) console.log(`${skipped} skipped: nothing may be skipped in CI`);
if (process.env.CI) failed += skipped;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
