import { join } from 'node:path';
import { command } from '../registries/commands.ts';
import { tempFolder, write } from '../world/folder.ts';

/**
 * An image with the Python and pip of this machine, at a registry: the base of images that install something while they are built. No other
 * image has to be fetched for it.
 */
export async function pushPython(python: string, reference: string, env: NodeJS.ProcessEnv): Promise<void> {
  const folder = write(tempFolder(), { Dockerfile: dockerfile });
  await command([python], () => env).done(folder, '-c', gather, join(folder, 'root'));
  const buildah = command(['buildah'], () => env);
  await buildah.done(folder, 'bud', '--quiet', '--tag', reference, folder);
  await buildah.done(folder, 'push', '--quiet', '--tls-verify=false', reference);
}

const dockerfile = `FROM scratch
COPY root /
ENV PYTHONPATH=/pip PYTHONDONTWRITEBYTECODE=1 PIP_ROOT_USER_ACTION=ignore PIP_DISABLE_PIP_VERSION_CHECK=1
ENTRYPOINT ["/bin/python"]
`;

/** The interpreter, its own modules and the libraries that they need, each at the place where they look for each other; and pip. */
const gather = `
import glob, os, pip, re, shutil, subprocess, sys, sysconfig
root = sys.argv[1]
exe = os.path.realpath(sys.executable)
lib = sysconfig.get_path('stdlib')
own = [exe, *glob.glob(lib + '/lib-dynload/*.so')]
said = subprocess.run(['ldd', *own], capture_output=True, text=True).stdout
needed = set(re.findall(r'(/[^\\s:]+) \\(0x', said))
for path in [exe, *needed]:
    os.makedirs(os.path.dirname(root + path), exist_ok=True)
    shutil.copy(path, root + path)
left = ('test', 'tests', 'site-packages', 'dist-packages', '__pycache__', 'idlelib', 'tkinter', 'lib2to3', 'ensurepip', 'config-*')
shutil.copytree(lib, root + lib, ignore=shutil.ignore_patterns(*left), symlinks=False)
shutil.copytree(os.path.dirname(pip.__file__), root + '/pip/pip', ignore=shutil.ignore_patterns('__pycache__'))
for folder in ('/bin', '/tmp', '/site'):
    os.makedirs(root + folder, exist_ok=True)
os.symlink(exe, root + '/bin/python')
`;
