/** The topic of an experience question, as visitors word it. */
import { describe, expect, it } from 'vitest';
import { inflectionRoot } from './experience-evidence.js';
import { experienceTopic } from './experience-topic.js';

describe('experienceTopic', () => {
  it.each([
    ['Have you ever worked with message queues?', 'message queues'],
    ['any experience with Kubernetes', 'Kubernetes'],
    ['are you good at PyTorch?', 'PyTorch'],
    ['Are you familiar with service workers?', 'service workers'],
    ['Have you written Go services?', 'Go'],
    ['Have you operated a service mesh like Istio?', 'Istio'],
    ['Can you tell me if you have used Kafka in a project?', 'Kafka'],
    ['Have you ever led a team?', 'led a team'],
    ['Have you done anything?', ''],
    ['Any hands-on time with Striim?', 'Striim'],
    ['Are you at home in Terraform?', 'Terraform'],
    ['Do you know your way around Blender?', 'Blender'],
    ['Did you ever get your hands on an oscilloscope?', 'oscilloscope'],
    ['have you put Grafana to use yet?', 'Grafana'],
    ['Have you worked with time series?', 'time series'],
  ])('%s', (question, topic) => {
    expect(experienceTopic(question)).toBe(topic);
  });
});

describe('inflectionRoot', () => {
  it('joins inflections and keeps different words apart', () => {
    expect(new Set(['caches', 'cached', 'caching', 'cache'].map(inflectionRoot)).size).toBe(1);
    expect(inflectionRoot('access')).not.toBe(inflectionRoot('accessibility'));
  });
});
