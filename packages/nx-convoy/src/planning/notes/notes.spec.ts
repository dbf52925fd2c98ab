import type { PlannedUnit } from '../../model/plan.ts';
import { ok } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Entry, Section } from '../changelog/entry.ts';
import { titles, type Kind } from '../changelog/kinds.ts';
import { readRepository } from '../changelog/repository.ts';
import { tagMessage } from './message.ts';
import { notesWriter, type Notes } from './notes.ts';

const snapshot = (files: Readonly<Record<string, string>>): Snapshot => ({
  files: Object.keys(files).sort(),
  text: (path) => {
    const text = files[path];
    return text === undefined ? undefined : ok(text);
  },
});

function unit(ecosystem: string, name: string, registries: readonly string[] = []): PlannedUnit {
  const version = {
    from: '1.2.0',
    to: '1.3.0-rc.1',
    bump: 'minor',
    spelling: ecosystem === 'python' ? '1.3.0rc1' : '1.3.0-rc.1',
  } as const;
  return {
    id: `${ecosystem}:${name}`,
    project: name,
    ecosystem,
    name,
    root: name,
    manifest: name,
    private: false,
    registries,
    version,
    because: [],
  };
}

const section = (kind: Kind, text: string, ...more: readonly string[]): Section => ({
  kind,
  title: titles[kind],
  isTitleSaid: false,
  items: [{ text, more, references: [...text.matchAll(/#\d+/g)].map(([one]) => one) }],
});

const release = {
  version: '1.3.0',
  canonical: '1.3.0',
  tag: 'v1.3.0',
  prefix: 'v',
  isNamed: false,
  label: '1.3.0',
  previous: { version: '1.2.0', tag: 'v1.2.0' },
};

const draft = 'docs/releases/v1.3.0.md';

function notesOf(
  files: Readonly<Record<string, string>>,
  entry: Entry = { sections: [] },
  units = [unit('cargo', 'ship')],
): Notes {
  const repository = readRepository('acme/ship');
  const write = notesWriter({ repo: snapshot(files), ...(repository === undefined ? {} : { repository }) });
  return write({ release, name: 'ship', units, entry, contributors: ['Ada Ship'] });
}

it('has every section that there is something for, in order', () => {
  const told = [
    section('performance', 'less drag'),
    section('added', 'a mast (#7)'),
    section('fixed', 'no leak'),
    section('breaking', 'one deck', 'Climb.'),
  ];
  const units = [
    unit('npm', 'ship'),
    unit('helm', 'ship', ['oci://ghcr.io/acme']),
    unit('docker', 'ghcr.io/acme/ship'),
    unit('python', 'ship'),
    unit('cargo', 'ship'),
  ];
  expect(notesOf({}, { sections: told }, units).notes.text).toBe(`# ship 1.3.0

## Breaking changes

- one deck

## Features

- a mast (#7)

## Performance

- less drag

## Fixes

- no leak

## Installation

\`\`\`sh
cargo add ship@1.3.0-rc.1
pip install ship==1.3.0rc1
docker pull ghcr.io/acme/ship:1.3.0-rc.1
helm install ship oci://ghcr.io/acme/ship --version 1.3.0-rc.1
npm install ship@1.3.0-rc.1
\`\`\`

## Migration

- one deck
  Climb.

## Contributors

- Ada Ship

## Checksums

{{checksums}}

## Full changelog

https://github.com/acme/ship/compare/v1.2.0...v1.3.0
`);
});

const written = `# The mast release

Ships now have masts ({{tag}}).

## Highlights

- Faster than wind.

## Known issues

None.

## Features

A mast, at last: see #7.

## From the captain

Thanks.
`;

it('puts what people wrote first, and tells nothing twice', () => {
  const { notes } = notesOf(
    { [draft]: written },
    { sections: [section('added', 'a mast (#7)'), section('added', 'a sail (#8)')] },
  );
  expect(notes).toMatchObject({
    file: draft,
    title: 'The mast release',
    summary: 'Ships now have masts (v1.3.0).',
    isDrafted: true,
    tag: 'v1.3.0',
  });
  expect(notes.text.split('\n## ').map((part) => part.split('\n')[0])).toEqual([
    '# The mast release',
    'Highlights',
    'From the captain',
    'Features',
    'Installation',
    'Known issues',
    'Contributors',
    'Checksums',
    'Full changelog',
  ]);
  expect(notes.text).toContain('A mast, at last: see #7.\n\n- a mast (#7)\n- a sail (#8)');
});

it('tells a bullet of the commits once, where a bullet of the draft names its number', () => {
  const { notes } = notesOf(
    { [draft]: '## Features\n\n- A mast, at last (#7).\n' },
    { sections: [section('added', 'a mast (#7)')] },
  );
  expect(notes.text).toContain('## Features\n\n- A mast, at last (#7).\n\n## Installation');
});

const bench = JSON.stringify({ tag: 'v1.3.0', ratio: { sail: 1.4 } });

const rows: readonly (readonly [
  what: string,
  draft: string,
  evidence: string | undefined,
  problems: readonly string[],
  shown?: string,
])[] = [
  ['a word that waits', '# A\n\n## Highlights\n\n- TODO', undefined, ['error NOTES_PLACEHOLDER 5']],
  ['an unknown placeholder', '# A\n\nB {{name}}.', undefined, ['error NOTES_PLACEHOLDER 3']],
  [
    'known placeholders',
    '# A\n\n{{version}} {{tag}} {{previous}} {{date}} {{ checksums }}',
    undefined,
    [],
    '1.3.0 v1.3.0 1.2.0 {{date}} {{ checksums }}',
  ],
  [
    'templates in code',
    '# A\n\nUse `{{ name }}` and ${{ env.X }}.\n\n```yaml\nTODO: {{ .Values }}\n```',
    undefined,
    [],
    'Use `{{ name }}` and ${{ env.X }}.',
  ],
  ['a figure without evidence', '## Performance\n\n- 20% faster', undefined, ['error NOTES_FIGURE_UNPROVEN 3']],
  [
    'figures of every kind',
    '## Performance\n\n- 2x\n- 3 ms\n- 40 ns\n- 1.5 ×',
    undefined,
    [
      'error NOTES_FIGURE_UNPROVEN 3',
      'error NOTES_FIGURE_UNPROVEN 4',
      'error NOTES_FIGURE_UNPROVEN 5',
      'error NOTES_FIGURE_UNPROVEN 6',
    ],
  ],
  ['a figure with evidence', '## Performance\n\n- {{evidence.bench.ratio.sail}}x faster', bench, [], '- 1.4x faster'],
  [
    'evidence of another release',
    '## Performance\n\n- {{evidence.bench.ratio.sail}}x',
    bench.replace('1.3.0', '1.2.0'),
    ['error NOTES_FIGURE_UNPROVEN 3'],
  ],
  [
    'evidence of nobody knows what',
    '## Performance\n\n- {{evidence.bench.ratio}}x',
    '{"ratio":2}',
    ['error NOTES_FIGURE_UNPROVEN 3'],
  ],
  [
    'evidence that is not there',
    '## Performance\n\n- {{evidence.bench.ratio.sail}}x',
    undefined,
    ['error NOTES_PLACEHOLDER 3'],
  ],
  [
    'a value that is not there',
    '## Performance\n\n- {{evidence.bench.ratio.oar}}x',
    bench,
    ['error NOTES_PLACEHOLDER 3'],
  ],
  ['numbers that measure nothing', '## Performance\n\n- Since 1.2 two caches, #12, v2, 3 files', undefined, []],
  ['figures elsewhere', '## Highlights\n\n- 20% more sailors', undefined, []],
];

it.each(rows.map(([what, text, evidence, problems, shown = '']) => [what, text, evidence, problems, shown] as const))(
  'looks at %s',
  (_, text, evidence, problems, shown) => {
    const found = notesOf({
      [draft]: text,
      ...(evidence === undefined ? {} : { '.convoy/evidence/bench.json': evidence }),
    });
    expect(found.problems.map(({ code, severity, where }) => `${severity} ${code} ${where?.line ?? 0}`)).toEqual(
      problems,
    );
    expect(found.notes.text).toContain(shown);
  },
);

const outOf = (out: string, files: Readonly<Record<string, string>> = {}): Notes =>
  notesWriter({ repo: snapshot(files), out })({
    release,
    name: 'ship',
    units: [unit('cargo', 'ship')],
    entry: { sections: [] },
    contributors: [],
  });

it('says where the finished notes go', () => {
  const { notes, problems } = outOf('notes/{tag}.md', { [draft]: '# The mast release\n' });
  expect(notes.out).toBe('notes/v1.3.0.md');
  expect(problems).toEqual([]);
});

it.each([
  ['its draft', 'docs/releases/{tag}.md', { [draft]: 'x\n' }],
  ['what is there', 'notes/{tag}.md', { 'notes/v1.3.0.md': 'x\n' }],
  ['those of every release', 'notes.md', {}],
  ['something outside', '../{tag}.md', {}],
])('never takes the place of %s', (_, out, files) =>
  expect(outOf(out, files).problems.map(({ code }) => code)).toEqual(['NOTES_OUT_TAKEN']),
);

it.each([
  ['ghcr.io', 'docker pull ghcr.io/acme/ship:1.3.0-rc.1'],
  ['docker.io', 'docker pull acme/ship:1.3.0-rc.1'],
  ['oci://ghcr.io/fleet/', 'docker pull ghcr.io/fleet/acme/ship:1.3.0-rc.1'],
])('an image at %s is pulled from there', (registry, line) =>
  expect(notesOf({}, { sections: [] }, [unit('docker', 'acme/ship', [registry])]).notes.text).toContain(line),
);

it('takes evidence by a colon as well', () => {
  const bench = JSON.stringify({ tag: 'v1.3.0', ratio: 2 });
  const found = notesOf({
    [draft]: '## Performance\n\n- {{evidence:bench:ratio}}x\n',
    '.convoy/evidence/bench.json': bench,
  });
  expect(found.problems).toEqual([]);
  expect(found.notes.text).toContain('- 2x');
});

it('warns of figures that only a commit promises', () =>
  expect(notesOf({}, { sections: [section('performance', '30% faster')] }).problems).toMatchObject([
    { code: 'NOTES_FIGURE_UNPROVEN', severity: 'warning' },
  ]));

it.each([
  ['its own name, where nobody wrote more', {}, 'v1.3.0'],
  [
    'title, summary and highlights',
    { [draft]: written },
    'v1.3.0\n\nThe mast release\n\nShips now have masts (v1.3.0).\n\n- Faster than wind.',
  ],
])('a tag says %s', (_, files, expected) => {
  const { notes, highlights } = notesOf(files);
  expect(tagMessage('v1.3.0', notes, highlights)).toBe(expected);
});
