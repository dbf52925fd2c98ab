import { listOf, mapOf, stringOf } from '../text/yaml/read.ts';
import { isSame } from './address.ts';
import { variablesFor } from './by-host.ts';
import { asFound, setIn, type Keeper } from './finding.ts';
import { helmHome } from './oci.ts';
import { basicFrom, tokenFrom } from './secret.ts';

/** What helm keeps of the repositories that somebody added, and the variables of its plugin that pushes to ChartMuseum. */
export const charts: Keeper = {
  kept({ registry }, pockets, files) {
    const file = setIn(pockets, 'HELM_REPOSITORY_CONFIG') ?? `${helmHome(pockets)}/repositories.yaml`;
    const repositories = listOf(mapOf(files.yaml(file)).repositories).map(mapOf);
    const own = repositories.find(({ url }) => isSame(stringOf(url), registry.url));
    const found = basicFrom(
      stringOf(own?.username),
      stringOf(own?.password),
      `${stringOf(own?.name) ?? ''} in ${file}`,
    );
    return (
      asFound(found) ??
      asFound(
        basicFrom(
          setIn(pockets, 'HELM_REPO_USERNAME'),
          setIn(pockets, 'HELM_REPO_PASSWORD'),
          'HELM_REPO_USERNAME and HELM_REPO_PASSWORD',
        ) ?? tokenFrom(setIn(pockets, 'HELM_REPO_ACCESS_TOKEN'), 'HELM_REPO_ACCESS_TOKEN'),
      )
    );
  },
  advice({ registry }) {
    const { user, password } = variablesFor(registry.url);
    return `Set ${user} and ${password}, or run: helm repo add ours ${registry.url} --username <name> --password-stdin`;
  },
};
