/** Choosing files. */
import { useRef } from 'react';
import { IconButton } from '../../ui/Button';
import { words } from './words';

/** Opens the browser's own way to choose. */
export function AttachButton({
  hint,
  onFiles,
}: {
  hint: string;
  onFiles: (files: File[]) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton
        icon="plus"
        label={hint}
        size={18}
        tip="start"
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={words.filesToAttach}
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          // The same file may be chosen again.
          target.value = '';
        }}
      />
    </>
  );
}
