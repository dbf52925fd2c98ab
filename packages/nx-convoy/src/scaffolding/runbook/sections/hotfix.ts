import { code, type Section } from '../situation.ts';

/** A fix of something that is out, without what has come since. */
export const hotfix: Section = {
  name: 'hotfix',
  lines({ branch, call, config, taggings }) {
    const [first] = taggings;
    if (first === undefined) return [];
    const line = config.branches?.maintenance?.[0] ?? 'release/{line}';
    const name = line.replace('{line}', 'X.Y.x');
    const tag = first.pattern.replace('{version}', 'X.Y.Z');
    return [
      '## A hotfix',
      '',
      `The fix goes to \`${branch}\` first. If \`${branch}\` has more in it than shall be released now, it is picked to a branch of the line, which begins at the tag of what is out:`,
      '',
      ...code(
        `git switch --create ${name} ${tag}`,
        'git cherry-pick -x <commit>',
        call('plan', '--type=hotfix', '--format=json', '--out=plan.json'),
        call('apply', '--plan=plan.json'),
        `git push --atomic --follow-tags origin ${name}`,
      ),
      '',
      'A hotfix carries fixes only: the plan refuses features. `--type=security` does the same for a fix that is published together with its advisory. From there on it is a release as any other.',
    ];
  },
};
