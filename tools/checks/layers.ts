/** The layers of packages/nx-convoy/src, outermost first, and what each may import besides itself. */
const texts = ['text', 'versions', 'paths', 'platforms', 'model'];
const ports = ['ecosystems', 'registries', 'forges', 'config', ...texts];
const rules = [
  'scaffolding',
  'delivery',
  'packaging',
  'applying',
  'planning',
  'references',
  'graph',
  'history',
  ...ports,
];
const verbs = ['verbs', 'shell', 'credentials', ...rules];

export const layers: Readonly<Record<string, readonly string[]>> = {
  cli: verbs,
  nx: verbs,
  verbs: ['shell', 'credentials', ...rules],
  shell: texts,
  credentials: ['text', 'paths', 'model'],
  scaffolding: ['delivery', 'packaging', 'planning', 'references', 'graph', 'history', ...ports],
  packaging: texts,
  delivery: ['planning', 'graph', ...ports],
  applying: ['planning', ...ports],
  planning: ['graph', 'history', 'packaging', ...ports],
  references: ports,
  graph: ports,
  history: ports,
  ecosystems: texts,
  registries: texts,
  forges: texts,
  config: texts,
  text: ['model'],
  versions: ['model'],
  paths: ['model'],
  platforms: ['model'],
  model: [],
};

/** src/index.ts is what others import, and where Nx looks for the graph plugin: it may show anything but the bin. */
export const entrance: readonly string[] = ['nx', ...verbs];

/** Folders whose folders do not know each other: one more of them must not touch the others. */
export const siblings: ReadonlySet<string> = new Set(['ecosystems', 'registries', 'forges', 'verbs']);

/** Folders among them that are there for all. */
export const shared: ReadonlySet<string> = new Set([
  'verbs/gathering',
  'verbs/words',
  'verbs/writing',
  'verbs/scaffolding',
]);

/** Verbs that carry out others, as a person would one after the other: by what those others are asked, and nothing further in. */
export const chains: Readonly<Record<string, readonly string[]>> = {
  'verbs/publish': ['verbs/package'],
  'verbs/init': ['verbs/replay'],
  'verbs/merge': ['verbs/package'],
};

/** Where effects are at home. */
export const acting: ReadonlySet<string> = new Set(['shell', 'cli', 'nx']);
