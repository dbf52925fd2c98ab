/** A Python package in `folder` whose own backend builds it: nothing has to be fetched, from nowhere. */
export const wheel = (folder: string, name: string, code: string, needs: readonly string[] = []) => ({
  [`${folder}/pyproject.toml`]: [
    '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n',
    `[project]\nname = "${name}"\nversion = "1.0.0"\nrequires-python = ">=3.9"\ndescription = "For a test"`,
    `license = { text = "MIT" }\ndependencies = ${JSON.stringify(needs)}\n`,
  ].join('\n'),
  [`${folder}/backend.py`]: backend(name.replaceAll('-', '_'), needs),
  [`${folder}/${name.replaceAll('-', '_')}/__init__.py`]: code,
});

/** As small as a backend can be: the packages in the folder, and what tells of them. */
const backend = (module: string, needs: readonly string[]): string => `
import base64, hashlib, io, os, re, tarfile, zipfile

def version():
    return re.search(r'^version = "(.*)"', open("pyproject.toml").read(), re.M)[1]

def metadata():
    needs = "".join(f"Requires-Dist: {need}\\n" for need in ${JSON.stringify(needs)})
    return f"Metadata-Version: 2.1\\nName: ${module}\\nVersion: {version()}\\nSummary: For a test\\nLicense: MIT\\nRequires-Python: >=3.9\\n{needs}"

def build_wheel(folder, config_settings=None, metadata_directory=None):
    info = f"${module}-{version()}.dist-info"
    files = {"${module}/__init__.py": open("${module}/__init__.py").read(), f"{info}/METADATA": metadata()}
    files[f"{info}/WHEEL"] = "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
    digest = lambda text: base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
    lines = [f"{path},sha256={digest(text)},{len(text.encode())}" for path, text in files.items()]
    files[f"{info}/RECORD"] = "\\n".join([*lines, f"{info}/RECORD,,", ""])
    name = f"${module}-{version()}-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(folder, name), "w") as made:
        for path, text in files.items():
            made.writestr(zipfile.ZipInfo(path), text)
    return name

def build_sdist(folder, config_settings=None):
    top = f"${module}-{version()}"
    with tarfile.open(os.path.join(folder, f"{top}.tar.gz"), "w:gz") as made:
        for path in ("pyproject.toml", "backend.py", "${module}/__init__.py"):
            made.add(path, f"{top}/{path}")
        text = metadata().encode()
        member = tarfile.TarInfo(f"{top}/PKG-INFO")
        member.size = len(text)
        made.addfile(member, io.BytesIO(text))
    return f"{top}.tar.gz"
`;
