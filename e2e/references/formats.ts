import fc from 'fast-check';

/** A random text, with one value of one line that is to change. */
export interface Sample {
  readonly file: string;
  readonly text: string;
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

/** A piece of a file; `{}` stands for the version that may be asked for. */
type Piece = string;

const pieces: Readonly<Record<string, readonly Piece[]>> = {
  'a/__init__.py': [
    "__version__ = '{}'  # was 1.2.3",
    '__version__: str = "{}"',
    "VERSION = (\n    '{}'\n)",
    'setup(\n    name="x-1.2.3",\n    version="{}",  # 1.2.3\n)',
    'about = {"version": "{}", "name": "a"}',
    "r = r'{}'",
    "if True:\n    version = '''{}'''",
  ],
  'setup.cfg': [
    '[s{n}]\nversion = {}',
    '[s{n}]\nversion={}\nname = a-1.2.3',
    '[s{n}]\nversion : {}\n# version = 1.2.3',
    '[s{n}]\ninstall_requires =\n    core>=1.0\n    other=={}',
  ],
  Dockerfile: [
    'ARG VERSION{n}={}',
    'ENV A="{}" B=x-1.2.3',
    "LABEL org.opencontainers.image.version='{}'",
    'LABEL a=b \\\n  # version 1.2.3\n  org.opencontainers.image.version={}',
    'FROM ghcr.io/acme/api:{} AS s{n}',
    'ENV VERSION {}',
  ],
};

const fillers: Readonly<Record<string, readonly Piece[]>> = {
  'a/__init__.py': ['# 1.2.3', '"""Docs of 1.2.3."""', "f'{1.2}3'", 'n = 12', "other = '1.2.30'", ''],
  'setup.cfg': ['# 1.2.3', '; 1.2.3', '[x{n}]\nkey = 1.2.30', ''],
  Dockerfile: ['# FROM a:1.2.3', 'RUN echo 11.2.3', 'COPY a-1.2.30 b', ''],
};

export const samples = (file: string): fc.Arbitrary<Sample> =>
  fc
    .record({
      head: fc.array(fc.constantFrom(...(fillers[file] ?? []), ...(pieces[file] ?? []))),
      asked: fc.constantFrom(...(pieces[file] ?? [])),
      tail: fc.array(fc.constantFrom(...(fillers[file] ?? []), ...(pieces[file] ?? []))),
      eol: fc.constantFrom('\n', '\r\n'),
      hasMark: fc.boolean(),
      hasEnd: fc.boolean(),
      after: fc.constantFrom('1.2.4', '2.0.0', '10.0.0-rc.1', '1.10.0'),
    })
    .map(({ head, asked, tail, eol, hasMark, hasEnd, after }) => {
      const filled = [...head, asked, ...tail].map((piece, at) =>
        piece.replaceAll('{n}', String(at)).replace('{}', '1.2.3'),
      );
      const above = filled.slice(0, head.length).flatMap((piece) => piece.split('\n')).length;
      const own = asked.split('\n').findIndex((line) => line.includes('{}'));
      const text = filled.join('\n') + (hasEnd ? '\n' : '');
      return {
        file,
        text: (hasMark ? '\uFEFF' : '') + text.replaceAll('\n', eol),
        line: above + own + 1,
        before: '1.2.3',
        after,
      };
    });

/** Several documents in one file, with values that others refer to: what changes at an anchor changes for all of them. */
export interface YamlSample extends Sample {
  /** Paths that lead to the value: the document's number, then keys. */
  readonly paths: readonly (readonly (string | number)[])[];
}

export const yamlSamples: fc.Arbitrary<YamlSample> = fc
  .record({
    documents: fc.array(
      fc.record({
        quote: fc.constantFrom('', '"', "'"),
        isFlow: fc.boolean(),
        aliases: fc.nat(2),
        isTagged: fc.boolean(),
      }),
      { minLength: 2, maxLength: 5 },
    ),
    chosen: fc.nat(4),
    eol: fc.constantFrom('\n', '\r\n'),
    hasMark: fc.boolean(),
    after: fc.constantFrom('1.2.4', '2.0.0', '10.0.0-rc.1'),
  })
  .map(({ documents, chosen, eol, hasMark, after }) => {
    const index = chosen % documents.length;
    const rows: string[] = [];
    let line = 0;
    let paths: YamlSample['paths'] = [];
    documents.forEach(({ quote, isFlow, aliases, isTagged }, at) => {
      rows.push('---', `# 1.2.3 of ${at}`);
      const value = `&v${isTagged ? ' !!str' : ''} ${quote}1.2.3${quote}`;
      if (isFlow) rows.push(`image: { name: a-1.2.3, tag: ${value} }`);
      else rows.push('image:', '  name: a-1.2.3', `  tag: ${value} # 1.2.3`);
      if (at === index) line = rows.length;
      for (let n = 0; n < aliases; n++) rows.push(`same${n}: *v`);
      if (at === index) paths = [[at, 'image', 'tag'], ...Array.from({ length: aliases }, (_, n) => [at, `same${n}`])];
    });
    return {
      file: 'values.yaml',
      text: (hasMark ? '\uFEFF' : '') + rows.join(eol) + eol,
      line,
      before: '1.2.3',
      after,
      paths,
    };
  });
