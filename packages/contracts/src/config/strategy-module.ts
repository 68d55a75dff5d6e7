/** Whether the name of a strategy is the path of a module: ids and aliases have no dots and slashes. */
export function isModulePath(name: string): boolean {
  return /[./\\]/.test(name);
}
