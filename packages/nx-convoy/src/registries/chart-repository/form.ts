import type { Piece } from '../../model/http.ts';

/** A part of a form that is a file. */
export interface FilePart {
  readonly field: string;
  readonly name: string;
  readonly content: Piece;
}

/** Files as browsers send them, read while they go out. `mark` stands in none of them, such as the digest of one. */
export function formOf(
  parts: readonly FilePart[],
  mark: string,
): { readonly type: string; readonly body: readonly Piece[] } {
  const boundary = `convoy-${mark.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 60)}`;
  const head = ({ field, name }: FilePart): string =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${name.replaceAll(/["\r\n]/g, '_')}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    body: [...parts.flatMap((part): readonly Piece[] => [head(part), part.content, '\r\n']), `--${boundary}--\r\n`],
  };
}
