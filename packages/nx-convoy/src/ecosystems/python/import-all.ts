/**
 * Imports all that a distribution has brought to the top, as its own list of files tells: packages, modules and compiled ones; of namespace
 * packages what is in them. One that holds programs alone is asked for their versions.
 */
export const importAll = `import importlib, importlib.machinery, importlib.metadata, os, subprocess, sys

dist = importlib.metadata.distribution(sys.argv[1])
endings = tuple(importlib.machinery.all_suffixes())
files = [f.parts for f in dist.files or [] if not f.parts[0].endswith((".dist-info", ".data", ".egg-info"))]
packages = {parts[:-1] for parts in files if parts[-1].startswith("__init__.") and parts[-1].endswith(endings)}

modules, programs = set(), []
for parts in files:
    if parts[0] == "..":
        path = os.path.normpath(dist.locate_file("/".join(parts)))
        if os.path.dirname(path) == os.path.dirname(sys.executable):
            programs.append(path)
        continue
    # What the interpreter keeps for itself is listed as well.
    if not parts[-1].endswith(endings) or any(not p.isidentifier() or p == "__pycache__" for p in parts[:-1]):
        continue
    above = next((parts[:n] for n in range(1, len(parts)) if parts[:n] in packages), None)
    stem = parts[-1].split(".")[0]
    if above is not None:
        modules.add(".".join(above))
    elif stem.isidentifier() and stem not in ("__main__", "setup", "conftest"):
        modules.add(".".join(parts[:-1] + (stem,)))

for module in sorted(modules):
    importlib.import_module(module)
    print("imported " + module)
if not modules:
    for program in sorted(programs):
        print(subprocess.run([program, "--version"], check=True, capture_output=True, text=True, timeout=60).stdout.strip())
    if not programs:
        sys.exit("it brought neither modules nor programs")
`;
