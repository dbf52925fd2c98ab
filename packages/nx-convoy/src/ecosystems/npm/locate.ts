import type { Ecosystem } from '../../model/ecosystem.ts';
import { fail, ok } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { withoutUser } from '../../paths/address.ts';
import { join } from '../../paths/inside.ts';
import { mapOf, readYaml, stringOf } from '../../text/yaml/read.ts';

const usual = 'https://registry.npmjs.org';

/** The address that the manifest names; else that of its scope, else the one for all, as npm's and Yarn's settings say. */
export const locate: NonNullable<Ecosystem['locate']> = (word, { name, root }, repo) => {
  const isNamed = word !== undefined && word !== 'npm';
  const url = isNamed ? word : (configured(name, root, repo) ?? usual);
  if (/^https?:\/\//.test(url) && URL.canParse(url))
    return ok({ registry: { protocol: 'npm', url: withoutUser(url) }, name });
  return fail({
    code: 'REGISTRY_UNDESCRIBED',
    severity: 'warning',
    what: `The package ${name} goes to "${url}", which is no address.`,
    fix: `Write one in its publishConfig, in .npmrc, or in the plugin's options: "registries": { "${url}": "https://…/" }.`,
  });
};

/** The package's own folder goes before the workspace's; a scope before all. */
function configured(name: string, root: string, repo: Snapshot): string | undefined {
  const scope = /^(@[^/]+)\//.exec(name)?.[1];
  const settings = [...new Set([root, '.'])].map((folder) => ({
    ...yarnSettings(join(folder, '.yarnrc.yml'), repo),
    ...npmSettings(join(folder, '.npmrc'), repo),
  }));
  const of = (key: string): string | undefined => settings.map((one) => one[key]).find((url) => url !== undefined);
  return (scope === undefined ? undefined : of(`${scope}:registry`)) ?? of('registry');
}

function npmSettings(file: string, repo: Snapshot): Readonly<Record<string, string>> {
  const text = repo.text(file);
  return text?.ok === true ? settingsIn(text.value) : {};
}

/** Of an .npmrc: `key = value` lines; comments begin with # or ;. */
export function settingsIn(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...text.matchAll(/^[ \t]*([^#;=\s][^=\n]*?)[ \t]*=[ \t]*(["']?)(.*?)\2[ \t]*\r?$/gm)].map(
      ([, key = '', , value = '']) => [key, value],
    ),
  );
}

function yarnSettings(file: string, repo: Snapshot): Readonly<Record<string, string>> {
  const text = repo.text(file);
  const yaml = text?.ok === true ? readYaml(text.value, file) : undefined;
  if (yaml?.ok !== true) return {};
  const { npmRegistryServer, npmPublishRegistry, npmScopes } = mapOf(yaml.value.data);
  const serverIn = (publish: unknown, read: unknown): string | undefined => stringOf(publish) ?? stringOf(read);
  const all = serverIn(npmPublishRegistry, npmRegistryServer);
  const scoped = Object.entries(mapOf(npmScopes)).flatMap(([scope, setting]) => {
    const url = serverIn(mapOf(setting).npmPublishRegistry, mapOf(setting).npmRegistryServer);
    return url === undefined ? [] : [[`@${scope}:registry`, url] as const];
  });
  return { ...Object.fromEntries(scoped), ...(all === undefined ? {} : { registry: all }) };
}
