/** The key that is held to talk. Pure. */

/** Keys that write nothing: they talk also from a text field. */
const SILENT =
  /^(?:Control|Shift|Alt|Meta)(?:Left|Right)$|^F\d+$|^(?:Pause|ScrollLock|CapsLock|Insert|ContextMenu)$/;

/** Whether a key that goes down means talking: in a text field most keys mean a letter. */
export function isPushKey(
  { code, isComposing }: Pick<KeyboardEvent, 'code' | 'isComposing'>,
  chosen: string,
  focus: Element | null,
): boolean {
  if (code !== chosen || isComposing) return false;
  return SILENT.test(code) || !isWritten(focus);
}

function isWritten(focus: Element | null): boolean {
  return focus?.closest('input, textarea, select, [contenteditable]') !== null && focus !== null;
}

/** How a key is called, from its place on the keyboard. */
export function keyName(code: string): string {
  return code
    .replace(/^(?:Key|Digit)(?=.$)/, '')
    .replace(/^(Control|Shift|Alt|Meta)(Left|Right)$/, '$1 ($2)')
    .replace('Backquote', '`')
    .replace(/([a-z])([A-Z0-9])/g, '$1 $2');
}
