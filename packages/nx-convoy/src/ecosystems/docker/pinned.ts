import type { ImageBuild } from './builds.ts';

/** Why the same commit may give another image another day, whoever builds it; undefined where nothing in it can differ. */
export function looseness({ bases, file, contexts }: ImageBuild, same: readonly string[]): string | undefined {
  const isFolder = (base: string): boolean => {
    const stand = Object.hasOwn(contexts, base.toLowerCase()) ? contexts[base.toLowerCase()] : undefined;
    return stand !== undefined && ('folder' in stand || 'unit' in stand);
  };
  const part = Object.entries(contexts).find(([name, stand]) => 'unit' in stand && !same.includes(name));
  if (part !== undefined) return `it holds files of ${part[0]}, which may be other bytes when they are made again`;
  const loose = bases.find((base) => !base.includes('@sha256:') && !same.includes(base) && !isFolder(base));
  if (loose !== undefined) return `${loose} is named without a digest, and may be another image another day`;
  const instructions = file.stages.flatMap((stage) => stage.instructions);
  if (instructions.some(({ keyword }) => keyword === 'RUN'))
    return 'it runs commands while it is built, and what they do may differ from day to day';
  return instructions.some(({ keyword, rest }) => keyword === 'ADD' && /^[a-z]+:\/\/|^git@/.test(rest.trim()))
    ? 'it adds what it fetches from elsewhere'
    : undefined;
}
