import type { Rewritten } from '../../model/hands.ts';
import { ok, type Result } from '../../model/problem.ts';
import type { Choice } from '../../model/scaffold.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { readJsonc } from '../../text/json/read.ts';

/** The file that says how releases are made here: nx.json, which names the plugin, or convoy.json where there is no Nx. */
export function withPlugin(repo: Snapshot): Result<{ readonly file: Rewritten; readonly choice: Choice }> {
  const text = repo.text('nx.json');
  if (text === undefined) {
    const before = repo.text('convoy.json');
    if (before?.ok === false) return before;
    const now = before?.value ?? '{}\n';
    return ok({
      file: { file: 'convoy.json', ...(before === undefined ? {} : { before: before.value }), after: now },
      choice: { what: 'convoy.json', why: 'there is no nx.json' },
    });
  }
  if (!text.ok) return text;
  const read = readJsonc(text.value, 'nx.json');
  if (!read.ok) return read;
  const nxJson = read.value.data as { readonly plugins?: readonly (string | { readonly plugin?: string })[] };
  const plugins = nxJson.plugins ?? [];
  const isThere = plugins.some((one) => (typeof one === 'string' ? one : one.plugin) === 'nx-convoy');
  const after = isThere
    ? text.value
    : `${JSON.stringify({ ...nxJson, plugins: [...plugins, 'nx-convoy'] }, undefined, 2)}\n`;
  return ok({
    file: { file: 'nx.json', before: text.value, after },
    choice: { what: 'plugins: nx-convoy', why: 'nx.json is there, so Nx runs this repository' },
  });
}
