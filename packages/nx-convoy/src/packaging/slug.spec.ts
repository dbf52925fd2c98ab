import fc from 'fast-check';
import { slugOf } from './slug.ts';

it.each([
  ['cargo:harbor-core', 'harbor-core'],
  ['npm:@harbor/client', '@harbor+client'],
  ['docker:registry.example.com/harbor/api', 'registry.example.com+harbor+api'],
  ['cargo:Inflector', '~49nflector'],
  ['cargo:core#libs/core', 'core~23libs+core'],
  ['cargo:nul', '~6eul'],
  ['cargo:con.rs', '~63on.rs'],
  ['cargo:console', 'console'],
  ['helm:.hidden', '~2ehidden'],
  ['helm:..', '~2e~2e'],
  ['helm:-rf', '~2drf'],
  ['npm:a+b', 'a~2bb'],
  ['helm:ü', '~c3~bc'],
])('%s lies in %s', (id, slug) => expect(slugOf(id)).toBe(slug));

it('is never shared, never above its folder, and short', () => {
  const name = fc.string({ minLength: 1, maxLength: 300, unit: 'grapheme' });
  fc.assert(
    fc.property(name, name, (a, b) => {
      const [one, other] = [slugOf(`x:${a}`), slugOf(`x:${b}`)];
      expect(one).toMatch(/^[a-z0-9@_~+][a-z0-9@._~+-]*$/);
      expect(one).not.toMatch(/\.$/);
      expect(one.length).toBeLessThan(150);
      expect(one === other).toBe(a === b);
    }),
  );
});
