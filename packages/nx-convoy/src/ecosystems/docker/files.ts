import { nameOf } from '../../paths/inside.ts';

const dockerfile = /^(?:Dockerfile|Containerfile)(?:\.(.+))?$|^(.+)\.[Dd]ockerfile$/;
const besides = /\.(dockerignore|md)$/i;
const template = /\.(j2|jinja2?|tmpl|tpl|template|erb|mustache|hbs|handlebars|ejs|liquid|gotmpl|in|m4)$/i;

export const isDockerfile = (file: string): boolean => {
  const name = nameOf(file);
  return dockerfile.test(name) && !besides.test(name);
};

export const isTemplateName = (file: string): boolean => template.test(file);

/** `Dockerfile.worker` and `worker.Dockerfile` say `worker`. */
export function suffixOf(file: string): string | undefined {
  const match = dockerfile.exec(nameOf(file));
  return match?.[1] ?? match?.[2];
}

export const isCompose = (file: string): boolean => /(^|\/)(docker-compose|compose)([._-][^/]*)?\.ya?ml$/.test(file);
export const isBake = (file: string): boolean => /(^|\/)docker-bake([._-][^/]*)?\.(hcl|json)$/.test(file);
export const isChartpress = (file: string): boolean => /(^|\/)chartpress\.ya?ml$/.test(file);
export const isWorkflow = (file: string): boolean => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(file);
