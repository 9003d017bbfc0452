import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchNpmParent } from './npm-parent.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const start = { npm_lifecycle_event: 'start' };

it.each([
  ['npx', { npm_lifecycle_event: 'npx' }, 1],
  ['npm start of this package', { ...start, npm_package_name: 'askfolio' }, 1],
  ['a script of another package', { ...start, npm_package_name: 'shop' }, 0],
  ['a shell', {}, 0],
])('started by %s: told of the end of its parent %s', (_name, environment, times) => {
  let parent = 10;
  const onGone = vi.fn();
  watchNpmParent({ environment, onGone, parentId: () => parent });
  vi.advanceTimersByTime(10_000);
  expect(onGone).toHaveBeenCalledTimes(0);
  parent = 1;
  vi.advanceTimersByTime(10_000);
  expect(onGone).toHaveBeenCalledTimes(times);
});

it('can be taken away', () => {
  let parent = 10;
  const onGone = vi.fn();
  const stop = watchNpmParent({
    environment: { npm_lifecycle_event: 'npx' },
    onGone,
    parentId: () => parent,
  });
  stop();
  parent = 1;
  vi.advanceTimersByTime(10_000);
  expect(onGone).toHaveBeenCalledTimes(0);
});
