import { createHash } from 'node:crypto';
import type { Opened } from '../../model/packaging.ts';

/** What RECORD does not tell as it is: installers believe it. Each is a sentence without its end. */
export function unrecorded(file: Opened, info: string): readonly string[] {
  const path = `${info}/RECORD`;
  const bytes = file.bytes(path);
  if (bytes === undefined) return ['it has no RECORD'];
  const recorded = new Map(
    new TextDecoder()
      .decode(bytes)
      .split(/\r?\n/)
      .flatMap((line) => {
        const [, quoted, plain, hash = '', size = ''] =
          /^(?:"((?:[^"]|"")*)"|([^",]*)),([^,]*),(\d*)$/.exec(line) ?? [];
        const name = quoted?.replaceAll('""', '"') ?? plain;
        return name === undefined || name === '' ? [] : [[name, { hash, size }] as const];
      }),
  );
  const files = file.entries.filter(({ kind }) => kind !== 'folder').map(({ path: each }) => each);
  const there = new Set(files);
  return [
    ...files.flatMap((each) => {
      // It cannot hold its own digest, nor those of signatures over it.
      if (/^RECORD(?:\.jws|\.p7s)?$/.test(each.slice(info.length + 1)) && each.startsWith(`${info}/`)) return [];
      const told = recorded.get(each);
      if (told === undefined) return [`${each} is not in its RECORD`];
      return told.hash === digest(told.hash, file.bytes(each))
        ? []
        : [`${each} has another digest than its RECORD says`];
    }),
    ...[...recorded.keys()].flatMap((each) =>
      there.has(each) ? [] : [`its RECORD names ${each}, which is not there`],
    ),
  ];
}

/** `sha256=` and base64 for URLs, without what fills it up. */
function digest(told: string, bytes: Uint8Array | undefined): string | undefined {
  const kind = /^(sha256|sha384|sha512)=/.exec(told)?.[1];
  return kind === undefined || bytes === undefined
    ? undefined
    : `${kind}=${createHash(kind).update(bytes).digest('base64url')}`;
}
