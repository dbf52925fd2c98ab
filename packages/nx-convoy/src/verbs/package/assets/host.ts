import type { AssetGround } from './ground.ts';

const processors: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64', ia32: 'i686' };
const systems: Readonly<Record<string, string>> = {
  linux: 'unknown-linux-gnu',
  darwin: 'apple-darwin',
  win32: 'pc-windows-msvc',
};

/** What this machine is called among Rust targets: its compiler knows best; where there is none, by what Node was built for. */
export async function hostOf({ ecosystem, bench, workshop }: AssetGround): Promise<string> {
  const question = ecosystem.compiler?.host;
  const end = question === undefined ? undefined : await bench.run(question.step);
  const { os, arch } = workshop.platform;
  const told = end?.code === 0 ? question?.answer(end.tail) : undefined;
  return told ?? `${processors[arch] ?? arch}-${systems[os] ?? `unknown-${os}`}`;
}
