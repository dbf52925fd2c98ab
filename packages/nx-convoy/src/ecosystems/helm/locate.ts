import type { Ecosystem } from '../../model/ecosystem.ts';
import { fail, ok } from '../../model/problem.ts';
import type { ClientSettings } from '../../model/trial.ts';
import { withoutUser } from '../../paths/address.ts';
import { listOf, mapOf, readYaml, stringOf } from '../../text/yaml/read.ts';
import { inImageRegistry } from '../image-registry.ts';

/**
 * `oci://…` is a registry of images, where the chart's name ends the path; any other address a repository with an index; `@ours` or
 * `alias:ours` one that the user has added by that name.
 */
export const locate: NonNullable<Ecosystem['locate']> = (said, { name }, _repo, user) => {
  const word = added(said, user) ?? said;
  if (word?.startsWith('oci://') === true) return inImageRegistry(word, name);
  if (word !== undefined && /^https?:\/\//.test(word) && URL.canParse(word))
    return ok({ registry: { protocol: 'chart-repository', url: withoutUser(word) }, name });
  return fail({
    code: 'REGISTRY_UNDESCRIBED',
    severity: 'warning',
    what:
      word === undefined
        ? `Nobody says where the chart ${name} goes.`
        : `The chart ${name} goes to "${word}", which is no address that helm knows.`,
    fix: isAlias(word)
      ? `Add it where it is published from: helm repo add ${word.replace(/^@|^alias:/, '')} https://…; or write its address in its place.`
      : 'Write an address in the plugin\'s options: "registries": ["oci://ghcr.io/acme/charts"].',
  });
};

const isAlias = (word: string | undefined): word is string => /^(?:@|alias:)[\w.-]+$/.test(word ?? '');

function added(word: string | undefined, user: ClientSettings | undefined): string | undefined {
  if (user === undefined || !isAlias(word)) return undefined;
  const file = user.variable('HELM_REPOSITORY_CONFIG') ?? `${homeOf(user)}/repositories.yaml`;
  const text = user.file(file);
  const yaml = text === undefined ? undefined : readYaml(text, file);
  const repositories = yaml?.ok === true ? listOf(mapOf(yaml.value.data).repositories).map(mapOf) : [];
  return stringOf(repositories.find((one) => stringOf(one.name) === word.replace(/^@|^alias:/, ''))?.url);
}

/** Where helm has its settings, by system. */
function homeOf(user: ClientSettings): string {
  const [told, xdg] = [user.variable('HELM_CONFIG_HOME'), user.variable('XDG_CONFIG_HOME')];
  if (told !== undefined) return told;
  if (xdg !== undefined) return `${xdg}/helm`;
  if (user.os === 'darwin') return '~/Library/Preferences/helm';
  return user.os === 'win32' ? `${user.variable('APPDATA') ?? '~/AppData/Roaming'}/helm` : '~/.config/helm';
}
