import { expect, it } from 'vitest';
import { compileScanKernel } from '../../../scripts/build-index-kernel.js';
import { scanKernelBase64 } from './scan-bytes.js';

it('the committed bytes are what the source compiles to', async () => {
  const compiled = Buffer.from(await compileScanKernel()).toString('base64');
  expect(compiled).toBe(scanKernelBase64);
});
