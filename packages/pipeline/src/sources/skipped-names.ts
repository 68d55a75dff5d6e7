/** Names, in lower case, of what systems put beside files without being asked. */
const CLUTTER = new Set([
  'thumbs.db',
  'ehthumbs.db',
  'desktop.ini',
  '__macosx',
  '@eadir',
  '$recycle.bin',
  'system volume information',
  'lost+found',
]);

/** Whether a file or folder is hidden or clutter, and so not an item. */
export function isSkippedName(name: string): boolean {
  return name.startsWith('.') || CLUTTER.has(name.toLowerCase());
}
