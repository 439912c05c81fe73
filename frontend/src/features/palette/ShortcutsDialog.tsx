/** The keys there are. */
import { COMMAND } from '../../ui/command';
import { Dialog } from '../../ui/Dialog';
import './shortcuts.css';
import { groups } from './shortcuts';
import { words } from './sheetWords';

/** Shown while it is rendered. */
export default function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={words.keyboardShortcuts} wide text onClose={onClose}>
      <div className="shortcuts">
        {groups().map(({ title, shortcuts }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {shortcuts.map(({ keys, does }) => (
                <div key={does}>
                  <dt>{does}</dt>
                  <dd>
                    {keys.map((key) => (
                      <kbd key={key}>{key === 'Ctrl' ? COMMAND : key}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
