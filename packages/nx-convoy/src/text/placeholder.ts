/** Whether a text still waits for a template engine (cookiecutter, jinja, helm create): such a file is no manifest yet. */
export const isTemplate = (text: string): boolean => /\{\{[^{}]*\}\}|\{%-?\s|<%[-=]?\s/.test(text);
