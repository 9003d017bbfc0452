/**
 * A service that npm started (`npx askfolio serve`, `npm start`). A signal to npm ends npm and the shell beneath it and goes no further, so the
 * service has to see for itself that they are gone. Nothing is watched where the service was started in any other way: it may outlive its parent.
 */

const intervalMs = 250;

function isStartedByNpm(environment: Readonly<Record<string, string | undefined>>): boolean {
  const { npm_lifecycle_event: event, npm_package_name: name } = environment;
  return event === 'npx' || (event === 'start' && name === 'askfolio');
}

/** Calls `onGone` once when the process that started this one has ended. Returns the way to stop watching. Keeps no process alive. */
export function watchNpmParent(options: {
  environment: Readonly<Record<string, string | undefined>>;
  onGone: () => void;
  /** Id of the process that this one belongs to now. */
  parentId?: () => number;
}): () => void {
  const { environment, onGone, parentId = () => process.ppid } = options;
  if (!isStartedByNpm(environment)) return () => undefined;
  const first = parentId();
  const timer = setInterval(() => {
    if (parentId() === first) return;
    clearInterval(timer);
    onGone();
  }, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
