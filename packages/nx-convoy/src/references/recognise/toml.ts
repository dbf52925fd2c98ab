import type { Block } from '../blocks.ts';
import type { Mention } from '../moved.ts';
import { isCode } from './recogniser.ts';

/** A line of TOML: a header, `name = "1.2"`, or `name = { version = "1.2" }`. */
const row =
  /^[ \t>]*(?:\[(?<header>[^\]\n]+)\]|["']?(?<name>[\w.-]+)["']?\s*=\s*(?:["'](?<plain>[^"'\n]+)["']|\{(?<table>[^\n]*)))/dgm;
const inside = /(?:^|[\s,{])version\s*=\s*["'](?<version>[^"'\n]+)["']/d;

/**
 * Requirements in a table of dependencies, also without the table's header; in a manifest that is shown as a whole, the version of the
 * package itself is an example, and stays.
 */
export function tomlRequirements(block: Block, ecosystem: 'cargo' | 'python'): readonly Mention[] {
  if (!isCode(block, 'toml', 'cargo', 'ini')) return [];
  const found: Mention[] = [];
  let header = '';
  for (const { groups, indices } of block.text.matchAll(row)) {
    if (groups === undefined) continue;
    if (groups.header !== undefined) header = groups.header.replaceAll(/["'\s]/g, '');
    const owner = ownerOf(header);
    if (groups.header !== undefined || owner === undefined || owner.ecosystem !== ecosystem) continue;
    if (owner.name !== undefined && groups.name !== 'version') continue;
    const name = owner.name ?? groups.name ?? '';
    const put = (range: readonly [number, number] | undefined, from = 0): void => {
      if (range === undefined) return;
      const [start, end] = [from + range[0], from + range[1]];
      found.push({
        start,
        end,
        text: block.text.slice(start, end),
        of: { ecosystem, name: renamed(groups.table) ?? name },
      });
    };
    put(indices?.groups?.plain);
    if (groups.table !== undefined)
      put(inside.exec(groups.table)?.indices?.groups?.version, indices?.groups?.table?.[0]);
  }
  return found;
}

/** `core = { package = "acme-core", version = "1" }` requires acme-core. */
const renamed = (table: string | undefined): string | undefined =>
  table === undefined ? undefined : /(?:^|[\s,{])package\s*=\s*["']([^"']+)["']/.exec(table)?.[1];

/** Whose requirements a table holds, and of which one where the table is that one's own. */
function ownerOf(header: string): { readonly ecosystem: string; readonly name?: string } | undefined {
  if (header === '') return { ecosystem: 'cargo' };
  const [, , name] = /(^|\.)(?:dev-|build-)?dependencies(?:\.([\w-]+))?$/.exec(header) ?? [];
  if (!/(^|\.)(?:dev-|build-)?dependencies(?:\.[\w-]+)?$/.test(header)) return undefined;
  const ecosystem = header.startsWith('tool.') ? 'python' : 'cargo';
  return { ecosystem, ...(name === undefined ? {} : { name }) };
}
