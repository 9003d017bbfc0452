/**
 * End of CI: repeats what failed, and sums the JSON reports of all test projects in the last line. Steps that failed without a failed test, a test file that could not
 * be loaded, a report that is missing or cut, and a skipped test count as failures; so does a run without any test.
 * `node scripts/count-tests.mjs FOLDER FAILED_STEPS`
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const MESSAGE_LINES = 15;

/** What failed, once more: the middle of a long CI log is the first to be cut. A test that passed only when it was tried again is named too. */
function repeatFailures(report) {
  for (const { name, status, message, assertionResults } of report.testResults ?? []) {
    const failures = assertionResults.filter((one) => one.failureMessages.length > 0);
    for (const { fullName, failureMessages, status: outcome } of failures) {
      const lines = failureMessages.join('\n').split('\n').slice(0, MESSAGE_LINES);
      const verdict = outcome === 'failed' ? 'FAILED' : 'PASSED ON A SECOND TRY ONLY';
      console.log(`${verdict} ${relative(process.cwd(), name)}: ${fullName}\n  ${lines.join('\n  ')}`);
    }
    if (status === 'failed' && failures.length === 0) {
      console.log(`FAILED ${relative(process.cwd(), name)}: ${message}`);
    }
  }
}

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
    repeatFailures(report);
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
