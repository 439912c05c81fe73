/** What is shown when this window itself is broken: never an empty page. */
import { Component, type ReactNode } from 'react';
import { Button } from '../ui/Button';
import { Empty } from '../ui/Empty';

interface GuardProps {
  children: ReactNode;
}

/** Around everything. React asks for a class here. */
export class Guard extends Component<GuardProps, { broken: boolean }> {
  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override state = { broken: false };

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <main className="opening">
        <Empty
          title="Something in this window broke"
          actions={
            <Button look="primary" onClick={() => location.reload()}>
              Reload
            </Button>
          }
        >
          What you wrote is kept. Reload to go on; if it happens again, tell whoever runs this
          server.
        </Empty>
      </main>
    );
  }
}
