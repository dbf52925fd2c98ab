import { crate, type Part, type Step } from './part.ts';

/**
 * Chance histories of the kind in which both agree: each commit names the project that it touches. Same seed, same history, so that
 * a failure can be looked at.
 */
export const generated = (seeds: readonly number[]): readonly Part[] => seeds.map((seed) => part(seed));

const types = ['feat', 'fix', 'chore', 'docs', 'refactor', 'fix', 'feat', 'test'];

function part(seed: number): Part {
  const draw = chance(seed);
  const names = ['$a', '$b', '$c', '$d', '$e'];
  const version = draw(3) === 0 ? '0.3.0' : '1.2.0';
  const files = names.map((name, at) => {
    const needs = names.slice(0, at).filter(() => draw(2) === 0);
    return [`${name}/Cargo.toml`, crate(name, version, ...needs)] as const;
  });
  const steps = Array.from({ length: 6 }, (): Step => {
    const name = names[draw(names.length)] ?? '$a';
    const mark = draw(6) === 0 ? '!' : '';
    return { say: `${types[draw(types.length)] ?? 'fix'}(${name})${mark}: change`, touch: [name] };
  });
  return {
    id: `seed${seed}`,
    files: Object.fromEntries(files),
    steps: [{ tag: names.map((name) => `${name}@${version}`) }, ...steps],
  };
}

/** A number below `limit`, from a plain linear generator. */
function chance(seed: number): (limit: number) => number {
  let state = seed * 2654435761;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}
