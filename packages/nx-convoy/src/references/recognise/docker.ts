import type { Mention } from '../moved.ts';
import { endOfWord, isCode, mentionsIn, type Recogniser } from './recogniser.ts';

const image = (name: string): { ecosystem: string; name: string } => ({ ecosystem: 'docker', name });

/** `docker run image:tag` and what else takes an image, `image:` of a manifest, `FROM` of a Dockerfile. */
export const docker: Recogniser = {
  command: ([program, ...words]) =>
    programs.test(program?.text ?? '')
      ? words.flatMap((word): readonly Mention[] => {
          const { name, tag } = reference.exec(word.text)?.groups ?? {};
          return name === undefined || tag === undefined ? [] : [endOfWord(word, tag, image(name))];
        })
      : [],
  block: (block) => [
    ...(block.language === undefined ? [] : mentionsIn(block.text, keys, image)),
    ...(block.language === undefined ? [] : mentionsIn(block.text, parts, image)),
    ...(isCode(block, 'dockerfile', 'docker', 'containerfile') ? mentionsIn(block.text, bases, image) : []),
    ...(block.language === undefined ? mentionsIn(block.text, inline, image) : []),
  ],
};

const programs = /^(docker|podman|nerdctl|buildah|skopeo|cosign|crane|ctr|crictl|kubectl|kind|trivy)$/;
const name = String.raw`(?<name>[a-z0-9][\w.-]*(?::\d+)?(?:\/[\w.-]+)*)`;
const tag = String.raw`(?<version>\w[\w.@:-]*)`;
/** An option may stand before it, a digest behind it. */
const reference = new RegExp(
  `^(?:--?[\\w-]+=(?:[\\w-]+=)?|docker://|[\\w-]+=)?${name}:${tag.replace('version', 'tag')}$`,
);
const keys = new RegExp(`(?:^|[\\s{,-])image:\\s*["']?${name}:${tag}`, 'dg');
/** The same in two lines of a chart's values. */
const parts =
  /(?:^|\s)repository:[ \t]*["']?(?<name>[\w./-]+)["']?[ \t]*\r?\n[ \t]+tag:[ \t]*["']?(?<version>v?\d[\w.+-]*)/dg;
const bases = new RegExp(`^[ \\t>]*(?:FROM|COPY[ \\t]+--from=)[ \\t]*(?:--platform=\\S+[ \\t]+)?${name}:${tag}`, 'dgm');
const inline = new RegExp(`(?<=\`)${name}:${tag}(?=\`)`, 'dg');
