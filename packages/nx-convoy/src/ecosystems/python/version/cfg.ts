import { attributeVersion, fileVersion } from './files.ts';
import type { Reader, Versioned } from './versioned.ts';

/** `version` of setup.cfg: itself, `attr: module.name` or `file: path`. */
export function cfgVersion(reader: Reader): Versioned | undefined {
  const { cfg } = reader.project;
  const value = cfg?.content.value('metadata', 'version');
  if (cfg === undefined || value === undefined || value.text === '') return undefined;
  const [, directive, rest = ''] = /^(attr|file)\s*:\s*(.*)$/.exec(value.text) ?? [];
  if (directive === 'attr') return attributeVersion(reader, undefined, rest.trim());
  if (directive === 'file') return fileVersion(reader, rest.trim());
  return {
    version: value.text,
    source: { is: 'written', at: { file: cfg.file, line: value.lines[0]?.line ?? value.line } },
  };
}
