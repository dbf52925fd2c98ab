import { join } from 'node:path';
import { root } from '../../tools/root.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { convoy, graphOf } from '../world/bin.ts';
import { commitAll, copyOf } from '../world/folder.ts';

describe.each(['node@22', 'node@24'] as const)('%s', (line) => {
  describeWith(line, ({ path }) => {
    it('says the same as the Node that runs this test', () => {
      const folder = commitAll(copyOf(join(root, 'e2e/workspaces/harbor')));
      const { code, stdout, stderr } = convoy(folder, ['graph', '--format=json'], { node: path });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(JSON.parse(stdout)).toEqual(graphOf(folder));
    });
  });
});
