/**
 * Turns of the event loop, one piece of work in each: whatever has arrived meanwhile is read and answered between two pieces, however many
 * questions are in work. `setImmediate` alone would run the pieces of all of them between two looks at the sockets.
 */

/** Resolves when it is the caller's turn, in the order of the calls; what follows until its next `await` is the piece. */
export type TakeTurn = () => Promise<void>;

export function createTurns(): TakeTurn {
  const line: (() => void)[] = [];
  let isRunning = false;
  const callNext = (): void => {
    const begin = line.shift();
    isRunning = begin !== undefined;
    if (begin === undefined) return;
    setImmediate(callNext);
    begin();
  };
  return () =>
    new Promise((resolve) => {
      line.push(resolve);
      if (isRunning) return;
      isRunning = true;
      setImmediate(callNext);
    });
}
