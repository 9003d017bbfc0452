/**
 * Lists the files of a corpus folder, sorted by path, without following links out of it and without opening anything.
 * What is left out for a reason that a person should know is a warning; hidden files, node_modules and the like are silent.
 */
import type { Dirent } from 'node:fs';
import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import ignore from 'ignore';
import { messageOf } from '../../src/domain/errors.js';
import type { IngestWarning } from '../blocks.js';
import { readerNameFor } from '../readers/reader-table.js';
import { shownEnding, shownName } from './shown-name.js';

export interface FoundFile {
  /** Where it lies now. */
  readonly absolutePath: string;
  /** Real path of the folder that it must not leave. */
  readonly root: string;
  /** Relative to the corpus, forward slashes, control characters replaced, secrets masked: this is shown and stored. */
  readonly path: string;
}

export interface FoundFiles {
  readonly files: readonly FoundFile[];
  readonly warnings: readonly IngestWarning[];
}

const skippedFolders = new Set(['node_modules', '__pycache__', 'bower_components', 'venv']);
const blockedFiles =
  /^(?:\.env.*|.*\.(?:pem|key|p12|pfx|jks|keystore|kdbx?|asc|gpg|ppk|ovpn|wallet)|id_(?:rsa|dsa|ecdsa|ed25519).*|known_hosts|authorized_keys|credentials(?:\.json|\.csv)?|secrets?\.(?:ya?ml|json|toml|env)|service[-_]account.*\.json|cookies(?:\.txt|\.sqlite)?|wallet\.dat|\.?htpasswd|\.?netrc|\.?pgpass|\.?npmrc)$/i;
/** What tells that a folder is a clone of a repository: its README is content then, its code and built files are not. */
const repositorySigns =
  /^(?:\.git|package\.json|Cargo\.toml|go\.mod|pyproject\.toml|setup\.py|pom\.xml|build\.gradle(?:\.kts)?|composer\.json|Gemfile|CMakeLists\.txt|Makefile)$/;
const builtFolders = new Set(['dist', 'build', 'out', 'target', 'vendor', 'third_party', 'coverage']);
const maximumDepth = 64;
/** Pictures, sound, archives and the like: nobody expects their text. */
const silentExtensions =
  /\.(?:png|jpe?g|gif|svg|webp|avif|ico|bmp|tiff?|mp[34]|m4a|mov|avi|webm|wav|ogg|woff2?|ttf|otf|eot|css|map|lock|zip|gz|tgz|bz2|xz|7z|rar|tar)$/i;

const secretNameMessage =
  'The name of the file, or of a folder above it, holds a secret: it is shown and stored masked. Rename it, and change the secret.';

async function readIgnoreFile(root: string): Promise<(path: string) => boolean> {
  const rules = await readFile(join(root, '.askfolioignore'), 'utf8').catch(() => '');
  if (rules.trim() === '') return () => false;
  const matcher = ignore().add(rules);
  return (path) => matcher.ignores(path);
}

interface Walk {
  readonly root: string;
  readonly prefix: string;
  readonly isIgnored: (path: string) => boolean;
  readonly isRepository: boolean;
  readonly files: FoundFile[];
  readonly warnings: IngestWarning[];
  readonly unread: Map<string, number>;
}

async function checkLink(walk: Walk, absolutePath: string, shown: string): Promise<void> {
  const target = await realpath(absolutePath).catch(() => undefined);
  const isInside = target !== undefined && (target === walk.root || target.startsWith(walk.root + sep));
  if (isInside) return; // What it points to is listed under its own name.
  const message =
    target === undefined
      ? 'The link points to nothing, or in a circle: it is skipped. Remove it or correct its target.'
      : 'The link leads out of the corpus folder and is not followed: copy the file into the folder.';
  walk.warnings.push({ path: shown, message });
}

async function addEntry(
  walk: Walk,
  entry: Dirent,
  folder: string,
  shownFolder: string,
): Promise<string | undefined> {
  const absolutePath = join(folder, entry.name);
  const shown = shownFolder + shownName(entry.name);
  if (entry.name.startsWith('.')) return undefined;
  const inside = relative(walk.root, absolutePath).split(sep).join('/');
  if (walk.isIgnored(entry.isDirectory() ? `${inside}/` : inside)) return undefined;
  if (entry.isSymbolicLink()) {
    await checkLink(walk, absolutePath, shown);
    return undefined;
  }
  if (entry.isDirectory()) {
    const isSkipped = skippedFolders.has(entry.name) || (walk.isRepository && builtFolders.has(entry.name));
    return isSkipped ? undefined : absolutePath;
  }
  if (!entry.isFile()) {
    walk.warnings.push({
      path: shown,
      message:
        'This is no ordinary file (a pipe, socket or device): it is skipped. Move it out of the corpus.',
    });
    return undefined;
  }
  if (blockedFiles.test(entry.name)) {
    walk.warnings.push({
      path: shown,
      message: 'Files of this name hold credentials and are never read: move it out of the corpus.',
    });
    return undefined;
  }
  // It explains the folder, unless the folder is the work itself.
  if (inside.toLowerCase() === 'readme.md' && !walk.isRepository) return undefined;
  if (readerNameFor(entry.name) === undefined) {
    const extension = shownEnding(entry.name);
    if (!silentExtensions.test(entry.name)) walk.unread.set(extension, (walk.unread.get(extension) ?? 0) + 1);
    return undefined;
  }
  if (shown.includes('[redacted: ')) walk.warnings.push({ path: shown, message: secretNameMessage });
  walk.files.push({ absolutePath, root: walk.root, path: shown });
  return undefined;
}

async function walkFolder(walk: Walk): Promise<void> {
  const pending: { folder: string; shown: string; depth: number }[] = [
    { folder: walk.root, shown: walk.prefix, depth: 0 },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { folder, shown, depth } = next;
    if (depth > maximumDepth) {
      walk.warnings.push({
        path: shown.slice(0, 200),
        message: `Folders are nested deeper than ${maximumDepth}: what lies below is skipped. Move it up.`,
      });
      continue;
    }
    let entries: Dirent[];
    try {
      entries = await readdir(folder, { withFileTypes: true });
    } catch (error) {
      walk.warnings.push({
        path: shown,
        message: `The folder cannot be listed (${messageOf(error).replaceAll(folder, shown)}): check its permissions.`,
      });
      continue;
    }
    for (const entry of entries) {
      const subfolder = await addEntry(walk, entry, folder, shown);
      if (subfolder !== undefined)
        pending.push({ folder: subfolder, shown: `${shown}${shownName(entry.name)}/`, depth: depth + 1 });
    }
  }
}

function unreadWarnings(walk: Walk, path: string): IngestWarning[] {
  // Nobody expects the code of a repository to be read.
  if (walk.unread.size === 0 || walk.isRepository) return [];
  const kinds = [...walk.unread]
    .sort((a, b) => b[1] - a[1])
    .map(([extension, count]) => `${count} × ${extension}`);
  return [
    {
      path,
      message: `Files of these kinds are not read: ${kinds.slice(0, 12).join(', ')}. Convert them to Markdown or text if they matter.`,
    },
  ];
}

/** Files of a folder, or the one file given. `prefix` is put in front of their paths. */
async function filesUnder(place: string, prefix: string): Promise<FoundFiles> {
  const root = await realpath(place);
  if ((await stat(root)).isFile()) {
    return {
      files: [{ absolutePath: root, root: resolve(root, '..'), path: prefix + shownName(basename(place)) }],
      warnings: [],
    };
  }
  const walk: Walk = {
    root,
    prefix,
    isIgnored: await readIgnoreFile(root),
    isRepository: (await readdir(root).catch(() => [])).some((name) => repositorySigns.test(name)),
    files: [],
    warnings: [],
    unread: new Map(),
  };
  await walkFolder(walk);
  return {
    files: walk.files,
    warnings: [...walk.warnings, ...unreadWarnings(walk, prefix === '' ? basename(place) : prefix)],
  };
}

/** Everything to read: the corpus folder if it exists, then the extra paths, each file once, sorted by path. */
export async function findFiles(
  corpusFolder: string,
  extraPaths: readonly string[],
): Promise<FoundFiles & { readonly isCorpusMissing: boolean }> {
  const files = new Map<string, FoundFile>();
  const warnings: IngestWarning[] = [];
  const isCorpusMissing = !(await stat(corpusFolder).then(
    (found) => found.isDirectory(),
    () => false,
  ));
  const places = isCorpusMissing ? [] : [{ place: corpusFolder, prefix: '' }];
  for (const extra of extraPaths) {
    const isFolder = await lstat(extra).then(
      (found) => found.isDirectory(),
      () => undefined,
    );
    if (isFolder === undefined)
      warnings.push({ path: extra, message: 'There is no such file or folder: check the path.' });
    else places.push({ place: extra, prefix: isFolder ? `${shownName(basename(resolve(extra)))}/` : '' });
  }
  const seen = new Set<string>();
  for (const { place, prefix } of places) {
    const found = await filesUnder(place, prefix);
    warnings.push(...found.warnings);
    const ordered = found.files.toSorted((a, b) => (a.absolutePath < b.absolutePath ? -1 : 1));
    for (const file of ordered) {
      if (seen.has(file.absolutePath)) continue;
      seen.add(file.absolutePath);
      // Two roots may hold the same relative path, and two masked names be equal: the later one is told apart.
      let path = file.path;
      for (let number = 2; files.has(path); number++)
        path = file.path.replace(/(\.[^./]*)?$/, `-${number}$1`);
      files.set(path, { ...file, path });
    }
  }
  const sorted = [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files: sorted, warnings, isCorpusMissing };
}
