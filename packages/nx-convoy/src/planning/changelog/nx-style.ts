import type { Config } from '../../model/config.ts';
import type { Told } from './document.ts';
import type { Item, Section } from './entry.ts';
import { itemOf } from './item.ts';
import type { Undressed } from './renderer.ts';
import { stepOf } from './version-heading.ts';

/** Nx's own titles, in its order; only the first three are shown unless nx.json says more. */
const usual: Readonly<Record<string, readonly [title: string, isShown: boolean]>> = {
  feat: ['🚀 Features', true],
  fix: ['🩹 Fixes', true],
  perf: ['🔥 Performance', true],
  refactor: ['💅 Refactors', false],
  docs: ['📖 Documentation', false],
  build: ['📦 Build', false],
  types: ['🌊 Types', false],
  chore: ['🏡 Chore', false],
  examples: ['🏀 Examples', false],
  test: ['✅ Tests', false],
  style: ['🎨 Styles', false],
  ci: ['🤖 CI', false],
  revert: ['⏪ Revert', false],
};

/** The text of `nx/release/changelog-renderer`, written without running it. */
export function nxStyle({ release, entry, changes, setting, repository }: Undressed, config: Config): Told {
  const sections: Section[] = [];
  const item = (change: (typeof changes)[number], mark: string): Item => {
    const made = itemOf(change, repository, setting.withLinks);
    return { ...made, text: mark + made.text, more: mark === '' ? made.more : [] };
  };
  for (const [type, title] of titlesOf(config)) {
    const items = changes
      .filter(({ message }) => message.type === type)
      .map((change) => item(change, change.message.isBreaking ? '⚠️  ' : ''));
    if (items.length > 0) sections.push(said(title, items));
  }
  const breaking = changes.filter(({ message }) => message.isBreaking).map((change) => item(change, ''));
  if (breaking.length > 0) sections.push(said('⚠️  Breaking Changes', breaking));
  const rest = (kind: 'dependencies' | 'authors'): readonly Item[] =>
    entry.sections.find((section) => section.kind === kind)?.items ?? [];
  // Commits of the kind have a place above; what is left are the units that this release moves.
  const updates = rest('dependencies').filter(({ references }) => references.length === 0);
  if (updates.length > 0)
    sections.push(
      said(
        '🧱 Updated Dependencies',
        updates.map((one) => ({ ...one, text: one.text.replaceAll('`', '') })),
      ),
    );
  if (rest('authors').length > 0) sections.push(said('❤️ Thank You', rest('authors')));
  const level = stepOf(release.canonical) === 'major' ? 1 : 2;
  const title = `${release.label}${setting.withDate ? ' ({{date}})' : ''}`;
  return { release: { ...release, form: { level, title } }, entry: { ...entry, sections } };
}

const said = (title: string, items: readonly Item[]): Section => ({ title, isTitleSaid: true, items });

function titlesOf({ release }: Config): readonly (readonly [type: string, title: string])[] {
  const types = release?.conventionalCommits?.types ?? {};
  return [...new Set([...Object.keys(usual), ...Object.keys(types)])].flatMap((type) => {
    const setting = types[type];
    const [title, isShown] = usual[type] ?? [type, true];
    if (setting === undefined) return isShown ? [[type, title] as const] : [];
    const changelog = typeof setting === 'boolean' ? setting : (setting.changelog ?? isShown);
    if (typeof changelog === 'boolean') return changelog ? [[type, title] as const] : [];
    return changelog.hidden === true ? [] : [[type, changelog.title ?? title] as const];
  });
}
