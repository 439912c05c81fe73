/** What people press. */
import type { ComponentPropsWithRef } from 'react';
import { Icon, type IconName } from './Icon';

type ButtonProps = ComponentPropsWithRef<'button'> & {
  look?: 'plain' | 'primary' | 'danger' | 'quiet';
  wide?: boolean;
  /** Work is on its way: the button stays where it is and does nothing until then. */
  busy?: boolean;
};

/** A button with words. */
export function Button({ look = 'plain', wide, busy, disabled, ...rest }: ButtonProps) {
  const className = `button ${look}${wide ? ' wide' : ''}`;
  return (
    <button
      type="button"
      {...rest}
      className={className}
      disabled={disabled === true || busy === true}
      aria-busy={busy}
    />
  );
}

type IconButtonProps = ComponentPropsWithRef<'button'> & {
  icon: IconName;
  /** What it does; shown on hover and focus, and read aloud. */
  label: string;
  look?: '' | 'accent' | 'danger';
  size?: number;
  tip?: 'above' | 'below' | 'below-end' | 'end' | 'start';
};

/** A button with a picture. */
export function IconButton(props: IconButtonProps) {
  const { icon, label, look = '', size = 16, tip = 'above', ...rest } = props;
  return (
    <button
      type="button"
      {...rest}
      className={`icon-button ${look}`}
      aria-label={label}
      data-tip={label}
      data-tip-side={tip}
    >
      <Icon name={icon} size={size} />
    </button>
  );
}
