import type { Present } from '../../tools/toolchains/client.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { ownModules } from '../world/nx.ts';

/** On the Nx of this checkout; where everything is asked for, on each line that is supported. */
export function onEachNx(tests: (modules: string) => void): void {
  describe('nx of this checkout', () => tests(ownModules));
  if (process.env.CONVOY_ALL === undefined) return;
  const older = ({ paths }: Present): void => tests(paths.modules ?? ownModules);
  describe('nx 22.7', () => describeWith('nx@22', older));
  describe('nx 23.2', () => describeWith('nx@23', older));
}
