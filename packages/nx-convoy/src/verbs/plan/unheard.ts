import type { Config } from '../../model/config.ts';
import type { Place, Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { unheard } from '../../planning/rules/unheard.ts';
import { readJsonc } from '../../text/json/read.ts';

/** Settings of `nx release` that a plan cannot follow, each at its line. The file is read again only where there are some. */
export function unheardSettings({ release }: Config, repo: Snapshot): readonly Problem[] {
  const found = release === undefined ? [] : unheard(release);
  if (found.length === 0) return [];
  const place = placesIn(repo);
  return found.map(({ path, value, instead, fix }): Problem => {
    const where = place(path);
    return {
      code: 'SETTING_UNHEARD',
      severity: 'warning',
      what: `${path.join('.')} is ${JSON.stringify(value)}, which a plan does not follow: ${instead}.`,
      ...(where === undefined ? {} : { where }),
      fix,
    };
  });
}

function placesIn(repo: Snapshot): (path: readonly string[]) => Place | undefined {
  for (const file of ['nx.json', 'convoy.json']) {
    const text = repo.text(file);
    const json = text?.ok === true ? readJsonc(text.value, file) : undefined;
    if (json?.ok === true && json.value.line('release') > 1)
      return (path) => ({ file, line: json.value.line(...path) });
  }
  return () => undefined;
}
