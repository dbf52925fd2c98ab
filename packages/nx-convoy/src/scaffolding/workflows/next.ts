import type { ForgeName, Ground, Wishes } from './model.ts';

/** What no file can do: registries and forges have to be told of it once. */
export function nextSteps({ doors }: Ground, wanted: ReadonlyMap<ForgeName, Wishes>): readonly string[] {
  return [...wanted].flatMap(([forge, { environment }]) => {
    const needed = doors.filter(({ ownOf }) => ownOf !== forge);
    const secrets = [...new Set(needed.filter(({ trusts }) => trusts === undefined).flatMap((door) => door.secrets))];
    return [
      ...(forge === 'github'
        ? ['git add .github && git commit -m "ci: releases by nx-convoy"']
        : ['git add .gitlab && git commit -m "ci: releases by nx-convoy"']),
      ...secrets.map((name) =>
        forge === 'github'
          ? `gh secret set ${name} --env ${environment}`
          : `glab variable set ${name} --masked --protected`,
      ),
    ];
  });
}
