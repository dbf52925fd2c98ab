import type { Piece } from '../../model/http.ts';
import type { Field } from './metadata.ts';

export interface Form {
  readonly type: string;
  readonly body: readonly Piece[];
}

/** A form with a file, which is read while it is sent. `mark` stands in none of its parts, such as the digest of the file. */
export function formOf(
  fields: readonly Field[],
  file: { readonly name: string; readonly path: string },
  mark: string,
): Form {
  const boundary = `convoy-${mark.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 60)}`;
  const part = (name: string, more = ''): string =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"${more}\r\n`;
  const texts = fields.map(([name, value]) => `${part(name)}\r\n${value}\r\n`);
  const head = `${part('content', `; filename="${quoted(file.name)}"`)}Content-Type: application/octet-stream\r\n\r\n`;
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    body: [`${texts.join('')}${head}`, { file: file.path }, `\r\n--${boundary}--\r\n`],
  };
}

/** As browsers do it. */
const quoted = (text: string): string => text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
