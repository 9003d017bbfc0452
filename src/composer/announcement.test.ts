import { expect, it } from 'vitest';
import { isAnnouncement } from './announcement.js';

it.each([
  ['The following sections describe what happens when an editor saves a page.', true],
  ['This document explains how to reach the staging servers.', true],
  ['The diagram below shows how two workers share a queue.', true],
  ['Figure 2: Latency under different loads.', true],
  ['The red line represents the old scheduler, the blue one the new.', true],
  ['Each subplot shows one week.', true],
  ['See the deployment guide for details.', true],
  ['For more information, ask the release team.', true],
  ['The page cache holds the last hundred answers.', false],
  ['The table shards hold 4 GB each.', false],
  ['See-through panels replaced the walls in 2019.', false],
  ['The guide takes visitors through three rooms.', false],
  ['The pipeline lists every file and uploads what changed.', false],
  ['For more than a year the queue lost messages.', false],
])('%s -> %s', (text, expected) => {
  expect(isAnnouncement(text)).toBe(expected);
});
