import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../root.ts';
import { referencePage } from '../../packages/nx-convoy/src/cli/reference.ts';
import { verbs } from '../../packages/nx-convoy/src/verbs/index.ts';
import { executorSchema } from '../../packages/nx-convoy/src/nx/schema.ts';

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

it.each(verbs.map((entry) => [entry.name, entry] as const))(
  'the schema of %s is what its options say',
  async (name, entry) => {
    expectCommitted(
      join(house, 'schemas', `${name}.json`),
      `${JSON.stringify(executorSchema(await entry.load()), undefined, 2)}\n`,
    );
  },
);

it('every verb is an executor with its own summary', async () => {
  const { executors } = JSON.parse(read(join(house, 'executors.json'))) as {
    executors: Record<string, { description: string }>;
  };
  const summaries = await Promise.all(verbs.map(async (entry) => [entry.name, (await entry.load()).summary] as const));
  expect(Object.entries(executors).map(([name, { description }]) => [name, description])).toEqual(summaries);
  expect(verbs.map(({ name, summary }) => [name, summary])).toEqual(summaries);
});

it('the reference page is what the verbs say', async () => {
  expectCommitted(
    join(root, 'docs/reference.md'),
    referencePage(await Promise.all(verbs.map((entry) => entry.load()))),
  );
});
