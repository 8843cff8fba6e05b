import { Fragment } from 'react';
import { isMac, keyCaps } from './keys.ts';
import './keys.css';

/** The keys of a command, as they are printed. */
export const KeyCaps = ({ keys }: { keys: string }) => (
  <span className="key-caps">
    {keyCaps(keys, isMac()).map((stroke, n) => (
      <Fragment key={n}>
        {n > 0 && <i />}
        {stroke.map((cap) => (
          <kbd key={cap}>{cap}</kbd>
        ))}
      </Fragment>
    ))}
  </span>
);
