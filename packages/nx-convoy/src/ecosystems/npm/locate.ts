import type { Ecosystem } from '../../model/ecosystem.ts';
import { fail, ok } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { ClientSettings } from '../../model/trial.ts';
import { withoutUser } from '../../paths/address.ts';
import { join } from '../../paths/inside.ts';
import { mapOf, readYaml, stringOf } from '../../text/yaml/read.ts';

const usual = 'https://registry.npmjs.org';

/** The address that the manifest names; else that of its scope, else the one for all, as npm's and Yarn's settings say. */
export const locate: NonNullable<Ecosystem['locate']> = (word, { name, root }, repo, user) => {
  const isNamed = word !== undefined && word !== 'npm';
  const url = isNamed ? word : (configured(name, root, repo, user) ?? usual);
  if (/^https?:\/\//.test(url) && URL.canParse(url))
    return ok({ registry: { protocol: 'npm', url: withoutUser(url) }, name });
  return fail({
    code: 'REGISTRY_UNDESCRIBED',
    severity: 'warning',
    what: `The package ${name} goes to "${url}", which is no address.`,
    fix: `Write one in its publishConfig, in .npmrc, or in the plugin's options: "registries": { "${url}": "https://…/" }.`,
  });
};

type Setting = (key: string) => string | undefined;

/** Variables before files; the package's own folder before the workspace's, that before the user's, and those before the machine's. A scope before all. */
function configured(name: string, root: string, repo: Snapshot, user: ClientSettings | undefined): string | undefined {
  const scope = /^(@[^/]+)\//.exec(name)?.[1];
  const told: Setting = (key) =>
    user?.variable(`npm_config_${key}`) ?? user?.variable(`NPM_CONFIG_${key.toUpperCase()}`);
  const inRepo = (file: string): string | undefined => {
    const text = repo.text(file);
    return text?.ok === true ? text.value : undefined;
  };
  const own = [...new Set([root, '.'])].map((folder) => inFolder(folder, inRepo));
  const prefix = told('prefix') ?? user?.variable('PREFIX');
  const ofUser = [
    npmIn(user?.file(told('userconfig') ?? '~/.npmrc')),
    yarnIn(user?.file('~/.yarnrc.yml'), '~/.yarnrc.yml'),
    npmIn(user?.file(told('globalconfig') ?? `${prefix ?? '/usr/local'}/etc/npmrc`)),
  ];
  const settings = [
    told,
    ...[...own, ...ofUser].map(
      (one): Setting =>
        (key) =>
          one[key],
    ),
  ];
  const of: Setting = (key) => {
    const found = settings.map((one) => one(key)).find((url) => url !== undefined);
    // As npm does; what is not set stays as it is written, and is no address.
    return found?.replaceAll(/\$\{(\w+)\}/g, (all, variable: string) => user?.variable(variable) ?? all);
  };
  return (scope === undefined ? undefined : of(`${scope}:registry`)) ?? of('registry');
}

type Settings = Readonly<Record<string, string>>;

const inFolder = (folder: string, read: (file: string) => string | undefined): Settings => ({
  ...yarnIn(read(join(folder, '.yarnrc.yml')), join(folder, '.yarnrc.yml')),
  ...npmIn(read(join(folder, '.npmrc'))),
});

const npmIn = (text: string | undefined): Settings => settingsIn(text ?? '');

/** Of an .npmrc: `key = value` lines; comments begin with # or ;, also behind a value that stands in no quotes. */
export function settingsIn(text: string): Settings {
  return Object.fromEntries(
    [
      ...text.matchAll(/^[ \t]*([^#;=\s[][^=\n]*?)[ \t]*=[ \t]*(?:(["'])(.*)\2|(.*?)(?:[ \t]+[#;].*)?)[ \t]*\r?$/gm),
    ].map(([, key = '', , quoted, value = '']) => [key, quoted ?? value]),
  );
}

function yarnIn(text: string | undefined, file: string): Settings {
  const yaml = text === undefined ? undefined : readYaml(text, file);
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
