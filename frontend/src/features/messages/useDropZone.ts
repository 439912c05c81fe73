/** Files that are dragged over the conversation and let go there. */
import { useRef, useState, type DragEvent } from 'react';
import type { Files } from './files';

/** Handlers for the element, and whether files are over it; `null`: none are taken. */
export function useDropZone(files: Files | null) {
  const [over, setOver] = useState(false);
  /** Going from one child to another is leaving and entering. */
  const depth = useRef(0);
  const carriesFiles = ({ dataTransfer }: DragEvent): boolean =>
    files !== null && dataTransfer.types.includes('Files');
  const handlers = {
    onDragEnter: (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      depth.current += 1;
      setOver(true);
    },
    onDragLeave: (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      depth.current = Math.max(0, depth.current - 1);
      if (depth.current === 0) setOver(false);
    },
    onDragOver: (event: DragEvent): void => {
      if (carriesFiles(event)) event.preventDefault();
    },
    onDrop: (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth.current = 0;
      setOver(false);
      files?.add([...event.dataTransfer.files]);
    },
  };
  return { over, handlers };
}
