import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../root.ts';
import { referencePage } from '../../packages/nx-convoy/src/cli/reference.ts';
import { verbs } from '../../packages/nx-convoy/src/verbs/index.ts';
import { executorSchema, generatorSchema } from '../../packages/nx-convoy/src/nx/schema.ts';

const house = join(root, 'packages/nx-convoy');
const read = (file: string): string => readFileSync(file, 'utf8');

/** What is made from the verbs and committed: CONVOY_UPDATE=1 makes it anew. */
function expectCommitted(file: string, made: string): void {
  if (process.env.CONVOY_UPDATE === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, made);
  }
  expect(read(file)).toBe(made);
}

const executing = verbs.filter(({ isGenerator }) => isGenerator !== true);
const generating = verbs.filter(({ isGenerator }) => isGenerator === true);

it.each(executing.map((entry) => [entry.name, entry] as const))(
  'the schema of %s is what its options say',
  async (name, entry) => {
    expectCommitted(
      join(house, 'schemas', `${name}.json`),
      `${JSON.stringify(executorSchema(await entry.load()), undefined, 2)}\n`,
    );
  },
);

it.each(generating.map((entry) => [entry.name, entry] as const))(
  'the schema of the generator %s is what its options say',
  async (name, entry) => {
    expectCommitted(
      join(house, 'schemas', `${name}-generator.json`),
      `${JSON.stringify(generatorSchema(await entry.load()), undefined, 2)}\n`,
    );
  },
);

it.each([
  ['executors', executing],
  ['generators', generating],
] as const)('every verb is among the %s with its own summary', async (kind, entries) => {
  const file = JSON.parse(read(join(house, `${kind}.json`))) as Readonly<Record<string, Listed>>;
  const listed = Object.entries(file[kind] ?? {}).filter(([, { hidden }]) => hidden !== true);
  const summaries = await Promise.all(
    entries.map(async (entry) => [entry.name, (await entry.load()).summary] as const),
  );
  expect(listed.map(([name, { description }]) => [name, description])).toEqual(summaries);
  expect(entries.map(({ name, summary }) => [name, summary])).toEqual(summaries);
});

type Listed = Readonly<Record<string, { readonly description: string; readonly hidden?: boolean }>>;

it('the reference page is what the verbs say', async () => {
  expectCommitted(
    join(root, 'docs/reference.md'),
    referencePage(await Promise.all(verbs.map((entry) => entry.load()))),
  );
});
