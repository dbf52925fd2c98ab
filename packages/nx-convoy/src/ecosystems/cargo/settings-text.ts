import type { TomlTable, TomlValue } from '../../text/toml/read.ts';

/** One line for each value, with its whole key: strings of JSON are strings of TOML. */
export function written(table: TomlTable, lead: readonly string[] = []): string {
  return Object.entries(table)
    .map(([key, value]) => {
      const path = [...lead, JSON.stringify(key)];
      if (value === undefined) return '';
      const isTable = typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date);
      return isTable ? written(value, path) : `${path.join('.')} = ${plain(value)}\n`;
    })
    .join('');
}

const plain = (value: TomlValue): string =>
  Array.isArray(value)
    ? `[${value.map(plain).join(', ')}]`
    : typeof value === 'string'
      ? JSON.stringify(value)
      : value instanceof Date
        ? value.toISOString()
        : typeof value === 'object'
          ? `{ ${Object.entries(value)
              .map(([key, one]) => `${JSON.stringify(key)} = ${plain(one)}`)
              .join(', ')} }`
          : String(value);
