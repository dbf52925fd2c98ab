import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Config } from '../../packages/nx-convoy/src/model/config.ts';
import type { Credential } from '../../packages/nx-convoy/src/model/credential.ts';
import type { Ecosystem } from '../../packages/nx-convoy/src/model/ecosystem.ts';
import type { Released, Sent } from '../../packages/nx-convoy/src/model/registry.ts';
import type { Unit } from '../../packages/nx-convoy/src/model/unit.ts';
import { partOf } from '../../packages/nx-convoy/src/shell/credential-part.ts';
import { parcelOf } from './parcel.ts';

interface Asked {
  readonly client: 'twine' | 'uv' | 'maturin' | 'npm';
  readonly released: Released;
  readonly file: string;
}

/** A client that uploads, as its ecosystem describes it: its arguments hold no secret. */
export function carrying(ecosystem: Ecosystem, { client, released, file }: Asked) {
  const config: Config = { include: [], exclude: [], images: [], ignore: [], units: {}, publish: { client } };
  const { artifact } = parcelOf(file, released);
  const unit: Unit = {
    ...{ id: artifact.unit, key: artifact.unit, ecosystem: ecosystem.id, name: released.name, project: released.name },
    ...{ root: '.', manifest: 'manifest', private: false, registries: [] },
  };
  const carrier = ecosystem.deliver?.({
    unit,
    released,
    artifact,
    config,
    root: '/',
    cache: '/',
    timeoutMs: 60_000,
    channel: 'next',
  });
  const [step] = carrier?.steps ?? [];
  if (carrier === undefined || step?.do !== 'run') throw new Error(`${ecosystem.id} knows no ${client}`);
  return {
    async run(env: NodeJS.ProcessEnv, by: Credential): Promise<Sent> {
      const secrets = Object.entries(step.secrets ?? {}).map(([name, part]) => [name, partOf(by, part)]);
      const [program = '', ...args] = step.argv;
      const { code, said } = await promisify(execFile)(program, args, {
        env: { ...env, ...step.env, ...(Object.fromEntries(secrets) as NodeJS.ProcessEnv) },
      }).then(
        ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
        (error: unknown) => {
          const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
          return { code: 1, said: stdout + stderr };
        },
      );
      return carrier.hear({ code, said, isLast: true, now: Date.now() });
    },
  };
}
