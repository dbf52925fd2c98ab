import type { Config } from '../../model/config.ts';
import type { DocumentationPage, Documented } from '../../model/documentation.ts';
import type { Ecosystem } from '../../model/ecosystem.ts';
import type { World } from '../../model/world.ts';
import type { DocumentationState } from './outcome.ts';
import { until, type Patience } from './seen.ts';

/** What the options name; else where it appears by itself. */
export function pagesOf(asked: Documented, ecosystem: Ecosystem, config: Config): readonly DocumentationPage[] {
  const { name, version } = asked.released;
  const named = config.units[asked.unit.id]?.docs;
  if (named === undefined) return ecosystem.documented?.(asked) ?? [];
  return named.map((pattern) => {
    const url = pattern.replaceAll('{name}', name).replaceAll('{version}', version);
    return { url, ask: url, state: ({ status }) => (status === 200 ? 'there' : 'pending') };
  });
}

export const lookedAt = (
  pages: readonly DocumentationPage[],
  patience: Patience,
  world: World,
): Promise<readonly DocumentationState[]> =>
  Promise.all(
    pages.map((page) =>
      until(
        () => look(page, world),
        ({ is }) => is === 'there' || is === 'failed',
        patience,
        world,
      ),
    ),
  );

async function look(page: DocumentationPage, world: World): Promise<DocumentationState> {
  const { url, ask } = page;
  const outcome = await world.fetch?.({
    method: 'GET',
    url: ask,
    headers: { accept: 'application/json, text/html, */*' },
  });
  return { url, is: outcome?.is === 'answer' ? page.state(outcome) : 'unknown' };
}
