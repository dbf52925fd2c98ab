import { noConfig, type Config } from '../model/config.ts';
import type { Problem } from '../model/problem.ts';
import { isObject, listOf, type JsonObject } from '../text/json/narrow.ts';
import { readJsonc, type Json } from '../text/json/read.ts';
import type { Part } from './part.ts';
import { unknownKey } from './unknown.ts';

/** The configuration of a repository, as far as it can be understood, and all that cannot. */
export interface Reading {
  readonly config: Config;
  readonly problems: readonly Problem[];
}

/** Texts of the files at the top of the workspace; absent where there is no such file. */
export interface ConfigFiles {
  readonly nxJson?: string;
  readonly convoyJson?: string;
}

/**
 * `release` and the plugin's options from nx.json, or both from convoy.json. The schemas are loaded only where there is
 * something to check: an nx.json that says nothing about releases costs one parse.
 */
export async function readConfig(files: ConfigFiles): Promise<Reading> {
  const nx = files.nxJson === undefined ? nothing : fromNxJson(files.nxJson);
  const convoy = files.convoyJson === undefined ? nothing : fromConvoyJson(files.convoyJson);
  const isTwice = nx.parts.length > 0 && convoy.parts.length > 0;
  const chosen = nx.parts.length > 0 ? nx : convoy;
  const told = [...nx.problems, ...convoy.problems, ...(isTwice ? [twice(nx.parts, convoy.parts)] : [])];
  if (chosen.parts.length === 0) return { config: noConfig, problems: told };
  const { checkOptions, checkRelease } = await import('./check.ts');
  let config: Config = noConfig;
  for (const part of chosen.parts) {
    const checked = part.is === 'options' ? checkOptions(part) : checkRelease(part);
    config = { ...config, ...checked.value };
    told.push(...checked.problems);
  }
  return { config, problems: told };
}

interface Parts {
  readonly parts: readonly Part[];
  readonly problems: readonly Problem[];
}

const nothing: Parts = { parts: [], problems: [] };

function fromNxJson(text: string): Parts {
  return within('nx.json', text, (table, json) => {
    const parts: Part[] = [];
    const problems: Problem[] = [];
    if (table.release !== undefined) {
      parts.push({ is: 'release', file: 'nx.json', value: table.release, path: ['release'], json });
    }
    listOf(table.plugins).forEach((entry, index) => {
      if (!isObject(entry) || !isOurs(entry.plugin) || entry.options === undefined) return;
      const part: Part = {
        is: 'options',
        file: 'nx.json',
        value: entry.options,
        path: ['plugins', index, 'options'],
        json,
      };
      if (parts.some(({ is }) => is === 'options')) problems.push(twice(parts, [part]));
      else parts.push(part);
    });
    return { parts, problems };
  });
}

const isOurs = (plugin: unknown): boolean => plugin === 'nx-convoy' || plugin === 'nx-convoy/plugin';

function fromConvoyJson(text: string): Parts {
  return within('convoy.json', text, (table, json) => {
    const known = ['release', 'convoy'];
    const part = (is: Part['is'], key: string): readonly Part[] =>
      table[key] === undefined ? [] : [{ is, file: 'convoy.json', value: table[key], path: [key], json }];
    const strange = Object.keys(table).filter((key) => key !== '$schema' && !known.includes(key));
    return {
      parts: [...part('release', 'release'), ...part('options', 'convoy')],
      problems: strange.map((key) => unknownKey(key, known, { file: 'convoy.json', line: json.line(key) })),
    };
  });
}

function within(file: string, text: string, take: (table: JsonObject, json: Json) => Parts): Parts {
  const read = readJsonc(text, file);
  if (!read.ok) return { parts: [], problems: read.problems };
  if (isObject(read.value.data)) return take(read.value.data, read.value);
  return {
    parts: [],
    problems: [
      {
        code: 'CONFIG_INVALID',
        severity: 'error',
        what: `${file} holds no object.`,
        where: { file, line: 1 },
        fix: 'Write { }.',
      },
    ],
  };
}

function twice(first: readonly Part[], second: readonly Part[]): Problem {
  const place = (parts: readonly Part[]): { file: string; line: number } => {
    const [part] = parts;
    return { file: part?.file ?? '', line: part?.json.line(...part.path) ?? 1 };
  };
  const [used, other] = [place(first), place(second)];
  return {
    code: 'CONFIG_TWICE',
    severity: 'error',
    what: `Both ${used.file}:${used.line} and ${other.file}:${other.line} configure the release; the first is used.`,
    where: other,
    fix: `Move what stands at ${other.file}:${other.line} to ${used.file}:${used.line}.`,
  };
}
