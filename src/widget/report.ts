/** The console, in one place: one line that says what is wrong and what to do, with the product's name in front. */

export function report(problem: string): void {
  // eslint-disable-next-line no-console
  console.warn(`askfolio: ${problem}`);
}
