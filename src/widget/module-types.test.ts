import { readFileSync } from 'node:fs';
import { expect, expectTypeOf, it } from 'vitest';
import type * as declared from './askfolio.js';
import type * as written from './page/module.js';

it('askfolio.d.ts declares what the module is', () => {
  expectTypeOf<typeof written>().toEqualTypeOf<typeof declared>();
  expectTypeOf<written.ModuleOptions>().toEqualTypeOf<declared.ModuleOptions>();
  expectTypeOf<written.ChatOptions>().toEqualTypeOf<declared.ChatOptions>();
  expectTypeOf<written.Chat>().toEqualTypeOf<declared.Chat>();
  expectTypeOf<written.EventName>().toEqualTypeOf<declared.EventName>();
  const names = (file: string): string[] =>
    [
      ...readFileSync(new URL(file, import.meta.url), 'utf8').matchAll(
        /^export (?:declare )?function (\w+)/gm,
      ),
    ]
      .map(([, name]) => name ?? '')
      .sort();
  expect(names('./askfolio.d.ts')).toEqual(names('./page/module.ts'));
});
