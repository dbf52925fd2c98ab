import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convoy } from '../world/bin.ts';
import { write } from '../world/folder.ts';
import { git, history } from './history.ts';
import { planIn } from './in-process.ts';

const settings = JSON.stringify({
  convoy: { notes: { folder: 'drafts', out: 'notes/{tag}.md' }, evidence: { folder: 'proofs' } },
});
const draft =
  '# The mast release\\n\\nShips now have masts ({{date}}).\\n\\n## Performance\\n\\n- {{evidence:bench:ratio}}x downwind\\n';

const repository = (): string =>
  history(`
    crate ship 1.0.0
    write convoy.json ${settings}
    commit feat: begin
    tag v1.0.0
    write drafts/v1.1.0.md ${draft}
    write proofs/bench.json { "tag": "v1.1.0", "ratio": 2 }
    commit feat: a mast @ ship`);

it('a draft and its evidence become notes, a tag that tells of them, and a file of the release commit', async () => {
  const folder = repository();
  const { notes, tags, problems } = await planIn(folder);
  expect(problems).toEqual([]);
  expect(notes).toMatchObject([
    { file: 'drafts/v1.1.0.md', out: 'notes/v1.1.0.md', title: 'The mast release', isDrafted: true },
  ]);
  expect(notes[0]?.text).toContain('- 2x downwind');
  expect(tags[0]?.message).toContain('The mast release');
  const before = readFileSync(join(folder, 'drafts/v1.1.0.md'), 'utf8');
  expect(convoy(folder, ['apply', '--yes', '--no-prove'])).toMatchObject({ code: 0 });
  const files = git(folder, ['show', '--name-only', '--format=', 'HEAD']).trim().split('\n');
  expect(files).toContain('notes/v1.1.0.md');
  const written = git(folder, ['show', 'HEAD:notes/v1.1.0.md']);
  expect(written).toMatch(/^# The mast release\n\nShips now have masts \(\d{4}-\d\d-\d\d\)\.\n/);
  expect(written).toContain('{{checksums}}');
  expect(readFileSync(join(folder, 'drafts/v1.1.0.md'), 'utf8')).toBe(before);
  expect(convoy(folder, ['verify-commit'])).toMatchObject({ code: 0 });
});

it('a file that is there is not overwritten', () => {
  const folder = repository();
  write(folder, { 'notes/v1.1.0.md': 'by hand\n' });
  git(folder, ['add', '--all']);
  git(folder, ['commit', '--quiet', '--message=docs: by hand']);
  expect(convoy(folder, ['apply', '--yes', '--no-prove']).code).toBe(1);
  expect(readFileSync(join(folder, 'notes/v1.1.0.md'), 'utf8')).toBe('by hand\n');
});
