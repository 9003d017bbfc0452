/** Last line of CI: sums the JSON reports of all test projects. Steps that failed without a test count as failures; no test at all is a failure. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, failedSteps] = process.argv.slice(2);
let passed = 0;
let failed = 0;
let skipped = 0;
for (const file of readdirSync(folder)) {
  const report = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  skipped += report.numPendingTests + report.numTodoTests;
}
if (Number(failedSteps) > 0 && failed === 0) failed = Number(failedSteps);
if (passed === 0 && failed === 0) failed = 1;
if (skipped > 0) console.log(`${skipped} skipped: nothing may be skipped in CI`);
console.log(`${passed} passed, ${failed + (process.env.CI ? skipped : 0)} failed`);
process.exitCode = failed > 0 || (process.env.CI && skipped > 0) ? 1 : 0;
