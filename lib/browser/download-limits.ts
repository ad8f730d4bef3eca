const MEGABYTE = 1024 * 1024;

/** The largest file, in bytes. */
const LARGEST_BYTES = 100 * MEGABYTE;
/** What may lie in the profile at once, running ones included, in bytes; a Lambda's disk is small. */
const TOGETHER_BYTES = 200 * MEGABYTE;
/** How many files may lie there at once. */
const TOGETHER_FILES = 50;

/** Programs, installers, scripts and disk images: nobody asks a browser agent for them, and whoever opens one runs it. */
const REFUSED_EXTENSIONS: ReadonlySet<string> = new Set(
  (
    'apk app appimage bat cmd com command cpl deb dll dmg exe gadget hta img ipa iso jar jnlp jse lnk mde msc ' +
    'msh msi msix msp pif pkg ps1 ps2 psm1 reg rpm run scf scr sh sys url vb vbe vbs vhd vhdx wsf wsh xpi'
  ).split(' '),
);

/** What lies in the profile, beside the file in question. */
export interface Together {
  readonly files: number;
  readonly bytes: number;
}

/** Why a file may not be downloaded, or undefined when it may. @param bytes - as far as they are known */
export function downloadRefusal(name: string, bytes: number, together: Together): string | undefined {
  const extension = extensionOf(name);
  if (REFUSED_EXTENSIONS.has(extension)) return `files of the type .${extension} are not downloaded`;
  if (bytes > LARGEST_BYTES) return 'it is larger than 100 MB';
  if (together.files >= TOGETHER_FILES) return `there are ${TOGETHER_FILES} others at the same time`;
  if (together.bytes + bytes > TOGETHER_BYTES) return 'with others at the same time it is more than 200 MB';
  return undefined;
}

/** In small letters, without the dot; empty when there is none. Windows leaves dots and spaces at the end out. */
export function extensionOf(name: string): string {
  return /\.([^./\\]+?)[. ]*$/.exec(name)?.[1]?.toLowerCase() ?? '';
}
