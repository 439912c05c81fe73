/** The keys there are. */
import { Dialog } from '../../ui/Dialog';
import './shortcuts.css';
import { GROUPS } from './shortcuts';

/** On a Mac the command key does what the control key does elsewhere. */
const MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Shown while it is rendered. */
export default function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keyboard shortcuts" wide onClose={onClose}>
      <div className="shortcuts">
        {GROUPS.map(({ title, shortcuts }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {shortcuts.map(({ keys, does }) => (
                <div key={does}>
                  <dt>{does}</dt>
                  <dd>
                    {keys.map((key) => (
                      <kbd key={key}>{nameOf(key)}</kbd>
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

function nameOf(key: string): string {
  return MAC && key === 'Ctrl' ? '⌘' : key;
}
